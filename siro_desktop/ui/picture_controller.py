"""Pictures of the charts: asks how, draws and writes them in the export thread, puts them on the clipboard.

Signals: `picture_saved(PictureChoice)`, `picture_copied`, `failed(SiroError)`.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QMimeData, QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

from siro_desktop.errors import ExportError
from siro_desktop.runner.call import Call
from siro_desktop.ui.files import folder_for_files, write_whole
from siro_desktop.ui.picture_choice import SCALES, PictureChoice, PictureColors, PictureFormat
from siro_desktop.ui.replace_asker import ReplaceAsker
from siro_desktop.ui.theme import PAPER, current_theme, drawn_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QSize
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QWidget

    from siro_desktop.domain.names import Names
    from siro_desktop.domain.results import SavedResult
    from siro_desktop.errors import SiroError
    from siro_desktop.ui.charts.picture import PicturePage
    from siro_desktop.ui.charts.picture_files import PictureFacts
    from siro_desktop.ui.picture_dialog import PictureDialog
    from siro_desktop.ui.workspace import Workspace


class PictureController(QObject):
    """Opens the dialog for a page that `draw` returns; the page is drawn in the export thread. GUI thread."""

    picture_saved = Signal(object)
    picture_copied = Signal()
    failed = Signal(object)

    def __init__(self, workspace: Workspace, window: QWidget) -> None:
        super().__init__(window)
        self._workspace, self._window = workspace, window
        self._dialog: PictureDialog | None = None
        self._replacing = ReplaceAsker(workspace.export, self)
        self._page: PicturePage | None = None
        self._facts: PictureFacts | None = None
        # Of the open dialog: the window may show another result soon.
        self._pages: dict[PictureColors, PicturePage] = {}
        settings = workspace.settings.current
        known = {form.value: form for form in PictureFormat}
        form = known.get(settings.picture_format, PictureFormat.PNG)
        on_paper = settings.picture_colors == PictureColors.PAPER
        colors = PictureColors.PAPER if on_paper else PictureColors.WINDOW
        folder = Path(settings.last_export_folder or folder_for_files())
        self._last = PictureChoice(folder / "x", form, settings.picture_scale, colors)

    # Public ---------------------------------------------------------------------------------------------------------

    def ask(self, saved: SavedResult, names: Names, draw: Callable[[], PicturePage]) -> None:
        """Ask how the picture of a result is wished, and where it goes."""
        from siro_desktop.export.file_name import suggest_name
        from siro_desktop.ui.charts.picture_files import is_too_large, pixel_size
        from siro_desktop.ui.picture_dialog import PictureDialog

        page = self._take(saved, names, draw)
        if page is None:
            return
        if self._dialog is not None:
            self._dialog.close()
        offered = PictureColors if current_theme() != PAPER else ()
        self._pages = {each: page if each is self._last.colors else _drawn(draw, each) for each in offered}
        path = self._last.path.with_name(suggest_name(saved, f".{self._last.form}", names))
        sizes = {scale: pixel_size(page, scale) for scale in SCALES if not is_too_large(page, scale)}
        self._dialog = dialog = PictureDialog(replace(self._last, path=path), sizes, self._window)
        dialog.colors_changed.connect(self._on_colors_changed)
        dialog.save_requested.connect(self._on_save_requested)
        dialog.copy_requested.connect(self._on_copy_requested)
        dialog.finished.connect(self._on_dialog_finished)
        dialog.open()
        self._preview(page)

    def copy(self, saved: SavedResult, names: Names, draw: Callable[[], PicturePage]) -> None:
        """Put the picture of a result on the clipboard, as it was wished last."""
        if self._take(saved, names, draw) is not None:
            self._on_copy_requested(self._last)

    def _take(self, saved: SavedResult, names: Names, draw: Callable[[], PicturePage]) -> PicturePage | None:
        """Lay the page out, and keep it with what a file says of it."""
        from siro_desktop.export.picture_facts import PROGRAM, describe_picture
        from siro_desktop.ui.charts.picture_files import PictureFacts

        try:
            self._page = page = _drawn(draw, self._last.colors)
        except ExportError as error:
            self.failed.emit(error)
            return None
        title = " · ".join(part for part in (page.caption.title, page.caption.facts) if part)
        self._facts = PictureFacts(title, page.summary, PROGRAM, describe_picture(saved, names))
        return page

    def _preview(self, page: PicturePage) -> None:
        """Show the page small in the dialog, as soon as it is drawn."""
        from siro_desktop.ui.picture_dialog import PREVIEW

        room = PREVIEW * self._window.devicePixelRatioF()
        preview = self._workspace.export.submit(Call(partial(_draw_small, page, room)))
        preview.succeeded.connect(self._on_preview_drawn)

    # Slots ----------------------------------------------------------------------------------------------------------

    @Slot(object)
    def _on_preview_drawn(self, image: QImage) -> None:
        if self._dialog is not None:
            self._dialog.show_preview(image)

    @Slot(object)
    def _on_colors_changed(self, colors: PictureColors) -> None:
        page = self._pages.get(colors)
        if page is not None:
            self._page = page
            self._preview(page)

    @Slot(object)
    def _on_save_requested(self, choice: PictureChoice) -> None:
        if self._dialog is not None:
            self._replacing.ask(self._dialog, (choice.path,), partial(self._save, choice))

    def _save(self, choice: PictureChoice) -> None:
        if self._page is None or self._facts is None:
            return
        handle = self._workspace.export.submit(Call(partial(_write, self._page, self._facts, choice)))
        handle.succeeded.connect(self._on_written)
        handle.failed.connect(self._on_failed)

    @Slot(object)
    def _on_copy_requested(self, choice: PictureChoice) -> None:
        if self._page is None or self._facts is None:
            return
        self._last = replace(self._last, colors=choice.colors)
        handle = self._workspace.export.submit(Call(partial(_draw, self._page, self._facts, choice.scale)))
        handle.succeeded.connect(self._on_drawn)
        handle.failed.connect(self._on_failed)

    @Slot(object)
    def _on_written(self, choice: PictureChoice) -> None:
        self._last = choice
        if self._dialog is not None:
            self._dialog.accept()
        self.picture_saved.emit(choice)

    @Slot(object)
    def _on_drawn(self, drawn: tuple[QImage, bytes]) -> None:
        image, svg = drawn
        copied = QMimeData()
        copied.setImageData(image)
        copied.setData("image/svg+xml", svg)
        QGuiApplication.clipboard().setMimeData(copied)
        if self._dialog is not None:
            self._dialog.accept()
        self.picture_copied.emit()

    @Slot(object)
    def _on_failed(self, error: SiroError) -> None:
        if self._dialog is not None and isinstance(error, ExportError):
            self._dialog.show_problem(error.message)
        else:
            self.failed.emit(error)

    @Slot()
    def _on_dialog_finished(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None
            self._pages = {}


def _drawn(draw: Callable[[], PicturePage], colors: PictureColors) -> PicturePage:
    """Return a page in these colours. Raises ExportError if it is too large."""
    if colors is PictureColors.WINDOW:
        return draw()
    with drawn_in(PAPER):
        return draw()


# In the export thread -------------------------------------------------------------------------------------------------


def _write(page: PicturePage, facts: PictureFacts, choice: PictureChoice) -> PictureChoice:
    from siro_desktop.ui.charts.picture_files import picture_bytes

    write_whole(choice.path, picture_bytes(page, choice.form, facts, choice.scale))
    return choice


def _draw(page: PicturePage, facts: PictureFacts, scale: int) -> tuple[QImage, bytes]:
    from siro_desktop.ui.charts.picture_files import draw_image, svg_bytes

    return draw_image(page, scale), svg_bytes(page, facts)


def _draw_small(page: PicturePage, room: QSize) -> QImage:
    from siro_desktop.ui.charts.picture_files import draw_thumbnail

    return draw_thumbnail(page, room)
