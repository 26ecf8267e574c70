"""The loopback redirect listener (RFC 8252 section 7.3): waits on this computer for the browser to bring the code."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import socket
import sys
from itertools import chain
from typing import TYPE_CHECKING, Final

import h11

from siro_desktop.auth import pages
from siro_desktop.auth.callback import WrongStateError
from siro_desktop.auth.pasted import NOT_AN_ADDRESS, NOT_THIS_SIGN_IN, redirect_query
from siro_desktop.errors import ProfileError, SiroError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

CALLBACK_PATH: Final = "/callback"
DONE_PATH: Final = "/done"
_READ_TIMEOUT: Final = 10.0
_MAX_REQUEST_BYTES: Final = 16 * 1024
_MAX_TARGET_BYTES: Final = 8 * 1024
_FREE_PORT_TRIES: Final = 3  # a port that is free on 127.0.0.1 may be taken on ::1

_logger = logging.getLogger(__name__)


class RedirectListener:
    """Listens on one port of the loopback interface until `aclose`.

    `parse_code` is given the query of each redirect; it returns the code, or raises WrongStateError (the listener goes
    on waiting) or SiroError (the sign-in is over). No request line is ever logged: it holds the code.
    """

    def __init__(self, host: str, sockets: Sequence[socket.socket], parse_code: Callable[[str], str]) -> None:
        self.port: int = sockets[0].getsockname()[1]
        self.redirect_uri = f"http://{host}:{self.port}{CALLBACK_PATH}"
        self._authority = f"{host}:{self.port}"
        self._sockets = sockets
        self._parse_code = parse_code
        self._servers: list[asyncio.Server] = []
        self._writers: set[asyncio.StreamWriter] = set()
        self._code: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._page: pages.Page | None = None
        self._page_served = asyncio.Event()
        self._is_closed = False

    @classmethod
    async def open(cls, host: str, ports: Sequence[int], parse_code: Callable[[str], str]) -> RedirectListener:
        """Bind and listen: any free port if `ports` is empty, otherwise the first of them that is free.

        Raises ProfileError for `redirect_ports` if none is.
        """
        listener = cls(host, _bind_first(host, ports), parse_code)
        for bound in listener._sockets:
            server = await asyncio.start_server(listener._serve, sock=bound, limit=_MAX_REQUEST_BYTES)
            listener._servers.append(server)
        return listener

    async def wait(self) -> str:
        """Return the code once the browser has brought it. Raises what `parse_code` raised for the real redirect."""
        return await asyncio.shield(self._code)

    def take_address(self, address: str) -> str | None:
        """Take an address that was pasted as if the browser had come; return what is wrong with it, if anything."""
        query = redirect_query(address, self.redirect_uri)
        if query is None:
            return NOT_AN_ADDRESS.format(start=self.redirect_uri)
        if not self._take_redirect(query):
            return NOT_THIS_SIGN_IN
        self._page_served.set()  # no browser comes for it
        return None

    async def linger(self, seconds: float) -> None:
        """Give the browser up to `seconds` to fetch the last page, if a redirect has come."""
        if self._page is not None:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._page_served.wait(), seconds)

    async def aclose(self) -> None:
        """Close the port and every connection at once."""
        self._is_closed = True
        await self._stop_accepting()
        for server in self._servers:
            server.close()
        for writer in tuple(self._writers):
            writer.transport.abort()
        if self._code.done() and not self._code.cancelled():
            self._code.exception()  # nobody may have waited for it
        self._code.cancel()
        await asyncio.sleep(0)

    async def _stop_accepting(self) -> None:
        """Let connections that were just accepted find their server.

        WORKAROUND: if it is closed before, asyncio of Python 3.11 forgets them, and they stay open.
        """
        for bound in chain.from_iterable(server.sockets for server in self._servers):
            with contextlib.suppress(NotImplementedError):  # Windows takes them in one step
                asyncio.get_running_loop().remove_reader(bound)
        await asyncio.sleep(0)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._is_closed:
            writer.transport.abort()
            return
        self._writers.add(writer)
        connection = h11.Connection(h11.SERVER, max_incomplete_event_size=_MAX_REQUEST_BYTES)
        try:
            async with asyncio.timeout(_READ_TIMEOUT):
                status, page = self._answer(await _read_request(connection, reader))
                writer.write(_response(connection, status, page))
                await writer.drain()
                writer.write_eof()
            if page is self._page and status == 200:
                self._page_served.set()
        except (OSError, TimeoutError):
            _logger.debug("A connection to the redirect listener ended early")
        finally:
            self._writers.discard(writer)
            writer.close()

    def _answer(self, request: h11.Request | int | None) -> tuple[int, pages.Page]:
        """Return the status and the page for a request, or for the status that reading it came to."""
        if not isinstance(request, h11.Request):
            return request or 400, pages.BAD_REQUEST
        path, query = _split_target(request.target)
        hosts = [value.decode("latin-1").lower() for name, value in request.headers if name == b"host"]
        if hosts != [self._authority]:  # another name for 127.0.0.1 is DNS rebinding
            return 400, pages.BAD_REQUEST
        if path not in {CALLBACK_PATH, DONE_PATH}:
            return 404, pages.NOT_FOUND
        if request.method != b"GET":
            return 405, pages.NOT_ALLOWED
        if path == CALLBACK_PATH:
            return self._answer_redirect(query)
        return (200, self._page) if self._page else (404, pages.NOT_FOUND)

    def _answer_redirect(self, query: str) -> tuple[int, pages.Page]:
        page = self._take_redirect(query)
        return (303, page) if page else (400, pages.NOT_THIS_SIGN_IN)  # 303 takes the code out of the address bar

    def _take_redirect(self, query: str) -> pages.Page | None:
        """Let a redirect end the sign-in; return the page for it, None if it does not belong to this sign-in."""
        if self._code.done():
            return None
        try:
            code = self._parse_code(query)
        except WrongStateError:
            _logger.warning("A redirect that does not belong to this sign-in was refused")
            return None
        except SiroError as error:
            self._page = pages.failed(error.title, error.message)
            self._code.set_exception(error)
        else:
            self._page = pages.ACCEPTED
            self._code.set_result(code)
        return self._page


def _split_target(target: bytes) -> tuple[str, str]:
    """Path and query of a request line; a whole address there is no path of ours."""
    path, _, query = target.decode("latin-1").partition("?")
    return path, query


async def _read_request(connection: h11.Connection, reader: asyncio.StreamReader) -> h11.Request | int | None:
    """Return the request's head, a status if it cannot be accepted, None if there was none."""
    received = 0
    try:
        while received <= _MAX_REQUEST_BYTES:
            event = connection.next_event()
            if isinstance(event, h11.Request):
                return 414 if len(event.target) > _MAX_TARGET_BYTES else event
            if event is not h11.NEED_DATA:
                return None
            chunk = await reader.read(4096)
            received += len(chunk)
            connection.receive_data(chunk)
    except h11.RemoteProtocolError as error:
        return error.error_status_hint
    return 431


