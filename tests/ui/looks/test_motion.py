"""Reduced motion: what moves by itself stands still, and says the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QLineEdit, QProgressBar, QToolButton

from siro_desktop.ui.loading_strip import LoadingStrip
from siro_desktop.ui.motion import Motion, add_clear_button, motion, wants_less_motion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from siro_desktop.ui.text_size import TextSize


class Paints(QObject):
    """Counts how often a widget is painted."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def eventFilter(self, _watched: QObject, happened: QEvent) -> bool:
        self.count += happened.type() == QEvent.Type.Paint
        return False


@pytest.fixture
def moving(size: TextSize) -> Iterator[Motion]:
    yield motion()
    motion().choose(is_reduced=False)


@pytest.fixture
def strip(qtbot: QtBot) -> LoadingStrip:
    strip = LoadingStrip()
    qtbot.addWidget(strip)
    strip.resize(400, 80)
    strip.start("Fetching")
    return strip


def bar_of(strip: LoadingStrip) -> QProgressBar:
    bar = strip.findChild(QProgressBar, "loading_bar")
    assert bar is not None
    return bar


def test_the_bar_runs_while_nobody_knows_how_far_it_is(qtbot: QtBot, moving: Motion, strip: LoadingStrip) -> None:
    paints = Paints()
    bar_of(strip).installEventFilter(paints)
    qtbot.waitUntil(lambda: paints.count >= 8)
    assert not moving.is_reduced


def test_without_motion_it_is_empty_and_still(moving: Motion, strip: LoadingStrip) -> None:
    """The words beside it count the seconds."""
    moving.choose(is_reduced=True)
    bar = bar_of(strip)
    assert (bar.minimum(), bar.value(), bar.maximum()) == (0, 0, 1)
    strip.start("Fetching more")
    assert bar.maximum() == 1
    moving.choose(is_reduced=False)
    assert bar.maximum() == 0


def test_the_cross_that_clears_a_line_is_there_at_once(qtbot: QtBot, moving: Motion) -> None:
    moving.choose(is_reduced=True)
    line = QLineEdit()
    qtbot.addWidget(line)
    add_clear_button(line)
    line.show()
    cross = line.findChild(QToolButton)
    assert cross is not None
    assert cross.property("opacity") == 0
    line.setText("rep")
    assert cross.property("opacity") == 1
    line.clear()
    assert cross.property("opacity") == 0


def test_it_is_as_the_system_has_it_unless_it_is_reduced(qtbot: QtBot, moving: Motion) -> None:
    assert moving.is_reduced is wants_less_motion()
    with qtbot.waitSignal(moving.changed) as told:
        moving.choose(is_reduced=True)
    assert told.args == [True]
    with qtbot.assertNotEmitted(moving.changed):
        moving.choose(is_reduced=True)


def test_nothing_of_qt_fades_or_slides(qapp: QApplication) -> None:
    """Menus, lists and tool tips come at once, with or without motion."""
    from PySide6.QtCore import Qt

    moves = (Qt.UIEffect.UI_AnimateMenu, Qt.UIEffect.UI_FadeMenu, Qt.UIEffect.UI_AnimateCombo)
    tips = (Qt.UIEffect.UI_AnimateTooltip, Qt.UIEffect.UI_FadeTooltip)
    motion().choose(is_reduced=True)
    assert not any(QApplication.isEffectEnabled(effect) for effect in (*moves, *tips))
    motion().choose(is_reduced=False)
