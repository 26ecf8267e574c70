"""The user's preferences: one typed catalogue with a default each. No secrets. Synchronous; any thread."""

from __future__ import annotations

import dataclasses
import json
import logging
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from siro_desktop.errors import StorageError
from siro_desktop.files import in_turn, write_private

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

logger = logging.getLogger(__name__)


class ThemeChoice(StrEnum):
    """Which colours the window uses. *System* follows the desktop."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high contrast"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every preference there is. Change one with `dataclasses.replace`."""

    theme: ThemeChoice = ThemeChoice.SYSTEM
    """Light, dark, high contrast, or as the desktop has it."""
    zoom: int = 100
    """Size of text and controls, in percent of the system's: 100 to 250."""
    is_motion_reduced: bool = False
    """Let nothing move, whatever the system says."""
    last_profile_id: str = ""
    """The profile that the window opens with; empty: the first one."""
    window_geometry: str = ""
    """Qt's `saveGeometry` in base64; empty: Qt's choice."""
    window_state: str = ""
    """Qt's `saveState` in base64; empty: as the window is built."""
    splitters: Mapping[str, str] = field(default_factory=dict)
    """Splitter's objectName → its `saveState` in base64."""
    query_drafts: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)
    """Profile id → what the query form held, so that nothing typed is lost over a restart."""
    table_layout: Mapping[str, Json] = field(default_factory=dict)
    """The table's columns: their order, which are hidden, their widths (`ui/column_layout.py`)."""
    comparison_layout: Mapping[str, Json] = field(default_factory=dict)
    """The same of the table of a comparison's figures."""
    open_results: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)
    """Profile id → the results that were open in tabs, `ids` in their order and the `current` one."""
    open_windows: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)
    """Number → what was open in a window beside the first (`ui/open_results.py`)."""
    is_presenting: bool = False
    """Show aliases in place of people's names."""
    aliases: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)
    """Profile id → type of entity → the ids that have an alias, in the order in which they got it."""
    palette_used: Mapping[str, Json] = field(default_factory=dict)
    """Profile id → what was chosen last in the command palette, the newest first."""
    question_layouts: Mapping[str, Json] = field(default_factory=dict)
    """The columns of all tables for each question that was looked at (`ui/layout_book.py`)."""
    kept_arrangements: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)
    """Kind of table → name → an arrangement of its columns (`ui/kept_arrangements.py`)."""
    copy_local_decimals: bool = True
    """Copy numbers with the decimal mark of this computer; otherwise with a dot."""
    recent_files: Mapping[str, Json] = field(default_factory=dict)
    """The files that were opened or written last → when, in UTC; the newest last (`ui/recent_files.py`)."""
    last_export_folder: str = ""
    """Where the export dialog opens; empty: the person's documents."""
    export_format: str = "xlsx"
    """The kind of file that the export dialog suggests, by its name on the command line."""
    export_with_question: bool = True
    """Write beside an exported file another one that says what was asked, with a checksum."""
    picture_format: str = "png"
    """What pictures of charts are saved as: png, svg or pdf."""
    picture_scale: int = 2
    """How many pixels of a PNG make one of the window's: 1 to 4."""
    picture_colors: str = "window"
    """Which colours pictures have: those of the window, or those of paper."""
    paper_size: str = ""
    """The paper of reports, A4 or Letter; empty: as is usual in the country."""
    paper_with_charts: bool = True
    """Print the charts above the table."""
    unknown: Mapping[str, Json] = field(default_factory=dict, repr=False)
    """Keys of the file that this version does not know; they are written back."""


OF_DATA: Final = ("query_drafts", "open_results", "open_windows", "aliases", "palette_used", "recent_files")
"""What tells something of the data: what was typed, searched, looked at and named. It goes when they are deleted."""