def _response(connection: h11.Connection, status: int, page: pages.Page) -> bytes:
    body = b"" if status == 303 else page.to_html()
    headers = [*pages.HEADERS, ("Content-Length", str(len(body)))]
    if status == 303:
        headers.append(("Location", DONE_PATH))
    if status == 405:
        headers.append(("Allow", "GET"))
    try:
        head = connection.send(h11.Response(status_code=status, headers=headers, reason=b""))
        return (head or b"") + (connection.send(h11.Data(data=body)) or b"")
    except h11.LocalProtocolError:  # the other side has gone, or spoke no HTTP
        return b""


def _bind_first(host: str, ports: Sequence[int]) -> tuple[socket.socket, ...]:
    reason = ""
    for port in ports or (0,) * _FREE_PORT_TRIES:
        try:
            return _bind(host, port)
        except OSError as error:
            reason = f"{errno.errorcode.get(error.errno or 0, 'error')} on port {port}"
    tried = ", ".join(map(str, ports)) or "of any number"
    raise ProfileError(
        "redirect_ports",
        f"The browser cannot hand over the sign-in: no port {tried} is free. Close the program that uses it, "
        "or enter another port that your server accepts.",
        detail=reason,
    )


def _bind(host: str, port: int) -> tuple[socket.socket, ...]:
    """Bind 127.0.0.1, and for the name `localhost` the same port of ::1 too, so that no other program gets it."""
    first = _bind_exclusively(socket.AF_INET, "127.0.0.1", port)
    if host != "localhost" or not socket.has_ipv6:
        return (first,)
    try:
        return first, _bind_exclusively(socket.AF_INET6, "::1", first.getsockname()[1])
    except OSError as error:
        if error.errno in {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT}:  # this computer has no IPv6
            return (first,)
        first.close()
        raise


def _bind_exclusively(family: socket.AddressFamily, address: str, port: int) -> socket.socket:
    bound = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":  # without it Windows lets another program bind the same port (RFC 8252 section 8.3)
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:  # a fixed port serves again at once; two listeners still cannot share it
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((address, port))
        bound.listen()
    except OSError:
        bound.close()
        raise
    bound.setblocking(False)
    return bound
