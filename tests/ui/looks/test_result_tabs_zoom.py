"""The tabs of open results in other sizes of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QTabBar

from siro_desktop.ui.result_tabs import ResultTabs
from siro_desktop.ui.text_size import NO_ZOOM, text_size

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def test_tabs_are_as_small_again_after_the_text_was_large(qtbot: QtBot) -> None:
    tabs = ResultTabs()
    qtbot.addWidget(tabs)
    for number in (1, 2):
        tabs.add(number)
        tabs.set_text(number, "Team of Marisol Vega · 1–31 Oct 2026", "")
    tabs.resize(900, 80)
    tabs.show()
    bar = tabs.findChild(QTabBar, "open_results")
    assert bar is not None
    former = bar.sizeHint()
    try:
        text_size().set_zoom(250)
        qtbot.waitUntil(lambda: bar.sizeHint().height() > former.height())
    finally:
        text_size().set_zoom(NO_ZOOM)
    qtbot.waitUntil(lambda: bar.sizeHint() == former)
