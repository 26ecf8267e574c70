"""Asks how a picture of the charts is wished, and where it goes; shows it small.

Signals: `save_requested(PictureChoice)`, `copy_requested(PictureChoice)`, `colors_changed(PictureColors)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QPalette, QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
)

from siro_desktop.ui.picture_choice import SCALES, PictureChoice, PictureColors, PictureFormat
from siro_desktop.ui.text_size import fit_height
from siro_desktop.ui.theme import PAPER, SPACE_2, SPACE_3, SPACE_4, current_theme, style_primary, style_text
from siro_desktop.ui.typed_path import typed_path
from siro_desktop.ui.widgets import named
from siro_desktop.ui.words import grouped

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QWidget

PREVIEW: Final = QSize(420, 260)
_PATH_CHARACTERS: Final = 56


class PictureDialog(QDialog):
    """The choices for a picture. `sizes` are its pixels for each scale that can be drawn. Stays open on a problem."""

    save_requested = Signal(object)
    copy_requested = Signal(object)
    colors_changed = Signal(object)

    def __init__(self, suggestion: PictureChoice, sizes: Mapping[int, QSize], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("picture_dialog")
        self.setWindowTitle(self.tr("Save charts as picture"))
        self._sizes = sizes
        self._suggested = suggestion.path
        self._build_layout()
        self._fill(suggestion)
        self._connect()

    def _build_layout(self) -> None:
        self._preview = named(QLabel(self), "picture_preview")
        self._preview.setFixedSize(PREVIEW)
        self._preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._preview.setBackgroundRole(QPalette.ColorRole.Window)
        self._preview.setAccessibleName(self.tr("The picture, small"))
        self._form = named(QComboBox(self), "picture_format")
        for form, text in (
            (PictureFormat.PNG, self.tr("PNG, for chats and slides")),
            (PictureFormat.SVG, self.tr("SVG, sharp at any size")),
            (PictureFormat.PDF, self.tr("PDF, for print")),
        ):
            self._form.addItem(text, form)
        self._scale = named(QComboBox(self), "picture_scale")
        for scale in SCALES:
            self._scale.addItem(self._scale_text(scale), scale)
        self._colors = named(QComboBox(self), "picture_colors")
        self._colors.addItem(self.tr("As in the window"), PictureColors.WINDOW)
        self._colors.addItem(self.tr("For paper, on white"), PictureColors.PAPER)
        self._path = named(QLineEdit(self), "picture_path")
        self._path.setMinimumWidth(self.fontMetrics().averageCharWidth() * _PATH_CHARACTERS)
        self._browse = named(QPushButton(self.tr("&Browse…"), self), "picture_browse")
        self._problem = named(QLabel(self), "picture_problem")
        self._problem.setWordWrap(True)
        self._problem.hide()
        style_text(self._problem, "missed")
        self._copy = named(QPushButton(self.tr("&Copy"), self), "picture_copy")
        self._copy.setToolTip(self.tr("Put the picture on the clipboard"))
        self._cancel = named(QPushButton(self.tr("Cancel"), self), "picture_cancel")
        self._save = named(QPushButton(self.tr("Save"), self), "picture_save")
        self._save.setDefault(True)
        style_primary(self._save)
        fields = (self._form, self._scale, self._colors, self._path, self._browse)
        for widget in (*fields, self._copy, self._cancel, self._save):
            fit_height(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        layout.setSpacing(SPACE_2)
        layout.addWidget(self._preview, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(SPACE_2)
        layout.addLayout(self._fields())
        layout.addWidget(self._problem)
        layout.addSpacing(SPACE_4)
        layout.addLayout(self._buttons())

    def _scale_text(self, scale: int) -> str:
        size = self._sizes.get(scale)
        if size is None:
            return self.tr("%1×: too large for a PNG").replace("%1", str(scale))
        text = self.tr("%1×: %2 × %3 pixels").replace("%1", str(scale))
        return text.replace("%2", grouped(size.width())).replace("%3", grouped(size.height()))

    def _fields(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_3)
        grid.setVerticalSpacing(SPACE_2)
        grid.setColumnStretch(1, 1)
        rows: list[tuple[str, QWidget]] = [(self.tr("For&mat"), self._form), (self.tr("Si&ze"), self._scale)]
        self._colors.setVisible(current_theme() != PAPER)
        if current_theme() != PAPER:
            rows.append((self.tr("C&olours"), self._colors))
        rows.append((self.tr("&File"), self._path))
        for row, (text, field) in enumerate(rows):
            label = named(QLabel(text, self), f"{field.objectName()}_label")
            label.setBuddy(field)
            style_text(label, "muted")
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1, 1, 1 if field is self._path else 2)
        grid.addWidget(self._browse, len(rows) - 1, 2)
        return grid

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(SPACE_2)
        line.addWidget(self._copy)
        line.addStretch(1)
        line.addWidget(self._cancel)
        line.addWidget(self._save)
        return line

    def _fill(self, suggestion: PictureChoice) -> None:
        self._path.setText(str(suggestion.path))
        self._form.setCurrentIndex(self._form.findData(suggestion.form))
        self._colors.setCurrentIndex(self._colors.findData(suggestion.colors))
        drawable = [scale for scale in SCALES if scale in self._sizes and scale <= suggestion.scale]
        self._scale.setCurrentIndex(self._scale.findData(max(drawable, default=SCALES[0])))
        self._on_choice_changed()

    def _connect(self) -> None:
        self._form.currentIndexChanged.connect(self._on_choice_changed)
        self._scale.currentIndexChanged.connect(self._on_choice_changed)
        self._colors.currentIndexChanged.connect(self._on_colors_changed)
        self._path.textChanged.connect(self._on_path_changed)
        self._browse.clicked.connect(self._on_browse_clicked)
        self._copy.clicked.connect(self._on_copy_clicked)
        self._cancel.clicked.connect(self.reject)
        self._save.clicked.connect(self._on_save_clicked)

    # Public ---------------------------------------------------------------------------------------------------------

    def choice(self) -> PictureChoice:
        """What is wished now; where no file is named, as was suggested."""
        form = PictureFormat(self._form.currentData())
        path = self._typed_path() or self._suggested
        return PictureChoice(path, form, self._scale.currentData(), PictureColors(self._colors.currentData()))

    def _typed_path(self) -> Path | None:
        ending, known = f".{self._form.currentData()}", {f".{form}" for form in PictureFormat}
        return typed_path(self._path.text(), self._suggested.parent, ending, known)

    def show_preview(self, image: QImage) -> None:
        """Show the picture, drawn no larger than PREVIEW times the screen's pixel ratio."""
        picture = QPixmap.fromImage(image)
        picture.setDevicePixelRatio(self.devicePixelRatioF())
        self._preview.setPixmap(picture)

    def show_problem(self, sentence: str) -> None:
        """Say under the fields why it cannot be done."""
        self._problem.setText(sentence)
        self._problem.show()
        self._path.setFocus()

    # Slots ----------------------------------------------------------------------------------------------------------

    @Slot()
    def _on_choice_changed(self) -> None:
        """Let the file's name end as the format does, and offer only what can be drawn."""
        form = PictureFormat(self._form.currentData())
        path = self._path.text().strip()
        ends = self._typed_form() or form
        if ends is not form:
            self._path.setText(path[: -len(ends)] + form)
        self._scale.setEnabled(form is PictureFormat.PNG)
        can_draw = self._scale.currentData() in self._sizes
        self._save.setEnabled(can_draw or form is not PictureFormat.PNG)
        self._copy.setEnabled(can_draw)

    def _typed_form(self) -> PictureFormat | None:
        """The format that the end of the name means, if it means one."""
        name = self._path.text().strip().lower()
        return next((form for form in PictureFormat if name.endswith(f".{form}")), None)

    @Slot()
    def _on_path_changed(self) -> None:
        self._problem.hide()
        typed = self._typed_form()
        if typed is not None:
            self._form.setCurrentIndex(self._form.findData(typed))

    @Slot()
    def _on_colors_changed(self) -> None:
        self.colors_changed.emit(self.choice().colors)

    @Slot()
    def _on_browse_clicked(self) -> None:
        form = self.choice().form
        path, _ = QFileDialog.getSaveFileName(
            self,
            self.windowTitle(),
            self._path.text(),
            self.tr("%1 pictures (*.%2)").replace("%1", form.upper()).replace("%2", form),
            options=QFileDialog.Option.DontConfirmOverwrite,  # Save asks
        )
        if path:
            self._path.setText(path)

    @Slot()
    def _on_copy_clicked(self) -> None:
        self.copy_requested.emit(self.choice())

    @Slot()
    def _on_save_clicked(self) -> None:
        if self._typed_path() is None:
            self.show_problem(self.tr("Choose where the picture goes."))
            return
        self.save_requested.emit(self.choice())
