"""The list of this program's entries, kept as an entry itself: there is no way to ask every keyring for its entries.

It holds names only, no secrets. Two processes that change it at the same moment may lose a line of it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from siro_desktop.auth._long_entries import LongEntries

INDEX_SERVICE: Final = "siro-desktop/v1/index"
_INDEX_NAME: Final = "entries"


def noted_entries(entries: LongEntries) -> list[tuple[str, str]]:
    """Return service and name of each entry that was noted; nothing if the list is damaged."""
    try:
        lines = json.loads(entries.load(INDEX_SERVICE, _INDEX_NAME) or "[]")
        return [(str(service), str(name)) for service, name in lines]
    except (ValueError, TypeError):
        return []


def note_entry(entries: LongEntries, service: str, name: str) -> None:
    """Add an entry; to be called before it is written, so that none is ever missing."""
    known = noted_entries(entries)
    if (service, name) not in known:
        entries.save(INDEX_SERVICE, _INDEX_NAME, json.dumps([*known, (service, name)]))


def strike_entry(entries: LongEntries, service: str, name: str) -> None:
    """Take an entry off the list; to be called after it was deleted. An empty list is deleted too."""
    known = noted_entries(entries)
    left = [entry for entry in known if entry != (service, name)]
    if not left:
        entries.delete(INDEX_SERVICE, _INDEX_NAME)
    elif left != known:
        entries.save(INDEX_SERVICE, _INDEX_NAME, json.dumps(left))
