"""Every input can be reached by keyboard, in reading order, and says what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QFont, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QWidget,
)

from siro_desktop.ui.period_words import EARLIER, LAST_N
from siro_desktop.ui.query_form import QueryForm
from siro_desktop.ui.theme import apply_theme, control_height

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

READING_ORDER = [
    "conversation_type_id",
    "period_preset",
    "period_count_number",
    "period_count_unit",
    "period_to_date",
    "start",
    "end",
    "filter_by_several",
    "filter_by_user",
    "ids",
    "chip_0",
    "ids_edit",
    "ids_clear",
    "compare",
    "compare_with_whole",
    "compare_periods",
    "compare_count_number",
    "compare_count_unit",
    "group_by",
    "query_more",
    "organization_id",
    "query_run",
]


def walk(form: QWidget, first: QWidget) -> list[str]:
    """The names of the visible widgets that Tab leads to, from `first` once round."""
    names = []
    widget = first
    for _ in range(500):
        can_have = widget.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
        if can_have and widget.isVisible() and form.isAncestorOf(widget) and widget.focusProxy() is None:
            names.append(widget.objectName())
        following = widget.nextInFocusChain()
        assert following is not None
        widget = following
        if widget is first:
            break
    return names


def open_extras(form: QueryForm) -> None:
    for name, key in (("period_preset", LAST_N), ("compare", "entity"), ("compare_periods", EARLIER)):
        combo = form.findChild(QComboBox, name)
        assert combo is not None
        combo.setCurrentIndex(combo.findData(key))


@pytest.fixture
def full(form: QueryForm, qtbot: QtBot) -> QueryForm:
    """A form with everything visible."""
    line = form.findChild(QLineEdit, "ids")
    assert line is not None
    QGuiApplication.clipboard().setText("a_1,a_2")
    qtbot.keyClick(line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    open_extras(form)
    more = form.findChild(QAbstractButton, "query_more")
    assert more is not None
    more.setChecked(True)
    return form


def test_tab_leads_through_every_input_in_reading_order(full: QueryForm) -> None:
    first = full.findChild(QComboBox, "conversation_type_id")
    assert first is not None
    assert [name for name in walk(full, first) if name in READING_ORDER] == READING_ORDER


def test_every_input_can_be_reached(full: QueryForm) -> None:
    first = full.findChild(QComboBox, "conversation_type_id")
    assert first is not None
    reached = set(walk(full, first))
    for widget in inputs(full):
        parts = {widget.objectName(), *(part.objectName() for part in widget.findChildren(QWidget))}
        assert parts & reached, widget.objectName()


def inputs(host: QWidget) -> Iterator[QWidget]:
    for kind in (QLineEdit, QComboBox, QAbstractSpinBox):
        for widget in host.findChildren(kind):
            inside_another = isinstance(widget.parent(), QComboBox | QAbstractSpinBox)
            if widget.isVisible() and not inside_another and not widget.objectName().startswith("qt_"):
                yield widget


def test_every_input_has_a_label_and_a_name(full: QueryForm) -> None:
    buddies = {label.buddy() for label in full.findChildren(QLabel) if label.buddy() is not None}
    found = list(inputs(full))
    assert len(found) == 12
    for widget in found:
        assert widget.objectName()
        assert widget in buddies, widget.objectName()
    for name in ("filter_by", "group_by"):
        assert full.findChild(QWidget, name) in buddies


def test_screen_readers_hear_the_labels(full: QueryForm) -> None:
    for name, heard in (("start", "First day"), ("ids", "Ids"), ("group_by", "Group by"), ("filter_by_team", "Teams")):
        widget = full.findChild(QWidget, name)
        assert widget is not None
        accessible = QAccessible.queryAccessibleInterface(widget)
        assert accessible is not None
        assert accessible.text(QAccessible.Text.Name).replace("&", "").startswith(heard)


def test_our_widgets_all_have_names(full: QueryForm) -> None:
    for widget in full.findChildren(QWidget):
        if type(widget).__module__.startswith("siro_desktop"):
            assert widget.objectName(), widget


def test_arrow_keys_choose_among_the_types(full: QueryForm, qtbot: QtBot) -> None:
    reps, teams = full.findChild(QAbstractButton, "filter_by_user"), full.findChild(QAbstractButton, "filter_by_team")
    assert reps is not None
    assert teams is not None
    reps.setFocus()
    qtbot.keyClick(reps, Qt.Key.Key_Right)
    assert teams.isChecked()
    assert teams.hasFocus()


@pytest.mark.parametrize("name", ["period_preset", "start", "period_count_number", "compare", "compare_periods"])
def test_the_wheel_scrolls_and_changes_nothing_that_it_passes_over(qtbot: QtBot, full: QueryForm, name: str) -> None:
    full.resize(320, 300)
    area, control, line = (full.findChild(QScrollArea), full.findChild(QWidget, name), full.findChild(QLineEdit, "ids"))
    window = full.windowHandle()
    assert area is not None
    assert control is not None
    assert line is not None
    assert window is not None
    line.setFocus()
    bar = area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    area.ensureWidgetVisible(control)
    before, draft = bar.value(), full.draft()
    place = QPointF(control.mapTo(full, control.rect().center()))
    QTest.wheelEvent(window, place, QPoint(0, 120 if before else -120))
    qtbot.waitUntil(lambda: bar.value() != before)
    assert full.draft() == draft
    assert line.hasFocus()


@pytest.fixture
def double_text() -> Iterator[None]:
    former = QApplication.font()
    large = QFont(former)
    large.setPointSizeF(former.pointSizeF() * 2)
    QApplication.setFont(large)
    yield
    QApplication.setFont(former)


@pytest.mark.parametrize("width", [300, 360])
@pytest.mark.usefixtures("double_text")
def test_double_text_fits(qtbot: QtBot, width: int) -> None:
    """79: no input is cut at the right, and each is high enough for its text; with every extra open."""
    form = QueryForm()
    qtbot.addWidget(form)
    open_extras(form)
    form.resize(width, 900)
    form.show()
    QApplication.processEvents()
    assert form.width() == width
    for widget in inputs(form):
        right = widget.mapTo(form, QPoint(widget.width(), 0)).x()
        assert right <= width, widget.objectName()
        assert widget.height() >= control_height(widget) - 1, widget.objectName()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_colour_schemes_paint(full: QueryForm, qtbot: QtBot, scheme: str) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apply_theme(app, "dark" if scheme == "dark" else "light")
    is_dark = scheme == "dark"
    qtbot.waitUntil(lambda: (full.grab().toImage().pixelColor(5, 5).lightness() < 128) is is_dark)
    apply_theme(app, "light")
