"""What is said while many cells are fetched."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from siro_desktop.cli.progress import ProgressLine
from siro_desktop.domain.progress import AnswersNotKept, FetchProgress, ResultBegun, Waiting

if TYPE_CHECKING:
    import pytest

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def waits(count: int, cells: int) -> list[FetchProgress]:
    """Progress with a wait that ends a second later each time."""
    return [
        FetchProgress(
            cells_done=number, cells_total=cells, waiting=Waiting(f"Wait {number}.", NOON + timedelta(seconds=number))
        )
        for number in range(count)
    ]


def test_a_thousand_waits_are_a_few_lines(capsys: pytest.CaptureFixture[str]) -> None:
    progress = ProgressLine(lambda: NOON)
    for happened in waits(100, 1000):
        progress(happened)
    assert capsys.readouterr().err == "".join(
        f"Wait {seconds}. Going on in {max(1, seconds)} s.\n" for seconds in (0, 30, 60, 90)
    )


def test_every_wait_of_a_plain_question_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    progress = ProgressLine(lambda: NOON)
    for happened in waits(3, 1):
        progress(happened)
    assert capsys.readouterr().err == "".join(
        f"Wait {seconds}. Going on in {max(1, seconds)} s.\n" for seconds in range(3)
    )


def test_a_terminal_shows_how_far_it_is(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    progress = ProgressLine()
    progress(FetchProgress(cells_done=1200, cells_total=10_000, cells_failed=3, seconds_left=528.0))
    assert "1,200 of 10,000 done, 3 failed, about 9 min left …" in capsys.readouterr().err


def test_the_number_of_the_result_is_kept() -> None:
    progress = ProgressLine()
    for happened in (ResultBegun(7), AnswersNotKept(2), AnswersNotKept(3)):
        progress(happened)
    assert (progress.result_id, progress.not_kept) == (7, 5)
