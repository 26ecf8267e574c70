"""How a person sorted and filtered tables by their columns: each sorting is a step, and so is each column's filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QTableView, QWidget

from siro_desktop.ui.ordered_model import OrderedTableModel
from siro_desktop.ui.undo.step import Step

if TYPE_CHECKING:
    from collections.abc import Hashable

    from siro_desktop.ui.arrangement import Wishes
    from siro_desktop.ui.undo.step import Steps


class RowHistory(QObject):
    """Puts steps on `stack` for the tables in `host`, also for those that are made later: then call `watch`."""

    def __init__(self, host: QWidget, stack: Steps) -> None:
        super().__init__(host)
        self._host, self._stack = host, stack
        self._watched: set[OrderedTableModel] = set()
        self.watch()

    @Slot()
    def watch(self) -> None:
        """Hear of what is done to tables that have been made meanwhile."""
        models = {table.model() for table in self._host.findChildren(QTableView)}
        for model in models - self._watched:
            if isinstance(model, OrderedTableModel):
                self._watched.add(model)
                model.wishes_changed.connect(self._on_wishes_changed)

    @Slot(object)
    def _on_wishes_changed(self, former: Wishes) -> None:
        model = self.sender()
        if not isinstance(model, OrderedTableModel):
            return
        now, topic = model.wishes, _filtered_column(former, model.wishes)
        is_sorting = former.sorted_by != now.sorted_by
        text = self.tr("change of sorting") if is_sorting else self.tr("change of filters")
        self._stack.push(
            Step(
                text,
                lambda: model.restore(former),
                lambda: model.restore(now),
                topic=None if topic is None else (id(model), topic),
            )
        )


def _filtered_column(former: Wishes, now: Wishes) -> Hashable:
    """Return the one column whose filter is another now: what is typed there letter by letter is one step."""
    names = {name for name in {*former.filters, *now.filters} if former.filters.get(name) != now.filters.get(name)}
    return names.pop() if len(names) == 1 else None
