"""How the program looks as a whole: colours, size of text, motion; as the preferences say, and by the menu *View*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QApplication, QMainWindow

from siro_desktop.ui.announce import announce
from siro_desktop.ui.motion import motion
from siro_desktop.ui.text_size import NO_ZOOM, ZOOM_STEPS, text_size
from siro_desktop.ui.theme import apply_theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from siro_desktop.settings import Settings
    from siro_desktop.ui.actions import Actions
    from siro_desktop.ui.window_state import WindowState


def wear_looks(app: QApplication, settings: Settings) -> None:
    """Dress the application as the preferences say. GUI thread."""
    apply_theme(app, settings.theme.value)
    text_size().set_zoom(settings.zoom)
    motion().choose(is_reduced=settings.is_motion_reduced)


class LooksActions(QObject):
    """Connects the actions that change how the program looks, and keeps what was chosen."""

    def __init__(self, actions: Actions, state: WindowState, window: QWidget) -> None:
        super().__init__(window)
        self._actions, self._state, self._window = actions, state, window
        self._connect_themes()
        actions.zoom_in.triggered.connect(self._on_zoom_in)
        actions.zoom_out.triggered.connect(self._on_zoom_out)
        actions.actual_size.triggered.connect(self._on_actual_size)
        actions.full_screen.triggered.connect(self._on_full_screen)
        actions.reduce_motion.setChecked(state.settings.is_motion_reduced)
        actions.reduce_motion.toggled.connect(self._on_reduce_motion)
        text_size().zoomed.connect(self._show_zoom)
        self._show_zoom(text_size().zoom)

    def _connect_themes(self) -> None:
        actions = self._actions
        for action, scheme in (
            (actions.theme_system, "system"),
            (actions.theme_light, "light"),
            (actions.theme_dark, "dark"),
            (actions.theme_high_contrast, "high contrast"),
        ):
            action.setData(scheme)
            action.setChecked(scheme == self._state.settings.theme)
        group = actions.theme_light.actionGroup()
        if isinstance(group, QActionGroup):
            group.triggered.connect(self._on_theme_chosen)

    @Slot(int)
    def _show_zoom(self, percent: int) -> None:
        """Say the zoom in the menu, and offer what changes it."""
        self._actions.zoom_in.setEnabled(percent < ZOOM_STEPS[-1])
        self._actions.zoom_out.setEnabled(percent > NO_ZOOM)
        self._actions.actual_size.setEnabled(percent != NO_ZOOM)
        text = self.tr("&Actual size")
        if percent != NO_ZOOM:
            text = self.tr("&Actual size (now %1 %)").replace("%1", str(percent))
        self._actions.actual_size.setText(text)

    def _zoom(self, steps: int) -> None:
        text_size().step(steps)
        self._keep_zoom()

    def _keep_zoom(self) -> None:
        """Keep the zoom, and have it read out: this window alone, of all that zoom."""
        percent = text_size().zoom
        self._state.keep_zoom(percent)
        announce(self._window, self.tr("Text at %1\u00a0%").replace("%1", str(percent)))

    @Slot()
    def _on_zoom_in(self) -> None:
        self._zoom(1)

    @Slot()
    def _on_zoom_out(self) -> None:
        self._zoom(-1)

    @Slot()
    def _on_actual_size(self) -> None:
        text_size().set_zoom(NO_ZOOM)
        self._keep_zoom()

    @Slot(bool)
    def _on_full_screen(self, is_full: bool) -> None:
        """Fill the screen, or go back to how the window stood, maximized or not."""
        window = self._actions.full_screen.parent()
        if isinstance(window, QMainWindow):
            full = Qt.WindowState.WindowFullScreen
            window.setWindowState(window.windowState() | full if is_full else window.windowState() & ~full)

    @Slot(bool)
    def _on_reduce_motion(self, is_reduced: bool) -> None:
        motion().choose(is_reduced=is_reduced)
        self._state.keep_motion(is_reduced=is_reduced)

    @Slot(QAction)
    def _on_theme_chosen(self, action: QAction) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            apply_theme(application, action.data())
        self._state.keep_theme(action.data())
