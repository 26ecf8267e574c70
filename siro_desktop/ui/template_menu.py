"""The menu of templates. Signal: `template_chosen(Template)`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from siro_desktop.domain.templates import Template

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class TemplateMenu(QMenu):
    """One line for each template; a tool tip says what it asks."""

    template_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("template_menu")
        self.setToolTipsVisible(True)
        for template, (text, tip) in self._texts().items():
            action = self.addAction(text)
            action.setObjectName(f"template_{template.value}")
            action.setMenuRole(QAction.MenuRole.NoRole)
            action.setToolTip(tip)
            action.setStatusTip(tip)
            action.triggered.connect(partial(self._on_triggered, template))

    def _texts(self) -> dict[Template, tuple[str, str]]:
        return {
            Template.THIS_WEEK: (
                self.tr("&This week against last week"),
                self.tr("This week so far, beside the same days of the week before"),
            ),
            Template.ONE_TO_ONE: (
                self.tr("&One-to-one"),
                self.tr("A rep's last four complete weeks, week by week, beside their team where it is known"),
            ),
            Template.LEADERBOARD: (
                self.tr("Team &leaderboard"),
                self.tr("Each member of a team last month, against the month before"),
            ),
            Template.BEFORE_AFTER: (
                self.tr("&Before and after…"),
                self.tr("As many days before a training, a script or a price change as from it on"),
            ),
            Template.MONTHLY_REPORT: (
                self.tr("&Monthly report"),
                self.tr("The last six months, month by month"),
            ),
            Template.TALK_SHARE: (
                self.tr("Talk &share"),
                self.tr("Each rep over the last twelve weeks, and all of them together"),
            ),
        }

    def _on_triggered(self, template: Template) -> None:
        self.template_chosen.emit(template)
