"""The menu of a matrix, and what is copied and exported of it."""

from __future__ import annotations

from matrix_samples import UP, menu_of
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from siro_desktop.domain.comparison import Place


def test_the_menu_asks_again_and_shows_the_answer(view, qtbot) -> None:
    comparison = view._state.comparison
    view._state.select(Place(1, 1))
    menu = menu_of(view)
    assert not menu["Show the answer"].isEnabled()  # it failed
    with qtbot.waitSignal(view.retry_requested) as asked:
        menu["Ask this cell again"].trigger()
    assert asked.args == [comparison.cell(Place(1, 1)).key]
    view._state.select(Place(0, 0))
    with qtbot.waitSignal(view.answer_requested) as shown:
        menu_of(view)["Show the answer"].trigger()
    assert shown.args == [comparison.cell(Place(0, 0)).key]


def test_the_menu_sorts_by_keyboard(view) -> None:
    view._state.select(Place(0, 0))
    menu_of(view)["Lowest first"].trigger()
    assert view._state.entity_order == (1, 0, 2)
    assert view.table.sorted_by() == (1, UP)
    menu_of(view)["As asked"].trigger()
    assert view._state.entity_order == (0, 1, 2)


def test_everything_is_copied_with_its_recordings(view) -> None:
    view.table.clearSelection()
    view.copy(with_headings=True)
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]
    assert lines == [
        [
            "Person",
            "5–11 Oct 2026, Rep speaker share (percent)",
            "5–11 Oct 2026, recordings",
            "12–18 Oct 2026, Rep speaker share (percent)",
            "12–18 Oct 2026, recordings",
        ],
        ["Cid", "40", "12", "60", "2"],
        ["ana", "30", "148", "", ""],
        ["Ben", "", "5", "", "6"],
        ["All together", "35", "165", "", ""],
    ]
    assert "<td>148</td>" in QGuiApplication.clipboard().mimeData().html()


def test_selected_cells_are_copied_with_whom_they_are_about(view, qtbot) -> None:
    view._state.select(Place(0, 1))
    qtbot.keyClick(view.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Cid\t60\t2"
    name = view.table._names.visualRect(view.model.index(1, 0)).center()
    qtbot.mouseClick(view.table._names.viewport(), Qt.MouseButton.LeftButton, pos=name)
    qtbot.keyClick(view.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "ana\t30\t148\t\t"


def test_the_figures_in_view_are_told_for_export(view) -> None:
    comparison = view._state.comparison
    view._state.set_entity_order([1, 0, 2])
    keys = [comparison.cell(Place(*at)).key for at in ((1, 0), (0, 0), (0, 1), (2, 0), (3, 0))]
    assert view.visible_rows() == [(key, 0) for key in keys]


def test_the_menu_opens_from_the_keyboard(view) -> None:
    view._state.select(Place(0, 0))
    view._on_menu_asked(view.mapToGlobal(view.rect().center()))
    assert view.findChild(QMenu, "matrix_menu") is not None
