"""Certificates and proxies of this computer."""

from __future__ import annotations

import asyncio
import ssl
import threading
import time

import httpx
import pytest
import trustme

from siro_desktop import _network
from siro_desktop._network import environment_proxy
from siro_desktop.domain.profile import NO_PROXY
from siro_desktop.errors import ConnectionFailed
from siro_desktop.http_client import HttpClient, oauth_client_options

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


def test_the_proxy_that_would_be_used_is_named_without_its_password(monkeypatch):
    """H8, K12."""
    monkeypatch.setenv("HTTPS_PROXY", "http://ada:canary@proxy.test:8080")

    async def name_proxies() -> tuple[str, str]:
        http = HttpClient()
        try:
            return await http.proxy_host("https://api.siro.ai"), await http.proxy_host("http://127.0.0.1:5")
        finally:
            await http.aclose()

    assert asyncio.run(name_proxies()) == ("proxy.test:8080", "")


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
        ("fd00::1", "[fd00::1]", True),
        ("fd00::1", "fd00::2,fe80::/10", False),
        ("10.1.2.3", "localhost 10.0.0.0/8", True),
        ("10.1.2.3", "10.1.2.3/8/9,::/200,[", False),
    ],
)
def test_no_proxy(host, no_proxy, direct, monkeypatch):
    """H8: names, endings and networks."""
    monkeypatch.setenv("HTTPS_PROXY", "proxy.example.test:8080")
    monkeypatch.setenv("NO_PROXY", no_proxy)
    assert environment_proxy("https", host) == (None if direct else "http://proxy.example.test:8080")


def test_a_certificate_for_another_name_is_refused(raw_server, tmp_path):
    """H6, H7: the authority alone is not enough."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("api.siro.test").configure_cert(tls)
    with pytest.raises(ConnectionFailed, match="could not prove") as caught:
        get(raw_server, tls, str(tmp_path / "ca.pem"))
    assert caught.value.is_lasting


def test_a_system_without_certificates_gets_those_that_came_along(raw_server, authority, monkeypatch, tmp_path):
    """H7: in a bundle on a bare system; the CA file counts there, too."""
    places = ssl.get_default_verify_paths()._replace(cafile=None, capath=str(tmp_path / "none"))
    monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: places)
    monkeypatch.setattr(_network, "_BUNDLES", (str(tmp_path / "missing.pem"),))
    bundled = httpx.create_ssl_context(trust_env=False)
    assert bundled.cert_store_stats()["x509_ca"] > 50
    assert _network.build_tls_context("", lambda: bundled) is bundled
    with pytest.raises(ConnectionFailed, match="could not prove"):
        get(raw_server, authority[1])
    assert get(raw_server, authority[1], authority[0]).status == 200


@pytest.mark.parametrize("place", ["file", "folder"])
def test_a_system_with_certificates_is_asked(place, monkeypatch, tmp_path):
    """H7"""
    (tmp_path / "certificates.pem").write_text("-")
    found = {"file": (str(tmp_path / "certificates.pem"), None), "folder": (None, str(tmp_path))}[place]
    places = ssl.get_default_verify_paths()._replace(cafile=found[0], capath=found[1])
    monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: places)
    monkeypatch.setattr(_network, "_BUNDLES", ())

    def never():
        raise AssertionError

    assert _network.build_tls_context("", never) is not None


def test_http_2_is_off(raw_server, authority):
    """H14: with a server that would like it."""
    authority[1].set_alpn_protocols(["h2", "http/1.1"])
    chosen = []

    async def answer(reader, writer):
        chosen.append(writer.get_extra_info("ssl_object").selected_alpn_protocol())
        await ok(reader, writer)

    async def run():
        async with raw_server(answer, authority[1]) as server:
            client = HttpClient(ca_file=authority[0])
            await client.request("GET", server.url)
            await client.aclose()
            return server.heads

    assert asyncio.run(run())[0].startswith("GET / HTTP/1.1\r\n")
    assert chosen == ["http/1.1"]


def ask_with_proxies(raw_server, url, *, through="api", is_own=False):
    """Ask `url` where the system names a proxy, or the connection does.

    Return what the system was asked, and what reached the proxy.
    """
    asked = []

    async def refuse(_reader, writer):
        writer.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")

    async def run():
        async with raw_server(refuse) as proxy:

            def system_proxy(address):
                asked.append(address)
                return proxy.url

            client = HttpClient(proxy=proxy.url if is_own else "", system_proxy=system_proxy)
            try:
                if through == "api":
                    with pytest.raises(ConnectionFailed):
                        await client.request("GET", url, deadline=5)
                else:
                    async with httpx.AsyncClient(**oauth_client_options("", client.transport)) as oauth:
                        with pytest.raises(httpx.ProxyError):
                            await oauth.post(url)
            finally:
                await client.aclose()
            return proxy.heads

    return asked, asyncio.run(run())


@pytest.mark.parametrize("through", ["api", "oauth"])
def test_the_systems_proxy_is_used_where_the_environment_names_none(raw_server, through, monkeypatch):
    """H8, A20: for Siro's API and for the authorization server; the system hears of the origin, never of a query."""
    monkeypatch.delenv("NO_PROXY", raising=False)
    asked, heads = ask_with_proxies(raw_server, "https://api.example.test/x?secret=1", through=through)
    assert asked == ["https://api.example.test/"]
    assert heads[0].startswith("CONNECT api.example.test:443 ")


