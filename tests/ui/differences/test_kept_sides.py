"""The sides of a difference, also of another result, are there again where they were chosen; copies say them."""

from __future__ import annotations

from difference_kit import chosen, click, one_month, three_months
from difference_kit import three_people as people
from msgspec.structs import replace
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QToolButton

from siro_desktop.domain.comparison import Comparison
from siro_desktop.ui.comparison.difference_model import DifferenceColumn

OF = DifferenceColumn


def gone(view) -> bool:
    return view.findChild(QLabel, "difference_gone").isVisible()


def test_a_side_of_another_result_is_asked_for_and_brought_back(show, qtbot) -> None:
    saved, other = three_months(), one_month(ids=("ben",))
    kept = [[other.id, other.plan.cells[0].key], [saved.id, saved.plan.cells[0].key]]
    view = show(saved)
    with qtbot.waitSignal(view.results_wanted) as wanted:
        view.choose_sides(kept)
    assert wanted.args == [(other.id,)]
    assert view.chosen_sides() == kept  # also if the program ends before they come
    view.bring_results((other,))
    assert (view.chosen_sides(), gone(view)) == (kept, False)
    assert [side.result_id for side in view.sides()] == [other.id, saved.id]
    with qtbot.assertNotEmitted(view.results_wanted):
        view.choose_sides(kept)


def test_a_side_that_is_not_stored_any_more_is_said_until_others_are_chosen(show, qtbot) -> None:
    saved = three_months()
    view = show(saved)
    before = chosen(view)
    view.choose_sides([[9, "key"], [saved.id, saved.plan.cells[0].key]])
    view.bring_results(())
    assert (chosen(view), view.chosen_sides(), gone(view)) == (before, [], True)
    click(qtbot, view, QToolButton, "difference_swap")
    assert not gone(view)
    view.choose_sides([[saved.id, "a key that it does not have"], [saved.id, saved.plan.cells[0].key]])
    view.bring_results(())
    assert gone(view)
    view._state.set_comparison(Comparison(people()))
    assert not gone(view)


def test_results_that_come_after_others_were_chosen_change_nothing(show, qtbot) -> None:
    saved, other = three_months(), one_month(ids=("ben",))
    view = show(saved)
    view.choose_sides([[other.id, other.plan.cells[0].key], [saved.id, saved.plan.cells[0].key]])
    click(qtbot, view, QToolButton, "difference_swap")
    now = chosen(view)
    view.bring_results((other,))
    assert (chosen(view), gone(view)) == (now, False)


def test_sides_are_still_chosen_while_nobody_looks(show) -> None:
    saved = three_months()
    view = show(saved)
    kept = [[saved.id, cell.key] for cell in saved.plan.cells[:2]]
    view.choose_sides(kept)
    view.hide()
    view._state.set_names(replace(view._state.names, users=()))
    assert view.chosen_sides() == kept


def test_copies_with_headings_say_what_the_sides_are(show) -> None:
    view = show(three_months())
    view.table.selectRow(0)
    view.copy(with_headings=True)
    head = QGuiApplication.clipboard().text().splitlines()[0].split("\t")
    assert head[1:5] == ["A: Ana Ruiz, 1–31 Oct 2026", "n of A", "B: Ana Ruiz, 1–30 Nov 2026", "n of B"]
    assert view.model.title(OF.A) == "A"
