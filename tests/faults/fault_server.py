"""Servers on loopback that go wrong byte by byte, each in a thread and on a loop of its own."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import zlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator


@dataclass(frozen=True)
class Asked:
    """A request whose head has come: the `number`-th of this server, from 0.

    In headers {elsewhere} stands for the address of another server, {in_an_hour} for the date then.
    """

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    number: int
    elsewhere: str

    def write_head(self, *lines: str) -> None:
        later = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
        text = "\r\n".join([*lines, "Connection: close", "", ""])
        text = text.replace("{elsewhere}", self.elsewhere).replace("{in_an_hour}", later)
        self.writer.write(text.encode("latin-1"))


Serve = Callable[[Asked], Awaitable[None]]

GIGABYTE = 2**30
_BLOCK = 2**16


class FaultServer:
    """Serves each connection with `serve` once a request's head has come, or `at_once`. `heads` are these, as text."""

    def __init__(self, serve: Serve, tls: ssl.SSLContext | None = None, *, at_once: bool = False) -> None:
        self.serve = serve
        self.elsewhere = ""
        self.heads: list[str] = []
        self._tls = tls
        self._at_once = at_once
        self._loop = asyncio.new_event_loop()
        self._writers: set[asyncio.StreamWriter] = set()
        self._server = self._loop.run_until_complete(
            asyncio.start_server(self._on_connection, "127.0.0.1", 0, ssl=tls, limit=2**20)
        )
        self.port: int = self._server.sockets[0].getsockname()[1]
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}"

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _close(self) -> None:
        for bound in self._server.sockets:
            self._loop.remove_reader(bound)
        await _give_way()  # what was accepted a moment ago gets its writer, for which the server must still be open
        self._server.close()
        for writer in self._writers:
            writer.transport.abort()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await _give_way()

    async def _on_connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                if not self._at_once:
                    self.heads.append((await reader.readuntil(b"\r\n\r\n")).decode("latin-1"))
                await self.serve(Asked(reader, writer, len(self.heads) - 1, self.elsewhere))
                await writer.drain()
                writer.close()
                await writer.wait_closed()
        finally:
            writer.transport.abort()


async def _give_way() -> None:
    """Let the loop do what it has put off, such as closing sockets."""
    for _ in range(10):
        await asyncio.sleep(0)


def answer(body: bytes, *headers: str, status: str = "200 OK", length: int | None = None) -> Serve:
    """Always the same whole answer; `length` is what Content-Length says in place of the truth."""

    async def serve(asked: Asked) -> None:
        asked.write_head(f"HTTP/1.1 {status}", f"Content-Length: {len(body) if length is None else length}", *headers)
        asked.writer.write(body)

    return serve


def in_turn(*serves: Serve) -> Serve:
    """One answer after the other, then the first again."""

    async def serve(asked: Asked) -> None:
        await serves[asked.number % len(serves)](asked)

    return serve


def raw(content: bytes) -> Serve:
    """These bytes, then the end."""

    async def serve(asked: Asked) -> None:
        asked.writer.write(content)

    return serve


def stream(*headers: str, blocks: Callable[[], Iterator[bytes]], pause: float = 0.0) -> Serve:
    """A 200 whose body comes block by block, with a pause in between."""

    async def serve(asked: Asked) -> None:
        asked.write_head("HTTP/1.1 200 OK", "Content-Type: application/json", *headers)
        rest = blocks()
        while (block := next(rest, None)) is not None:
            asked.writer.write(block)
            await asked.writer.drain()
            await asyncio.sleep(pause)

    return serve


async def hang(asked: Asked) -> None:
    """Not a byte, until the client goes."""
    await asked.reader.read()


def a_gigabyte() -> Iterator[bytes]:
    """1 GB of spaces, which JSON may begin with."""
    block = b" " * _BLOCK
    for _ in range(GIGABYTE // _BLOCK):
        yield block


def for_ever() -> Iterator[bytes]:
    """One space after another."""
    while True:
        yield b" "


def a_gzip_bomb() -> Iterator[bytes]:
    """1 GB of spaces in 1 MB, packed as it goes so that this process stays small."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    for block in a_gigabyte():
        packed = packer.compress(block)
        if packed:
            yield packed
    yield packer.flush()
