"""What is kept of open results for the next start, also from files of another version, or edited by hand."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from siro_desktop.ui.open_results import MOST_KEPT, OpenTabs, OpenWindow, read_tabs, read_window

if TYPE_CHECKING:
    from siro_desktop.settings import Json

LOOK: dict[str, Json] = {"view": "charts", "search": "talk"}


def test_a_window_comes_back_as_it_was() -> None:
    window = OpenWindow("main", OpenTabs((3, 1, 2), 1, {1: LOOK}), "geometry")
    assert read_window(json.loads(json.dumps(window.to_json()))) == window
    assert window.but({1}) == OpenWindow("main", OpenTabs((3, 2), 3), "geometry")


@pytest.mark.parametrize("kept", [None, [], {}, {"ids": []}, {"ids": "1"}, {"ids": ["1"]}])
def test_nothing_that_can_be_read_is_nothing_open(kept: object) -> None:
    assert read_tabs(kept) is None


@pytest.mark.parametrize("looks", [None, [], {"1": 3}, {"x": LOOK}, {"7": LOOK}])
def test_looks_that_cannot_be_read_or_used_are_left_out(looks: Json) -> None:
    assert read_tabs({"ids": [1, 2], "current": 2, "looks": looks}) == OpenTabs((1, 2), 2)


def test_of_very_many_the_first_are_kept() -> None:
    tabs = read_tabs({"ids": [*range(1, 200), 1], "current": "1"})
    assert tabs is not None
    assert (tabs.ids, tabs.current) == (tuple(range(1, MOST_KEPT + 1)), 0)
