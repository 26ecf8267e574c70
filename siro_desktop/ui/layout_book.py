"""How the columns are arranged for each question, as JSON values, newest last. A new question takes the last layout."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from siro_desktop.domain.plan import FetchPlan
    from siro_desktop.settings import Json

_MOST: Final = 200  # questions; of more, those are forgotten that were not looked at for longest


def layout_key(plan: FetchPlan) -> str:
    """Return the same text for plans that ask the same of the same people, whatever the period."""
    query = plan.query
    asked = (
        *(plan.profile_id, query.organization_id, query.conversation_type_id),
        *(query.filter_by, query.ids, query.group_by, plan.compare_by),
    )
    return hashlib.sha256(repr(asked).encode()).hexdigest()[:24]


class LayoutBook:
    """Remembers layouts by key."""

    def __init__(self, kept: Mapping[str, Json]) -> None:
        self._kept: dict[str, Json] = dict(kept)
        self._current = ""

    def turn_to(self, key: str, layout: Json) -> Json:
        """Go on with another question: keep the `layout` of the one before, return that of this one; None if new."""
        self.keep(layout)
        self._current = key
        return self._kept.get(key)

    def is_at(self, key: str) -> bool:
        """True if this is the question that is looked at."""
        return key == self._current

    def keep(self, layout: Json) -> None:
        """Remember the layout of the question that is looked at."""
        if self._current:
            self._kept.pop(self._current, None)
            self._kept[self._current] = layout

    def to_json(self) -> dict[str, Json]:
        """Return what the settings keep."""
        return dict(list(self._kept.items())[-_MOST:])
