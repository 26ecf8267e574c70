"""What was said of an answer whose pages did not end as they should."""

from __future__ import annotations

import pytest

from siro_desktop.domain import cut_short


@pytest.mark.parametrize(
    "reason",
    [
        cut_short.SAME_PAGE,
        cut_short.NO_WAY_ON,
        cut_short.CIRCLE,
        cut_short.empty_pages(3),
        cut_short.many_pages(1_000),
        cut_short.many_values(2_000_000),
    ],
)
def test_each_reason_is_known_again(reason: str) -> None:
    assert cut_short.is_cut_short(("Something else.", reason))


def test_other_warnings_leave_an_answer_whole() -> None:
    assert not cut_short.is_cut_short(())
    assert not cut_short.is_cut_short(("Siro's pages name different numbers of recordings.", "Reading stopped."))
