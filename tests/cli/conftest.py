"""The command line as a person meets it: in this process with fakes at the edges, or as a process of its own."""

from __future__ import annotations

import faulthandler
import io
import json
import logging
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import keyring
import pytest
from keyring.backend import KeyringBackend

from siro_desktop.cli import main

sys.path.insert(0, str(Path(__file__).parent))  # for fetch_kit, beside this file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pytest_httpserver import HTTPServer

ROOT = Path(__file__).parents[2]

VALUES_PATH = "/v1/core/scorecards/scorecard-metrics/values"
TODAY = "2026-11-20"
TOKEN = "access-token-canary-7f3a"  # stands in no file of the program


class MemoryKeyring(KeyringBackend):
    """Stands in for the system's keyring; the program takes it for one by its class's name."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.entries: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.entries.pop((service, username), None) is None:
            raise keyring.errors.PasswordDeleteError("no such entry")


MemoryKeyring.__module__, MemoryKeyring.__qualname__ = "keyring.backends.SecretService", "Keyring"


@dataclass(frozen=True)
class Done:
    """How a command ended and what it wrote."""

    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def own_logging() -> Iterator[None]:
    """Puts logging and the crash handler back as they were."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    for handler in root.handlers[:]:
        if handler not in handlers:
            root.removeHandler(handler)
            handler.close()
    root.setLevel(level)
    faulthandler.enable(sys.__stderr__)


@pytest.fixture(autouse=True)
def system_keyring() -> Iterator[MemoryKeyring]:
    """The keyring that commands in this process find."""
    former, backend = keyring.get_keyring(), MemoryKeyring()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(former)


@pytest.fixture
def home() -> Path:
    """Where every file of the program is in this test."""
    return Path(os.environ["SIRO_DESKTOP_HOME"])


@pytest.fixture
def siro(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Done]:
    """Runs a command in this process. `stdin` is what is piped into it."""

    def run(*arguments: str, stdin: str = "") -> Done:
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        capsys.readouterr()
        code = main(arguments)
        written = capsys.readouterr()
        return Done(code, written.out, written.err)

    return run


@pytest.fixture
def variables() -> dict[str, str]:
    """The environment of a command in a process of its own: no keyring, no browser."""
    known = {
        "PYTHONPATH": str(ROOT),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        "BROWSER": "/bin/false",
    }
    return {**os.environ, **known}


@pytest.fixture
def start(variables: dict[str, str]) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts a command as a process of its own."""
    with ExitStack() as stack:

        def begin(*arguments: str, shell_command: Sequence[str] = (), **options: Any) -> subprocess.Popen[str]:
            piped = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
            process = subprocess.Popen(
                [*shell_command, sys.executable, "-m", "siro_desktop", *arguments],
                **{"env": variables, "encoding": "utf-8", "cwd": ROOT, **piped, **options},
            )
            stack.enter_context(process)
            stack.callback(process.kill)
            return process

        yield begin


class PracticeProcess:
    """A practice Siro; `description` is the line that it prints first."""

    def __init__(self, *options: str) -> None:
        command = [sys.executable, "-m", "siro_desktop", "sandbox", "--port", "0", "--until-stdin-closes"]
        self.process = subprocess.Popen(
            [*command, "--today", TODAY, *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            cwd=ROOT,
        )
        assert self.process.stdout is not None
        self.description: dict[str, Any] = json.loads(self.process.stdout.readline())

    def close(self) -> int:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.stdout.close()
        return self.process.wait(10)

    def options(self, *, confidential: bool = False) -> list[str]:
        """The options of `profiles add` for a connection to it."""
        known = self.description
        options = ["--api-base-url", known["api_base_url"], "--token-endpoint", known["token_endpoint"]]
        options += ["--revocation-endpoint", known["revocation_endpoint"], "--organization", known["organization_id"]]
        options += ["--time-zone", known["time_zone"]]
        if confidential:
            return [*options, "--client-id", known["confidential_client_id"], "--method", "client-credentials"]
        return [
            *options,
            "--client-id",
            known["client_id"],
            "--authorization-endpoint",
            known["authorization_endpoint"],
        ]


@pytest.fixture(scope="session")
def practice() -> Iterator[PracticeProcess]:
    """A practice Siro without faults, for all tests."""
    process = PracticeProcess()
    yield process
    process.close()


@pytest.fixture
def start_practice() -> Iterator[Callable[..., PracticeProcess]]:
    """Starts a practice Siro with options of the test's own."""
    with ExitStack() as stack:

        def begin(*options: str) -> PracticeProcess:
            process = PracticeProcess(*options)
            stack.callback(process.close)
            return process

        yield begin


