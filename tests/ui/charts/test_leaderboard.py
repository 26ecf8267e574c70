"""The leaderboard as it is seen: who stands where, who is not ranked and why, in words and shapes."""

from __future__ import annotations

import pytest
from compared_samples import REFUSED, SHARE_TARGET, make_saved, make_state, plain
from contrast import starts_high_at_the_right
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QPalette, QStandardItemModel, QTextLayout, QTextOption
from PySide6.QtWidgets import QApplication, QMenu

from siro_desktop.domain.comparison import Comparison, Place
from siro_desktop.domain.names import NamedId, Names
from siro_desktop.domain.profile import Profile
from siro_desktop.domain.targets import Target
from siro_desktop.ui.comparison.board_copy import copy_board
from siro_desktop.ui.comparison.leaderboard import Leaderboard
from siro_desktop.ui.comparison.leaderboard_model import Column
from siro_desktop.ui.copied_numbers import copied_numbers
from siro_desktop.ui.theme import apply_theme, current_theme

QUESTIONS = {0: 9.0, 1: 14.0, 2: 9.0, 3: 20.0, 4: None}


def score(entity: int, period: int, metric: int):
    """Ana and Chloé tie; Dai has few recordings, Elif no value, Femi was refused; before, Ana led."""
    if entity == 5:
        return REFUSED
    if period == 0:
        return {0: 30.0, 1: 20.0}.get(entity)
    return QUESTIONS.get(entity, 12.0)


@pytest.fixture
def make_board(qtbot):
    def show(state) -> Leaderboard:
        board = Leaderboard(state)
        state.setParent(board)
        qtbot.addWidget(board)
        board.resize(900, 500)
        board.show()
        return board

    return show


@pytest.fixture
def board(make_board) -> Leaderboard:
    recordings = lambda entity, _period: 2 if entity == 3 else 10 + entity  # noqa: E731
    return make_board(make_state(6, 2, score, with_whole=True, recordings=recordings, targets=()))


def lines(board: Leaderboard) -> list[tuple[str, str, str]]:
    model = board.model
    return [
        (model.text(row, Column.RANK), model.text(row, Column.CHANGE), model.text(row, Column.NAME))
        for row in range(model.rowCount())
    ]


def test_while_it_is_hidden_nothing_is_said_of_a_comparison_that_has_gone(board) -> None:
    board.hide()
    board._state.set_comparison(None)
    spoken = [
        board.model.index(row, column).data(Qt.ItemDataRole.AccessibleTextRole)
        for row in range(board.model.rowCount())
        for column in Column
    ]
    assert spoken == []
    board._state.set_comparison(Comparison(make_saved(3, 2)))
    board.show()
    assert "Ana Ruiz" in {name for _, _, name in lines(board)}


def test_ranks_ties_changes_the_whole_and_who_is_not_ranked(board) -> None:
    """Row 47."""
    assert lines(board) == [
        ("1", "up 1", "Ben Cole"),
        ("—", "—", "All together"),
        ("=2", "down 1", "Ana Ruiz"),
        ("=2", "new", "Chloé Dupont-Martin"),
        ("Not ranked: fewer than 5 recordings (1)", "", ""),
        ("—", "—", "Dai Evans"),
        ("Not ranked: no value (2)", "", ""),
        ("—", "—", "Elif Yılmaz"),
        ("—", "—", "Femi Okafor"),
    ]


def test_a_name_from_right_to_left_is_cut_where_it_ends(board) -> None:
    long = "ש" * 200
    board._state.set_names(Names(users=(NamedId("user_1", long), NamedId("user_0", "x" * 200))))
    board.table.setColumnWidth(Column.NAME, 120)
    rows = {name: row for row, (_, _, name) in enumerate(lines(board))}
    for name, is_letter in ((long, True), ("x" * 200, False)):
        cell = board.table.visualRect(board.model.index(rows[name], Column.NAME)).adjusted(2, 2, -3, -3)
        assert starts_high_at_the_right(board.table.viewport().grab(cell).toImage()) is is_letter


def test_figures_behind_a_metric_from_right_to_left_stay_in_order(make_board) -> None:
    saved = make_saved(3, 2, metrics=1)
    answers = {
        key: replace(answer, metrics=replace(answer.metrics, names=["שאלות"])) for key, answer in saved.answers.items()
    }
    state = make_state(3, 2, targets=())
    state.set_comparison(Comparison(replace(saved, answers=answers)))
    title = make_board(state).summary()
    first, last = title.index(next(filter(str.isdigit, title))), title.rindex("\u2013") + 1
    layout = QTextLayout(title)
    layout.setTextOption(left_to_right())
    layout.beginLayout()
    line = layout.createLine()
    layout.endLayout()
    assert line.cursorToX(first)[0] < line.cursorToX(last)[0]


