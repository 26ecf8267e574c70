"""What people say of a saved result: a name, a note, tags, and that it is pinned. The result itself never changes."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from siro_desktop.errors import LabelError

LONGEST_NAME: Final = 200
LONGEST_NOTE: Final = 10_000
LONGEST_TAG: Final = 40
MOST_TAGS: Final = 20
TAG_MARK: Final = "#"


class Labels(Struct, frozen=True):
    """Name, note and tags, each empty if there is none. What is pinned stands first, and no limit takes it away."""

    name: str = ""
    note: str = ""
    tags: tuple[str, ...] = ()
    is_pinned: bool = False

    def check(self) -> None:
        """Raise LabelError for the first field that is wrong."""
        if len(self.name) > LONGEST_NAME:
            raise LabelError("name", f"A name has at most {LONGEST_NAME} characters.")
        if len(self.note) > LONGEST_NOTE:
            raise LabelError("note", f"A note has at most {LONGEST_NOTE:,} characters.")
        if len(self.tags) > MOST_TAGS:
            raise LabelError("tags", f"A result has at most {MOST_TAGS} tags.")
        long = next((tag for tag in self.tags if len(tag) > LONGEST_TAG), None)
        if long is not None:
            raise LabelError("tags", f"A tag has at most {LONGEST_TAG} characters, unlike “{long[:LONGEST_TAG]}…”.")


NO_LABELS: Final = Labels()


def parse_tags(text: str) -> tuple[str, ...]:
    """Return the tags in a text, separated by commas, with or without #, each once, whatever its capitals."""
    tags: dict[str, str] = {}
    for part in text.split(","):
        tag = " ".join(part.split()).lstrip(TAG_MARK).strip()
        if tag:
            tags.setdefault(tag.casefold(), tag)
    return tuple(tags.values())


def tags_text(tags: tuple[str, ...]) -> str:
    """Return tags as a person may type them: `parse_tags` gives them back."""
    return ", ".join(tags)
