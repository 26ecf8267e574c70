"""The preview of a report: paper and orientation, its pages one by one, and what to do with it.

Signals: `print_requested(Report, QPageLayout)`, `pdf_requested(Report, QPageLayout)`, `choice_changed(PaperChoice)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from siro_desktop.ui.report.page_view import PageView
from siro_desktop.ui.report.pages import Report
from siro_desktop.ui.report.paper import PaperChoice, PaperSize, page_layout, paper_of
from siro_desktop.ui.report.work import SlicedWork
from siro_desktop.ui.tab_order import order_tabs_as_laid_out
from siro_desktop.ui.text_size import fit_height
from siro_desktop.ui.theme import SPACE_2, SPACE_4, style_primary
from siro_desktop.ui.widgets import icon_button, named
from siro_desktop.ui.words import grouped

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from PySide6.QtGui import QPageLayout

    from siro_desktop.ui.report.content import ReportContent

    Gather = Callable[[bool], Generator[float, None, ReportContent | None]]


class ReportDialog(QDialog):
    """Builds the report in slices, anew when the paper changes. `gather(with_charts)` reads what it says.

    It begins with `choice`; without `has_charts` there is no choice of charts.
    """

    print_requested = Signal(object, object)
    pdf_requested = Signal(object, object)
    choice_changed = Signal(object)

    def __init__(
        self, gather: Gather, choice: PaperChoice, parent: QWidget | None = None, *, has_charts: bool = True
    ) -> None:
        super().__init__(parent)
        self.setObjectName("report_dialog")
        self.setWindowTitle(self.tr("Print preview"))
        self._gather = gather
        self._report: Report | None = None
        self._work: SlicedWork | None = None
        self._build_choices(choice)
        self._charts.setVisible(has_charts)
        self._build_pages()
        self._build_layout()
        self._connect()
        self.rebuild()

    def _build_choices(self, choice: PaperChoice) -> None:
        self._size = named(QComboBox(self), "report_size")
        for size in PaperSize:
            self._size.addItem(size.value, size)
        self._size.setCurrentIndex(list(PaperSize).index(choice.size))
        self._turned = named(QComboBox(self), "report_orientation")
        self._turned.addItems([self.tr("Portrait"), self.tr("Landscape")])
        self._charts = named(QCheckBox(self.tr("&Charts"), self), "report_charts")
        self._charts.setChecked(choice.with_charts)
        self._charts.setToolTip(self.tr("Print the charts above the table"))
        for combo, name in ((self._size, self.tr("Paper")), (self._turned, self.tr("Orientation"))):
            combo.setAccessibleName(name)
            fit_height(combo)

    def _build_pages(self) -> None:
        self.page = PageView(self)
        self._before = icon_button(self, "report_before", "chevron-left", self.tr("Page before"), self.tr("Page Up"))
        self._after = icon_button(self, "report_after", "chevron-right", self.tr("Next page"), self.tr("Page Down"))
        self._number = named(QSpinBox(self), "report_number")
        self._number.setAccessibleName(self.tr("Page"))
        fit_height(self._number)
        self._count = named(QLabel(self), "report_count")
        self._bar = named(QProgressBar(self), "report_progress")
        self._bar.setRange(0, 100)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Building pages"))
        self._stop = named(QPushButton(self.tr("&Stop"), self), "report_stop")
        self._stop.setAutoDefault(False)
        self._said = named(QLabel(self), "report_said")
        self._said.setWordWrap(True)

    def _build_layout(self) -> None:
        self._print = named(QPushButton(self.tr("&Print…"), self), "report_print")
        self._pdf = named(QPushButton(self.tr("Save as P&DF…"), self), "report_pdf")
        self._close = named(QPushButton(self.tr("Close"), self), "report_close")
        self._print.setDefault(True)
        style_primary(self._print)
        choices = _row(
            self._labelled(self.tr("P&aper"), self._size), self._labelled(self.tr("&Orientation"), self._turned)
        )
        choices.addWidget(self._charts)
        choices.addStretch(1)
        turning = QWidget(self)
        turning.setLayout(_row(self._before, self._number, self._count, self._after))
        building = QWidget(self)
        building.setLayout(_row(self._bar, self._stop))
        for row in (turning, building):
            row.layout().setContentsMargins(0, 0, 0, 0)  # type: ignore[union-attr]
        self._below = named(QStackedWidget(self), "report_below")
        self._below.addWidget(turning)
        self._below.addWidget(building)
        choices.addWidget(self._below)
        buttons = _row(self._said)
        buttons.setStretch(0, 1)
        for button in (self._pdf, self._close, self._print):
            fit_height(button)
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        layout.setSpacing(SPACE_4)
        layout.addLayout(choices)
        layout.addWidget(self.page, 1)
        layout.addLayout(buttons)
        order_tabs_as_laid_out(self)

    def _labelled(self, text: str, combo: QComboBox) -> QWidget:
        label = QLabel(text, self)
        label.setBuddy(combo)
        holder = QWidget(self)
        holder.setLayout(_row(label, combo))
        holder.layout().setContentsMargins(0, 0, 0, 0)  # type: ignore[union-attr]
        return holder

    def _connect(self) -> None:
        self._size.activated.connect(self._on_choice_changed)
        self._turned.activated.connect(self.rebuild)
        self._charts.toggled.connect(self._on_choice_changed)
        self._stop.clicked.connect(self._on_stop_clicked)
        self._number.valueChanged.connect(self._show_page)
        self._before.clicked.connect(self._on_before_clicked)
        self._after.clicked.connect(self._on_after_clicked)
        self.page.turned.connect(self._turn)
        self._print.clicked.connect(self._on_print_clicked)
        self._pdf.clicked.connect(self._on_pdf_clicked)
        self._close.clicked.connect(self.reject)
        self.finished.connect(self._on_finished)

    # Public ---------------------------------------------------------------------------------------------------------

    @property
    def report(self) -> Report | None:
        """The report that is shown; None while it is built, or where that was stopped."""
        return self._report

    def layout_of_page(self) -> QPageLayout:
        """Return the paper that is chosen."""
        return page_layout(self._chosen_size(), is_landscape=self._turned.currentIndex() == 1)

    def _chosen_size(self) -> PaperSize:
        return PaperSize(self._size.currentData())  # Qt gives back the text alone

    @Slot()
    def rebuild(self) -> None:
        """Build all pages anew."""
        if self._work is not None:
            self._work.stop()
        self._show_report(None)
        self._said.setText(self.tr("Building pages…"))
        self._below.setCurrentIndex(1)
        self._work = work = SlicedWork(self._steps(), self)
        work.progressed.connect(self._on_progressed)
        work.succeeded.connect(self._on_built)
        work.start()

    def _steps(self) -> Generator[float, None, Report | None]:
        content = yield from self._gather(self._charts.isChecked())
        if content is None:
            return None
        report = Report(content, paper_of(self.layout_of_page()))
        yield from report.build()
        return report

    # Slots ----------------------------------------------------------------------------------------------------------

    @Slot()
    def _on_choice_changed(self) -> None:
        self.choice_changed.emit(PaperChoice(self._chosen_size(), self._charts.isChecked()))
        self.rebuild()

    @Slot(float)
    def _on_progressed(self, share: float) -> None:
        self._bar.setValue(round(share * 100))

    @Slot(object)
    def _on_built(self, report: Report | None) -> None:
        self._below.setCurrentIndex(0)
        self._said.setText("" if report else self.tr("There is no result to print."))
        self._show_report(report)

    @Slot()
    def _on_stop_clicked(self) -> None:
        if self._work is not None:
            self._work.stop()
        self._below.setCurrentIndex(0)
        self._said.setText(self.tr("Stopped. Choose the paper again to build the pages."))

    def _show_report(self, report: Report | None) -> None:
        self._report = report
        count = report.page_count if report else 0
        self._number.setRange(min(1, count), count)
        self._number.setValue(min(1, count))
        self._count.setText(self.tr("of %1").replace("%1", grouped(count)))
        for widget in (self._print, self._pdf, self._number):
            widget.setEnabled(report is not None)
        self._show_page()

    @Slot()
    def _show_page(self) -> None:
        count, number = self._number.maximum(), self._number.value()
        self._before.setEnabled(number > 1)
        self._after.setEnabled(number < count)
        self.page.show_page(self._report, max(0, number - 1))

    @Slot(int)
    def _turn(self, step: int) -> None:
        self._number.setValue(self._number.value() + step)

    @Slot()
    def _on_before_clicked(self) -> None:
        self._turn(-1)

    @Slot()
    def _on_after_clicked(self) -> None:
        self._turn(1)

    @Slot()
    def _on_print_clicked(self) -> None:
        self.print_requested.emit(self._report, self.layout_of_page())

    @Slot()
    def _on_pdf_clicked(self) -> None:
        self.pdf_requested.emit(self._report, self.layout_of_page())

    @Slot()
    def _on_finished(self) -> None:
        if self._work is not None:
            self._work.stop()


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(SPACE_2)
    for widget in widgets:
        row.addWidget(widget)
    return row
