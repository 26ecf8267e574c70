"""What this computer says about the network: the certificates it trusts, the proxy that leads out, its errors."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import os
import re
import socket
import ssl
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from siro_desktop.domain.profile import NO_PROXY, is_loopback
from siro_desktop.errors import ConnectionFailed, ServerError, SiroError, UnexpectedAnswer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SystemProxy = Callable[[str], "str | None"]
"""Takes a web address and returns the proxy that the system's settings name for it, or None. Called in any thread."""

# Where Linux distributions keep what they trust, beside the places that OpenSSL was built with.
_BUNDLES: Final = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
    "/etc/pki/tls/cert.pem",
)
# What the wire does, and not what the two sides think of each other.
_CUT_WHILE_SHAKING_HANDS: Final = (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError)


def build_tls_context(ca_file: str, bundled: Callable[[], ssl.SSLContext]) -> ssl.SSLContext:
    """Return a context that trusts what the operating system trusts, `ca_file` and the file named by SSL_CERT_FILE.

    Where the system has no certificates at all (a bundle or a container on a bare Linux), it begins with those of
    `bundled`. Raises ConnectionFailed if one of the files cannot be read.
    """
    import truststore

    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if _system_has_certificates() else bundled()
    for path in filter(None, (ca_file, os.environ.get("SSL_CERT_FILE", ""))):
        try:
            context.load_verify_locations(cafile=path)
        except (OSError, ssl.SSLError) as error:
            raise ConnectionFailed(
                f"The file with certificates, {path}, cannot be used. Choose a file in PEM format.",
                detail=str(error),
                is_lasting=True,
            ) from error
    return context


def _system_has_certificates() -> bool:
    if sys.platform in {"win32", "darwin"}:
        return True
    places = ssl.get_default_verify_paths()  # with SSL_CERT_FILE and SSL_CERT_DIR
    files = filter(None, (places.cafile, *_BUNDLES))
    return any(map(_is_filled, files)) or (places.capath is not None and _has_entries(places.capath))


def _is_filled(file: str) -> bool:
    try:
        return Path(file).stat().st_size > 0
    except OSError:
        return False


def _has_entries(folder: str) -> bool:
    try:
        return any(Path(folder).iterdir())
    except OSError:
        return False


class ProxyFinder:
    """Names the proxy of a connection: its own, the environment's, or else the system's. Loopback is always direct."""

    def __init__(self, own: str = "", system: SystemProxy | None = None) -> None:
        """`own` is an address, `NO_PROXY`, or empty."""
        self._own, self._system = own, system

    async def find(self, scheme: str, host: str, netloc: str) -> str | None:
        """Return the proxy's address, None for direct. `netloc` is the host, and its port where that is not usual."""
        if is_loopback(host):
            return None
        if self._own:
            return None if self._own == NO_PROXY else self._own
        if self._system is None or environment_decides(host):
            return environment_proxy(scheme, host)
        # A proxy script of the system's may take seconds: in a thread it holds nothing up, as name resolution does.
        return await asyncio.get_running_loop().run_in_executor(None, self._system, f"{scheme}://{netloc}/")


def environment_decides(host: str) -> bool:
    """True if the environment itself says how to reach `host`: it names a proxy, or NO_PROXY names the host."""
    named = {name.lower() for name, value in os.environ.items() if value and name.lower().endswith("_proxy")}
    return bool(named - {"no_proxy"}) or ("no_proxy" in named and _is_excepted(host))


def environment_proxy(scheme: str, host: str) -> str | None:
    """Return the proxy that the environment names for `host` (on Windows and macOS the system's), None for direct.

    NO_PROXY may hold names, endings of names, addresses and networks such as 10.0.0.0/8.
    """
    proxies = getproxies()
    proxy = proxies.get(scheme) or proxies.get("all")
    if not proxy or _is_excepted(host):
        return None
    return proxy if "://" in proxy else f"http://{proxy}"


def _is_excepted(host: str) -> bool:
    return bool(proxy_bypass(host)) or _in_a_network(host, getproxies().get("no", ""))


