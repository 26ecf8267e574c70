"""A checksum over what an answer says, so that figures which changed on the disk are never taken for Siro's.

Raw pages have one of their own: zlib's.
"""

from __future__ import annotations

import marshal
import zlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# Of 2, marshal writes equal values equally, whichever objects they are. A million values take a twentieth of a second.
_FORM: Final = 2


def checksum(
    header: Iterable[Any],
    metrics: Mapping[int, Sequence[str | None]],
    columns: Sequence[Sequence[Any]],
    extras: Iterable[tuple[int, str]],
) -> int:
    """Return the CRC-32 of an answer as it is stored.

    `header` is its row without number and checksum. `columns` are numbers of metrics, values and pass rates; `metrics`
    describes at least the metrics in the first of them. `extras` are positions with their text.
    """
    numbers = tuple(columns[0])
    described = [(number, *metrics[number]) for number in dict.fromkeys(numbers)]
    content: Any = (tuple(header), described, numbers, *map(tuple, columns[1:]), list(extras))
    return zlib.crc32(marshal.dumps(content, _FORM))
