"""Checksums over what is stored, so that figures which changed on the disk are never taken for Siro's.

CRC-32 of results, of answers, and of raw pages: these have one of their own, since figures are also read without them.
"""

from __future__ import annotations

import marshal
import zlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# Of 2, marshal writes equal values equally, whichever objects they are. A million values take a twentieth of a second.
_FORM: Final = 2


def result_checksum(texts: Iterable[str]) -> int:
    """Return that of a result: of its connection, time and plan, as they are stored."""
    return zlib.crc32("\0".join(texts).encode("utf-8", "surrogatepass"))


def answer_checksum(
    header: Iterable[Any],
    metrics: Mapping[int, Sequence[str | None]],
    columns: Sequence[Sequence[Any]],
    extras: Iterable[tuple[int, str]],
) -> int:
    """Return that of an answer as it is stored.

    `header` is its row without number and checksum. `columns` are numbers of metrics, values and pass rates; `metrics`
    describes at least the metrics in the first of them. `extras` are positions with their text.
    """
    numbers = tuple(columns[0])
    described = [(number, *metrics[number]) for number in dict.fromkeys(numbers)]
    content: Any = (tuple(header), described, numbers, *map(tuple, columns[1:]), list(extras))
    return zlib.crc32(marshal.dumps(content, _FORM))


def page_checksum(url: str, packed: bytes) -> int:
    """Return that of a raw page as it is stored: of its address and its packed body."""
    return zlib.crc32(packed, zlib.crc32(url.encode("utf-8", "surrogatepass")))
