"""Checksums over what is stored, so that figures which changed on the disk are never taken for Siro's.

CRC-32 of results, of answers, and of raw pages: these have one of their own, since figures are also read without them.
"""

from __future__ import annotations

import marshal
import zlib
from typing import TYPE_CHECKING, Any, Final

from siro_desktop.columns import in_pieces
from siro_desktop.storage.metric_sets import distinct

if TYPE_CHECKING:
    from array import array
    from collections.abc import Iterable, Mapping, Sequence

# Of 2, marshal writes equal values equally, whichever objects they are. A million values take a twentieth of a second.
_FORM: Final = 2
_LONG: Final = 10_000  # values
# CRC-32 lets other threads in for some microseconds, too short for them to wake up. Where it does so more often than
# they ask to be let in (`sys.setswitchinterval`), they starve; so pieces take longer than that.
_PIECE: Final = 10_000
_LIST: Final = b"["
_TUPLE: Final = b"("


def result_checksum(texts: Iterable[str]) -> int:
    """Return that of a result: of its connection, time and plan, as they are stored."""
    return zlib.crc32("\0".join(texts).encode("utf-8", "surrogatepass"))


def answer_checksum(
    header: Iterable[Any],
    metrics: Mapping[int, Sequence[str | None]],
    numbers: array[int],
    columns: Sequence[Sequence[Any]],
    extras: Iterable[tuple[int, str]],
) -> int:
    """Return that of an answer as it is stored.

    `header` is its row without number and checksum. `numbers` are those of its metrics, all of which `metrics`
    describes; `columns` are values and pass rates; `extras` are positions with their text. It is that of what marshal
    writes of a tuple of header, list of described metrics, numbers and columns as tuples, and list of extras.
    """
    if len(numbers) > _LONG:
        return _of_a_long_one(header, metrics, numbers, columns, list(extras))
    described = [(number, *metrics[number]) for number in dict.fromkeys(numbers)]
    content: Any = (tuple(header), described, tuple(numbers), *map(tuple, columns), list(extras))
    return zlib.crc32(marshal.dumps(content, _FORM))


def page_checksum(url: str, packed: bytes) -> int:
    """Return that of a raw page as it is stored: of its address and its packed body."""
    return zlib.crc32(packed, zlib.crc32(url.encode("utf-8", "surrogatepass")))


def _of_a_long_one(
    header: Iterable[Any],
    metrics: Mapping[int, Sequence[str | None]],
    numbers: array[int],
    columns: Sequence[Sequence[Any]],
    extras: Sequence[tuple[int, str]],
) -> int:
    """The same of an answer that must not be written in one go: other threads would wait for it."""
    described = distinct(numbers)
    lines = ([(number, *metrics[number]) for number in some] for some in in_pieces(described))
    checksum = zlib.crc32(_begin(_TUPLE, 4 + len(columns)) + marshal.dumps(tuple(header), _FORM))
    checksum = _add(checksum, _begin(_LIST, len(described)), lines)
    for column in (numbers, *columns):
        checksum = _add(checksum, _begin(_TUPLE, len(column)), in_pieces(column, _PIECE))
    return _add(checksum, _begin(_LIST, len(extras)), in_pieces(extras))


def _add(checksum: int, beginning: bytes, pieces: Iterable[Sequence[Any]]) -> int:
    """Go on with a list or tuple, which comes in pieces."""
    checksum = zlib.crc32(beginning, checksum)
    for piece in pieces:
        checksum = zlib.crc32(marshal.dumps(tuple(piece), _FORM)[len(beginning) :], checksum)
    return checksum


def _begin(kind: bytes, length: int) -> bytes:
    """What marshal writes before the items of a list or tuple, which follow each other without more."""
    return kind + length.to_bytes(4, "little")
