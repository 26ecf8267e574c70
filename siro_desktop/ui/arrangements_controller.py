"""Keeps arrangements of columns by name, and puts the columns of a table as one of them says.

They are offered in the menu of columns of each table, belong to its kind, and are one for all windows.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QMenu

from siro_desktop.ui.column_table import ColumnTableView
from siro_desktop.ui.kept_arrangements import KeptArrangements
from siro_desktop.ui.ordered_model import OrderedTableModel
from siro_desktop.ui.view_look import read_wishes, sort_to_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from siro_desktop.settings import Json
    from siro_desktop.ui.kept_arrangements import NameProblem
    from siro_desktop.ui.main_window import MainWindow

_MENU_NAMES = ("kept_arrangements", "delete_arrangement")


class ArrangementsController(QObject):
    """Serves the tables of one window, those that are made later too."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._served: set[ColumnTableView] = set()
        page = window.view.result_page
        for body in (page.answer_body, page.comparison_body):
            body.tabs.view_changed.connect(self._serve)
        self._serve()

    @property
    def kept(self) -> KeptArrangements:
        """What is kept now, by whichever window."""
        return KeptArrangements(self._window.state.settings.kept_arrangements)

    @Slot()
    def _serve(self) -> None:
        """Hear of the menus of tables that have been made meanwhile."""
        for table in self._window.view.result_page.findChildren(ColumnTableView):
            if table not in self._served:
                self._served.add(table)
                table.columns_offered.connect(self._on_columns_offered)

    @Slot(QMenu)
    def _on_columns_offered(self, menu: QMenu) -> None:
        table = self.sender()
        if not isinstance(table, ColumnTableView):
            return
        for former in menu.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if former.objectName() in _MENU_NAMES:  # the menu is filled anew each time that it opens
                former.deleteLater()
        menu.addSeparator()
        keep = menu.addAction(self.tr("Keep &this arrangement as…"))
        keep.setObjectName("keep_arrangement")
        keep.triggered.connect(partial(self._ask_for_name, table))
        names = self.kept.names(table.objectName())
        for text, name, do in (
            (self.tr("Kept arrange&ments"), _MENU_NAMES[0], self._arrange),
            (self.tr("&Delete kept arrangement"), _MENU_NAMES[1], self._delete),
        ):
            inner = QMenu(text, menu)
            inner.setObjectName(name)
            inner.setEnabled(bool(names))
            menu.addMenu(inner)
            for one in names:
                inner.addAction(self._window.names.hide_text(one).replace("&", "&&")).triggered.connect(
                    partial(do, table, one)
                )

    # What is done ---------------------------------------------------------------------------------------------------

    def _ask_for_name(self, table: ColumnTableView) -> None:
        from siro_desktop.ui.arrangement_dialog import ArrangementDialog

        dialog = ArrangementDialog(partial(self._problem, table.objectName()), self._window)
        dialog.name_chosen.connect(partial(self._keep, table))
        dialog.open()

    def _problem(self, kind: str, name: str) -> NameProblem | None:
        return self.kept.problem(kind, name)

    def _keep(self, table: ColumnTableView, name: str) -> None:
        self._save(self.kept.with_one(table.objectName(), name, _look(table)))

    def _arrange(self, table: ColumnTableView, name: str) -> None:
        """One step: the columns and the sorting; filters and search stay as they are."""
        former, wanted = _look(table), self.kept.arrangement(table.objectName(), name)
        text = self.tr("change of columns")
        self._window.late.undo.arrange(table, text, partial(_show, table, former), partial(_show, table, wanted))

    def _delete(self, table: ColumnTableView, name: str) -> None:
        kind = table.objectName()
        former = self.kept.kept.get(kind, {}).get(name)
        put_back = partial(self._put_back, kind, name, former if isinstance(former, dict) else {})
        self._forget(kind, name)
        self._window.late.undo.push(self.tr("deletion of an arrangement"), put_back, partial(self._forget, kind, name))

    def _put_back(self, kind: str, name: str, arrangement: Mapping[str, Json]) -> None:
        self._save(self.kept.with_one(kind, name, arrangement))

    def _forget(self, kind: str, name: str) -> None:
        self._save(self.kept.without(kind, name))

    def _save(self, kept: Mapping[str, Mapping[str, Json]]) -> None:
        self._window.workspace.settings.keep(kept_arrangements=kept)


def _model_of(table: ColumnTableView) -> OrderedTableModel:
    model = table.model()
    if not isinstance(model, OrderedTableModel):
        raise TypeError("A table of this kind shows an OrderedTableModel.")
    return model


def _look(table: ColumnTableView) -> dict[str, Json]:
    return {"layout": table.layout_state(), "sort": sort_to_json(_model_of(table).wishes)}


def _show(table: ColumnTableView, look: Mapping[str, object]) -> None:
    table.restore_layout(look.get("layout"))
    model = _model_of(table)
    model.restore(replace(model.wishes, sorted_by=read_wishes(look).sorted_by))
