from __future__ import annotations

import argparse
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from siro_desktop import __version__
from siro_desktop.cli.parser import build_parser

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


def parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for chosen in action.choices.values():
                yield from parsers(chosen)


def test_version_is_a_result(siro: Callable[..., Any]) -> None:
    done = siro("--version")
    assert (done.code, done.out, done.err) == (0, f"siro-desktop {__version__}\n", "")


def test_help_documents_commands_and_exit_codes(siro: Callable[..., Any]) -> None:
    done = siro("--help")
    assert done.code == 0
    codes = done.out.partition("exit codes:")[2].split()
    assert [int(word) for word in codes if (word.isdigit() and len(word) < 3) or word == "130"] == [*range(10), 130]
    for command in ("demo", "sandbox", "profiles", "sign-in", "sign-out", "fetch", "saved"):
        assert f"    {command} " in done.out


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["profiles"],
        ["saved"],
        ["saved", "show", "one"],
        ["saved", "show", "0"],
        ["saved", "show", "9" * 5000],
        ["saved", "export", "1"],
        ["fetch"],
        ["fetch", "--profil", "Acme"],
        ["profiles", "add", "Acme", "--method", "password"],
        ["sandbox", "--port", "70000"],
        ["demo", "--screenshot", ""],
    ],
)
def test_wrong_use_is_told_on_stderr(siro: Callable[..., Any], arguments: list[str]) -> None:
    done = siro(*arguments)
    assert (done.code, done.out) == (2, "")
    assert "siro-desktop" in done.err


def test_sandbox_on_another_computer_is_wrong_use(siro: Callable[..., Any]) -> None:
    done = siro("sandbox", "--host", "192.0.2.1")
    assert done.code == 2
    assert "127.0.0.1" in done.err


def test_no_secret_is_ever_an_argument() -> None:
    """K12: whoever lists the processes of this computer sees their arguments."""
    for parser in parsers(build_parser()):
        for action in parser._actions:
            takes_value = action.nargs != 0
            names = " ".join([*action.option_strings, action.dest]).replace("token-endpoint", "").replace("_", "-")
            hidden = ("secret", "token", "password", "verifier")
            if takes_value and any(word in names.replace("token-endpoint", "") for word in hidden):
                assert action.dest in {"token_lifetime", "early_token_death"}, names


def test_only_the_window_needs_qt(variables: dict[str, str]) -> None:
    program = """
import sys
from siro_desktop.cli import main
for arguments in (["--version"], ["profiles", "list"], ["saved", "list"], ["sign-in"], ["sign-out"],
                  ["profiles", "remove", "x"], ["fetch", "--help"], ["sandbox", "--help"], ["demo", "--help"],
                  ["profiles", "add", "Acme", "--method", "access-token"], ["saved", "show", "1"],
                  ["fetch", "--conversation-type", "x", "--start", "2026-01-01", "--end", "2026-01-31",
                   "--filter-by", "USER", "--id", "x", "--organization", "x"],
                  ["sign-in"], ["profiles", "remove", "Acme"]):
    main(arguments)
print([name for name in ("PySide6", "shiboken6", "pyqtgraph", "flask", "waitress") if name in sys.modules])
"""
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, input="a-token\n", capture_output=True, text=True, env=variables, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
    assert "Sign-in needed" in done.stderr  # it got as far as the session


def test_sandbox_without_its_packages_names_the_extra(variables: dict[str, str]) -> None:
    program = "import sys; sys.modules['flask'] = None; from siro_desktop.cli import main; sys.exit(main(['sandbox']))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=variables, check=False)
    assert (done.returncode, done.stdout) == (6, "")
    assert "sandbox" in done.stderr
    assert "Traceback" not in done.stderr


def test_window_without_qt_says_so(variables: dict[str, str]) -> None:
    program = "import sys; sys.modules['PySide6.QtCore'] = None; from siro_desktop.cli import main; sys.exit(main([]))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=variables, check=False)
    assert done.returncode == 6, done.stderr
    assert "Every other command works without it" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_demo_that_could_not_keep_its_pictures_does_not_open(siro: Callable[..., Any], tmp_path: Path) -> None:
    done = siro("demo", "--screenshot", str(tmp_path / "nowhere" / "demo.png"))
    assert (done.code, done.out) == (6, "")
    assert "There is no folder" in done.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["fetch", "--fiscal-start", "13"], "argument --fiscal-start: “13” is no month"),
        (["fetch", "--fiscal-start", "x"], "argument --fiscal-start: “x” is no month"),
        (["fetch", "--output", "-"], "argument --output: “fetch” and “saved show” write to standard output"),
        (["saved", "export", "1", "--output", "-"], "argument --output: “fetch” and “saved show” write"),
        (["saved", "show", "1", "--format", "xlsx"], "argument --format: invalid choice: 'xlsx'"),
        (["sandbox", "--port", "x"], "argument --port: “x” is no whole number"),
        (["sandbox", "--error-429-rate", "x"], "argument --error-429-rate: “x” is no number"),
    ],
)
def test_the_option_that_is_wrong_is_named(siro: Callable[..., Any], arguments: list[str], words: str) -> None:
    done = siro(*arguments)
    assert (done.code, done.out) == (2, "")
    assert words in done.err


def test_window_on_an_unknown_connection_does_not_open(siro: Callable[..., Any]) -> None:
    done = siro("--profile", "Nobody")
    assert done.code == 2
    assert "There is no connection yet" in done.err