@pytest.mark.parametrize("through", ["api", "oauth"])
def test_the_connections_own_proxy_comes_before_all_others(raw_server, through, monkeypatch):
    """H8: for Siro's API and for the authorization server, but never for this computer itself."""
    monkeypatch.setenv("HTTPS_PROXY", DEAD_PROXY)
    monkeypatch.setenv("NO_PROXY", "api.example.test")
    asked, heads = ask_with_proxies(raw_server, "https://api.example.test/x", through=through, is_own=True)
    assert asked == []
    assert heads[0].startswith("CONNECT api.example.test:443 ")
    assert ask_with_proxies(raw_server, "http://127.0.0.1:9/x", is_own=True) == ([], [])


def test_a_connection_may_go_without_the_proxy_of_this_computer(monkeypatch):
    """H8"""
    monkeypatch.setenv("HTTPS_PROXY", DEAD_PROXY)

    async def run():
        client = HttpClient(proxy=NO_PROXY, system_proxy=lambda _: DEAD_PROXY)
        with pytest.raises(ConnectionFailed, match="not found"):
            await client.request("GET", "https://no-such-host.invalid/", deadline=5)
        await client.aclose()

    asyncio.run(run())


def test_the_systems_proxy_may_say_direct(raw_server):
    """H8"""

    async def run():
        client = HttpClient(system_proxy=lambda _: None)
        with pytest.raises(ConnectionFailed, match="not found"):
            await client.request("GET", "https://no-such-host.invalid/", deadline=5)
        await client.aclose()

    asyncio.run(run())


@pytest.mark.parametrize(
    ("url", "environment"),
    [
        ("http://127.0.0.1:9/x", {}),
        ("https://api.example.test/x", {"HTTPS_PROXY": DEAD_PROXY}),
        ("https://127.0.0.2:9/x", {"NO_PROXY": "127.0.0.0/8"}),
        ("https://[::1]:9/x", {"NO_PROXY": "[::1]"}),
    ],
)
def test_the_environment_comes_before_the_system(raw_server, url, environment, monkeypatch):
    """H8, A20: a proxy or an exception in the environment decides; this computer itself is never asked about."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert ask_with_proxies(raw_server, url) == ([], [])


def test_a_system_that_thinks_long_about_its_proxy_holds_nothing_up():
    """H2, H8: a proxy script may take seconds; cancelling does not wait for it."""
    thinking, end = threading.Event(), threading.Event()

    def system_proxy(_address):
        thinking.set()
        end.wait(10)

    async def run():
        client = HttpClient(system_proxy=system_proxy)
        task = asyncio.create_task(client.request("GET", "https://api.example.test/x"))
        await asyncio.to_thread(thinking.wait, 10)
        started = time.monotonic()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert time.monotonic() - started < 0.2
        end.set()
        await client.aclose()

    asyncio.run(run())
