"""Where `fetch` writes to, and what becomes of it where that fails."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytest_httpserver import HTTPServer


PATH = "/v1/core/scorecards/scorecard-metrics/values"


@pytest.mark.parametrize("form", ["csv", "json", "table"])
def test_output_goes_to_a_file_and_stdout_stays_empty(
    siro: Callable[..., Any], scripted: HTTPServer, answer: Any, ask: Any, tmp_path: Path, form: str
) -> None:
    scripted.expect_request(PATH).respond_with_json(answer("Talk time"))
    path = tmp_path / "result.txt"
    path.write_text("older")
    done = siro(*ask("--format", form, "--output", str(path)))
    assert (done.code, done.out) == (0, "")
    assert str(path) in done.err
    assert "Talk time" in path.read_text()
    assert siro("saved", "show", "1", "--format", form).out.encode() == path.read_bytes()
    assert [known.name for known in tmp_path.iterdir() if known.name.startswith(".siro")] == []


def test_the_file_s_name_says_the_format(
    siro: Callable[..., Any], scripted: HTTPServer, answer: Any, ask: Any, tmp_path: Path
) -> None:
    scripted.expect_request(PATH).respond_with_json(answer("Talk time"))
    assert siro(*ask("--output", str(tmp_path / "x.xlsx"))).code == 0
    assert (tmp_path / "x.xlsx").read_bytes().startswith(b"PK")
    done = siro(*ask("--format", "table", "--output", str(tmp_path / "x.csv")))
    assert (done.code, len(scripted.log)) == (2, 1)


def test_a_place_that_cannot_be_written_is_told_before_asking(
    siro: Callable[..., Any], scripted: HTTPServer, ask: Any, tmp_path: Path
) -> None:
    for place in (tmp_path, tmp_path / "missing" / "result.csv", tmp_path / ("x" * 300)):
        done = siro(*ask("--output", str(place)))
        assert (done.code, done.out) == (6, "")
    assert scripted.log == []


def test_a_file_that_cannot_be_written_loses_nothing(
    siro: Callable[..., Any], scripted: HTTPServer, answer: Any, ask: Any
) -> None:
    scripted.expect_request(PATH).respond_with_json(answer("Talk time"))
    done = siro(*ask("--output", "/dev/full"))
    assert (done.code, done.out) == (6, "")
    assert "siro-desktop saved export 1" in done.err
    assert "Talk time" in siro("saved", "show", "1").out


def test_a_store_that_cannot_be_written_still_shows_what_came(
    siro: Callable[..., Any], scripted: HTTPServer, answer: Any, ask: Any, home: Path
) -> None:
    scripted.expect_request(PATH).respond_with_json(answer("Talk time"))
    assert siro(*ask()).code == 0
    (store,) = [path for path in (home / "data").iterdir() if path.read_bytes()[:6] == b"SQLite"]
    for rest in (home / "data").iterdir():
        rest.write_bytes(b"no longer a database" * 200)
    done = siro(*ask("--format", "csv"))
    assert done.code == 6
    assert "Talk time" in done.out
    assert "could not be saved" in done.err
    assert store.read_bytes().startswith(b"no longer a database")
    assert siro("saved", "list").code == 6


class BrokenStream(io.StringIO):
    """A standard output with a fault that nobody thought of."""

    def write(self, text: str) -> int:
        raise LookupError(f"no way to write {len(text)} characters")


def test_a_bug_is_one_sentence_and_its_traceback_is_in_the_log(
    siro: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    monkeypatch.setattr("sys.stdout", BrokenStream())
    done = siro("profiles", "list")
    assert done.code == 1
    log = home / "log" / "siro-desktop.log"
    assert str(log) in done.err
    assert "Traceback" not in done.err
    assert "LookupError: no way to write" in log.read_text()


def test_a_home_that_is_no_folder(siro: Callable[..., Any], home: Path) -> None:
    home.write_text("a file")
    done = siro("profiles", "list")
    assert (done.code, done.out) == (6, "")
    assert str(home) in done.err


def test_ctrl_c_while_the_result_is_written(
    siro: Callable[..., Any], scripted: HTTPServer, answer: Any, ask: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes long for a large one. The figures are saved by then, and need not be fetched again."""

    class Stopped(io.StringIO):
        def write(self, _text: str) -> int:
            raise KeyboardInterrupt

    scripted.expect_request(PATH).respond_with_json(answer())
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", Stopped())
        done = siro(*ask())
    assert done.code == 130
    assert done.err == "Saved as result 1, but not written to the end.\nStopped before it was finished.\n"
    assert siro("saved", "show", "1").code == 0
