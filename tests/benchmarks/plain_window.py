"""The floor of a start: plain Qt widgets of the kinds and numbers that our window shows first, and nothing else.

Imports nothing of the program. Menus with as many entries, the form's controls, splitters, views, tabs, status bar; all
empty. What the program builds later, or hides, is not here, and no style sheet, delegate or model of our own.
`open_plain_window(painted)` calls back after the first paint.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence, QStandardItemModel
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QMainWindow,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QEvent
    from PySide6.QtWidgets import QLayout

MENUS = {"&File": (26, 1), "&Edit": (9, 0), "&View": (18, 1), "&Query": (10, 0), "&Account": (10, 1), "&Help": (3, 0)}
"""Entries, and how many of them open a menu."""


class NoRows(QAbstractTableModel):
    """Eight columns without rows."""

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0

    def columnCount(self, parent: QModelIndex | None = None) -> int:
        return 8


class FirstPaint(QObject):
    def __init__(self, window: QWidget, painted: Callable[[], None]) -> None:
        super().__init__(window)
        self._painted = painted
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == event.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._painted)
        return False


def open_plain_window(painted: Callable[[], None]) -> int:
    """Show it and run; return the exit code."""
    application = QApplication([])
    window = QMainWindow()
    build_menus(window)
    build_status_bar(window)
    welcome, split = QWidget(), QSplitter(Qt.Orientation.Horizontal)
    split.addWidget(build_left())
    table = QTableView()
    split.addWidget(build_right(table))
    split.setSizes([340, 940])
    pages = stacked(welcome, split)
    pages.setCurrentWidget(split)
    window.setCentralWidget(pages)
    window.resize(1280, 760)
    watching = FirstPaint(table.viewport(), painted)
    window.show()
    assert watching.parent()
    return application.exec()


def build_menus(window: QMainWindow) -> None:
    for title, (entries, menus) in MENUS.items():
        menu = window.menuBar().addMenu(title)
        for number in range(entries - menus):
            action = QAction(f"{title} {number}…", window)
            action.setObjectName(f"{title}_{number}")
            if number % 2:
                action.setShortcut(QKeySequence(f"Ctrl+Alt+F{number % 12 + 1}"))
            menu.addAction(action)
        for number in range(menus):
            below = menu.addMenu(f"More {number}")
            for choice in range(4):
                below.addAction(f"Choice {choice}")


def build_status_bar(window: QMainWindow) -> None:
    for number in range(6):
        window.statusBar().addWidget(QLabel(f"State {number}"), 0 if number else 1)


def build_left() -> QWidget:
    left = QSplitter(Qt.Orientation.Vertical)
    side = QWidget()
    column = QVBoxLayout(side)
    scroll, fields = QScrollArea(), QWidget()
    inputs = QVBoxLayout(fields)
    for field in build_fields():
        inputs.addWidget(field)
    scroll.setWidget(fields)
    scroll.setWidgetResizable(True)
    column.addWidget(scroll, 1)
    column.addWidget(lay_out(QVBoxLayout(), QLabel("One request"), QPushButton("Run")))
    left.addWidget(side)
    lists = QListView()
    lists.setModel(QStandardItemModel(lists))
    tabs = lay_out(QHBoxLayout(), tab_bar("Queries", "Results"), stacked(search_line("Search")), QToolButton())
    left.addWidget(lay_out(QVBoxLayout(), tabs, stacked(lay_out(QVBoxLayout(), stacked(lists)))))
    left.setStretchFactor(0, 3)
    return left


def build_fields() -> Sequence[QWidget]:
    kind = QComboBox()
    kind.setEditable(True)
    days = lay_out(
        QHBoxLayout(), *(lay_out(QVBoxLayout(), QLabel(text), date_edit()) for text in ("First day", "Last day"))
    )
    choices, grid = QWidget(), QGridLayout()
    choices.setLayout(grid)
    for number, text in enumerate(("Reps", "Teams", "Organization", "Recordings")):
        grid.addWidget(QRadioButton(text), number // 2, number % 2)
    ids = lay_out(QHBoxLayout(), QLabel("Ids"), QToolButton())
    pair = lay_out(
        QHBoxLayout(), *(field(text, lay_out(QHBoxLayout(), combo("Nothing"))) for text in ("Compare", "Periods"))
    )
    return (
        field("Conversation type", kind),
        field("Period", QLabel("UTC"), lay_out(QVBoxLayout(), combo("Last month"), days, QLabel("Sent as\nto"))),
        field("Filter by", QCheckBox("Several"), lay_out(QVBoxLayout(), choices)),
        lay_out(QVBoxLayout(), ids, QLineEdit()),
        pair,
        field("Group by", QToolButton()),
        QToolButton(),
    )


def build_right(table: QTableView) -> QWidget:
    title, facts = QLabel("Result"), QLabel("Facts")
    head = lay_out(QVBoxLayout(), lay_out(QHBoxLayout(), title, QToolButton(), QToolButton(), QToolButton()), facts)
    line = QFrame()
    line.setFrameShape(QFrame.Shape.HLine)
    tools = lay_out(QHBoxLayout(), search_line("Search metrics"), QPushButton("Details"), QPushButton("Columns"))
    bar = lay_out(QHBoxLayout(), lay_out(QHBoxLayout(), tab_bar("Table", "Charts", "Changes", "Answer")), tools)
    table.setModel(NoRows(table))
    inner = QSplitter()
    inner.addWidget(lay_out(QVBoxLayout(), stacked(table)))
    page = QScrollArea()
    page.setWidget(lay_out(QVBoxLayout(), lay_out(QVBoxLayout(), inner)))
    page.setWidgetResizable(True)
    body = lay_out(QVBoxLayout(), lay_out(QVBoxLayout(), bar, line, stacked(page)))
    return lay_out(QVBoxLayout(), lay_out(QVBoxLayout(), head, stacked(body)))


def lay_out(layout: QLayout, *widgets: QWidget) -> QWidget:
    host = QWidget()
    host.setLayout(layout)
    for widget in widgets:
        layout.addWidget(widget)
    return host


def field(text: str, *widgets: QWidget) -> QWidget:
    label = QLabel(text)
    label.setBuddy(widgets[-1])
    return lay_out(QVBoxLayout(), label, *widgets)


def stacked(*pages: QWidget) -> QStackedWidget:
    stack = QStackedWidget()
    for page in pages:
        stack.addWidget(page)
    return stack


def combo(text: str) -> QComboBox:
    box = QComboBox()
    box.addItem(text)
    return box


def date_edit() -> QDateEdit:
    edit = QDateEdit()
    edit.setCalendarPopup(True)
    return edit


def search_line(text: str) -> QLineEdit:
    line = QLineEdit()
    line.setPlaceholderText(text)
    line.addAction(QAction(line), QLineEdit.ActionPosition.LeadingPosition)
    return line


def tab_bar(*titles: str) -> QTabBar:
    bar = QTabBar()
    for title in titles:
        bar.addTab(title)
    return bar