def _in_a_network(host: str, no_proxy: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    for entry in re.split(r"[,\s]+", no_proxy):
        try:
            if address in ipaddress.ip_network(entry.strip("[]"), strict=False):
                return True
        except ValueError:
            continue
    return False


def close_all_left(transport: Any) -> None:
    """Let a transport of httpx close all connections that the other side has left, to the last one.

    WORKAROUND: httpcore closes them, one after the other, within the next request, and protects that by anyio's shield
    alone: where asyncio cancels the request meanwhile, the rest would stay open until the program ends.
    """
    pool = transport._pool  # noqa: SLF001
    close = pool._close_connections  # noqa: SLF001

    async def close_all(closing: list[Any]) -> None:
        if closing:
            await asyncio.shield(close(closing))

    pool._close_connections = close_all  # noqa: SLF001


class Handshake:
    """Closes a connection whose TLS handshake was cancelled, by the user or because time was up.

    WORKAROUND https://github.com/encode/httpcore/pull/443: httpcore closes it after errors only, and the event loop
    would keep it open until the program ends.
    """

    def __init__(self) -> None:
        self._opened: list[Any] = []

    async def trace(self, happened: str, info: Mapping[str, Any]) -> None:
        """Hear from httpcore what happens on the wire: its extension *trace*."""
        if happened.endswith("connect_tcp.complete"):
            self._opened.append(info["return_value"])
        elif happened.endswith("start_tls.complete"):
            self._opened.clear()

    async def give_up(self) -> None:
        """Close what was opened and not yet secured."""
        for stream in self._opened:
            await stream.aclose()


def connection_error(error: Exception, host: str, *, in_proxy: bool, in_connect: bool) -> ConnectionFailed:
    """Return what a failed connection means, told by its causes. `in_proxy`: it is the proxy that failed."""
    causes = tuple(causes_of(error))
    detail = " ← ".join(f"{type(cause).__name__}: {cause}" for cause in causes)[:500]
    is_lasting = False
    if any(map(_is_refused_trust, causes)):
        is_lasting = True
        sentence = (
            f"“{host}” could not prove who it is. A corporate proxy may stand between: ask your administrator for its "
            "certificate and enter the file in the connection settings. Check this computer's clock, too."
        )
    elif in_proxy:
        is_lasting = str(error).startswith("4")  # a status: the proxy has understood, and does not want
        sentence = _proxy_sentence(str(error))
    elif any(isinstance(cause, socket.gaierror) for cause in causes):
        sentence = f"The name “{host}” was not found. Check the network connection and the address."
    elif any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        sentence = f"“{host}” refused the connection. Check the address; the server may be down."
    elif in_connect:
        sentence = f"“{host}” could not be reached. Check the network connection and the address."
    else:
        sentence = f"The connection to “{host}” broke off. Check the network connection, then try again."
    return ConnectionFailed(sentence, detail=detail, is_lasting=is_lasting)


def _is_refused_trust(cause: BaseException) -> bool:
    return isinstance(cause, ssl.SSLError) and not isinstance(cause, _CUT_WHILE_SHAKING_HANDS)


def _proxy_sentence(reason: str) -> str:
    if reason.startswith("407"):
        return (
            "The proxy wants a user name and a password. Put its address with both into HTTPS_PROXY and leave the "
            "connection's own empty, or ask your administrator."
        )
    if reason[:3].isdigit():
        return (
            "The proxy does not let the connection through. Check HTTPS_PROXY or the connection's own proxy, or ask "
            "your administrator."
        )
    return "The proxy cannot be reached. Check HTTPS_PROXY or the connection's own proxy, or ask your administrator."


def causes_of(error: BaseException) -> Iterator[BaseException]:
    """The error, what it came from, and the members of groups (one for each address that was tried)."""
    waiting: list[BaseException | None] = [error]
    seen: set[int] = set()
    while waiting:
        cause = waiting.pop(0)
        if cause is None or id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        waiting += [cause.__cause__, cause.__context__]
        if isinstance(cause, BaseExceptionGroup):
            waiting += cause.exceptions


def path_of(url: str) -> str:
    """The path of `url` for the log: never the query."""
    with contextlib.suppress(ValueError):
        return urlsplit(url).path or "/"
    return "?"


def host_of(url: str) -> str:
    """The host of `url` for a sentence."""
    with contextlib.suppress(ValueError):
        return urlsplit(url).hostname or "the server"
    return "the server"


def status_error(status: int, host: str) -> SiroError:
    """Return what a status means where only success was expected."""
    if status >= 500:
        return ServerError(f"“{host}” has a problem. Try again in a few minutes.", detail=f"Status {status}")
    return UnexpectedAnswer(f"“{host}” sent an answer that was not expected.", detail=f"Status {status}")


def check_headers(headers: Mapping[str, str]) -> None:
    """Raise ConnectionFailed for a value that must not go into a header; h11 would quote it in its complaint."""
    for name, value in headers.items():
        if not (value.isascii() and value.isprintable()):
            raise ConnectionFailed(
                f"The request cannot be sent: its “{name}” has a stray character in it.", is_lasting=True
            )
