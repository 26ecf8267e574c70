"""Starts and stops the practice Siro: a small web server on this computer."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import queue
import signal
import socket
import sys
import threading
from typing import TYPE_CHECKING, Final, TextIO

from flask import Flask, Response
from waitress import create_server, wasyncore
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound

from siro_desktop.sandbox import clients, oauth
from siro_desktop.sandbox.api import build_values
from siro_desktop.sandbox.consent import build_sign_in
from siro_desktop.sandbox.lookups import build_lookups
from siro_desktop.sandbox.options import TIME_ZONE, SandboxOptions
from siro_desktop.sandbox.organization import CONVERSATION_TYPES, ORGANIZATION_ID, ORGANIZATION_NAME, TEAM_IDS
from siro_desktop.sandbox.practice import Practice, build_practice
from siro_desktop.sandbox.scorecards import build_scorecards
from siro_desktop.sandbox.wire import GATEWAY_NOT_FOUND, Refused, json_response

if TYPE_CHECKING:
    from types import FrameType
    from typing import Any

_STDIN: Final = 0
_THREADS: Final = 48  # slow answers hold one each
_USER_IDS_SHOWN: Final = 12
_CLOSE_SECONDS: Final = 5.0


class RunningSandbox:
    """A practice Siro that answers. `close` ends it, with every connection; it may be called from any thread."""

    def __init__(self, practice: Practice, listener: socket.socket) -> None:
        host, port = listener.getsockname()[:2]
        self.base_url = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
        self.description: dict[str, object] = describe(practice, self.base_url)
        self._practice = practice
        self._ending = threading.Lock()
        self._channels: dict[int, Any] = {}
        self._server = create_server(
            build_app(practice, self.base_url),
            map=self._channels,
            sockets=[listener],
            threads=_THREADS,
            connection_limit=1000,
            asyncore_use_poll=True,
            ident="practice-siro",
        )
        self._serving = threading.Thread(target=self._serve, name="practice-siro", daemon=True)
        self._serving.start()

    def close(self) -> None:
        """Stop serving, cut answers that are still going out, close every connection. May be called twice."""
        with self._ending:
            if not self._practice.closing.is_set():
                self._practice.closing.set()
                self._server.pull_trigger()
        self._serving.join(2 * _CLOSE_SECONDS)

    def _serve(self) -> None:
        while not self._practice.closing.is_set():
            wasyncore.loop(timeout=1, map=self._channels, use_poll=True, count=1)
        with self._ending:  # `close` has pulled the trigger, which is about to go
            channels = list(self._server.active_channels.values())
        for channel in channels:
            channel.handle_close()
        self._server.task_dispatcher.shutdown(timeout=_CLOSE_SECONDS)
        wasyncore.close_all(self._channels)  # last: the threads still pull the server's trigger when they end


def start(options: SandboxOptions) -> RunningSandbox:
    """Serve in a background thread of this process. Raises OSError if the port is taken."""
    for name in ("waitress", "waitress.queue"):  # cut answers and full queues are meant here
        logging.getLogger(name).setLevel(logging.ERROR)
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    listener = socket.create_server((options.host, options.port), family=family, backlog=256)
    practice = build_practice(options)
    practice.make_recordings()
    return RunningSandbox(practice, listener)


def serve(options: SandboxOptions, stdout: TextIO) -> int:
    """Serve until SIGINT, SIGTERM or, if the options say so, the end of standard input. Returns the exit code.

    The first line on `stdout` is JSON: where everything is, and some ids to ask for. Runs in the main thread.
    """
    ended: queue.SimpleQueue[None] = queue.SimpleQueue()  # its put may be called in a signal handler

    def end(_number: int, _frame: FrameType | None) -> None:
        ended.put(None)

    try:
        running = start(options)
    except OSError as error:
        sys.stderr.write(f"The practice Siro cannot listen on {options.host}, port {options.port}: {error.strerror}.\n")
        return 6
    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        stdout.write(json.dumps(running.description) + "\n")
        stdout.flush()
        if options.until_stdin_closes:
            threading.Thread(target=_watch_stdin, args=(ended,), name="stdin", daemon=True).start()
        ended.get()
    finally:
        running.close()
        for number, handler in before.items():
            signal.signal(number, handler)
    return 0


def build_app(practice: Practice, base_url: str) -> Flask:
    """Return the web application: authorization server, API, error bodies."""
    app = Flask("practice-siro", static_folder=None)
    server = oauth.PracticeAuthorizationServer(
        app,
        organization=practice.organization,
        tokens=practice.tokens,
        lifetime=practice.options.token_lifetime,
        issuer=base_url,
    )
    sign_in = build_sign_in(server, base_url, discovery=practice.options.discovery)
    sign_in.before_request(practice.faults.delay)
    app.register_blueprint(sign_in)
    for routes in (build_values(practice), build_lookups(practice), build_scorecards()):
        routes.before_request(practice.admit)
        routes.after_request(practice.faults.spoil)
        app.register_blueprint(routes)
    app.register_error_handler(Refused, _answer_refused)
    app.register_error_handler(HTTPException, _answer_http_error)
    return app


def describe(practice: Practice, base_url: str) -> dict[str, object]:
    """Return what a program needs to know to connect, and some ids to ask for."""
    organization = practice.organization
    coach = organization.coaches[0]
    return {
        "api_base_url": base_url,
        "issuer": base_url,
        "authorization_endpoint": base_url + oauth.AUTHORIZATION_PATH,
        "token_endpoint": base_url + oauth.TOKEN_PATH,
        "revocation_endpoint": base_url + oauth.REVOCATION_PATH,
        "client_id": clients.PUBLIC_CLIENT_ID,
        "confidential_client_id": clients.CONFIDENTIAL_CLIENT_ID,
        "confidential_client_secret": clients.CONFIDENTIAL_CLIENT_SECRET,
        "organization_id": ORGANIZATION_ID,
        "organization_name": ORGANIZATION_NAME,
        "conversation_type_ids": list(CONVERSATION_TYPES),
        "team_ids": list(TEAM_IDS),
        "user_ids": [rep.user_id for rep in organization.reps[:_USER_IDS_SHOWN]],
        "coach_user_id": coach.user_id,
        "coach_team_id": coach.team_id,
        "time_zone": TIME_ZONE,
        "seed": practice.options.seed,
        "today": practice.book.today.isoformat(),
    }


def _answer_refused(refused: Refused) -> Response:
    return json_response(refused.body, refused.status)


def _answer_http_error(error: HTTPException) -> Response:
    if isinstance(error, NotFound | MethodNotAllowed):
        return json_response(GATEWAY_NOT_FOUND, 404)
    status = error.code or 500
    return json_response({"error": "Internal server error" if status == 500 else error.name}, status)


def _watch_stdin(ended: queue.SimpleQueue[None]) -> None:
    """Wait for the end of standard input. Reads the descriptor: a thread inside a buffered reader breaks the exit."""
    with contextlib.suppress(OSError):  # it was never open
        while os.read(_STDIN, 4096):
            pass
    ended.put(None)
