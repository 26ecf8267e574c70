from __future__ import annotations

import json
import logging
import stat
import subprocess
import sys
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from siro_desktop.log import RedactionFilter, _PrivateFileHandler, let_log_rotate, redact, set_up_logging

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAMES = (
    "x-siro-auth-token",
    "code",
    "state",
    "code_verifier",
    "client_secret",
    "access_token",
    "refresh_token",
    "id_token",
)
HEADERS = ("x-siro-auth-token", "X-Siro-Auth-Token", "Authorization", "Set-Cookie")
# Tokens as RFC 6750 section 2.1 has them; long enough not to stand in a text by chance.
tokens = st.text("abcXYZ0189-._~+/=", min_size=12, max_size=60).filter(lambda text: len(set(text)) > 5)
names = st.sampled_from(NAMES)


@pytest.fixture
def own_logging() -> Iterator[None]:
    """Puts the root logger back as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    for handler in root.handlers[:]:
        if handler not in handlers:
            root.removeHandler(handler)
            handler.close()
    root.setLevel(level)


@settings(max_examples=200)
@given(names, tokens)
def test_no_secret_survives_in_any_shape(name: str, token: str) -> None:
    """H13, K12: URL, form, JSON, repr, nested and header shapes."""
    url = f"http://127.0.0.1:8400/callback?a=1&{urlencode({name: token, 'z': '1'})}"
    shapes = [
        url,
        quote(url, safe=""),
        urlencode({"grant_type": "x", name: token}),
        json.dumps({"a": 1, name: token, "z": 2}),
        json.dumps(json.dumps({name: token})),
        json.dumps({name: token})[:-2],
        repr({name: token}),
        repr([(name.encode(), token.encode())]),
        f"{name}={token!r}",
        f"Request({name}={token})",
    ]
    for shape in shapes:
        assert token not in redact(shape), shape


@given(st.sampled_from(HEADERS), st.sampled_from(["", "Bearer ", "Basic "]), tokens)
def test_no_header_survives(name: str, scheme: str, token: str) -> None:
    for shape in (f"{name}: {scheme}{token}\r\nAccept: x", f'curl -H "{name}:{scheme}{token}" https://x'):
        assert token not in redact(shape)


@given(st.sampled_from(["Bearer", "bearer", "Basic", "BASIC"]), tokens)
def test_no_credentials_survive_on_their_own(scheme: str, token: str) -> None:
    assert token not in redact(f"sent {scheme} {token}, refused")


@given(names, st.text(min_size=12).filter(lambda text: len(set(text)) > 8))
def test_any_text_at_all_as_a_secret_in_json_and_form(name: str, secret: str) -> None:
    try:
        shapes = [json.dumps({name: secret}), urlencode({name: secret})]
    except UnicodeEncodeError:
        shapes = [json.dumps({name: secret})]
    for shape in shapes:
        written = shape.split(":", 1)[-1].strip(' "}') if shape[0] == "{" else shape.split("=", 1)[1]
        assert written not in redact(shape)


@given(st.text())
@example("a" * 200_000)
@example('"token' + "\\" * 50_000)
@example("token='a\\")
def test_redacting_again_changes_nothing(text: str) -> None:
    assert redact(redact(text)) == redact(text)


@pytest.mark.parametrize(
    ("beginning", "repeated"),
    [
        ("", "eyJ-"),  # took minutes
        ("", "eyJa.eyJ-"),
        ('"token', "\\"),
        ("token='", "token\\"),
        ('"token"', " "),
        ("cookie:", "\n"),
        ("bearer", " "),
        ("", "authorization : "),
        ("", "%26code%3D"),
    ],
)
def test_a_megabyte_of_anything_is_masked(beginning: str, repeated: str) -> None:
    text = beginning + repeated * (1_000_000 // len(repeated))
    masked = redact(text)
    assert redact(masked) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("eyJhbGciOi.eyJzdWIi.c2lnbmF0", "***"),
        ("old-eyJhbGciOi-eyJ.eyJzdWIi.c2lnbmF0-1 of 2", "old-*** of 2"),
        ("from app.eyJhbGciOi.eyJzdWIi, twice", "from app.***, twice"),
        ("eyJ.eyJhbGciOi.eyJzdWIi.", "eyJ.***"),
        ("keyJhbGciOi.eyJzdWIi", "keyJhbGciOi.eyJzdWIi"),
    ],
)
def test_a_json_web_token_is_masked_wherever_it_stands(text: str, masked: str) -> None:
    assert redact(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        'GET /v1/core/scorecards 404 31 ms attempt 2: {"code": 404, "message": "not defined"}',
        "exit code 3; the state of the store is good; tokens stay in memory",
        "Token <token:1a2b3c4d> is in use",
        "startAt=2026-10-01T00:00:00Z&filterBy=USER",
    ],
)
def test_everyday_lines_stay_readable(text: str) -> None:
    assert redact(text) == text


@pytest.mark.usefixtures("own_logging")
def test_the_log_file_is_private_and_masked_with_arguments_and_tracebacks(tmp_path: Path) -> None:
    set_up_logging(tmp_path / "log", logging.DEBUG)
    logger = logging.getLogger("test")

    logger.info("answer %s", {"access_token": "canary-1"})
    try:
        int("https://a/cb?code=canary-2&x=1")
    except ValueError:
        logger.exception("failed for %s", "Bearer canary-3")

    text = (tmp_path / "log" / "siro-desktop.log").read_text()
    assert "canary" not in text
    assert "https://a/cb?code=***&x=1" in text
    files = list((tmp_path / "log").iterdir())
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert {file.name for file in files} == {"siro-desktop.log", "crash.log"}


@pytest.mark.usefixtures("own_logging")
def test_libraries_that_log_addresses_are_quiet(tmp_path: Path) -> None:
    """H13: httpx writes the whole address at INFO."""
    set_up_logging(tmp_path, logging.DEBUG)

    for name in ("httpx", "httpcore", "authlib", "urllib3"):
        logging.getLogger(name).info("GET https://x/?%s", name)

    assert (tmp_path / "siro-desktop.log").read_text() == ""


@pytest.mark.usefixtures("own_logging")
def test_it_moves_and_rotates(tmp_path: Path) -> None:
    set_up_logging(tmp_path / "a")
    set_up_logging(tmp_path / "b", rotates=False)
    logging.getLogger("test").info("the first line")
    let_log_rotate()
    let_log_rotate()

    for _ in range(12):
        logging.getLogger("test").info("x" * 100_000)

    assert (tmp_path / "a" / "siro-desktop.log").read_text() == ""
    rotated = tmp_path / "b" / "siro-desktop.log.1"
    assert "the first line" in rotated.read_text()
    assert stat.S_IMODE(rotated.stat().st_mode) == 0o600


def test_a_crash_leaves_its_stack_in_the_log_folder(tmp_path: Path) -> None:
    code = (
        "import sys, ctypes; from pathlib import Path; from siro_desktop.log import set_up_logging\n"
        "set_up_logging(Path(sys.argv[1])); ctypes.string_at(0)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, timeout=30, check=False)

    assert done.returncode < 0
    assert "Segmentation fault" in (tmp_path / "crash.log").read_text()


def test_without_a_place_for_it_the_program_goes_on_and_stderr_is_masked(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("")
    code = (
        "import sys, logging; from pathlib import Path; from siro_desktop.log import set_up_logging\n"
        "set_up_logging(Path(sys.argv[1])); logging.getLogger('x').warning('id_token=canary')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "log")], capture_output=True, text=True, timeout=30, check=True
    )

    assert "No log is kept" in done.stderr
    assert "id_token=***" in done.stderr


@pytest.mark.parametrize("rotates", [False, True])
def test_a_log_that_has_no_room_prints_nothing(tmp_path: Path, rotates: bool) -> None:
    code = (
        "import sys, logging, resource; from pathlib import Path; from siro_desktop.log import set_up_logging\n"
        "set_up_logging(Path(sys.argv[1]), rotates=sys.argv[2] == 'True')\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))\n"
        "for _ in range(9): logging.getLogger('x').warning('a line of the log')\n"
        "print('done')"
    )
    command = [sys.executable, "-c", code, str(tmp_path), str(rotates)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)

    assert (done.returncode, done.stdout, done.stderr) == (0, "done\n", "")
    assert (tmp_path / "siro-desktop.log").stat().st_size == 100


def test_the_filter_lets_every_record_pass() -> None:
    record = logging.LogRecord("n", logging.INFO, "p", 1, "state=%s", ("canary",), None)

    assert RedactionFilter().filter(record)
    assert record.getMessage() == "state=***"


def test_arguments_that_do_not_fit_are_not_printed() -> None:
    """Logging itself would write them to stderr."""
    record = logging.LogRecord("n", logging.INFO, "p", 1, "%s and %s", ("code=canary",), None)

    assert RedactionFilter().filter(record)
    assert "canary" not in record.getMessage()


@pytest.mark.usefixtures("own_logging")
@pytest.mark.parametrize("rotates", [False, True])
def test_a_thread_that_still_has_the_former_file_does_not_open_it_again(tmp_path: Path, rotates: bool) -> None:
    set_up_logging(tmp_path / "former", rotates=rotates)
    (former,) = [one for one in logging.getLogger().handlers if isinstance(one, _PrivateFileHandler)]
    set_up_logging(tmp_path / "later")
    former.handle(logging.makeLogRecord({"msg": "late"}))
    assert former.stream is None
