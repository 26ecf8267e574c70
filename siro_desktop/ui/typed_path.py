"""The path that a person means by what stands in a line for a file name."""

from __future__ import annotations

import os.path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path


def typed_path(text: str, folder: Path, ending: str, known: Collection[str]) -> Path | None:
    """Return the absolute path that `text` means, from `folder` on; None where it names no file.

    `ending` is added unless the name has one of the `known` ones: what follows a dot is often part of a name.
    """
    written = os.path.expanduser(text.strip())  # noqa: PTH111  Path.expanduser raises for people who do not exist
    if os.path.basename(written) in {"", ".", ".."}:  # noqa: PTH119  Path drops a slash at the end
        return None
    path = (folder / written).absolute()
    return path if path.suffix.lower() in known else path.with_name(path.name + ending)
