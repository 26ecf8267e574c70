"""Bad days of the network, as the practice Siro plays them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (["--html"], 7),
        (["--truncate", "json"], 7),
        (["--truncate", "body"], 5),
        (["--huge-body-mb", "40"], 7),
        (["--page-size", "5"], 0),
        (["--page-size", "5", "--endless-cursor", "same"], 9),
        (["--page-size", "5", "--endless-cursor", "repeat"], 9),
        (["--page-size", "5", "--endless-cursor", "empty"], 9),
    ],
)
def test_each_fault_has_its_code(
    siro: Callable[..., Any], start_practice: Any, connect: Any, ask: Any, fault: list[str], code: int
) -> None:
    connect(start_practice(*fault))
    done = siro(*ask("--format", "csv"))
    assert done.code == code, done.err
    assert bool(done.out) is (code in {0, 9})
    assert "Traceback" not in done.err
    if "--endless-cursor" in fault:
        assert "Warning: " in done.err
        assert "Siro's pages came to no end" in done.err


def test_an_answer_that_was_cut_short_stays_known_as_that(
    siro: Callable[..., Any], start_practice: Any, connect: Any, ask: Any
) -> None:
    connect(start_practice("--page-size", "5", "--endless-cursor", "same"))
    compared = ask("--compare-by", "entity", "--format", "csv")
    for _ in range(2):  # it is never taken from the store as a final one
        done = siro(*compared)
        assert done.code == 9, done.err
    again = siro("saved", "continue", "1", "--format", "csv")
    assert again.code == 9, again.err
    assert "came to no end" in again.err
    assert again.out
    assert siro("saved", "show", "1").code == 0
