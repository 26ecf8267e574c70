"""The preview: pages are built in slices, one is painted at a time, and all of it can be stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QPushButton, QSpinBox
from report_kit import NAMES
from result_samples import Row, make_metrics, make_saved

from siro_desktop.ui.report.dialog import ReportDialog
from siro_desktop.ui.report.gather import gather
from siro_desktop.ui.report.paper import PaperChoice, PaperSize, chosen_size, usual_size

if TYPE_CHECKING:
    from collections.abc import Generator

    from pytestqt.qtbot import QtBot

    from siro_desktop.ui.report.content import ReportContent
    from siro_desktop.ui.result_page import ResultPage

MANY: list[Row] = [(f"Metric number {number:05}", "count", "#", float(number), None) for number in range(10_000)]


@pytest.fixture
def dialog(qtbot: QtBot, page: ResultPage) -> ReportDialog:
    def read(with_charts: bool) -> Generator[float, None, ReportContent | None]:
        return gather(page, NAMES, with_charts=with_charts)

    dialog = ReportDialog(read, PaperChoice(PaperSize.A4))
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def shown(dialog: ReportDialog, kind: type, name: str):  # type: ignore[no-untyped-def]
    return dialog.findChild(kind, name)


def test_pages_are_turned_by_number_button_and_key(qtbot: QtBot, page: ResultPage, dialog: ReportDialog) -> None:
    page.show_result(make_saved(make_metrics(MANY[:200])), from_store=False)
    dialog.rebuild()
    qtbot.waitUntil(lambda: dialog.report is not None)
    number = shown(dialog, QSpinBox, "report_number")
    assert number.maximum() > 3
    assert shown(dialog, QLabel, "report_count").text() == f"of {number.maximum()}"

    qtbot.keyClick(dialog.page, Qt.Key.Key_PageDown)
    assert number.value() == 2
    assert dialog.page.accessibleDescription() == f"Page 2 of {number.maximum()}"
    qtbot.keyClick(dialog.page, Qt.Key.Key_PageUp)
    assert number.value() == 1


def test_paper_and_charts_can_be_chosen(qtbot: QtBot, page: ResultPage, dialog: ReportDialog) -> None:
    page.show_result(make_saved(), from_store=False)
    dialog.rebuild()
    qtbot.waitUntil(lambda: dialog.report is not None)
    size, turned = shown(dialog, QComboBox, "report_size"), shown(dialog, QComboBox, "report_orientation")
    size.setCurrentIndex(1)
    turned.setCurrentIndex(1)
    with qtbot.waitSignal(dialog.choice_changed) as chosen:
        shown(dialog, QCheckBox, "report_charts").click()
    assert chosen.args == [PaperChoice(PaperSize.LETTER, with_charts=False)]
    qtbot.waitUntil(lambda: dialog.report is not None)

    assert dialog.report is not None
    assert (round(dialog.report.paper.width), round(dialog.report.paper.height)) == (792, 612)
    assert dialog.report.content.charts == ()


def test_ten_thousand_rows_are_built_in_slices_that_can_be_stopped(
    qtbot: QtBot, page: ResultPage, dialog: ReportDialog
) -> None:
    page.show_result(make_saved(make_metrics(MANY)), from_store=False)
    shown(dialog, QCheckBox, "report_charts").setChecked(False)
    assert dialog.report is None  # it is not built before control returns
    stop = shown(dialog, QPushButton, "report_stop")
    qtbot.waitUntil(stop.isVisible)
    stop.click()
    assert "Stopped" in shown(dialog, QLabel, "report_said").text()
    assert not shown(dialog, QPushButton, "report_print").isEnabled()

    dialog.rebuild()
    qtbot.waitUntil(lambda: dialog.report is not None, timeout=60_000)
    assert dialog.report is not None
    assert len(dialog.report.content.tables[0].rows) == 10_000
    assert dialog.report.page_count > 150


def test_without_a_result_there_is_nothing_to_print(qtbot: QtBot, dialog: ReportDialog) -> None:
    qtbot.waitUntil(lambda: "no result" in shown(dialog, QLabel, "report_said").text())
    assert not shown(dialog, QPushButton, "report_pdf").isEnabled()


def test_it_asks_to_print_and_to_save(qtbot: QtBot, page: ResultPage, dialog: ReportDialog) -> None:
    page.show_result(make_saved(), from_store=False)
    dialog.rebuild()
    qtbot.waitUntil(lambda: dialog.report is not None)
    for name, signal in (("report_print", dialog.print_requested), ("report_pdf", dialog.pdf_requested)):
        with qtbot.waitSignal(signal) as asked:
            shown(dialog, QPushButton, name).click()
        assert asked.args[0] is dialog.report


def test_charts_that_are_too_many_are_left_out_and_that_is_said(
    qtbot: QtBot, page: ResultPage, dialog: ReportDialog
) -> None:
    page.show_result(make_saved(make_metrics(MANY[:3000])), from_store=False)
    dialog.rebuild()
    qtbot.waitUntil(lambda: dialog.report is not None, timeout=30_000)
    assert dialog.report is not None
    assert dialog.report.content.charts == ()
    assert "The charts are left out." in dialog.report.content.notes[0]
    assert len(dialog.report.content.tables[0].rows) == 3000


def test_what_was_chosen_comes_before_what_is_usual() -> None:
    assert chosen_size("Letter", QLocale("de_DE")) is PaperSize.LETTER
    assert chosen_size("", QLocale("de_DE")) is PaperSize.A4
    assert chosen_size("Foolscap", QLocale("en_US")) is PaperSize.LETTER


def test_paper_is_that_of_the_country() -> None:
    assert usual_size(QLocale("en_US")) is PaperSize.LETTER
    assert usual_size(QLocale("es_MX")) is PaperSize.LETTER
    assert usual_size(QLocale("de_DE")) is PaperSize.A4
