"""The only import of httpx: builds clients, bounds what they read, says in words what went wrong.

Certificates are judged by the operating system (truststore), with the profile's CA file and SSL_CERT_FILE beside it;
there is no switch that turns this off. Redirects are never followed, because httpx would send a token header on to
another host. Plain http goes to this computer only. Log lines hold method, path, status and milliseconds: never a
query, a header or a body.
"""

from __future__ import annotations

import asyncio
import logging
import platform
import re
import ssl
import time
from dataclasses import dataclass, field
from functools import partial
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

import httpx

from siro_desktop import __version__
from siro_desktop._inflate import BodyTooLarge, CompressionError, read_inflated
from siro_desktop._network import (
    Handshake,
    ProxyFinder,
    SystemProxy,
    build_tls_context,
    check_headers,
    close_all_left,
    connection_error,
    host_of,
    path_of,
    status_error,
)
from siro_desktop.courtesy import give_way
from siro_desktop.domain.profile import is_loopback
from siro_desktop.errors import ConnectionFailed, SiroError, UnexpectedAnswer, UnexpectedError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

USER_AGENT: Final = f"siro-desktop/{__version__} ({platform.system()}; Python/{platform.python_version()})"
MAX_OAUTH_BYTES: Final = 64 * 1024
"""The largest answer read from an authorization server."""

_TIMEOUT: Final = httpx.Timeout(connect=10, read=30, write=30, pool=10)
_LOCATION: Final = "siro_location"
_HEADERS: Final = {"User-Agent": USER_AGENT, "Accept": "application/json", "Accept-Encoding": "gzip, deflate"}
_NO_EXTRA_HEADERS: Final[Mapping[str, str]] = MappingProxyType({})
Transport = httpx.AsyncBaseTransport
"""What stands in for the network in tests; other rooms name it by this."""

TRANSPORT_ERRORS: Final = (
    *(httpx.HTTPError, httpx.InvalidURL, httpx.CookieConflict, httpx.StreamError),
    *(TimeoutError, OSError),
)
"""What a request may raise, beside SiroError; `translate_error` explains each."""

_REQUEST_ID: Final = re.compile(r"[\w.-]{1,64}", re.ASCII)

