"""Two columns held against each other."""

from __future__ import annotations

from datetime import UTC, datetime

from difference_kit import BASE, chosen, click, make_answer, make_plan, make_saved, make_state, one_month, three_months
from difference_kit import three_people as people
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QToolButton

from siro_desktop.domain.comparison import Comparison, Place
from siro_desktop.domain.question import Question
from siro_desktop.ui.comparison.difference_model import DifferenceColumn
from siro_desktop.ui.comparison.difference_view import DifferenceView

OF = DifferenceColumn


def texts(view, column: DifferenceColumn) -> list[str]:
    model = view.model
    return [model.index(row, column).data() for row in range(model.rowCount())]


def line(view, metric: str) -> list[str]:
    row = texts(view, OF.METRIC).index(metric)
    return [view.model.index(row, column).data().replace("\N{NO-BREAK SPACE}", " ") for column in OF]


def test_both_sides_stand_in_one_line_or_below_each_other_with_the_swap_between(qtbot, show) -> None:
    view = show(three_months())
    swap, other = view.findChild(QToolButton, "difference_swap"), view.findChild(QPushButton, "difference_other")
    a, b = view.bar.a, view.bar.b
    qtbot.waitUntil(lambda: a.geometry().right() < swap.x() < b.x() < other.x() and a.y() == b.y())
    assert other.text() == "Another result…"
    view.resize(560, 600)
    qtbot.waitUntil(lambda: b.y() > a.y() and a.x() == b.x() and a.width() == b.width())
    assert other.text() == ""
    assert other.accessibleName() == "Another saved result…"
    assert view.bar.height() <= 2 * a.height() + 8
    chain = [a.entity_input, a.period_input, swap, b.entity_input, b.period_input, other]
    reached, widget = [], a.entity_input
    for _ in range(20):
        reached.append(widget)
        widget = widget.nextInFocusChain()
    assert [widget for widget in reached if widget in chain] == chain


def test_it_begins_with_the_last_two_periods(show) -> None:
    view = show(three_months())
    assert chosen(view) == ["Ana Ruiz", "1–31 Oct 2026", "Ana Ruiz", "1–30 Nov 2026"]


def test_it_begins_with_the_first_two_people_of_one_period(show) -> None:
    view = show(people())
    assert chosen(view)[::2] == ["Ana Ruiz", "Ben Cole"]


def test_a_figure_that_is_selected_is_b_until_somebody_chooses(show) -> None:
    view = show(three_months())
    view._state.select(Place(0, 1))
    assert chosen(view)[1::2] == ["1–30 Sep 2026", "1–31 Oct 2026"]
    view.bar.a.period_input.setCurrentIndex(2)
    view._state.select(Place(0, 0))
    assert chosen(view)[1::2] == ["1–30 Nov 2026", "1–31 Oct 2026"]


def test_of_one_period_whoever_is_selected_is_b_too(show) -> None:
    view = show(people())
    view._state.select(Place(1, 0))
    assert chosen(view)[::2] == ["Ana Ruiz", "Ben Cole"]
    view._state.select(Place(0, 0))  # nobody comes before
    assert chosen(view)[::2] == ["Ana Ruiz", "Ben Cole"]


def test_a_line_says_everything(show) -> None:
    view = show(three_months())
    share = line(view, "Rep speaker share")
    assert share[:8] == ["Rep speaker share", "52.4 %", "48", "46.6 %", "61", "−5.8 pp", "−11.1 %", "towards target"]
    assert share[8:12] == ["44.0 %", "72.0 %", "+28.0 pp", "more than noise"]
    assert share[12].startswith("≈ +")
    assert line(view, "Longest monologue")[5:8] == ["−0:14", "−11.1 %", "towards target"]
    assert line(view, "Words per minute")[7] == "stays on target"


def test_what_is_missing_is_never_nought(show) -> None:
    view = show(three_months())
    assert line(view, "Silence")[1:7] == ["—", "48", "—", "61", "—", "—"]
    assert line(view, "Objections handled")[5:7] == ["0", "—"]  # no share of nothing
    assert line(view, "Next step agreed")[1:7] == ["—", "—", "61.0 %", "61", "only in B", "—"]
    view.bar._on_swap_clicked()
    assert line(view, "Next step agreed")[5] == "only in A"


def test_swapping_turns_the_signs(show, qtbot) -> None:
    view = show(three_months())
    click(qtbot, view, QToolButton, "difference_swap")
    assert chosen(view)[1::2] == ["1–30 Nov 2026", "1–31 Oct 2026"]
    assert line(view, "Rep speaker share")[5:8] == ["+5.8 pp", "+12.5 %", "away from target"]


def test_few_recordings_are_called_few_and_within_noise(show) -> None:
    view = show(people())
    assert texts(view, OF.RECORDINGS_B)[0] == "3 (few)"
    assert "within noise" in texts(view, OF.NOISE)
    assert any("fewer than 5 recordings" in text for text in view.notes.texts())


