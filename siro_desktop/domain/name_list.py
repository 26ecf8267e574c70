"""Lists of names from a spreadsheet: id, name and team of each, read from CSV or copied cells, and compared."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from siro_desktop.domain.own_names import NameKind, OwnName, names_of
from siro_desktop.errors import DirectoryError, UnusableFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from siro_desktop.domain.own_names import Directory

MOST_LINES: Final = 100_000
_NOT_A_LETTER: Final = re.compile(r"[\W_]+")
_GUARDED: Final = re.compile(r"'(?=[=+\-@＝＋－＠])")  # a quote that exports put before what looks like a formula
_COLUMNS: Final[Mapping[str, frozenset[str]]] = {
    "id": frozenset({"id", "ids", "uid", "userid", "personid", "entityid", "recordingid", "conversationtypeid"}),
    "name": frozenset({"name", "fullname", "displayname", "rep", "person", "user", "title", "teamname"}),
    "first": frozenset({"firstname", "givenname"}),
    "last": frozenset({"lastname", "surname", "familyname"}),
    "team": frozenset({"team", "teamid", "memberteamid"}),
    "kind": frozenset({"type", "kind", "entitytype"}),
}
_KINDS: Final[Mapping[str, NameKind]] = {
    **dict.fromkeys(("user", "users", "rep", "reps", "person", "people"), NameKind.USER),
    **dict.fromkeys(("team", "teams"), NameKind.TEAM),
    **dict.fromkeys(("recording", "recordings"), NameKind.RECORDING),
    **dict.fromkeys(("conversationtype", "conversationtypes"), NameKind.CONVERSATION_TYPE),
}
_WITHOUT_HEADINGS: Final = {"id": 0, "name": 1, "team": 2}


class ListedName(Struct, frozen=True):
    """One line of a list. `line` is its number in the file, from 1; `kind` is None where the list does not say."""

    line: int
    id: str
    name: str
    team: str
    kind: NameKind | None = None
    unknown_kind: str = ""


class NameList(Struct, frozen=True):
    """The lines that were read, and what a person should know about how they were."""

    lines: tuple[ListedName, ...]
    notice: str = ""


class Doubt(Struct, frozen=True):
    """A line that is left out, and why."""

    line: int
    text: str
    reason: str


class ListPreview(Struct, frozen=True):
    """What taking a list over would do: names that are `new` or `changed` are saved, `same` are there already.

    `before` says for each of `changed` what stands there now.
    """

    new: tuple[OwnName, ...]
    changed: tuple[OwnName, ...]
    before: tuple[str, ...]
    same: int
    doubtful: tuple[Doubt, ...]

    @property
    def to_save(self) -> tuple[OwnName, ...]:
        """What would be saved."""
        return self.new + self.changed


def read_name_list(text: str, kind: NameKind = NameKind.USER, notice: str = "") -> NameList:
    """Return the names in a table as text: cells apart by tabs, semicolons or commas, quoted where needed.

    A first row of headings is recognized in any order and case; without one the columns are id, name and team. `kind`
    is what the list is read for: in a list of teams, *team id* is the id. Raises UnusableFile.
    """
    rows = [(number, cells) for number, cells in _rows(text.lstrip("\ufeff")) if any(cells)]
    if not rows:
        raise UnusableFile("There is nothing in it. A list of names has an id and a name in each line.")
    columns = _find_columns(rows[0][1], kind)
    if columns is not None:
        del rows[0]
    places = columns or _WITHOUT_HEADINGS
    return NameList(tuple(_read_line(number, cells, places) for number, cells in rows), notice)


def preview_list(names: NameList, kind: NameKind, directory: Directory) -> ListPreview:
    """Return what taking `names` over would do; lines that do not say their kind are of `kind`."""
    known = _Known(directory)
    doubts: list[Doubt] = []
    sound: dict[tuple[NameKind, str], dict[OwnName, ListedName]] = {}
    for line in names.lines:
        try:
            read = known.read(line, line.kind or kind)
        except DirectoryError as error:
            doubts.append(Doubt(line.line, line.id or line.name, error.message))
            continue
        sound.setdefault((read.kind, read.id), {}).setdefault(read, line)
    groups: dict[str, list[OwnName]] = {"new": [], "changed": [], "same": []}
    for found in sound.values():
        if len(found) > 1:
            doubts += [Doubt(line.line, line.id, _different(line, found.values())) for line in found.values()]
            continue
        (read,) = found
        merged = known.over(read)
        groups[known.judge(merged)].append(merged)
    doubts.sort(key=lambda doubt: doubt.line)
    before = tuple(known.before(one) for one in groups["changed"])
    return ListPreview(tuple(groups["new"]), tuple(groups["changed"]), before, len(groups["same"]), tuple(doubts))


class _Known:
    """The directory, ready for thousands of questions."""

    def __init__(self, directory: Directory) -> None:
        self._own = {(known.kind, known.id): known for known in directory.own}
        merged = directory.merged
        self._shown = {(kind, known.id): known for kind in NameKind for known in names_of(merged, kind)}
        self._team_names = {team.id: team.name for team in merged.teams}
        teams = [(named.name.casefold(), named.id) for named in merged.teams]
        counts: dict[str, int] = {}
        for name, _ in teams:
            counts[name] = counts.get(name, 0) + 1
        self._team_ids = {name: team_id for name, team_id in teams if counts[name] == 1}

    def read(self, line: ListedName, kind: NameKind) -> OwnName:
        """Return what a line says. Raises DirectoryError if that is not clear."""
        if line.unknown_kind:
            raise DirectoryError("kind", f"“{line.unknown_kind[:40]}” is not a type of id.")
        if not line.id:
            raise DirectoryError("id", "There is no id in this line.")
        team_id = self._team_ids.get(line.team.casefold(), line.team) if kind is NameKind.USER else ""
        read = OwnName(kind, line.id, line.name, team_id)
        if read.is_empty:
            raise DirectoryError("name", "There is no name in this line.")
        read.check()
        return read

    def over(self, read: OwnName) -> OwnName:
        """Return what would be kept: an empty cell takes nothing away."""
        former = self._own.get((read.kind, read.id))
        if former is None:
            return read
        return OwnName(read.kind, read.id, read.name or former.name, read.team_id or former.team_id)

    def judge(self, merged: OwnName) -> str:
        """Return *new*, *changed* or *same*, by what is shown for the id now."""
        now = self._shown.get((merged.kind, merged.id))
        if now is None:
            return "new"
        is_same = merged.name in {"", now.name} and merged.team_id in {"", now.team_id}
        return "same" if is_same else "changed"

    def before(self, changed: OwnName) -> str:
        """Return what is changed, as it is shown now: the name, or else the team."""
        now = self._shown[changed.kind, changed.id]
        return now.name if changed.name not in {"", now.name} else self._team_names.get(now.team_id, now.team_id)


def _different(line: ListedName, all_lines: Iterable[ListedName]) -> str:
    others = ", ".join(str(other.line) for other in all_lines if other is not line)
    return f"The same id stands in line {others} with another name or team. Keep one of them."


def _rows(text: str) -> Iterable[tuple[int, list[str]]]:
    first, _, rest = text.partition("\n")
    delimiter = first.strip()[4:5] if first.lower().startswith("sep=") else ""  # Excel's own mark
    reader = csv.reader(io.StringIO(rest if delimiter else text, newline=""), delimiter=delimiter or _delimiter(first))
    shift = 1 if delimiter else 0
    try:
        for cells in reader:
            if reader.line_num > MOST_LINES:
                raise UnusableFile(f"This list has more than {MOST_LINES:,} lines. Divide it.")
            yield reader.line_num + shift, [_GUARDED.sub("", cell.strip(), count=1) for cell in cells]
    except csv.Error as error:
        raise UnusableFile(
            "This is not a table of text. Save it as CSV (UTF-8) and try again.", detail=str(error)
        ) from error


def _delimiter(line: str) -> str:
    """What stands most often between the cells of the first line; quoted text does not count."""
    bare = "".join(line.split('"')[::2])
    return max("\t;,", key=bare.count)


def _find_columns(cells: Sequence[str], kind: NameKind) -> dict[str, int] | None:
    """The places of the columns if these cells are headings, otherwise None."""
    words = [_NOT_A_LETTER.sub("", cell).casefold() for cell in cells]
    found: dict[str, int] = {}
    for place, word in enumerate(words):
        for column, known in _COLUMNS.items():
            if word in known:
                found.setdefault(column, place)
    if kind is NameKind.TEAM and "id" not in found and "teamid" in words:
        found["id"] = words.index("teamid")
    if "id" in found:
        return found
    if len(found) > 1 or "email" in words:
        raise UnusableFile("None of its columns has ids. Name the column with the ids “id”, and the names “name”.")
    return None


def _read_line(number: int, cells: Sequence[str], places: Mapping[str, int]) -> ListedName:
    def cell(column: str) -> str:
        place = places.get(column, len(cells))
        return cells[place] if place < len(cells) else ""

    name = cell("name") or " ".join(part for part in (cell("first"), cell("last")) if part)
    said = cell("kind")
    kind = _KINDS.get(_NOT_A_LETTER.sub("", said).casefold())
    return ListedName(
        number, cell("id"), " ".join(name.split()), cell("team"), kind, said if said and kind is None else ""
    )


def decode_name_file(content: bytes) -> tuple[str, str]:
    """Return a file's text, and a notice if its encoding had to be guessed. Raises UnusableFile."""
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise UnusableFile(
            "This is a workbook. In Excel, save it as “CSV UTF-8”, or copy its cells and paste them here."
        )
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):  # Excel's “Unicode text”
        return _decoded(content, "utf-16"), ""
    if b"\0" in content:
        raise UnusableFile("This is not a text file. Choose a CSV file.")
    try:
        return content.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        return _decoded(content, "cp1252"), (
            "This file is not UTF-8. It was read as Windows-1252; look whether letters with accents are right."
        )


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnusableFile("This is not a text file. Choose a CSV file.", detail=str(error)) from error
