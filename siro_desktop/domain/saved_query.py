"""A question that a person keeps under a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from siro_desktop.domain.question import Question

NOT_KEPT: Final = 0
"""The id of a query that the store does not hold yet."""


class SavedQuery(Struct, frozen=True, kw_only=True):
    """`folder` is empty for none. `changed_at` is when its question was last saved, in UTC."""

    id: int = NOT_KEPT
    name: str
    folder: str = ""
    is_starred: bool = False
    question: Question
    changed_at: datetime


def find_by_name(queries: Iterable[SavedQuery], name: str) -> tuple[SavedQuery, ...]:
    """Return those called `name`, or `folder/name`; capitals count only where names differ by nothing else."""
    known = tuple(queries)
    for exact in (str, str.casefold):
        wanted = exact(name.strip())
        found = tuple(one for one in known if wanted in {exact(one.name), exact(f"{one.folder}/{one.name}")})
        if found:
            return found
    return ()


def unused_name(queries: Iterable[SavedQuery], name: str, folder: str) -> str:
    """Return `name`, with a number behind it if the folder has one of that name already."""
    return free_name(name, (one.name for one in queries if one.folder == folder))


def free_name(name: str, names: Iterable[str]) -> str:
    """Return `name`, with a number behind it if it is among `names`; names that differ in capitals alone are one."""
    taken = {one.casefold() for one in names}
    number, free = 1, name
    while free.casefold() in taken:
        number += 1
        free = f"{name} {number}"
    return free
