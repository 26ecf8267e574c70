"""`fetch` that is cut off, stopped, refused or out of room: what came stays, and it goes on."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fetch_kit import PATH, compare
from werkzeug import Response

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_httpserver import HTTPServer


@pytest.fixture
def answering(scripted: HTTPServer, answer: Callable[..., dict[str, Any]]) -> HTTPServer:
    scripted.expect_request(PATH).respond_with_json(answer("Talk time"))
    return scripted


def test_a_cut_connection_ends_with_what_came_and_the_command_for_the_rest(
    siro: Callable[..., Any], scripted: HTTPServer, answer: Callable[..., dict[str, Any]]
) -> None:
    good, count = json.dumps(answer("Talk time")), 0
    is_cut = True

    def handle(_request: Any) -> Response:
        nonlocal count
        count += 1
        if is_cut and count > 20:
            return Response("{}", 503, {"Retry-After": "0"}, content_type="application/json")
        return Response(good, content_type="application/json")

    scripted.expect_request(PATH).respond_with_handler(handle)
    wanted = compare("--compare-by", "entity,day")
    cut = siro(*wanted)
    assert cut.code == 8
    assert "20 of 62 answers" in cut.out
    assert "only 20 of 62 answers came.\nFor the rest: siro-desktop saved continue 1\n" in cut.err
    assert siro("saved", "show", "1").out.splitlines()[0] == "roof · 20 of 62 answers"
    listed = siro("saved", "list").out.splitlines()[1].split("\t")
    assert listed[2].endswith(" · for each entity, day")
    assert listed[-1] == "20 of 62"
    (described,) = json.loads(siro("saved", "list", "--format", "json").out)
    assert (described["compare_by"], described["requests"], described["answers"]) == (["entity", "day"], 62, 20)

    is_cut, before = False, len(scripted.log)
    again = siro("saved", "continue", "1")
    assert (again.code, len(scripted.log) - before) == (0, 42)
    assert "62 of 62 answers" in again.out
    assert again.err.endswith("Saved as result 1.\n")

    before = len(scripted.log)
    assert siro(*wanted).code == 0  # the same command as at first finds everything in the store
    whole = siro("saved", "continue", "1")
    assert len(scripted.log) == before
    assert (whole.code, whole.err, whole.out) == (0, "Result 1 lacks nothing.\n", again.out)


def test_what_cannot_be_continued_ends_as_a_fetch_does(
    siro: Callable[..., Any], scripted: HTTPServer, answer: Callable[..., dict[str, Any]], tmp_path: Path
) -> None:
    good = Response(json.dumps(answer("A")), content_type="application/json")
    refused = Response("{}", 403, content_type="application/json")
    scripted.expect_request(PATH).respond_with_handler(lambda r: good if r.args["filterByIds"] == "ana" else refused)
    assert siro(*compare("--compare-by", "entity")).code == 8
    assert siro("saved", "continue", "1").code == 4
    assert siro("saved", "continue", "2").code == 2
    assert siro("saved", "continue", "1", "--output", str(tmp_path)).code == 6
    assert siro("saved", "continue", "1", "--wide").code == 2
    assert siro("profiles", "remove", "Acme").code == 0
    gone = siro("saved", "continue", "1")
    assert (gone.code, gone.out) == (2, "")
    assert "The connection “Acme” of result 1 is not there any more." in gone.err
    assert siro("saved", "show", "1").code == 0  # by the usual rules


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C is a signal elsewhere")
@pytest.mark.parametrize("sent_signal", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_keeps_what_came(
    siro: Callable[..., Any], scripted: HTTPServer, answer: Callable[..., dict[str, Any]], sent_signal: signal.Signals
) -> None:
    """Exit code 130; what came is saved, and the same command asks only for the rest."""
    good, count = json.dumps(answer("Talk time")), 0

    def handle(_request: Any) -> Response:
        nonlocal count
        count += 1
        if count == 30:
            os.kill(os.getpid(), sent_signal)
        return Response(good, content_type="application/json")

    scripted.expect_request(PATH).respond_with_handler(handle)
    wanted = compare("--compare-by", "entity,day")
    stopped = siro(*wanted)
    assert stopped.code == 130
    assert "What came is saved as result 1. For the rest: siro-desktop saved continue 1" in stopped.err
    came = int(siro("saved", "show", "1").out.splitlines()[0].split()[2])
    assert 0 < came < 62

    before = len(scripted.log)
    assert siro(*wanted).code == 0
    asked = {request.url for request, _ in scripted.log[before:]}  # the server may still answer some that were given up
    assert len(asked) == 62 - came


def test_a_disk_that_fills_in_the_middle_is_no_success(
    siro: Callable[..., Any], answering: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What came is shown all the same; exit code 6 says that not all of it is kept."""
    siro("saved", "list")
    plain = siro(*compare("--compare-by", "entity"))
    assert plain.code == 0
    grown = (Path(os.environ["SIRO_DESKTOP_HOME"]) / "data" / "results.sqlite3").stat().st_size // 4096
    connect = sqlite3.connect

    def connect_to_a_small_disk(*arguments: Any, **options: Any) -> sqlite3.Connection:
        connection = connect(*arguments, **options)
        connection.execute(f"PRAGMA max_page_count = {grown + 4}")
        return connection

    monkeypatch.setattr(sqlite3, "connect", connect_to_a_small_disk)
    done = siro(*compare("--compare-by", "entity,day"))
    assert done.code == 6
    assert "62 of 62 answers" in done.out
    assert "could not be saved on this computer" in done.err
