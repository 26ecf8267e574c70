"""How much is read, and how it is decompressed."""

from __future__ import annotations

import asyncio
import gzip
import tracemalloc
import zlib

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siro_desktop._inflate import CompressionError, Inflater
from siro_desktop.errors import UnexpectedAnswer
from siro_desktop.http_client import HttpClient, oauth_client_options

MEGABYTE = 2**20


def fetch(body_server, body, *headers, **options):
    async def run():
        async with body_server(body, *headers) as server:
            client = HttpClient()
            try:
                return await client.request("GET", server.url, **options)
            finally:
                await client.aclose()

    return asyncio.run(run())


def test_gzip_bomb_is_refused_without_being_inflated(body_server):
    """H9: 100 MB in 100 KB are given up at the cap; memory stays near it."""
    bomb = gzip.compress(bytes(100 * MEGABYTE))
    tracemalloc.start()
    try:
        with pytest.raises(UnexpectedAnswer, match="larger than 4 MB"):
            fetch(body_server, bomb, "Content-Encoding: gzip", max_bytes=4 * MEGABYTE)
        assert tracemalloc.get_traced_memory()[1] < 16 * MEGABYTE
    finally:
        tracemalloc.stop()


def test_content_length_above_the_cap_is_refused_at_once(body_server):
    """H9: nothing of the body is waited for."""
    with pytest.raises(UnexpectedAnswer, match="larger"):
        fetch(body_server, b"", "Content-Length: 99999999", max_bytes=1000, deadline=5)


def test_endless_body_is_refused_at_the_cap(raw_server):
    """H9: without a Content-Length the count decides."""

    async def answer(_reader, writer):
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(bytes(65536))
            await writer.drain()

    async def run():
        async with raw_server(answer) as server:
            client = HttpClient()
            with pytest.raises(UnexpectedAnswer, match="larger"):
                await client.request("GET", server.url, max_bytes=MEGABYTE, deadline=10)
            await client.aclose()

    asyncio.run(run())


@pytest.mark.parametrize(
    ("body", "header"),
    [
        (b"not gzip at all", "gzip"),
        (gzip.compress(b"x" * 1000, mtime=0)[:-9], "gzip"),
        (b"not deflate", "deflate"),
        (b"whatever", "br"),
        (b"whatever", "gzip, gzip"),
    ],
)
def test_compression_that_cannot_be_undone(body_server, body, header):
    """H9: damaged, broken off or unknown compression is said, not passed on."""
    with pytest.raises(UnexpectedAnswer, match="compressed"):
        fetch(body_server, body, f"Content-Encoding: {header}")


@pytest.mark.parametrize(
    ("packed", "header"),
    [
        (gzip.compress(b"a" * 700_000, mtime=0), "gzip"),
        (gzip.compress(b"a" * 350_000, mtime=0) + gzip.compress(b"a" * 350_000, mtime=0), "X-GZip"),
        (zlib.compress(b"a" * 700_000), "deflate"),
        (zlib.compress(b"a" * 700_000)[2:-4], "deflate"),
        (b"a" * 700_000, "identity"),
    ],
)
def test_compressed_answers_are_read(body_server, packed, header):
    """H9: what servers do send is understood, deflate without its header too."""
    assert fetch(body_server, packed, f"Content-Encoding: {header}").body == b"a" * 700_000


@given(st.binary(max_size=5000), st.integers(1, 700), st.sampled_from(["gzip", "deflate", ""]))
def test_inflating_in_any_chunks_gives_the_original(body, size, encoding):
    packed = {"gzip": gzip.compress, "deflate": zlib.compress, "": bytes}[encoding](body)
    inflater = Inflater(encoding)
    chunks = [packed[start : start + size] for start in range(0, len(packed), size)]
    assert b"".join(piece for chunk in chunks for piece in inflater.feed(chunk)) == body
    inflater.finish()


@given(st.binary(min_size=1, max_size=2000))
def test_nonsense_never_does_more_than_fail(body):
    inflater = Inflater("gzip")
    try:
        list(inflater.feed(body))
        inflater.finish()
    except CompressionError:
        return
    assert body.startswith(b"\x1f\x8b")


def test_an_authorization_server_gets_64_kilobytes(body_server):
    """A17: the client under Authlib refuses a larger answer, compressed or not."""

    async def run(body, *headers):
        async with body_server(body, *headers) as server, httpx.AsyncClient(**oauth_client_options("")) as client:
            return (await client.post(server.url)).content

    assert asyncio.run(run(b"x" * 65536)) == b"x" * 65536
    assert asyncio.run(run(gzip.compress(b"{}"), "Content-Encoding: gzip")) == b"{}"
    with pytest.raises(UnexpectedAnswer):
        asyncio.run(run(b"x" * 65537))
    with pytest.raises(UnexpectedAnswer):
        asyncio.run(run(gzip.compress(bytes(MEGABYTE)), "Content-Encoding: gzip"))


def test_reprs_hide_bodies():
    async def answer(_request):
        return httpx.Response(200, json={"access_token": "canary"}, headers={"set-cookie": "canary"})

    async def run():
        client = HttpClient(transport=httpx.MockTransport(answer))
        response = await client.request("GET", "https://api.example.test/x?id=canary")
        await client.aclose()
        return response

    response = asyncio.run(run())
    assert response.status == 200
    assert response.headers["content-type"] == "application/json"
    assert "canary" not in repr(response)
