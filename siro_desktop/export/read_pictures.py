"""The question that is inside a picture which Siro Desktop saved as PNG or SVG. Any thread but the window's.

Such a file may come from anybody: sizes are bounded, and what is wrong is said in a sentence.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from html import unescape
from typing import TYPE_CHECKING, Final

from siro_desktop.domain.question_json import parse_query_object
from siro_desktop.errors import UnusableFile
from siro_desktop.export.picture_facts import PNG_KEYWORD, SVG_NAMESPACE
from siro_desktop.export.reading import open_ordinary, read_ordinary, unreadable

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

    from siro_desktop.domain.question_json import QueryFile

_FIGURES: Final = "Drop the CSV, XLSX, JSON or Parquet file of the figures."
_LARGEST_FACTS: Final = 16 * 2**20  # bytes; ten thousand ids need less than one million
_LARGEST_SVG: Final = 128 * 2**20
_MOST_CHUNKS: Final = 100_000
_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_SVG_START: Final = f'<siro xmlns="{SVG_NAMESPACE}">'.encode()
_SVG_END: Final = b"</siro>"


def read_picture(path: Path) -> QueryFile:
    """Return the question in a picture. Raises UnusableFile for one without, and for a kind that is not read."""
    match path.suffix.lower():
        case ".png":
            facts = _facts_in_png(path)
        case ".svg":
            facts = _facts_in_svg(path)
        case ".pdf":
            raise UnusableFile(f"A PDF is not read again. {_FIGURES}")
        case _:
            raise UnusableFile(f"A picture of this kind is not read again. {_FIGURES}")
    try:
        described = json.loads(facts) if facts else None
    except (ValueError, RecursionError):
        described = None
    query = described.get("siroquery") if isinstance(described, Mapping) else None
    if not isinstance(query, Mapping):
        raise UnusableFile(f"This picture does not say what was asked. {_FIGURES}")
    return parse_query_object(query)


def _facts_in_svg(path: Path) -> str:
    content = read_ordinary(path, _LARGEST_SVG, "a picture")
    start = content.find(_SVG_START)
    end = content.find(_SVG_END, start)
    inside = content[start + len(_SVG_START) : end] if -1 < start < end else b""
    return unescape(inside.decode(errors="replace")) if len(inside) <= _LARGEST_FACTS else ""


def _facts_in_png(path: Path) -> str:
    with open_ordinary(path) as stream:
        try:
            return _find_text(stream)
        except OSError as error:
            raise unreadable(error) from error


def _find_text(stream: BinaryIO) -> str:
    """Return the text that a PNG keeps under our keyword; empty where there is none."""
    if stream.read(len(_SIGNATURE)) != _SIGNATURE:
        return ""
    for _ in range(_MOST_CHUNKS):
        head = stream.read(8)
        size, kind = int.from_bytes(head[:4]), head[4:]
        if len(head) < 8 or kind == b"IEND":
            break
        if kind in {b"tEXt", b"zTXt"} and size <= _LARGEST_FACTS:
            keyword, _, text = stream.read(size).partition(b"\0")
            if keyword == PNG_KEYWORD.encode():
                return (text if kind == b"tEXt" else _inflated(text[1:])).decode("latin-1")
            size = 0
        stream.seek(size + 4, 1)  # a checksum is behind it
    return ""


def _inflated(packed: bytes) -> bytes:
    """Return what was compressed, no more than is sensible."""
    try:
        return zlib.decompressobj().decompress(packed, _LARGEST_FACTS)
    except zlib.error:
        return b""
