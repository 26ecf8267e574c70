"""A dialog that stays open beside the window, made when it is wanted, and at most one of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtWidgets import QDialog

if TYPE_CHECKING:
    from collections.abc import Callable

DialogT = TypeVar("DialogT", bound=QDialog)


class OneDialog(Generic[DialogT]):
    """Holds what `build` makes until it is closed. GUI thread."""

    def __init__(self, build: Callable[[], DialogT]) -> None:
        self._build = build
        self.dialog: DialogT | None = None

    def show(self) -> DialogT:
        """Open it, or bring it to the front."""
        if self.dialog is None:
            self.dialog = self._build()
            self.dialog.finished.connect(self._on_finished)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()
        return self.dialog

    def close(self) -> None:
        """Close it, if it is open."""
        if self.dialog is not None:
            self.dialog.close()

    def _on_finished(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
