"""A dictionary that may become long while other threads wait.

One of a million keys takes 50 ms to grow or to be emptied, in a single step. Here that is many small ones.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, MutableMapping
from itertools import chain
from typing import Final, TypeVar

from siro_desktop.courtesy import give_way

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_PARTS: Final = 512  # with 64 of them each part of a million metrics took 25 ms to free
_MANY: Final = 20_000  # keys; a plain dictionary of fewer is quick to grow and to free, and quicker to use


class LongDict(MutableMapping[K, V]):
    """Keys and values, in no order."""

    def __init__(self) -> None:
        self._parts: list[dict[K, V]] = [{} for _ in range(_PARTS)]

    def __getitem__(self, key: K) -> V:
        return self._parts[hash(key) % _PARTS][key]

    def __setitem__(self, key: K, value: V) -> None:
        self._parts[hash(key) % _PARTS][key] = value

    def __delitem__(self, key: K) -> None:
        del self._parts[hash(key) % _PARTS][key]

    def __contains__(self, key: object) -> bool:
        return key in self._parts[hash(key) % _PARTS]

    def __iter__(self) -> Iterator[K]:
        return chain.from_iterable(self._parts)

    def __len__(self) -> int:
        return sum(map(len, self._parts))

    def clear(self) -> None:
        """Forget all."""
        for part in self._parts:
            give_way()
            part.clear()


def dict_for(count: int) -> MutableMapping[K, V]:
    """Return an empty dictionary for about so many keys."""
    return LongDict() if count > _MANY else {}
