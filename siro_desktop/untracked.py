"""Long columns of plain values, out of sight of Python's collector of garbage.

A column of texts, numbers and None can be part of no cycle, but the collector goes through it all the same, a million
values with every other thread waiting: 5 to 50 ms a time. Counting references frees such a column as ever.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

C = TypeVar("C", list[Any], tuple[Any, ...], dict[Any, Any])

FEW: Final = 1_000
"""Values that the collector goes through in microseconds. A start that shows no more does without ctypes."""


def untracked(column: C) -> C:
    """Return the same column, not to be looked at by the collector of garbage. Any thread.

    Only for what holds texts, bytes, numbers, None and frozen values made of these, now and later: a cycle through it
    would never be freed.
    """
    _untracker()(column)
    return column


def _nothing(_container: object) -> None:
    """Another Python than CPython has a collector of another kind."""


@cache
def _untracker() -> Callable[[object], None]:
    import ctypes

    try:
        found = ctypes.pythonapi.PyObject_GC_UnTrack
    except AttributeError:
        return _nothing
    found.argtypes, found.restype = (ctypes.py_object,), None
    return found
