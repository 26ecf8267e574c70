"""The pages of help: Markdown files among the resources, read when help is first opened. No Qt; any thread."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from siro_desktop.resources import resource

TOPICS: Final = ("asking", "reading", "comparing", "targets", "exporting", "saved", "privacy", "failing")
"""The names of the pages in the order in which they are listed; a page links to another one as `NAME.md`."""

FIRST: Final = TOPICS[0]

_OF_DIALOG: Final = {
    "names_dialog": "asking",
    "query_name_dialog": "asking",
    "before_after_dialog": "comparing",
    "events_dialog": "comparing",
    "event_dialog": "comparing",
    "column_chooser": "reading",
    "arrangement_dialog": "reading",
    "targets_dialog": "targets",
    "export_dialog": "exporting",
    "picture_dialog": "exporting",
    "report_dialog": "exporting",
    "sheet_dialog": "exporting",
    "store_dialog": "saved",
    "labels_dialog": "saved",
    "about_dialog": "privacy",
    "sign_in_dialog": "failing",
    "profile_dialog": "failing",
    "error_dialog": "failing",
}


class Topic(Struct, frozen=True):
    """One page: its `title`, and its whole `text` as Markdown, the title included."""

    name: str
    title: str
    text: str

    def holds(self, words: list[str]) -> bool:
        """True if every word, in lower case, stands somewhere in the page."""
        text = self.text.casefold()
        return all(word in text for word in words)


def read_topics() -> tuple[Topic, ...]:
    """Read all pages. Raises OSError where the program is not whole."""
    return tuple(_read(name) for name in TOPICS)


def _read(name: str) -> Topic:
    text = resource(f"help/{name}.md").read_text(encoding="utf-8")
    return Topic(name, text.split("\n", 1)[0].removeprefix("# "), text)


def topic_of(dialog_name: str) -> str:
    """Return which page is about a dialog, by its object name; the first page for one that none is about."""
    return _OF_DIALOG.get(dialog_name, FIRST)