_logger = logging.getLogger(__name__)
# httpx logs whole addresses with their queries at INFO, httpcore headers at DEBUG.
for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """An answer of any status. Header names are in lower case; `body` is decompressed; `elapsed_ms` includes it."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    url: str = field(repr=False)
    elapsed_ms: int


class HttpClient:
    """One long-lived client; use it on one event loop. Any request can be cancelled at any moment."""

    def __init__(
        self,
        *,
        ca_file: str = "",
        transport: Transport | None = None,
        proxy: str = "",
        system_proxy: SystemProxy | None = None,
    ) -> None:
        """`transport` stands in for the network.

        `proxy` is the connection's own, or `NO_PROXY`. Without one the environment says it, or else `system_proxy`.
        """
        self.transport = _Router(ca_file, transport, ProxyFinder(proxy, system_proxy))
        self._client = httpx.AsyncClient(
            transport=self.transport,
            timeout=_TIMEOUT,
            headers=_HEADERS,
            cookies=_no_cookies(),
            follow_redirects=False,
            trust_env=False,
        )

    async def request(
        self,
        method: str,
        url: str,
        *,
        params: Sequence[tuple[str, str]] = (),
        headers: Mapping[str, str] = _NO_EXTRA_HEADERS,
        data: Mapping[str, str] | None = None,
        json: object | None = None,
        deadline: float = 60.0,
        max_bytes: int = 32 * 2**20,
        auth: tuple[str, str] | None = None,
        attempt: int = 1,
    ) -> HttpResponse:
        """Return the answer, whatever its status. `deadline` is the total in seconds, `max_bytes` counts decompressed.

        Raises ConnectionFailed (name, refusal, timeout, TLS, proxy, plain http) and UnexpectedAnswer (too large, or
        compression that cannot be undone). A cancellation passes through. `attempt` is for the log.
        """
        give_way()  # a turn of the loop may begin a dozen requests
        started = time.monotonic()
        check_headers(headers)
        options: dict[str, Any] = {"headers": dict(headers), "data": data, "json": json, "auth": auth}
        address = f"{url}?{urlencode(params)}" if params else url  # as httpx does, which would parse it twice
        try:
            async with asyncio.timeout(deadline), self._client.stream(method, address, **options) as response:
                body = await _read_body(response, max_bytes)
        except TRANSPORT_ERRORS as error:
            elapsed_ms = round((time.monotonic() - started) * 1000)
            kind = type(error).__name__
            _logger.info("%s %s failed: %s, %d ms attempt=%d", method, path_of(url), kind, elapsed_ms, attempt)
            raise translate_error(error, url) from _safe_cause(error)
        elapsed_ms = _log_answer(response, method, url, started, attempt)
        location = response.extensions.get(_LOCATION)
        seen_headers = MappingProxyType({**response.headers, **({"location": location} if location else {})})
        return HttpResponse(response.status_code, seen_headers, body, str(response.url), elapsed_ms)

    async def proxy_host(self, url: str) -> str:
        """Return host and port of the proxy that `url` goes through, without its password; empty for none."""
        proxy = await self.transport.find_proxy(httpx.URL(url))
        return httpx.URL(proxy).netloc.decode("ascii") if proxy else ""

    async def aclose(self) -> None:
        """Close every connection. Requests under way must have been cancelled before."""
        await self._client.aclose()


def oauth_client_options(ca_file: str, transport: Transport | None = None) -> dict[str, Any]:
    """Return what Authlib's AsyncOAuth2Client needs to keep the same rules, with answers of at most 64 KB.

    With an HttpClient's `transport` it shares that client's certificates and proxies, not its connections. The client
    made with this raises httpx's errors, which `translate_error` explains, and SiroError.
    """
    router = transport.copy() if isinstance(transport, _Router) else _Router(ca_file, transport)
    return {
        "transport": _BoundedTransport(router),
        "timeout": _TIMEOUT,
        "headers": dict(_HEADERS),
        "cookies": _no_cookies(),
        "follow_redirects": False,
        "trust_env": False,
    }


class _Router(httpx.AsyncBaseTransport):
    """Sends a request directly, or through a proxy."""

    def __init__(self, ca_file: str, only: httpx.AsyncBaseTransport | None, proxies: ProxyFinder | None = None) -> None:
        self._ca_file = ca_file
        self._only = only
        self._proxies = proxies or ProxyFinder()
        self._by_route: dict[tuple[str, str | None], httpx.AsyncBaseTransport] = {}
        self._tls: ssl.SSLContext | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        scheme, host = request.url.scheme, request.url.host
        if scheme == "http" and not is_loopback(host):
            raise ConnectionFailed(
                f"The address of “{host}” begins with http. Use https, so that nobody can listen.", is_lasting=True
            )
        response = await (self._only.handle_async_request(request) if self._only else self._send(request))
        # httpx builds the request that a redirect would lead to, even if it is not to follow it, and fails on nonsense.
        if location := response.headers.pop("location", None):
            response.extensions = {**response.extensions, _LOCATION: location}
        return response

    def copy(self) -> _Router:
        """Another one by the same rules, with connections of its own."""
        return _Router(self._ca_file, self._only, self._proxies)

    async def _send(self, request: httpx.Request) -> httpx.Response:
        proxy = await self.find_proxy(request.url)
        route = (request.url.scheme, proxy)
        if route not in self._by_route:
            self._by_route[route] = self._open_route(*route)
        handshake = Handshake()
        request.extensions = {**request.extensions, "trace": handshake.trace}
        try:
            return await self._by_route[route].handle_async_request(request)
        except asyncio.CancelledError:
            await handshake.give_up()
            raise
        except httpx.ConnectError as error:
            if proxy is None:
                raise
            raise httpx.ProxyError(str(error), request=request) from error

    async def find_proxy(self, url: httpx.URL) -> str | None:
        return await self._proxies.find(url.scheme, url.host, url.netloc.decode("ascii"))

    async def aclose(self) -> None:
        for transport in (*self._by_route.values(), *([self._only] if self._only else [])):
            await transport.aclose()
        self._by_route.clear()

    def _open_route(self, scheme: str, proxy: str | None) -> httpx.AsyncBaseTransport:
        # A context without any certificates costs nothing and trusts nobody: enough for plain http on loopback.
        tls = self._trusting_tls() if scheme == "https" else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        try:
            via = httpx.Proxy(proxy) if proxy else None
            transport = httpx.AsyncHTTPTransport(verify=tls, trust_env=False, proxy=via)
        except (ValueError, ImportError, httpx.InvalidURL) as error:  # the address may hold a password: do not show it
            raise ConnectionFailed(
                "The proxy of this computer cannot be used. Set HTTPS_PROXY to an address such as http://proxy:8080.",
                detail=f"Proxy refused: {type(error).__name__}",
                is_lasting=True,
            ) from None
        close_all_left(transport)
        return transport

    def _trusting_tls(self) -> ssl.SSLContext:
        if self._tls is None:
            self._tls = build_tls_context(self._ca_file, partial(httpx.create_ssl_context, trust_env=False))
        return self._tls


class _BoundedTransport(httpx.AsyncBaseTransport):
    """Reads the whole answer within its cap, so that a client that knows no caps can be used on top."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self._inner = inner

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        started = time.monotonic()
        response = await self._inner.handle_async_request(request)
        response.request = request
        try:
            body = await _read_body(response, MAX_OAUTH_BYTES)
        finally:
            await response.aclose()
        _log_answer(response, request.method, str(request.url), started, attempt=1)
        dropped = {"content-encoding", "content-length", "transfer-encoding", "set-cookie"}
        headers = [(name, value) for name, value in response.headers.items() if name not in dropped]
        return httpx.Response(response.status_code, headers=headers, content=body, request=request)

    async def aclose(self) -> None:
        await self._inner.aclose()


