"""Connections that wait for the next request, and that their server leaves meanwhile."""

from __future__ import annotations

import asyncio
import gc

import pytest

from siro_desktop.errors import ConnectionFailed
from siro_desktop.http_client import HttpClient


async def left_behind(client):
    """Four connections that stay open for the next request, until their server leaves them; its address."""
    there, writers = asyncio.Event(), []

    async def serve(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writers.append(writer)
        if len(writers) == 4:
            there.set()
        await there.wait()  # so that none is used twice
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    await asyncio.gather(*(client.request("GET", url, deadline=10) for _ in range(4)))
    server.close()
    for writer in writers:
        writer.close()
        await writer.wait_closed()
    return url


@pytest.mark.parametrize("turns", range(1, 9))
def test_connections_that_the_server_left_are_all_closed_where_the_next_request_is_cancelled(turns):
    """H2: whenever that happens. One that is not would be an error here, since the warning of it is one."""

    async def run():
        client = HttpClient()
        url = await left_behind(client)
        task = asyncio.create_task(client.request("GET", url, deadline=10))
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises((asyncio.CancelledError, ConnectionFailed)):
            await task
        await client.aclose()

    asyncio.run(run())
    gc.collect()
