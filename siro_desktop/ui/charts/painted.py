"""An error while an item of a scene is painted is reported, and the window goes on.

PySide 6.11 ends the program where such an error meets the next override in Python: it has no value to store it with.
"""

from __future__ import annotations

import sys
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

F = TypeVar("F", bound="Callable[..., None]")


def painted(paint: F) -> F:
    """Decorate `paint` of an item; GUI thread."""

    @wraps(paint)
    def reported(*arguments: Any) -> None:
        try:
            paint(*arguments)
        except Exception:  # noqa: BLE001  whatever it is, it must not leave here
            sys.excepthook(*sys.exc_info())

    return reported  # type: ignore[return-value]
