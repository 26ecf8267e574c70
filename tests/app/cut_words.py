"""What is cut off in a window: words without room, and parts that lie outside of it."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QStyle,
    QStyleOptionComboBox,
    QStyleOptionFrame,
    QTabBar,
    QToolButton,
    QWidget,
)

from siro_desktop.ui.headings import CELL_PADDING
from siro_desktop.ui.plain_table import PlainTable


def cut_off(host: QWidget) -> list[str]:
    """What a person cannot read in a window: words without room, and parts that lie outside of it."""
    found = []
    for part in host.findChildren(QWidget):
        is_arrow = part.objectName() in {"ScrollLeftButton", "ScrollRightButton"}  # of Qt's tabs
        if part.window() is not host or is_arrow or part.visibleRegion().isEmpty():
            continue
        why = _too_small(part)
        if why:
            found.append(f"{part.objectName() or type(part).__name__}: {why}")
    return found


def _too_small(part: QWidget) -> str:
    words, why = "", ""
    match part:
        case QLabel():
            why = _label_too_small(part)
        case PlainTable():
            why = _table_too_small(part)
        case QComboBox():
            words = part.currentText()
            why = _needs(words, part.fontMetrics().horizontalAdvance(words), _room_in(part), part)
        case QLineEdit() if not part.text() and part.placeholderText():
            words = part.placeholderText()
            why = _needs(words, part.fontMetrics().horizontalAdvance(words), _room_before(part), part)
        case QTabBar() if not part.usesScrollButtons():
            wide = sum(part.tabRect(tab).width() for tab in range(part.count()))
            why = _needs("tabs", wide, part.width(), part)
        case QToolButton() if part.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly and not part.text():
            why = _needs("icon", part.iconSize().width(), part.width(), part)
        case QAbstractButton() if part.text() and not part.objectName().startswith("qt_"):
            why = _button_too_small(part)
    return why


def _room_in(box: QComboBox) -> int:
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    control, field = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
    return box.style().subControlRect(control, option, field, box).width()


def _room_before(line: QLineEdit) -> int:
    """How wide what it asks for may be: Qt cuts it off without a word."""
    option = QStyleOptionFrame()
    line.initStyleOption(option)
    inside = line.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, line).width()
    margins = line.textMargins()
    return inside - margins.left() - margins.right() - sum(icon.width() for icon in line.findChildren(QToolButton))


def _label_too_small(label: QLabel) -> str:
    if not label.text() or type(label).__name__ == "ElidedLabel" or label.pixmap().width():
        return ""
    if label.wordWrap():
        wanted = label.heightForWidth(label.width())
        longest = max(map(label.fontMetrics().horizontalAdvance, label.text().split() or [""]))
        if label.height() + 2 < wanted and not label.text().startswith("<"):
            return f"{label.text()[:40]!r}: {wanted} high in {label.height()}"
        return _needs(label.text()[:40], longest, label.width(), label) if "<" not in label.text() else ""
    return _needs(label.text(), label.sizeHint().width(), label.width(), label)


def _table_too_small(table: PlainTable) -> str:
    """Words of its headings and cells that are cut: a table may scroll, but what stands in it is whole.

    Of names there may be thousands, each on one line, where a long one is cut: it stands whole in a tip.
    """
    model, metrics = table.model(), table.fontMetrics()
    columns = [column for column in range(model.columnCount()) if not table.isColumnHidden(column)]
    for column in columns:
        heading = model.headerData(column, Qt.Orientation.Horizontal)
        room = table.columnWidth(column) - 2 * CELL_PADDING
        if metrics.horizontalAdvance(heading) > room:
            return f"{heading!r}: {metrics.horizontalAdvance(heading)} in {room}"
        for row in range(model.rowCount() if table.objectName() != "names_table" else 0):
            text, flags = model.index(row, column).data(), Qt.TextFlag.TextWordWrap
            needed = metrics.boundingRect(QRect(0, 0, room, 0), flags, text).size()
            if needed.width() > room or needed.height() > table.rowHeight(row):
                return f"{text!r}: {needed.toTuple()} in {room}, {table.rowHeight(row)}"
    return ""


def _button_too_small(button: QAbstractButton) -> str:
    words = button.text().replace("&&", "\0").replace("&", "").replace("\0", "&")
    wraps = type(button).__name__ == "WrappingCheckBox"
    wide = button.fontMetrics().horizontalAdvance(words)
    if button.height() + 1 < button.fontMetrics().height():
        return f"{words!r}: {button.height()} high"
    return "" if wraps else _needs(words, wide, button.width(), button)


def _needs(words: str, wide: int, room: int, part: QWidget) -> str:
    has_tip = bool(part.toolTip()) and words.split(" ", maxsplit=1)[0] in part.toolTip()  # it stands there whole
    return "" if wide <= room + 1 or has_tip else f"{words[:50]!r}: {wide} in {room}"