def left_to_right() -> QTextOption:
    option = QTextOption()
    option.setTextDirection(Qt.LayoutDirection.LeftToRight)
    return option


def test_the_average_is_called_what_it_is(board) -> None:
    """Row 48."""
    said = plain(board._average.text())
    assert said.startswith("Average of the ranked, weighted by recordings: 10.")
    assert " · median: " in said


def test_more_recordings_may_be_asked_for(board) -> None:
    board._least.setValue(0)
    assert lines(board)[0] == ("1", "new", "Dai Evans")
    board._least.setValue(12)
    assert [line[2] for line in lines(board)[:2]] == ["All together", "Chloé Dupont-Martin"]
    assert lines(board)[2][0] == "Not ranked: fewer than 12 recordings (3)"


def test_without_a_target_a_person_says_which_end_is_best(board) -> None:
    assert board._best.isEnabled()
    board._best.setCurrentIndex(1)
    board._best.activated.emit(1)
    assert [line[2] for line in lines(board)[:2]] == ["Ana Ruiz", "Chloé Dupont-Martin"]
    choices = board._best.model()
    assert isinstance(choices, QStandardItemModel)
    assert not choices.item(2).isEnabled()


@pytest.mark.parametrize(
    ("target", "text", "first"),
    [
        (SHARE_TARGET, "Closest to the target first", "Chloé Dupont-Martin"),
        (Target(metric_id="share", minimum=3), "Highest first", "Ben Cole"),
        (Target(metric_id="share", maximum=3), "Lowest first", "Ana Ruiz"),
    ],
)
def test_the_target_says_which_end_is_best(make_board, target, text, first) -> None:
    board = make_board(make_state(3, 1, lambda e, _p, _m: [10.0, 90.0, 50.0][e], targets=(target,)))
    assert not board._best.isEnabled()
    assert board._best.currentText() == text
    assert lines(board)[0][2] == first


def test_any_period_can_be_looked_at_and_held_against_any_other(make_board) -> None:
    board = make_board(make_state(2, 3, lambda e, p, _m: float(e == p), targets=()))
    assert board._period.currentText() == "19–25 Jan 2026"
    assert board._period.count() == 3
    board._period.setCurrentIndex(1)
    board._period.activated.emit(1)
    assert lines(board) == [("1", "up 1", "Ben Cole"), ("2", "down 1", "Ana Ruiz")]
    board._earlier.setCurrentIndex(3)
    board._earlier.activated.emit(3)
    assert lines(board) == [("1", "same", "Ben Cole"), ("2", "down 1", "Ana Ruiz")]
    board._period.setCurrentIndex(0)
    board._period.activated.emit(0)
    board._earlier.setCurrentIndex(0)
    board._earlier.activated.emit(0)
    assert [line[1] for line in lines(board)] == ["—", "—"]  # there is no period before the first


def test_selection_goes_both_ways(board, qtbot) -> None:
    """Row 40."""
    state = board._state
    state.select(Place(2, 0))
    assert board.table.currentIndex().row() == 3
    board.table.setCurrentIndex(board.model.index(0, Column.NAME))
    assert state.selected == Place(1, 1)
    state.select(None)
    assert not board.table.selectionModel().hasSelection()


def test_the_order_of_the_board_can_be_used_everywhere(board, qtbot) -> None:
    qtbot.mouseClick(board._everywhere, Qt.MouseButton.LeftButton)
    assert board._state.entity_order == (1, 0, 2, 3, 4, 5)
    assert lines(board)[0][2] == "Ben Cole"


