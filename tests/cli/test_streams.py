"""Standard streams and signals, as only a process of its own has them."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from werkzeug import Response

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytest_httpserver import HTTPServer

ROOT = Path(__file__).parents[2]
PATH = "/v1/core/scorecards/scorecard-metrics/values"
COMMAND = [sys.executable, "-m", "siro_desktop"]
IN_BACKGROUND = ["sh", "-c", "trap '' INT; exec \"$@\"", "sh"]  # where Ctrl+C is ignored
PATIENCE = 100  # seconds; only what never comes takes so long


@contextmanager
def terminal() -> Iterator[tuple[int, int]]:
    """The two ends of a terminal: the person's and the program's."""
    person, program = pty.openpty()
    try:
        yield person, program
    finally:
        os.close(person)


def read_until(descriptor: int, end: str = "\0") -> str:
    """What the terminal shows until `end`, or until nobody has it open any more."""
    seen = b""
    while end.encode() not in seen:
        try:
            part = os.read(descriptor, 4096)
        except OSError:  # how Linux says that the other end is closed
            break
        if not part:
            break
        seen += part
    return seen.decode()


@pytest.fixture
def token_connection(keyring_session: dict[str, str], httpserver: HTTPServer) -> dict[str, str]:
    """The environment in which *Acme* is a connection to a server whose answers the test writes."""
    options = ["--api-base-url", httpserver.url_for("").rstrip("/"), "--method", "access-token"]
    subprocess.run(
        [*COMMAND, "profiles", "add", "Acme", *options, "--organization", "org_1"],
        input="a-token\n",
        text=True,
        env=keyring_session,
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return keyring_session


@pytest.mark.parametrize(("told", "shell"), [(signal.SIGINT, []), (signal.SIGTERM, IN_BACKGROUND)])
def test_ctrl_c_leaves_nothing_half_written(
    token_connection: dict[str, str],
    start: Callable[..., Any],
    httpserver: HTTPServer,
    ask: Any,
    tmp_path: Path,
    told: signal.Signals,
    shell: list[str],
) -> None:
    arrived, release = threading.Event(), threading.Event()

    def hang(_request: object) -> Response:
        arrived.set()
        release.wait(PATIENCE)
        return Response("{}")

    httpserver.expect_request(PATH).respond_with_handler(hang)
    path = tmp_path / "result.csv"
    path.write_text("older")
    process = start(*ask("--format", "csv", "--output", str(path)), env=token_connection, shell_command=shell)
    assert arrived.wait(PATIENCE)
    process.send_signal(told)
    out, err = process.communicate(timeout=PATIENCE)
    release.set()
    assert (process.returncode, out) == (130, "")
    assert err == "Stopped before it was finished.\n"
    assert path.read_text() == "older"
    assert [known.name for known in tmp_path.iterdir() if known.is_file()] == ["result.csv"]


@pytest.mark.parametrize("arguments", [["profiles", "list"], ["--help"], ["sandbox"]])
def test_a_reader_that_has_seen_enough_ends_it_quietly(start: Callable[..., Any], arguments: list[str]) -> None:
    process = start(*arguments)
    process.stdout.close()
    assert process.wait(PATIENCE) == 0
    shown = process.stderr.read()
    assert "Traceback" not in shown
    assert "Exception ignored" not in shown


@pytest.mark.parametrize("command", ["profiles list", "--version", "sandbox --help"])
def test_a_pipe_into_head(variables: dict[str, str], command: str) -> None:
    line = f"set -o pipefail; {sys.executable} -m siro_desktop {command} | head -c 1"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, env=variables, cwd=ROOT, check=False)
    assert (done.returncode, len(done.stdout)) == (0, 1)
    assert "Traceback" not in done.stderr


def test_a_fetch_into_head_says_how_it_ended(
    token_connection: dict[str, str], httpserver: HTTPServer, answer: Any, ask: Any
) -> None:
    names = [f"Metric {number}" for number in range(3_000)]  # more than a pipe holds
    httpserver.expect_request(PATH).respond_with_json(answer(*names, hasNextPage=True, cursor="more"))
    command = " ".join([*COMMAND, *ask("--format", "csv")])
    line = f"set -o pipefail; {command} | head -c 1"
    done = subprocess.run(
        ["bash", "-c", line], capture_output=True, text=True, env=token_connection, cwd=ROOT, check=False
    )
    assert (done.returncode, done.stdout) == (9, "o")
    assert "Siro sent the same page again" in done.stderr
    assert done.stderr.endswith("Saved as result 1, but Siro's pages came to no end: there may be more figures.\n")


@pytest.mark.parametrize("buffering", [{}, {"PYTHONUNBUFFERED": "1"}])
def test_a_disk_that_becomes_full_behind_stdout(
    variables: dict[str, str], tmp_path: Path, buffering: dict[str, str]
) -> None:
    """Containers often have Python write at once: what the system did not take must not be lost unsaid."""
    line = f"ulimit -f 1; {sys.executable} -m siro_desktop fetch --help > {tmp_path / 'help.txt'}"
    variables.pop("PYTHONUNBUFFERED", None)
    done = subprocess.run(
        ["bash", "-c", line], capture_output=True, text=True, env=variables | buffering, cwd=ROOT, check=False
    )
    assert done.returncode == 6
    assert "Standard output cannot be written" in done.stderr


@pytest.mark.parametrize("arguments", [["profiles", "list"], ["--help"]])
def test_a_full_disk_behind_stdout(start: Callable[..., Any], arguments: list[str]) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        process = start(*arguments, stdout=full)
    _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 6
    assert "Standard output cannot be written" in err
    assert "Traceback" not in err
    assert "Exception ignored" not in err


def test_closed_streams(variables: dict[str, str]) -> None:
    for closed, code in ((">&-", 6), ("2>&-", 0), ("<&-", 0)):
        line = f"{sys.executable} -m siro_desktop profiles list {closed}"
        done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, env=variables, cwd=ROOT, check=False)
        assert done.returncode == code, (closed, done.stderr)
        assert "Traceback" not in done.stderr


def test_any_locale_gets_utf_8(token_connection: dict[str, str], httpserver: HTTPServer, answer: Any, ask: Any) -> None:
    httpserver.expect_request(PATH).respond_with_json(answer("Müller 山田"))
    environment = token_connection | {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [*COMMAND, *ask("--ids-file", "-")],
        input="mü_1".encode(),
        capture_output=True,
        env=environment,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 0
    assert "Müller 山田" in done.stdout.decode()
    ((request, _),) = httpserver.log
    assert request.args.getlist("filterByIds") == ["team_plains", "mü_1"]


def type_secret(arguments: list[str], environment: dict[str, str], prompt: str, typed: str) -> tuple[int, str]:
    """Run a command on a terminal of its own and answer its prompt; return the exit code and all that was shown."""
    with terminal() as (person, program):
        # setsid gives the program this terminal as its own, where a password prompt looks for one.
        command = ["setsid", "--ctty", "--wait", *COMMAND, *arguments]
        process = subprocess.Popen(command, stdin=program, stdout=program, stderr=program, env=environment, cwd=ROOT)
        os.close(program)
        asked = read_until(person, ": ")
        assert asked.endswith(prompt)
        os.write(person, typed.encode())
        return process.wait(PATIENCE), asked + read_until(person)


@pytest.mark.parametrize("shell", [[], IN_BACKGROUND])
def test_a_command_that_is_told_to_end_does_so_in_order(variables: dict[str, str], shell: list[str]) -> None:
    add = ["profiles", "add", "Acme", "--method", "access-token"]
    with terminal() as (person, program):
        process = subprocess.Popen(
            ["setsid", "--ctty", *shell, *COMMAND, *add],
            stdin=program,
            stdout=program,
            stderr=program,
            env=variables,
            cwd=ROOT,
        )
        os.close(program)
        assert read_until(person, ": ").endswith("Access token for Acme: ")
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 130
        assert "Stopped before it was finished." in read_until(person)


def test_a_secret_is_asked_for_unseen(keyring_session: dict[str, str]) -> None:
    """K12"""
    add = ["profiles", "add", "Acme", "--method", "access-token"]
    code, shown = type_secret(add, keyring_session, "Access token for Acme: ", "typed-token-canary\n")
    assert code == 0
    assert "Added the connection Acme." in shown
    assert "typed-token-canary" not in shown


def test_sign_in_asks_for_a_secret_that_is_not_kept(keyring_session: dict[str, str], variables: dict[str, str]) -> None:
    add = [*COMMAND, "profiles", "add", "Acme", "--method", "access-token"]
    lost = subprocess.run(add, input="a-token\n", capture_output=True, text=True, env=variables, cwd=ROOT, check=False)
    assert lost.returncode == 6
    code, shown = type_secret(["sign-in"], keyring_session, "Access token for Acme: ", "typed-token-canary\n")
    assert code == 0
    assert "Signed in · Acme." in shown
    code, shown = type_secret(["sign-in", "--new-secret"], keyring_session, "Access token for Acme: ", "\x04")
    assert code == 2
    assert "No access token was given" in shown


def test_progress_is_shown_on_a_terminal_and_taken_away(
    token_connection: dict[str, str], httpserver: HTTPServer, answer: Any, ask: Any
) -> None:
    httpserver.expect_request(PATH).respond_with_json(answer("Talk time"))
    with terminal() as (person, program):
        process = subprocess.Popen(
            [*COMMAND, *ask()], stdout=subprocess.PIPE, stderr=program, env=token_connection, cwd=ROOT, text=True
        )
        os.close(program)
        shown = read_until(person)
        out, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert "Fetched 1 page, 1 metric values" in shown
    assert shown.rpartition("\x1b[K")[2].strip() == "Saved as result 1."
    assert "Talk time" in out
    assert "\x1b" not in out


def test_columns_on_a_terminal(token_connection: dict[str, str], httpserver: HTTPServer, answer: Any, ask: Any) -> None:
    httpserver.expect_request(PATH).respond_with_json(answer("\x1b[31mTalk time"))
    subprocess.run([*COMMAND, *ask()], env=token_connection, cwd=ROOT, check=True, capture_output=True)
    shown = []
    for arguments in (["saved", "list"], ["saved", "show", "1", "--format", "csv"]):
        with terminal() as (person, program):
            process = subprocess.Popen([*COMMAND, *arguments], stdout=program, env=token_connection, cwd=ROOT)
            os.close(program)
            shown.append(read_until(person))
            assert process.wait(PATIENCE) == 0
    listing, table = shown
    assert "\t" not in listing
    assert "id  saved_at" in listing
    assert "Talk time" in table
    assert "\x1b" not in table


def test_python_dash_m_and_the_command_are_one(variables: dict[str, str]) -> None:
    program = "import sys; from siro_desktop.cli import main; sys.exit(main())"
    for command in (COMMAND, [sys.executable, "-c", program]):
        done = subprocess.run(
            [*command, "saved", "list"], capture_output=True, text=True, env=variables, cwd=ROOT, check=False
        )
        assert (done.returncode, done.stdout.split("\t")[0]) == (0, "id")


def test_the_practice_siro_serves_until_interrupted(start: Callable[..., Any], home: Path) -> None:
    process = start("sandbox", "--today", "2026-11-20")
    assert json.loads(process.stdout.readline())["organization_id"] == "org_practice"
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out, err) == (0, "", "")
    assert not home.exists()
