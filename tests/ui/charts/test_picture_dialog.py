"""The dialog of pictures: what can be drawn is offered, the file is called as its format says, problems stand in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QFileDialog

from siro_desktop.ui.picture_choice import PictureChoice, PictureColors, PictureFormat
from siro_desktop.ui.picture_dialog import PREVIEW, PictureDialog
from siro_desktop.ui.theme import apply_theme

SIZES = {scale: QSize(700 * scale, 900 * scale) for scale in (1, 2)}


@pytest.fixture
def make_dialog(qtbot):
    def make(form: PictureFormat = PictureFormat.PNG, scale: int = 4, name: str = "October.png") -> PictureDialog:
        dialog = PictureDialog(PictureChoice(Path("/tmp") / name, form, scale), SIZES)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return make


def test_the_largest_size_that_can_be_drawn_is_suggested(make_dialog) -> None:
    dialog = make_dialog()
    assert dialog.choice() == PictureChoice(Path("/tmp/October.png"), PictureFormat.PNG, 2)
    texts = [dialog._scale.itemText(n) for n in range(4)]
    assert texts == [
        "1×: 700 × 900 pixels",
        "2×: 1,400 × 1,800 pixels",
        *(f"{n}×: too large for a PNG" for n in (3, 4)),
    ]
    dialog._scale.setCurrentIndex(3)
    assert not dialog._save.isEnabled()
    assert not dialog._copy.isEnabled()
    dialog._form.setCurrentIndex(1)  # an SVG has no size in pixels
    assert dialog._save.isEnabled()
    assert not dialog._scale.isEnabled()


def test_the_name_ends_as_the_format_says(make_dialog) -> None:
    dialog = make_dialog()
    for number, form in enumerate(PictureFormat):
        dialog._form.setCurrentIndex(number)
        assert dialog.choice() == PictureChoice(Path(f"/tmp/October.{form}"), form, 2)
    dialog._path.setText("/tmp/October")
    assert dialog.choice().path == Path("/tmp/October.pdf")
    dialog._path.setText("/tmp/v1.5")  # that is no ending
    dialog._form.setCurrentIndex(0)
    assert dialog.choice().path == Path("/tmp/v1.5.png")
    dialog._path.setText("Q3.svg")  # a name alone goes where the last one went
    assert dialog.choice() == PictureChoice(Path("/tmp/Q3.svg"), PictureFormat.SVG, 2)


def test_saving_and_copying_are_asked_for_with_what_was_chosen(make_dialog, qtbot) -> None:
    dialog = make_dialog(PictureFormat.PDF, name="October.pdf")
    with qtbot.waitSignal(dialog.save_requested) as saving:
        dialog._save.click()
    assert saving.args == [PictureChoice(Path("/tmp/October.pdf"), PictureFormat.PDF, 2)]
    with qtbot.waitSignal(dialog.copy_requested):
        dialog._copy.click()


def test_colors_for_paper_are_offered_where_the_window_has_others(make_dialog, qtbot, qapp) -> None:
    apply_theme(qapp, "light")
    assert not make_dialog()._colors.isVisible()
    apply_theme(qapp, "dark")
    try:
        dialog = make_dialog()
    finally:
        apply_theme(qapp, "light")
    assert dialog._colors.isVisible()
    assert dialog.choice().colors is PictureColors.WINDOW
    with qtbot.waitSignal(dialog.colors_changed) as changing:
        dialog._colors.setCurrentIndex(1)
    assert changing.args == [PictureColors.PAPER]
    assert dialog.choice().colors is PictureColors.PAPER


def test_another_place_is_browsed_for(make_dialog, monkeypatch) -> None:
    dialog = make_dialog()
    chosen = ["/tmp/other.png", ""]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_options: (chosen.pop(0), ""))
    dialog._browse.click()
    assert dialog.choice().path == Path("/tmp/other.png")
    dialog._browse.click()  # cancelled
    assert dialog.choice().path == Path("/tmp/other.png")


def test_the_picture_is_shown_small(make_dialog) -> None:
    dialog = make_dialog()
    image = QImage(100, 80, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    dialog.show_preview(image)
    assert dialog._preview.pixmap().toImage().pixelColor(50, 40) == QColor("red")
    assert dialog._preview.size() == PREVIEW
