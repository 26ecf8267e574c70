"""Faults to try: slow, refused, wrong, cut, very large and never-ending answers."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

from flask import Response

from siro_desktop.sandbox import dice
from siro_desktop.sandbox.wire import json_response, refuse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from siro_desktop.sandbox.options import SandboxOptions

_STREAM: Final = 5
_MEGABYTE: Final = 2**20
_HTML: Final = (
    "<!doctype html><html><head><title>Welcome</title></head><body><h1>Sign in to the guest network</h1></body></html>"
)
_5XX: Final = (500, 502, 503, 504)


class Faults:
    """Spoils answers as the options say. `closing` ends every wait when the server closes."""

    def __init__(self, options: SandboxOptions, closing: threading.Event) -> None:
        self._options = options
        self._closing = closing
        self._lock = threading.Lock()
        self._throws = 0

    def delay(self) -> None:
        """Wait as long as every answer has to."""
        if self._options.latency_ms:
            self._closing.wait(self._options.latency_ms / 1000)

    def interrupt(self) -> Response | None:
        """An answer instead of the real one, or None. Raises Refused for a 429."""
        options = self._options
        if options.html:
            return Response(_HTML, content_type="text/html; charset=utf-8")
        if options.error_429_rate and self._throw() < options.error_429_rate:
            raise refuse(429, "Too many requests")
        if options.error_5xx_rate and self._throw() < options.error_5xx_rate:
            status = _5XX[int(self._throw() * len(_5XX))]
            if status == 500:
                return json_response({"error": "Internal server error"}, status)
            return Response(f"<html><body><h1>{status}</h1></body></html>", status, content_type="text/html")
        return None

    def spoil(self, response: Response) -> Response:
        """Cut, blow up or slow down a good answer."""
        options = self._options
        if response.status_code != 200:
            return response
        if options.drip:
            return Response(self._drip(response.get_data()), content_type=response.content_type)
        if options.huge_body_mb:
            return _blow_up(response, options.huge_body_mb * _MEGABYTE)
        if options.truncate:
            body = response.get_data()
            cut = Response(body[: len(body) // 2], content_type=response.content_type)
            cut.content_length = len(body) if options.truncate == "body" else len(body) // 2
            return cut
        return response

    def _throw(self) -> float:
        """The next number from 0 to 1; the same sequence for the same seed."""
        with self._lock:
            self._throws += 1
            return float(dice.uniform(dice.key(self._options.seed, _STREAM, self._throws), 0)[0])

    def _drip(self, body: bytes) -> Iterator[bytes]:
        """A byte of the answer a second, then spaces, until the other side or this server has had enough."""
        position = 0
        while not self._closing.wait(1 if position else 0):
            yield body[position : position + 1] or b" "
            position += 1


def _blow_up(response: Response, size: int) -> Response:
    """The same JSON object, made `size` bytes longer by a field that nobody documented."""
    start = response.get_data().rstrip()[:-1] + b',"padding":"'
    filler = b"x" * 65_536

    def chunks() -> Iterator[bytes]:
        yield start
        for position in range(0, size, len(filler)):
            yield filler[: size - position]
        yield b'"}'

    blown = Response(chunks(), content_type=response.content_type)
    blown.content_length = len(start) + size + 2
    return blown
