"""Small servers on loopback that answer byte by byte as a test says."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import ssl

Answer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class RawServer:
    """A server and the heads of the requests that it got."""

    port: int = 0
    scheme: str = "http"
    heads: list[str] = field(default_factory=list)
    asked: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}"


@contextlib.asynccontextmanager
async def serve_raw(answer: Answer, tls: ssl.SSLContext | None = None) -> AsyncIterator[RawServer]:
    raw = RawServer(scheme="https" if tls else "http")

    writers: list[asyncio.StreamWriter] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            raw.heads.append((await reader.readuntil(b"\r\n\r\n")).decode("latin-1"))
            raw.asked.set()
            await answer(reader, writer)
            await writer.drain()
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
    raw.port = server.sockets[0].getsockname()[1]
    try:
        yield raw
    finally:
        server.close()
        for writer in writers:
            writer.transport.abort()
            with contextlib.suppress(OSError):
                await writer.wait_closed()


@pytest.fixture
def raw_server() -> Callable[..., contextlib.AbstractAsyncContextManager[RawServer]]:
    """`async with raw_server(answer) as server`: a server whose every connection is answered by `answer`."""
    return serve_raw


@pytest.fixture
def body_server() -> Callable[..., contextlib.AbstractAsyncContextManager[RawServer]]:
    """`async with body_server(body, *headers)`: a server that always answers 200 with this body, then closes."""

    def open_server(
        body: bytes, *headers: str, status: str = "200 OK"
    ) -> contextlib.AbstractAsyncContextManager[RawServer]:
        async def answer(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            head = "\r\n".join([f"HTTP/1.1 {status}", "Connection: close", *headers])
            writer.write(f"{head}\r\n\r\n".encode() + body)

        return serve_raw(answer)

    return open_server