class SettingsFile:
    """The preferences in a JSON file, which several programs may write: see `save_changes`."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> Settings:
        """Return what the file says, with defaults for what is missing or of the wrong type. Raises nothing.

        A file that is damaged is kept beside, under a name that ends in `.damaged-…`.
        """
        return self._read() or Settings()

    def save(self, settings: Settings) -> None:
        """Write `settings` for this person only (0600). Raises StorageError."""
        known = {name: _plain(getattr(settings, name)) for name in _READERS}
        text = json.dumps({**settings.unknown, **known}, indent=2, ensure_ascii=True)
        with self._writable():
            write_private(self._path, f"{text}\n".encode())

    def save_changes(self, former: Settings, now: Settings) -> None:
        """Write what differs between `former` and `now`, and leave the rest as the file says it by now.

        Another program may have written the file since `former`, and waits while this one does. Raises StorageError.
        """
        with self._writable(), in_turn(self._path):
            kept = self._read()
            self.save(now if kept is None else merge_changes(kept, former, now))

    @contextmanager
    def _writable(self) -> Iterator[None]:
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            yield
        except OSError as error:
            raise StorageError(f"Your preferences cannot be kept in {self._path}.", detail=str(error)) from error

    def _read(self) -> Settings | None:
        """Return what the file says; None where there is none, or none that can be used."""
        try:
            content = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except OSError as error:
            logger.warning("Preferences cannot be read: %s", error)
            return None
        except (ValueError, RecursionError) as error:  # not JSON, or not UTF-8
            self._keep_aside(str(error))
            return None
        if not isinstance(content, dict):
            self._keep_aside("not an object")
            return None
        return _build_settings(content)

    def _keep_aside(self, reason: str) -> None:
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
        aside = self._path.with_name(f"{self._path.name}.damaged-{stamp}")
        try:
            self._path.replace(aside)
        except OSError as error:
            logger.warning("Preferences are damaged (%s) and cannot be kept aside: %s", reason, error)
        else:
            logger.warning("Preferences are damaged (%s): kept as %s", reason, aside.name)


def merge_changes(kept: Settings, former: Settings, now: Settings) -> Settings:
    """Return `kept` with what differs between `former` and `now`; of a mapping, only its keys that differ."""
    changes: dict[str, Any] = {}
    for name in _READERS:
        before, after = getattr(former, name), getattr(now, name)
        if not isinstance(after, Mapping):
            if after != before:
                changes[name] = after
        elif list(after.items()) != list(before.items()):  # their order matters too: the newest are last
            changes[name] = _merge_keys(getattr(kept, name), before, after, _DEPTHS.get(name, 1)) if after else {}
    return dataclasses.replace(kept, **changes)


def _merge_keys(
    kept: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any], depth: int
) -> Mapping[str, Any]:
    """Return first what only `kept` has, then the rest in the order of `after`."""
    merged = {key: value for key, value in kept.items() if key not in before and key not in after}
    for key, value in after.items():
        if depth > 1:
            merged[key] = _merge_keys(kept.get(key, {}), before.get(key, {}), value, depth - 1)
        elif key not in before or value != before[key]:
            merged[key] = value
        elif key in kept:  # otherwise another program took it away
            merged[key] = kept[key]
    return merged


def _build_settings(content: dict[str, Json]) -> Settings:
    values: dict[str, Any] = {"unknown": {name: value for name, value in content.items() if name not in _READERS}}
    for name, read in _READERS.items():
        if name not in content:
            continue
        try:
            values[name] = read(content[name])
        except (TypeError, ValueError):
            logger.warning("The preference %s has a value that cannot be used; its default is", name)
    return Settings(**values)


def _plain(value: object) -> object:
    return {key: _plain(part) for key, part in value.items()} if isinstance(value, Mapping) else value


def _read_text(value: Json) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _read_switch(value: Json) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _read_whole_number(value: Json) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError
    return value


def _read_texts(value: Json) -> Mapping[str, str]:
    if not isinstance(value, dict):
        raise TypeError
    return {key: _read_text(part) for key, part in value.items()}


def _read_drafts(value: Json) -> Mapping[str, Mapping[str, Json]]:
    if not isinstance(value, dict):
        raise TypeError
    return {key: draft for key, draft in value.items() if isinstance(draft, dict)}


def _read_mapping(value: Json) -> Mapping[str, Json]:
    if not isinstance(value, dict):
        raise TypeError
    return value


_BY_ANNOTATION: Final[Mapping[str, Callable[[Json], object]]] = {
    "ThemeChoice": lambda value: ThemeChoice(_read_text(value)),
    "str": _read_text,
    "bool": _read_switch,
    "int": _read_whole_number,
    "Mapping[str, str]": _read_texts,
    "Mapping[str, Json]": _read_mapping,
    "Mapping[str, Mapping[str, Json]]": _read_drafts,
}
_READERS: Final = {
    preference.name: _BY_ANNOTATION[str(preference.type)]
    for preference in dataclasses.fields(Settings)
    if preference.name != "unknown"
}
_DEPTHS: Final[Mapping[str, int]] = {"kept_arrangements": 2}
"""Of which mappings keys further in are changed alone; of all others it is the first keys."""
