"""What is told to a part of a window only while that is there: it may close before a job ends that it has begun."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shiboken6 import isValid

if TYPE_CHECKING:
    from collections.abc import Callable


def while_there(method: Callable[..., None], *first: Any) -> Callable[..., None]:
    """Return a slot that calls `method` of a QObject with `first` and what is told; nothing once the object is gone.

    Qt itself sees to that for a slot alone, not for one with arguments of its own. GUI thread.
    """
    owner = getattr(method, "__self__", None)

    def tell(*told: Any) -> None:
        if isValid(owner):
            method(*first, *told)

    return tell
