"""Certificates and proxies of this computer."""

from __future__ import annotations

import asyncio
import ssl

import pytest
import trustme

from siro_desktop._network import environment_proxy
from siro_desktop.errors import ConnectionFailed
from siro_desktop.http_client import HttpClient

DEAD_PROXY = "http://127.0.0.1:9"


async def ok(_reader, writer):
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")


@pytest.fixture
def authority(tmp_path):
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(tls)
    return str(tmp_path / "ca.pem"), tls


def get(raw_server, tls, ca_file=""):
    async def run():
        async with raw_server(ok, tls) as server:
            client = HttpClient(ca_file=ca_file)
            try:
                return await client.request("GET", server.url, deadline=10)
            finally:
                await client.aclose()

    return asyncio.run(run())


def test_unknown_authority_is_refused(raw_server, authority):
    """H7: the sentence names the likely reason and the way out."""
    with pytest.raises(ConnectionFailed, match="corporate proxy"):
        get(raw_server, authority[1])


def test_ca_file_of_the_settings_is_trusted(raw_server, authority):
    """H7"""
    assert get(raw_server, authority[1], authority[0]).status == 200


def test_ssl_cert_file_is_trusted(raw_server, authority, monkeypatch):
    """H7"""
    monkeypatch.setenv("SSL_CERT_FILE", authority[0])
    assert get(raw_server, authority[1]).status == 200


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_unusable_ca_file_is_named(raw_server, authority, tmp_path, content):
    """H7"""
    path = tmp_path / "wrong.pem"
    if content is not None:
        path.write_text(content)
    with pytest.raises(ConnectionFailed, match=r"wrong\.pem"):
        get(raw_server, authority[1], str(path))


def test_loopback_ignores_proxies(raw_server, monkeypatch):
    """A20, H8: a dead proxy in the environment does not disturb a server on this computer."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, DEAD_PROXY)
    assert get(raw_server, None).status == 200


def through_proxy(raw_server, monkeypatch, answer, url="https://api.example.test/x"):
    async def run():
        async with raw_server(answer) as proxy:
            monkeypatch.setenv("HTTPS_PROXY", proxy.url.replace("//", "//user:proxy-password@"))
            client = HttpClient()
            try:
                with pytest.raises(ConnectionFailed) as caught:
                    await client.request("GET", url, deadline=10)
            finally:
                await client.aclose()
        return proxy.heads, caught.value

    return asyncio.run(run())


def test_other_hosts_go_through_the_proxy_and_407_is_explained(raw_server, monkeypatch):
    """H8"""

    async def refuse(_reader, writer):
        writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")

    heads, error = through_proxy(raw_server, monkeypatch, refuse)
    assert heads[0].startswith("CONNECT api.example.test:443 ")
    assert "password" in error.message
    assert "proxy-password" not in f"{error!r}{error.detail}"


def test_proxy_that_refuses(raw_server, monkeypatch):
    """H8"""

    async def refuse(_reader, writer):
        writer.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")

    assert "proxy" in through_proxy(raw_server, monkeypatch, refuse)[1].message


@pytest.mark.parametrize("proxy", ["socks5://user:proxy-password@127.0.0.1:9", "gopher://proxy-password", "http://[x"])
def test_unusable_proxy_is_said_without_its_password(proxy, monkeypatch):
    """H8"""
    monkeypatch.setenv("HTTPS_PROXY", proxy)

    async def run():
        client = HttpClient()
        try:
            with pytest.raises(ConnectionFailed, match="proxy") as caught:
                await client.request("GET", "https://api.example.test/x", deadline=10)
        finally:
            await client.aclose()
        return caught.value

    error = asyncio.run(run())
    assert "proxy-password" not in f"{error!r}{error.detail}{error.__cause__!r}"


@pytest.mark.parametrize(
    ("host", "no_proxy", "direct"),
    [
        ("api.siro.ai", "", False),
        ("api.siro.ai", "siro.ai", True),
        ("api.siro.ai", ".siro.ai", True),
        ("api.siro.ai", "*", True),
        ("10.1.2.3", "10.0.0.0/8", True),
        ("11.1.2.3", "10.0.0.0/8,nonsense", False),
        ("fd00::1", "fd00::/8", True),
    ],
)
def test_no_proxy(host, no_proxy, direct, monkeypatch):
    """H8: names, endings and networks."""
    monkeypatch.setenv("HTTPS_PROXY", "proxy.example.test:8080")
    monkeypatch.setenv("NO_PROXY", no_proxy)
    assert environment_proxy("https", host) == (None if direct else "http://proxy.example.test:8080")