def test_the_summary_counts(show) -> None:
    view = show(three_months())
    assert (
        view.findChild(QLabel, "difference_summary")
        .text()
        .startswith("8 metrics on both sides · 1 only in B · 2 towards target")
    )


def test_nothing_in_common_is_said(show) -> None:
    plan = make_plan()
    saved = make_saved(plan, [make_answer(cell.key, [BASE[at]]) for at, cell in enumerate(plan.cells)])
    view = show(saved)
    assert view.findChild(QLabel, "difference_summary").text().startswith("No metric is on both sides")
    assert texts(view, OF.DIFFERENCE) == ["only in A", "only in B"]


def test_sorting_is_by_the_numbers_with_blanks_last(show) -> None:
    view = show(three_months())
    view.model.sort(OF.DIFFERENCE, Qt.SortOrder.DescendingOrder)
    assert texts(view, OF.METRIC)[:3] == ["Score change", "Objections handled", "Customer questions"]
    assert texts(view, OF.DIFFERENCE)[-2:] == ["only in B", "—"]
    view.model.sort(OF.TARGET)
    assert texts(view, OF.TARGET)[:3] == ["towards target", "towards target", "stays on target"]
    for column in OF:
        view.model.sort(column)
    view.model.sort(-1)
    assert texts(view, OF.METRIC)[0] == "Rep speaker share"


def test_the_search_finds_metrics_and_verdicts(show, qtbot) -> None:
    view = show(three_months())
    view.set_filter("towards")
    assert texts(view, OF.METRIC) == ["Rep speaker share", "Longest monologue"]
    with qtbot.waitSignal(view.rows_shown) as told:
        view.set_filter("nothing of the kind")
    assert told.args == [0, 9]
    with qtbot.waitSignal(view.clear_search_clicked):
        click(qtbot, view, QPushButton, "difference_nothing_action")


def test_copying_gives_plain_numbers(show) -> None:
    view = show(three_months())
    view.table.selectRow(0)
    view.copy(with_headings=True)
    heading, row = (text.split("\t") for text in QGuiApplication.clipboard().text().split("\n"))
    assert heading[:3] == ["Metric", "A: Ana Ruiz, 1–31 Oct 2026", "n of A"]
    assert row[:5] == ["Rep speaker share", "52.38", "48", "46.56", "61"]
    assert (heading[5:7], row[6]) == (["B less A", "Unit"], "percent")


def test_copies_have_the_decimal_mark_of_the_computer_in_plain_numbers_alone(show, german) -> None:
    view = show(three_months())
    view.table.selectRow(0)
    view.copy()
    row = QGuiApplication.clipboard().text().split("\t")
    assert row[:5] == ["Rep speaker share", "52,38", "48", "46,56", "61"]
    assert row[OF.DIFFERENCE] == view.model.index(0, OF.DIFFERENCE).data()


def test_what_is_in_view_goes_into_files_with_both_sides(show) -> None:
    saved = three_months()
    view = show(saved)
    view.model.sort(OF.METRIC, Qt.SortOrder.DescendingOrder)
    view.set_filter("er")
    taken = view.visible_rows()
    assert (taken.results, taken.cells) == ((saved, saved), saved.plan.cells[1:])
    names = [one.metric.name for one in taken.differences]
    assert names == texts(view, OF.METRIC)
    assert 1 < len(names) < view.model.source_count()
    view.table.selectRow(1)
    assert [one.metric.name for one in view.selected_rows().differences] == names[1:2]
    view.set_filter("nothing has this name")
    assert view.visible_rows() == []


def test_the_metric_that_is_looked_at_is_one_for_all_views(show) -> None:
    view = show(three_months())
    view.table.selectRow(2)
    assert view._state.current_metric.name == "Customer questions"
    view._state.choose_metric(5)
    assert view.table.current_source_row() == 5


def test_another_saved_result_becomes_a_side(show, qtbot) -> None:
    view = show(three_months())
    with qtbot.waitSignal(view.other_result_requested):
        click(qtbot, view, QPushButton, "difference_other")
    other = one_month(conversation_type_id="siding", ids=("ben",))
    view.offer_result(other)
    assert chosen(view)[0] == "Ben Cole (saved 24 Dec 2026 05:00)"
    assert line(view, "Rep speaker share")[1:4] == ["64.0 %", "44", "46.6 %"]
    assert "Different conversation types: A is Siding, B is Roof inspection." in view.notes.texts()
    assert view.visible_rows().results == (other, view._state.comparison.saved)
    view.offer_result(other)
    assert view.bar.a.entity_input.count() == 2  # offered once


def test_the_same_question_asked_again_can_be_held_against_itself(show) -> None:
    first = one_month(9)
    view = show(first)
    assert view.sides() is None
    again = replace(
        first, id=10, answers={key: replace(answer, recordings_evaluated=50) for key, answer in first.answers.items()}
    )
    view.offer_result(again)
    assert line(view, "Longest monologue")[2:6] == ["50", "2:34", "44", "0:00"]


