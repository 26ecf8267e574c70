"""The practice Siro as a command, and the browser's part of a practice sign-in."""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from siro_desktop.sandbox.browser import WalkError, sign_in
from siro_desktop.sandbox.options import SandboxOptions, add_arguments, options_from

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

COMMAND = (sys.executable, "-W", "error", "-m", "siro_desktop.sandbox")
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def parse(*arguments: str) -> SandboxOptions:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return options_from(parser.parse_args(arguments))


def test_no_arguments_are_the_usual_options() -> None:
    assert parse() == SandboxOptions()


def test_every_option_has_an_argument() -> None:
    options = parse(
        *("--port", "8001", "--seed", "7", "--today", "2026-01-31", "--token-lifetime", "60", "--page-size", "5"),
        *("--rate-limit", "10", "--latency-ms", "50", "--error-429-rate", "0.1", "--error-5xx-rate", "0.2"),
        *("--early-token-death", "3", "--html", "--truncate", "body", "--huge-body-mb", "100", "--drip"),
        *("--endless-cursor", "--discovery", "--until-stdin-closes", "--host", "localhost"),
    )
    assert options == SandboxOptions(
        host="localhost",
        port=8001,
        seed=7,
        today=date(2026, 1, 31),
        token_lifetime=60,
        page_size=5,
        rate_limit_per_minute=10,
        latency_ms=50,
        error_429_rate=0.1,
        error_5xx_rate=0.2,
        early_token_death=3,
        html=True,
        truncate="body",
        huge_body_mb=100,
        drip=True,
        endless_cursor="repeat",
        discovery=True,
        until_stdin_closes=True,
    )


@pytest.mark.parametrize(
    "arguments",
    [("--port", "70000"), ("--today", "soon"), ("--error-429-rate", "2"), ("--truncate", "x"), ("--seed", "a")],
)
def test_wrong_arguments_are_wrong_use(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        parse(*arguments)
    assert arguments[0] in capsys.readouterr().err


def test_only_this_computer_may_connect() -> None:
    with pytest.raises(ValueError, match="this computer"):
        parse("--host", "0.0.0.0")


def launch(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*COMMAND, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def finish(process: subprocess.Popen[str]) -> tuple[int, str]:
    _, complaints = process.communicate(timeout=15)
    return process.returncode, complaints


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_one_line_of_json_then_until_interrupted(number: signal.Signals) -> None:
    process = launch("--seed", "3", "--today", "2026-03-15")
    assert process.stdout is not None
    described = json.loads(process.stdout.readline())
    process.send_signal(number)
    assert finish(process) == (0, "")
    assert {
        "api_base_url",
        "authorization_endpoint",
        "token_endpoint",
        "revocation_endpoint",
        "issuer",
        "client_id",
        "confidential_client_id",
        "confidential_client_secret",
        "organization_id",
        "conversation_type_ids",
        "user_ids",
        "team_ids",
        "time_zone",
    } <= set(described)
    assert (described["seed"], described["today"]) == (3, "2026-03-15")
    assert described["time_zone"] == "America/Denver"


def test_it_does_not_outlive_the_one_who_started_it() -> None:
    process = launch("--until-stdin-closes")
    assert process.stdout is not None
    assert json.loads(process.stdout.readline())
    assert finish(process) == (0, "")  # communicate closes standard input


def test_a_taken_port_is_said_in_a_sentence(run_sandbox: Callable[..., Any]) -> None:
    port = urlsplit(run_sandbox().base_url).port
    code, complaints = finish(launch("--port", str(port)))
    assert code == 6
    assert str(port) in complaints
    assert "Traceback" not in complaints


class Listener:
    """A stand-in for the program's redirect listener: one page at /callback, and /done after it."""

    def __init__(self) -> None:
        self.callbacks: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.status = 303
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                listener.paths.append(parts.path)
                if parts.path == "/callback":
                    listener.callbacks.append({name: value for name, [value] in parse_qs(parts.query).items()})
                    self.send_response(listener.status)
                    self.send_header("Location", "/done")
                else:
                    self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_args: object) -> None:
                pass

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self.redirect_uri = f"http://127.0.0.1:{self._server.server_port}/callback"
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    """A listener, closed after the test."""
    made = Listener()
    yield made
    made.close()


def authorization_url(sandbox: Any, redirect_uri: str) -> str:
    asked = {
        "response_type": "code",
        "client_id": sandbox.description["client_id"],
        "redirect_uri": redirect_uri,
        "state": "s&<\">'",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    }
    return f"{sandbox.description['authorization_endpoint']}?{urlencode(asked)}"


def browse(url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "HTTP_PROXY": "http://127.0.0.1:1", "http_proxy": "http://127.0.0.1:1"}
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "siro_desktop.sandbox.browser", *arguments],
        input=url + "\n",
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
        env=environment,
    )


@pytest.mark.parametrize("person", ["admin", "coach"])
def test_the_browser_signs_in_and_goes_on_to_done(
    run_sandbox: Callable[..., Any], listener: Listener, person: str
) -> None:
    """Through no proxy (A20)."""
    sandbox = run_sandbox()
    done = browse(authorization_url(sandbox, listener.redirect_uri), "--person", person)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    [callback] = listener.callbacks
    assert callback["code"]
    assert callback["state"] == "s&<\">'"
    assert callback["iss"] == sandbox.base_url
    assert listener.paths == ["/callback", "/done"]


def test_the_browser_denies(run_sandbox: Callable[..., Any], listener: Listener) -> None:
    listener.status = 400
    done = browse(authorization_url(run_sandbox(), listener.redirect_uri), "--deny")
    assert done.returncode == 0
    assert listener.callbacks[0]["error"] == "access_denied"


def test_the_browser_says_when_the_program_refuses(run_sandbox: Callable[..., Any], listener: Listener) -> None:
    listener.status = 400
    url = authorization_url(run_sandbox(), listener.redirect_uri)
    done = browse(url)
    assert done.returncode == 1
    assert "400" in done.stderr
    assert "state" not in done.stderr


@pytest.mark.parametrize(
    "url",
    ["", "https://127.0.0.1:1/x", "http://example.com/", "file:///etc/passwd", "http://127.0.0.1:1/", "http://[x/"],
)
def test_the_browser_stays_on_this_computer(url: str) -> None:
    with pytest.raises(WalkError):
        sign_in(url)


def test_a_page_without_a_form_is_not_a_sign_in(run_sandbox: Callable[..., Any]) -> None:
    sandbox = run_sandbox()
    with pytest.raises(WalkError, match="400"):
        sign_in(authorization_url(sandbox, "https://example.com/callback"))
    with pytest.raises(WalkError, match="404"):
        sign_in(sandbox.base_url + "/nothing")