@pytest.fixture
def connect(siro: Callable[..., Done]) -> Callable[[PracticeProcess], None]:
    """Adds the connection *Acme*, which needs nobody to sign in, to a practice Siro."""

    def add(process: PracticeProcess) -> None:
        secret = process.description["confidential_client_secret"]
        done = siro("profiles", "add", "Acme", *process.options(confidential=True), stdin=f"{secret}\n")
        assert done.code == 0, done.err

    return add


@pytest.fixture
def scripted(siro: Callable[..., Done], httpserver: HTTPServer) -> HTTPServer:
    """A server whose answers the test writes, and the connection *Acme* to it with a pasted access token."""
    options = ["--api-base-url", httpserver.url_for("").rstrip("/"), "--method", "access-token"]
    done = siro("profiles", "add", "Acme", *options, "--organization", "org_1", stdin=f"{TOKEN}\n")
    assert done.code == 0, done.err
    return httpserver


@pytest.fixture
def ask() -> Callable[..., list[str]]:
    """The arguments of a `fetch` that is right; further ones may follow."""

    def build(*more: str) -> list[str]:
        period = ["--start", "2026-10-01", "--end", "2026-10-31"]
        ids = ["--filter-by", "team", "--id", "team_plains"]
        return ["fetch", "--profile", "Acme", "--conversation-type", "roof_inspection", *period, *ids, *more]

    return build


@pytest.fixture
def answer() -> Callable[..., dict[str, Any]]:
    """Builds an answer as Siro documents it."""

    def build(*names: str, **beside: Any) -> dict[str, Any]:
        values = [
            {"id": f"metric_{number}", "name": name, "unit": "seconds", "unitAbbreviated": "sec"}
            | {"metricType": "CONVERSATION_TIME", "value": 1800}
            for number, name in enumerate(names or ("Conversation time",))
        ]
        data = {"recordingsEvaluatedCount": 150, "metricValues": values, "filterBy": "TEAM", "filterByIds": ["t"]}
        period = {"startAt": "2026-10-01T00:00:00Z", "endAt": "2026-10-31T23:59:59.999Z"}
        return {"data": data | period, **beside}

    return build


@pytest.fixture
def keyring_session() -> Iterator[dict[str, str]]:
    """The environment of a D-Bus session of its own with a real, unlocked gnome-keyring."""
    script = (
        'printf "\\n" | gnome-keyring-daemon --unlock --components=secrets >/dev/null; '
        'echo "$DBUS_SESSION_BUS_ADDRESS"; exec cat'
    )
    with tempfile.TemporaryDirectory() as folder:
        known = {"HOME": folder, "XDG_RUNTIME_DIR": folder}
        session = subprocess.Popen(
            ["dbus-run-session", "--", "sh", "-c", script],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, **known},
        )
        assert session.stdin is not None
        assert session.stdout is not None
        address = session.stdout.readline().strip()
        assert address
        environment = {**os.environ, **known, "DBUS_SESSION_BUS_ADDRESS": address, "PYTHONPATH": str(ROOT)}
        environment["SIRO_DESKTOP_KEYRING_SECONDS"] = "100"  # a busy machine is no keyring that hangs
        environment.pop("PYTHON_KEYRING_BACKEND", None)
        yield environment
        session.stdin.close()
        session.stdout.close()
        session.wait(10)


@pytest.fixture
def two_results(siro: Callable[..., Any], scripted: HTTPServer, answer: Any, ask: Any) -> Callable[..., Any]:
    """A store with two results, and a server that is gone."""
    scripted.expect_request(VALUES_PATH).respond_with_json(answer("Talk time", "=Next step", extraBeside=[1]))
    assert siro(*ask()).code == 0
    assert siro(*ask("--id", "b", "--id", "c", "--id", "d", "--start", "2026-10-01T12:00:00Z")).code == 0
    scripted.clear()
    return siro