def test_data_of_another_connection_is_never_mixed_in(show) -> None:
    view = show(three_months())
    foreign = one_month()
    view.offer_result(replace(foreign, plan=replace(foreign.plan, profile_id="practice")))
    assert view.bar.a.entity_input.count() == 1
    view.offer_result(one_month())
    assert view.bar.a.entity_input.count() == 2
    mine = three_months()
    view._state.set_comparison(Comparison(replace(mine, id=1, plan=replace(mine.plan, profile_id="practice"))))
    assert view.bar.a.entity_input.count() == 1


def test_one_column_says_what_to_do(show, qtbot) -> None:
    view = show(one_month())
    assert view.findChild(QLabel, "difference_nothing_heading").text() == "Two columns make a difference"
    with qtbot.waitSignal(view.other_result_requested):
        click(qtbot, view, QPushButton, "difference_nothing_action")
    assert view.visible_rows() == []


def test_no_answers_and_no_comparison_are_said(show) -> None:
    heading = "difference_nothing_heading"
    for saved, words in ((make_saved(make_plan(), []), "No figures on either side"), (None, "No figures yet")):
        view = show(saved)
        assert view.findChild(QLabel, heading).text() == words


def test_the_choice_stays_while_more_answers_come(show) -> None:
    saved = three_months()
    view = show(replace(saved, answers={saved.plan.cells[0].key: saved.answers[saved.plan.cells[0].key]}))
    view.bar.a.period_input.setCurrentIndex(0)
    view._state.set_comparison(Comparison(saved))
    assert chosen(view)[1::2] == ["1–30 Sep 2026", "1–30 Nov 2026"]
    assert view.model.rowCount() == 9


def test_nothing_is_worked_out_while_nobody_looks(qtbot) -> None:
    view = DifferenceView(make_state(three_months()))
    view._state.setParent(view)
    qtbot.addWidget(view)
    assert view.model.source_count() == 0
    view.show()
    assert view.model.source_count() == 9


def test_remedies_pass_through(show, qtbot) -> None:
    saved = three_months()
    running = datetime(2026, 11, 12, 17, tzinfo=UTC)
    view = show(
        replace(saved, answers={key: replace(answer, fetched_at=running) for key, answer in saved.answers.items()}),
        running,
    )
    with qtbot.waitSignal(view.remedy_requested) as asked:
        click(qtbot, view, QPushButton, "difference_notes_0_remedy")
    assert isinstance(asked.args[0], Question)


def test_every_input_has_a_label_and_a_name(show) -> None:
    view = show(three_months())
    buddies = {label.buddy() for label in view.findChildren(QLabel) if label.buddy()}
    assert buddies == set(view.findChildren(QComboBox))
    assert view.findChild(QToolButton, "difference_swap").accessibleName() == "Swap A and B"
    tip = view.model.index(0, OF.TARGET).data(Qt.ItemDataRole.ToolTipRole)
    assert tip.replace("\N{NO-BREAK SPACE}", " ") == "Target 40 – 50 % · near within 5 % · yours"


def test_every_cell_has_a_tip_and_is_drawn(show) -> None:
    view = show(three_months())
    for column in OF:
        view.table.set_column_shown(column, True)
        for row in range(view.model.rowCount()):
            assert view.model.index(row, column).data(Qt.ItemDataRole.ToolTipRole) is not None
    view.resize(2400, 600)
    view.bar._on_swap_clicked()
    assert not view.grab().isNull()


def test_the_lines_of_a_list_are_measured_when_it_is_opened(show) -> None:
    """To measure fifty of each of four lists made the first look at the view late."""
    combo = show(three_months()).bar.a.period_input
    assert combo.view().minimumWidth() == 0
    combo.showPopup()
    lines = [combo.itemText(place) for place in range(combo.count())]
    assert combo.view().minimumWidth() > max(map(combo.fontMetrics().horizontalAdvance, lines))
    combo.hidePopup()


def test_the_tool_tip_of_a_side_is_what_is_chosen(show) -> None:
    bar = show(three_months()).bar
    assert [combo.toolTip() for combo in (bar.a.entity_input, bar.a.period_input)] == ["Ana Ruiz", "1–31 Oct 2026"]


def test_a_search_that_hides_the_metric_leaves_it_chosen_and_marks_it_again(show) -> None:
    view = show(three_months())
    state, first = view._state, texts(view, OF.METRIC)[0]
    view.table.select_source_row(0)
    chosen = state.metric
    other = next(name for name in texts(view, OF.METRIC) if name != first)
    view.set_filter(other)
    view.table.setFocus()
    assert state.metric == chosen
    view.set_filter("")
    assert view.table.selected_source_rows() == [0]
