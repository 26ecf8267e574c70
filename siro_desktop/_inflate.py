"""Undoes gzip and deflate in bounded steps, so that a small compressed answer cannot fill the memory."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

_STEP: Final = 256 * 1024
_GZIP: Final = 16 + zlib.MAX_WBITS


class CompressionError(ValueError):
    """The body is not compressed as its header says, or in a way that is not known here."""


class BodyTooLarge(ValueError):
    """The body is larger than it may be."""


async def read_inflated(chunks: AsyncIterator[bytes], encoding: str, max_bytes: int) -> bytes:
    """Return the decompressed body. `encoding` as for Inflater.

    Raises CompressionError, and BodyTooLarge as soon as there is more than `max_bytes`.
    """
    inflater, body = Inflater(encoding), bytearray()
    async for chunk in chunks:
        for piece in inflater.feed(chunk):
            body += piece
            if len(body) > max_bytes:
                raise BodyTooLarge
    inflater.finish()
    return bytes(body)


class Inflater:
    """Decompresses one body. `encoding` is the value of its Content-Encoding header (RFC 9110 section 8.4).

    Raises CompressionError for an encoding other than gzip, deflate and identity.
    """

    def __init__(self, encoding: str) -> None:
        self._encoding = encoding.strip().lower()
        if self._encoding not in {"", "identity", "gzip", "x-gzip", "deflate"}:
            raise CompressionError(f"Unknown compression “{self._encoding[:40]}”")
        self._plain = self._encoding in {"", "identity"}
        self._inflate = zlib.decompressobj(self._inflate_bits())
        self._begun = False

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """Give the next compressed bytes; get pieces of at most 256 KB. Stop asking when there is enough."""
        if self._plain:
            yield chunk
            return
        more = bool(chunk)
        while more:
            if self._inflate.eof:  # gzip bodies may stand one after another (RFC 1952 section 2.2)
                self._inflate = zlib.decompressobj(self._inflate_bits())
            piece = self._step(chunk)
            yield piece
            chunk = self._inflate.unconsumed_tail or self._inflate.unused_data
            more = bool(chunk) or (len(piece) == _STEP and not self._inflate.eof)

    def finish(self) -> None:
        """Raise CompressionError if the body broke off in the middle."""
        if self._begun and not self._inflate.eof:
            raise CompressionError("The compressed body broke off")

    def _inflate_bits(self) -> int:
        return zlib.MAX_WBITS if self._encoding == "deflate" else _GZIP

    def _step(self, chunk: bytes) -> bytes:
        first = not self._begun
        self._begun = True
        try:
            return self._inflate.decompress(chunk, _STEP)
        except zlib.error as error:
            if not (first and self._encoding == "deflate"):
                raise CompressionError(str(error)) from error
        # Some servers send deflate without its zlib header.
        self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            return self._inflate.decompress(chunk, _STEP)
        except zlib.error as error:
            raise CompressionError(str(error)) from error
