"""Finds the files of `resources/`, in a wheel and in a source tree."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).parent


@cache
def resource_folder() -> Path:
    """Return the folder of resources: inside an installed package, or beside it in a source tree."""
    installed = _PACKAGE / "_resources"
    return installed if installed.is_dir() else _PACKAGE.parent / "resources"


def resource(name: str) -> Path:
    """Return the path of one file, such as `icons/siro-desktop.svg`. It exists if the program is whole."""
    return resource_folder() / name
