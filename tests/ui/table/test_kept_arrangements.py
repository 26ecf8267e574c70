"""29: arrangements of columns by name: what can be kept, and what settings that were edited by hand do."""

from __future__ import annotations

import pytest

from siro_desktop.ui.arrangement_dialog import ArrangementDialog
from siro_desktop.ui.field import ProblemLine
from siro_desktop.ui.kept_arrangements import MOST, KeptArrangements, NameProblem

ONE = {"layout": {"order": ["value"]}, "sort": {}}


def test_they_belong_to_a_kind_of_table_and_are_listed_as_in_a_dictionary() -> None:
    kept = KeptArrangements()
    for name in ("coaching", "Board", "all"):
        kept = KeptArrangements(kept.with_one("metric_table", name, ONE))
    assert kept.names("metric_table") == ["all", "Board", "coaching"]
    assert kept.names("long_table") == []
    assert kept.arrangement("metric_table", "Board") == ONE
    assert kept.arrangement("long_table", "Board") == {}
    assert KeptArrangements(kept.without("metric_table", "Board")).names("metric_table") == ["all", "coaching"]


def test_a_name_is_there_once_and_there_are_not_too_many() -> None:
    kept = KeptArrangements({"t": {f"n{number}": ONE for number in range(MOST - 1)}})
    assert kept.problem("t", "") is NameProblem.MISSING
    assert kept.problem("t", "N3") is NameProblem.TAKEN
    assert kept.with_one("t", "N3", {}) == kept.kept
    assert kept.problem("t", "one more") is None
    full = KeptArrangements(kept.with_one("t", "one more", ONE))
    assert full.problem("t", "too many") is NameProblem.TOO_MANY
    assert full.with_one("t", "too many", ONE) == full.kept
    assert full.problem("another kind", "too many") is None


def test_a_damaged_one_arranges_nothing() -> None:
    assert KeptArrangements({"t": {"broken": [1, 2]}}).arrangement("t", "broken") == {}


@pytest.mark.parametrize(
    ("problem", "words"), [(NameProblem.MISSING, "Give"), (NameProblem.TAKEN, "There is"), (NameProblem.TOO_MANY, "30")]
)
def test_what_is_wrong_with_a_name_is_said_below_it(view, qtbot, problem: NameProblem, words: str) -> None:
    dialog = ArrangementDialog(lambda _name: problem, view)
    told: list[str] = []
    dialog.name_chosen.connect(told.append)
    dialog.open()
    dialog._on_accepted()
    said = next(line for line in dialog.findChildren(ProblemLine) if line.isVisible())
    assert said.text.startswith(words)
    qtbot.waitUntil(lambda: said.height() >= said.heightForWidth(said.width()))  # the dialog makes room for it
    assert told == []
    assert dialog.isVisible()
