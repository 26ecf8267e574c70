"""What the window remembers: size, splitters, colours, the last connection, and what was typed in the form.

Drafts are written soon after each edit, in the store's thread, so that nothing typed is lost to a crash.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QObject, QTimer, Slot
from PySide6.QtGui import QGuiApplication

from siro_desktop.settings import ThemeChoice
from siro_desktop.ui.layout_book import LayoutBook, layout_key

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from siro_desktop.domain.results import SavedResult
    from siro_desktop.settings import Json, Settings
    from siro_desktop.ui.export_choice import ExportChoice
    from siro_desktop.ui.main_window import MainWindow
    from siro_desktop.ui.picture_choice import PictureChoice
    from siro_desktop.ui.table_looks import TableLooks
    from siro_desktop.ui.workspace import Workspace

_DRAFT_DELAY_MS: Final = 500
_FIRST_SIZE: Final = (1280, 760)


class WindowState(QObject):
    """Keeps the settings of one window and puts the window back as it was.

    What a window beside the first has in its form is forgotten with it.
    """

    def __init__(self, workspace: Workspace, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._settings = workspace.settings
        self._layouts = LayoutBook(self.settings.question_layouts)
        self._draft_timer = QTimer(self)
        self._draft_timer.setSingleShot(True)
        self._draft_timer.setInterval(_DRAFT_DELAY_MS)
        self._draft_timer.timeout.connect(self._on_draft_due)
        self._restore_window()

    @property
    def settings(self) -> Settings:
        """The settings as they are now."""
        return self._settings.current

    @Slot()
    def draft_changed(self) -> None:
        """The form was edited: write the draft in a moment."""
        if not self._window.is_beside:
            self._draft_timer.start()

    def restore_draft(self, profile_id: str) -> None:
        """Put back what was typed for a profile."""
        draft = self.settings.query_drafts.get(profile_id)
        if draft is not None:
            self._window.view.query_form.restore_draft(dict(draft))
        self._draft_timer.stop()

    def keep_draft(self) -> None:
        """Keep what the form holds for the profile that the window leaves."""
        if self._draft_timer.isActive():
            self._draft_timer.stop()
            self._on_draft_due()

    def keep_profile(self, profile_id: str) -> None:
        """Remember which connection to open next time."""
        if not self._window.is_beside:
            self._settings.keep(last_profile_id=profile_id)

    def keep_theme(self, theme: str) -> None:
        """Remember the colours."""
        self._settings.keep(theme=ThemeChoice(theme))

    def keep_zoom(self, percent: int) -> None:
        """Remember the size of text."""
        if self.settings.zoom != percent:
            self._settings.keep(zoom=percent)

    def keep_motion(self, *, is_reduced: bool) -> None:
        """Remember whether nothing may move."""
        self._settings.keep(is_motion_reduced=is_reduced)

    def keep_presenting(self, *, is_presenting: bool) -> None:
        """Remember whether names are aliases."""
        self._settings.keep(is_presenting=is_presenting)

    def keep_aliases(self, profile_id: str, kept: Mapping[str, Json]) -> None:
        """Remember who has which alias on a connection."""
        self._settings.keep(aliases={**self.settings.aliases, profile_id: kept})

    def keep_palette_used(self, profile_id: str, used: list[str]) -> None:
        """Remember what was chosen last in the command palette."""
        self._settings.keep(palette_used={**self.settings.palette_used, profile_id: [*used]})

    def keep_folder(self, folder: Path) -> None:
        """Remember where the last file went, to suggest it next time."""
        self._settings.keep(last_export_folder=str(folder))

    def keep_export(self, choice: ExportChoice) -> None:
        """Remember how the last export was wished, to suggest it next time."""
        self._settings.keep(
            last_export_folder=str(choice.path.parent),
            export_format=choice.form.value,
            export_with_question=choice.with_question,
        )

    def keep_picture(self, choice: PictureChoice) -> None:
        """Remember how the last picture was wished, to suggest it next time."""
        self._settings.keep(
            last_export_folder=str(choice.path.parent),
            picture_format=choice.form.value,
            picture_scale=choice.scale,
            picture_colors=choice.colors.value,
        )

    def keep_paper_size(self, size: str) -> None:
        """Remember which paper a report was last laid out for."""
        if self.settings.paper_size != size:
            self._settings.keep(paper_size=size)

    @Slot(bool)
    def keep_paper_charts(self, with_charts: bool) -> None:
        """Remember whether charts are printed."""
        if self.settings.paper_with_charts is not with_charts:
            self._settings.keep(paper_with_charts=with_charts)

    @Slot(object)
    def follow_question(self, saved: SavedResult) -> None:
        """Arrange and sort the columns as they were for this question; a new one goes on with those in view."""
        key = layout_key(saved.plan)
        if not self._layouts.is_at(key):
            self._restore_layout(self._layouts.turn_to(key, self._layout()))

    def _layout(self) -> dict[str, Json]:
        page = self._window.view.result_page
        answer = page.answer_body.table_page.view.layout_state()
        sorts: dict[str, Json] = {name: looks.sorts() for name, looks in self._table_looks().items()}
        return {"answer": answer, "comparison": page.comparison_body.layout_state(), "sorts": sorts}

    def _table_looks(self) -> dict[str, TableLooks]:
        page = self._window.view.result_page
        return {"answer": page.answer_body.looks, "comparison": page.comparison_body.views.looks}

    def _restore_layout(self, kept: object) -> None:
        page, layout = self._window.view.result_page, self._layout()
        if not isinstance(kept, dict) or kept == layout:
            return
        if kept.get("answer") != layout["answer"]:
            page.answer_body.table_page.view.restore_layout(kept.get("answer"))
        comparison = kept.get("comparison")
        if isinstance(comparison, dict) and comparison != layout["comparison"]:
            page.comparison_body.restore_layout(comparison)
        kept_sorts = kept.get("sorts")
        for name, looks in self._table_looks().items():
            sorts = kept_sorts.get(name) if isinstance(kept_sorts, dict) else None
            if isinstance(sorts, dict) and sorts != looks.sorts():
                looks.restore_sorts(sorts)

    def keep_window(self) -> None:
        """Write everything at once, in this thread: the window closes."""
        self._draft_timer.stop()
        self._layouts.keep(self._layout())
        if self._window.is_beside:
            self._settings.keep_now(question_layouts=self._layouts.to_json())
            return
        main, left = self._window.view.save_splitters()
        page = self._window.view.result_page
        self._settings.keep_now(
            query_drafts=self._drafts(),
            window_geometry=self.geometry(),
            splitters={"main": _encode(main), "left": _encode(left)},
            table_layout=page.answer_body.table_page.view.layout_state(),
            comparison_layout=page.comparison_body.layout_state(),
            question_layouts=self._layouts.to_json(),
        )

    def geometry(self) -> str:
        """Return where the window stands and how large it is, for `restore_geometry`."""
        return _encode(bytes(self._window.saveGeometry().data()))

    def restore_geometry(self, geometry: str) -> None:
        """Put the window where it stood."""
        self._window.restoreGeometry(QByteArray(_decode(geometry)))

    def _restore_window(self) -> None:
        self._window.resize(*_FIRST_SIZE)
        if self.settings.window_geometry:  # Qt moves a window back that lay on a screen that is gone
            self.restore_geometry(self.settings.window_geometry)
        screen = QGuiApplication.primaryScreen()
        if screen is not None:
            self._window.resize(self._window.size().boundedTo(screen.availableSize()))
        splitters = self.settings.splitters
        if "main" in splitters and "left" in splitters:
            self._window.view.restore_splitters(_decode(splitters["main"]), _decode(splitters["left"]))
        page = self._window.view.result_page
        page.answer_body.table_page.view.restore_layout(self.settings.table_layout)
        page.comparison_body.restore_layout(self.settings.comparison_layout)

    def _drafts(self) -> Mapping[str, Mapping[str, Json]]:
        profile = self._window.profile
        if profile is None:
            return self.settings.query_drafts
        draft = {**self._window.view.query_form.draft(), **self._window.queries.reference()}
        return {**self.settings.query_drafts, profile.id: draft}

    @Slot()
    def _on_draft_due(self) -> None:
        self._settings.keep(query_drafts=self._drafts())


def _encode(state: bytes) -> str:
    return base64.b64encode(state).decode("ascii")


def _decode(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return b""  # a hand-edited file: Qt keeps its own choice
