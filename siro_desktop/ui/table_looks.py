"""How the tables of a page are sorted and filtered, by their names; of those too that are not made yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from siro_desktop.ui.arrangement import Wishes
from siro_desktop.ui.view_look import read_wishes, sort_to_json, wishes_to_json

if TYPE_CHECKING:
    from siro_desktop.settings import Json
    from siro_desktop.ui.ordered_model import OrderedTableModel


class TableLooks:
    """GUI thread. A table that is made late is sorted and filtered then."""

    def __init__(self) -> None:
        self._models: dict[str, OrderedTableModel] = {}
        self._waiting: dict[str, Wishes] = {}

    def add(self, name: str, model: OrderedTableModel) -> None:
        """A table has been made."""
        self._models[name] = model
        model.restore(self._waiting.pop(name, Wishes()))

    def look_of(self, name: str) -> dict[str, Json]:
        """Return how one table is sorted and filtered, as JSON values; by nothing if it has not been made."""
        model = self._models.get(name)
        return wishes_to_json(Wishes() if model is None else model.wishes)

    def looks(self) -> dict[str, Json]:
        """Return the same of all tables that are sorted or filtered."""
        return {name: wishes_to_json(wishes) for name, wishes in self._wishes().items() if wishes != Wishes()}

    def restore(self, kept: Mapping[str, object]) -> None:
        """Sort and filter all tables as `looks` said; what is not understood is left out."""
        self._turn_to({name: read_wishes(look) for name, look in kept.items() if isinstance(look, Mapping)})

    def show_all_rows(self) -> None:
        """Filter by no column any more; rows stay sorted."""
        self._turn_to({name: Wishes(wishes.sorted_by) for name, wishes in self._wishes().items()})

    def sorts(self) -> dict[str, Json]:
        """Return by what each table is sorted, of those that are."""
        return {name: sort_to_json(wishes) for name, wishes in self._wishes().items() if wishes.sorted_by}

    def restore_sorts(self, kept: Mapping[str, object]) -> None:
        """Sort all tables as `sorts` said; they stay filtered."""
        sorted_by = {name: read_wishes({"sort": sort}).sorted_by for name, sort in kept.items()}
        wishes = {**dict.fromkeys(sorted_by, Wishes()), **self._wishes()}
        self._turn_to({name: replace(one, sorted_by=sorted_by.get(name, ())) for name, one in wishes.items()})

    def _wishes(self) -> dict[str, Wishes]:
        return {**self._waiting, **{name: model.wishes for name, model in self._models.items()}}

    def _turn_to(self, wishes: Mapping[str, Wishes]) -> None:
        for name, model in self._models.items():
            model.restore(wishes.get(name, Wishes()))
        self._waiting = {name: wanted for name, wanted in wishes.items() if name not in self._models}
