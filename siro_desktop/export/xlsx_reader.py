"""Reads cells of a workbook, ours or one that Excel or LibreOffice saved again, in little memory.

A workbook is a ZIP of XML that anybody may have made: parts have a largest size, also unpacked, and document types,
with which XML can be made to grow without end, are refused.
"""

from __future__ import annotations

import lzma
import re
import zipfile
import zlib
from pyexpat import ExpatError
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from siro_desktop.errors import UnusableFile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    Cell = str | float | None

LARGEST_SHEET: Final = 512 * 2**20
LARGEST_PART: Final = 64 * 2**20
"""Bytes of a part when unpacked: of a sheet, which is read on the way, and of the others, which stay in memory."""
_PIECE: Final = 2**16
_DAMAGE: Final = (
    *(ExpatError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError),
    *(NotImplementedError, RuntimeError),  # a way of packing that Python does not know, or that needs a password
)
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LETTERS: Final = re.compile(r"[A-Z]{1,3}")
_MOST_COLUMNS: Final = 16_384


class Workbook:
    """The sheets of a workbook by name. Raises UnusableFile for what is none, or is broken."""

    def __init__(self, stream: BinaryIO) -> None:
        try:
            self._parts = zipfile.ZipFile(stream)
            self._sheets = self._find_sheets()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise UnusableFile("This is not a complete Excel workbook.", detail=str(error)) from error
        self._texts: list[str] | None = None

    def has_sheet(self, name: str) -> bool:
        """True if there is a sheet of that name."""
        return name in self._sheets

    def rows(self, sheet: str) -> Iterator[list[Cell]]:
        """Yield the rows of a sheet that have cells: text, numbers, None for empty ones."""
        if self._texts is None:
            self._texts = self._shared_texts()
        reader = _SheetReader(self._texts)
        for _ in self._parse(self._sheets[sheet], reader.handlers(), LARGEST_SHEET):
            yield from reader.take()

    def _find_sheets(self) -> dict[str, str]:
        """Return the parts of the sheets by name."""
        ids: dict[str, str] = {}
        targets: dict[str, str] = {}

        def on_sheet(tag: str, attributes: dict[str, str]) -> None:
            if _local(tag) == "sheet":
                reference = next((value for key, value in attributes.items() if _local(key) == "id"), "")
                ids[attributes.get("name", "")] = reference

        def on_relation(tag: str, attributes: dict[str, str]) -> None:
            if _local(tag) == "Relationship":
                targets[attributes.get("Id", "")] = attributes.get("Target", "")

        for part, handler in (("xl/workbook.xml", on_sheet), ("xl/_rels/workbook.xml.rels", on_relation)):
            for _ in self._parse(part, (handler, None, None), LARGEST_PART):
                pass
        found = {name: targets.get(reference, "") for name, reference in ids.items()}
        return {
            name: target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
            for name, target in found.items()
        }

    def _shared_texts(self) -> list[str]:
        part = "xl/sharedStrings.xml"
        if part not in self._parts.namelist():
            return []
        reader = _TextReader()
        for _ in self._parse(part, reader.handlers(), LARGEST_PART):
            pass
        return reader.texts

    def _parse(self, part: str, handlers: tuple[object, object, object], largest: int) -> Iterator[None]:
        """Feed a part to handlers of beginnings, ends and text, piece by piece."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = handlers  # type: ignore[assignment]
        parser.StartDoctypeDeclHandler = _refuse
        size = 0
        try:
            with self._parts.open(part) as stream:
                while piece := stream.read(_PIECE):
                    size += len(piece)
                    if size > largest:
                        raise UnusableFile("A sheet of this workbook is too large to be read.")
                    parser.Parse(piece)
                    yield
                parser.Parse(b"", True)
                yield
        except KeyError as error:
            raise UnusableFile("This is not a complete Excel workbook.", detail=str(error)) from error
        except _DAMAGE as error:
            raise UnusableFile("This Excel workbook is damaged.", detail=str(error)) from error


def _refuse(*_: object) -> None:
    raise ValueError("a document type")


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


class _TextReader:
    """Gathers the shared texts; how they are pronounced is left out."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._parts: list[str] = []
        self._is_text = False
        self._aside = 0

    def handlers(self) -> tuple[object, object, object]:
        return self._begin, self._end, self._hear

    def _begin(self, tag: str, _attributes: dict[str, str]) -> None:
        name = _local(tag)
        self._aside += name == "rPh"
        self._is_text = name == "t" and not self._aside
        if name == "si":
            self._parts = []

    def _end(self, tag: str) -> None:
        name = _local(tag)
        self._is_text = False
        self._aside -= name == "rPh"
        if name == "si":
            self.texts.append(_plain("".join(self._parts)))

    def _hear(self, text: str) -> None:
        if self._is_text:
            self._parts.append(text)


class _SheetReader:
    """Gathers rows."""

    def __init__(self, texts: list[str]) -> None:
        self._texts = texts
        self._rows: list[list[Cell]] = []
        self._row: list[Cell] = []
        self._kind, self._column = "n", 0
        self._parts: list[str] = []
        self._is_text = False

    def handlers(self) -> tuple[object, object, object]:
        return self._begin, self._end, self._hear

    def take(self) -> list[list[Cell]]:
        rows, self._rows = self._rows, []
        return rows

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        if name == "row":
            self._row, self._column = [], 0
        elif name == "c":
            self._kind, self._parts = attributes.get("t", "n"), []
            self._column = _column_of(attributes.get("r", ""), self._column)
        self._is_text = name in {"v", "t"}

    def _end(self, tag: str) -> None:
        name = _local(tag)
        self._is_text = False
        if name == "c":
            self._row += [None] * (self._column - len(self._row))
            self._row.append(self._value("".join(self._parts)))
            self._column += 1
        elif name == "row" and self._row:
            self._rows.append(self._row)

    def _hear(self, text: str) -> None:
        if self._is_text:
            self._parts.append(text)

    def _value(self, text: str) -> Cell:
        if self._kind == "s":
            place = int(text or "-1")
            if not 0 <= place < len(self._texts):
                raise ValueError("a text that is not there")
            return self._texts[place]
        if self._kind == "n":
            return float(text) if text else None
        return _plain(text)


def _column_of(reference: str, following: int) -> int:
    letters = _LETTERS.match(reference)
    if letters is None:
        return following
    column = 0
    for letter in letters[0]:
        column = column * 26 + ord(letter) - ord("A") + 1
    if not following < column <= _MOST_COLUMNS:
        raise ValueError("a cell out of its place")
    return column - 1


def _plain(text: str) -> str:
    """`text` with the characters that XML cannot hold, which Excel writes as _x000D_."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