async def _read_body(response: httpx.Response, max_bytes: int) -> bytes:
    """Read and decompress in bounded steps; httpx would inflate one small chunk into tens of megabytes at once."""
    length = response.headers.get("content-length", "")
    if length.isdecimal() and (len(length) > 15 or int(length) > max_bytes):
        raise _too_large(response, max_bytes)
    if response.is_stream_consumed:  # a transport that answers from memory has decompressed already
        if len(response.content) > max_bytes:
            raise _too_large(response, max_bytes)
        return response.content
    try:
        return await read_inflated(response.aiter_raw(), response.headers.get("content-encoding", ""), max_bytes)
    except BodyTooLarge:
        raise _too_large(response, max_bytes) from None
    except CompressionError as error:
        raise UnexpectedAnswer(
            "The answer is compressed in a way that cannot be undone. Try again; if it stays, tell your administrator.",
            detail=str(error),
        ) from error


def _too_large(response: httpx.Response, max_bytes: int) -> UnexpectedAnswer:
    return UnexpectedAnswer(
        f"The answer is larger than {max_bytes / 2**20:,.3g} MB. Ask for less at once, such as a shorter period.",
        detail=f"Status {response.status_code}, refused above {max_bytes:,} bytes.",
    )


def translate_error(error: Exception, url: str) -> SiroError:
    """Return what an error of httpx, TLS or a socket means. The message names the host of `url`, never its query."""
    if isinstance(error, SiroError):
        return error
    host = host_of(url)
    if isinstance(error, httpx.HTTPStatusError):
        return status_error(error.response.status_code, host)
    for kinds, title, sentence in _MEANINGS:
        if isinstance(error, kinds):
            is_lasting = not isinstance(error, httpx.TimeoutException)  # TimeoutError itself is the total deadline
            detail = type(error).__name__
            return ConnectionFailed(sentence.format(host=host), title=title, detail=detail, is_lasting=is_lasting)
    if isinstance(error, httpx.DecodingError | httpx.TooManyRedirects):
        return UnexpectedAnswer(f"“{host}” sent an answer that cannot be read.", detail=type(error).__name__)
    if isinstance(error, httpx.TransportError | OSError):
        in_proxy, in_connect = isinstance(error, httpx.ProxyError), isinstance(error, httpx.ConnectError)
        return connection_error(error, host, in_proxy=in_proxy, in_connect=in_connect)
    return UnexpectedError("This should not have happened. Please report it.", detail=type(error).__name__)


# Checked in this order, before what can only be told from the cause.
_MEANINGS: Final[tuple[tuple[tuple[type[Exception], ...], str | None, str], ...]] = (
    (
        (httpx.TimeoutException, TimeoutError),
        None,
        "“{host}” did not answer in time. Check the network connection, then try again.",
    ),
    (
        (httpx.UnsupportedProtocol, httpx.InvalidURL),
        "Not a web address",
        "This is not a web address that can be asked. Check the addresses in the connection settings.",
    ),
    (
        (httpx.LocalProtocolError,),
        None,
        "The request for “{host}” could not be sent. Check the connection settings for stray characters.",
    ),
)


def _safe_cause(error: Exception) -> Exception | None:
    """What may stand in a traceback: h11's complaint about a header quotes its value."""
    return None if isinstance(error, httpx.LocalProtocolError) else error


def _log_answer(response: httpx.Response, method: str, url: str, started: float, attempt: int) -> int:
    elapsed_ms = round((time.monotonic() - started) * 1000)
    request_id = response.headers.get("x-request-id", "")
    shown_id = request_id if _REQUEST_ID.fullmatch(request_id) else "-"
    status = response.status_code
    _logger.info("%s %s %d %d ms attempt=%d id=%s", method, path_of(url), status, elapsed_ms, attempt, shown_id)
    return elapsed_ms


def _no_cookies() -> CookieJar:
    return CookieJar(DefaultCookiePolicy(allowed_domains=[]))