def test_a_line_says_everything_about_itself(board) -> None:
    """Rows 77 and 78."""
    role = Qt.ItemDataRole.AccessibleTextRole
    assert plain(board.model.index(0, Column.NAME).data(role)) == (
        "rank 1, up 1, Ben Cole, 12–18 Jan 2026, Talk share, 14.0 %, "
        "pass rate 60.0 % (about 32–83 %), near, 11 recordings"
    )
    assert plain(board.model.index(5, Column.NAME).data(role)) == (
        "not ranked, Dai Evans, 12–18 Jan 2026, Talk share, 20.0 %, "
        "pass rate 60.0 % (about 13–94 %), near, 2 recordings, thin sample: fewer than 5 recordings"
    )
    assert "failed: No access" in board.model.spoken(8)
    about = [board.model.text(row, Column.ABOUT) for row in (0, 5, 8)]
    assert list(map(plain, about)) == ["32–83 %", "13–94 %", "—"]
    tip = board.model.headerData(Column.ABOUT, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert "Approximate" in tip
    assert board.table.accessibleName() == "Leaderboard: Talk share, 12–18 Jan 2026, Highest first"


def test_what_is_on_the_board_can_be_exported_from_top_to_bottom(board) -> None:
    keys = [cell.key for cell in board._state.comparison.saved.plan.cells]
    assert board.visible_rows() == [(keys[entity * 2 + 1], 0) for entity in (1, 6, 0, 2, 3, 4)]


def test_an_empty_board_says_so(make_board) -> None:
    state = make_state(2, 2)
    state.set_comparison(None)
    board = make_board(state)
    assert board.table.isHidden()
    assert not board._empty.isHidden()
    assert board.visible_rows() == []


def test_a_picture_is_asked_for_by_a_button(board, qtbot) -> None:
    with qtbot.waitSignal(board.picture_clicked):
        qtbot.mouseClick(board._picture, Qt.MouseButton.LeftButton)


def test_the_board_follows_the_metric(board, qtbot) -> None:
    board._state.choose_metric(1)
    assert board.model.title(Column.VALUE) == "Longest monologue"
    assert board.model.text(0, Column.VALUE) == "0:14"


def test_figures_change_and_the_chosen_period_stays(make_board) -> None:
    state = make_state(2, 3)
    board = make_board(state)
    board._period.setCurrentIndex(0)
    board._period.activated.emit(0)
    state.set_profile(Profile(id="acme", name="Acme", thin_sample=20))
    assert board._period.currentIndex() == 0
    assert board._least.value() == 20
    assert lines(board)[0][0] == "Not ranked: fewer than 20 recordings (2)"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_chosen_row_is_marked_as_in_the_other_tables(qapp, board, scheme) -> None:
    apply_theme(qapp, scheme)
    palette, theme = board.table.palette(), current_theme()
    assert palette.color(QPalette.ColorRole.Highlight) == theme.color("selected")
    assert palette.color(QPalette.ColorRole.HighlightedText) == theme.color("text")


@pytest.fixture
def _with_dots():
    copied_numbers().choose(is_local=False)
    yield
    copied_numbers().choose(is_local=True)


@pytest.mark.usefixtures("_with_dots")
def test_a_line_is_copied_with_plain_figures_and_without_one_all_lines_are(board, qapp) -> None:
    copy_board(board, with_headings=True)
    text = qapp.clipboard().text().split("\n")
    assert text[0].split("\t")[:5] == ["Rank", "Change", "Name", "Talk share (percent)", "Pass rate"]
    assert text[1].split("\t")[:4] == ["1", "up 1", "Ben Cole", "14"]
    assert text[2].split("\t")[:4] == ["", "", "All together", text[2].split("\t")[3]]
    names = [line.split("\t")[2] for line in text[1:]]
    assert names == [name for rank, _, name in lines(board) if name], "and no line between"
    board.table.selectRow(0)
    copy_board(board, with_headings=False)
    assert qapp.clipboard().text() == text[1]


def test_who_has_no_value_is_copied_without_one(board, qapp) -> None:
    copy_board(board, with_headings=False)
    elif_ = next(line for line in qapp.clipboard().text().split("\n") if "Elif" in line)
    assert elif_.split("\t")[Column.VALUE] == ""


def test_to_enter_the_board_chooses_nobody(board) -> None:
    board.table.setFocus()
    assert board.table.hasFocus()
    assert board._state.selected is None
    board.table.selectRow(0)
    assert board._state.selected == board.model.place(0)


def test_the_menu_copies_a_line_or_the_whole_board(board) -> None:
    board.table.selectRow(0)
    place = board.table.visualRect(board.table.currentIndex()).center()
    board.table.customContextMenuRequested.emit(place)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    named = {action.objectName(): action for action in menu.actions()}
    named["board_copy_headers"].trigger()
    assert len(QGuiApplication.clipboard().text().splitlines()) == 2
    named["board_copy_all"].trigger()
    ranked = sum(board.model.place(row) is not None for row in range(board.model.rowCount()))
    assert len(QGuiApplication.clipboard().text().splitlines()) == ranked > 2
    menu.close()
