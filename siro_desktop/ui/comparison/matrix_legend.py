"""What the shades and marks of the matrix mean; only those that are in view are said."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from siro_desktop.domain.targets import Status
from siro_desktop.domain.units import NO_VALUE
from siro_desktop.ui.comparison.figure_words import thin_in_words
from siro_desktop.ui.comparison.matrix_cells import LEFT_OUT, NOT_YET, STEPS, Kind
from siro_desktop.ui.comparison.matrix_delegate import draw_thin, shades
from siro_desktop.ui.flow_layout import FlowLayout
from siro_desktop.ui.status_mark import mark_side, paint_status, paint_warning, status_word
from siro_desktop.ui.text_size import scale_font
from siro_desktop.ui.theme import CAPTION, SPACE_1, SPACE_3, current_theme, style_text, theme_events
from siro_desktop.ui.widgets import named
from siro_desktop.ui.words import SEPARATOR, fill

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from siro_desktop.ui.comparison.matrix_cells import MatrixCells

_RAMP: Final = "ramp"
_THIN: Final = "thin"
_OLDER: Final = "older"


class _Swatch(QWidget):
    """A small picture of a shade or a mark."""

    def __init__(self, what: str | Status | Kind, host: QWidget) -> None:
        super().__init__(host)
        name = what.value.replace(" ", "_") if isinstance(what, Kind) else what
        self.setObjectName(f"matrix_swatch_{name}")
        self._what = what
        scale_font(self, CAPTION)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme_events().theme_changed.connect(self._on_theme_changed)

    def sizeHint(self) -> QSize:
        """As high as a line; the ramp is wider."""
        metrics = self.fontMetrics()
        line, mark = metrics.lineSpacing(), math.ceil(mark_side(metrics))
        return QSize({_RAMP: 5 * line, _THIN: 2 * line}.get(str(self._what), mark), line)

    @Slot(object)
    def _on_theme_changed(self, _theme: object) -> None:
        self.update()

    def paintEvent(self, _painting: QPaintEvent) -> None:
        """Draw what the cells show."""
        theme, painter, box = current_theme(), QPainter(self), QRectF(self.rect())
        side = mark_side(self.fontMetrics())
        mark = QPointF(side / 2, box.center().y())
        if isinstance(self._what, Status):
            paint_status(painter, mark, side, self._what, theme.color("on_shade"))
        elif self._what in {Kind.FAILED, _OLDER}:
            paint_warning(painter, mark, side, theme.color("near"))
        elif self._what == _THIN:
            draw_thin(painter, box, theme.color("on_shade"))
        else:
            for step, color in enumerate(shades(theme)):
                left = round(box.width() * step / STEPS)
                right = round(box.width() * (step + 1) / STEPS)
                painter.fillRect(left, 2, right - left, round(box.height()) - 4, color)
            painter.setPen(theme.color("line"))
            painter.drawRect(box.adjusted(0, 2, -1, -3))


class MatrixLegend(QWidget):
    """A line of swatches with words; wraps where it is short of room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("matrix_legend")
        self._flow = FlowLayout(self, spacing=SPACE_3)
        self._lowest, self._highest = self._label("lowest"), self._label("highest")
        self._ramp = self._entry("ramp", [self._lowest, _Swatch(_RAMP, self), self._highest])
        self._thin_label = self._label("thin")
        self._thin = self._entry("thin", [_Swatch(_THIN, self), self._thin_label])
        self._statuses = {status: self._marked(status.value, status, status_word(status)) for status in Status}
        blank = self.tr("%1 no value").replace("%1", NO_VALUE)
        waiting = self.tr("%1 no answer yet").replace("%1", NOT_YET)
        self._left_out = self._label("left_out")
        self._kinds = {
            Kind.LEFT_OUT: self._entry("left_out", [self._left_out]),
            Kind.NO_VALUE: self._entry("blank", [self._label("blank", blank)]),
            Kind.UNANSWERED: self._entry("waiting", [self._label("waiting", waiting)]),
            Kind.FAILED: self._marked("failed", Kind.FAILED, self.tr("failed")),
        }
        self._older = self._marked("older", _OLDER, self.tr("asked again and failed: older answer"))

    def lead_with(self, widget: QWidget) -> None:
        """Put a widget before the first swatch, so that both wrap together."""
        self._flow.insert_widget(0, widget)

    def end_with(self, widget: QWidget) -> None:
        """Put a widget behind the last swatch."""
        self._flow.addWidget(widget)

    def show_cells(self, cells: MatrixCells, thin_sample: int) -> None:
        """Say what these cells need."""
        has_ramp = not current_theme().is_high_contrast and cells.low != cells.high
        self._lowest.setText(cells.text_of(cells.low))
        self._highest.setText(cells.text_of(cells.high))
        self._thin_label.setText(
            self.tr("thin: fewer than %1 recordings", "", thin_sample).replace("%1", str(thin_sample))
        )
        self._left_out.setText(fill(self.tr("%1 left out: %2"), LEFT_OUT, thin_in_words(cells.least)))
        self._ramp.setVisible(has_ramp)
        self._thin.setVisible(cells.has_thin)
        self._older.setVisible(cells.has_older)
        for status, entry in self._statuses.items():
            entry.setVisible(bool(cells.statuses) and status in cells.statuses)
        for kind, entry in self._kinds.items():
            entry.setVisible(kind in cells.kinds)
        self._flow.invalidate()
        self.updateGeometry()

    def text(self) -> str:
        """What is said, in words alone."""
        labels = (label for label in self.findChildren(QLabel) if label.isVisibleTo(self))
        labels = (label for label in labels if label.objectName().startswith("matrix_legend"))  # not what leads
        return SEPARATOR.join(label.text() for label in labels)

    def _label(self, name: str, text: str = "") -> QLabel:
        label = named(QLabel(text, self), f"matrix_legend_{name}")
        scale_font(label, CAPTION)
        style_text(label, "muted")
        return label

    def _marked(self, name: str, what: str | Status | Kind, word: str) -> QWidget:
        return self._entry(name, [_Swatch(what, self), self._label(name, word)])

    def _entry(self, name: str, parts: list[QWidget]) -> QWidget:
        entry = named(QWidget(self), f"matrix_legend_{name}_entry")
        line = QHBoxLayout(entry)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE_1)
        for part in parts:
            line.addWidget(part)
        self._flow.addWidget(entry)
        return entry
