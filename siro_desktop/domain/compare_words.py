"""What a comparison is called on the command line and in files: `entity`, `week`, `last-year`, `whole`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from siro_desktop.domain.plan import PLAN_UNITS, CompareBy, CompareEntities
from siro_desktop.domain.relative_periods import Offset
from siro_desktop.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from siro_desktop.domain.calendar import Unit

WHOLE: Final = "whole"
_ENTITIES: Final = {how.value: how for how in (CompareEntities.EACH, CompareEntities.MEMBERS)}
_UNITS: Final = {unit.value: unit for unit in PLAN_UNITS}


def parse_compare_by(texts: Iterable[str]) -> CompareBy:
    """Return what the words say, which commas may separate too: at most one kind of entity, and one unit or offset.

    Raises QueryError for `compare_by`.
    """
    entities: list[CompareEntities] = []
    units: list[Unit] = []
    offsets: list[Offset] = []
    words = dict.fromkeys(part.strip().casefold() for text in texts for part in text.split(",") if part.strip())
    for word in words:
        if word in _ENTITIES:
            entities.append(_ENTITIES[word])
        elif word in _UNITS:
            units.append(_UNITS[word])
        elif word != WHOLE:
            offsets.append(_parse_offset(word))
    if max(len(entities), len(units), len(offsets)) > 1:
        raise QueryError("compare_by", "Choose one of entity and member, and one unit or earlier period.")
    return CompareBy(
        entities=entities[0] if entities else CompareEntities.TOGETHER,
        unit=units[0] if units else None,
        offset=offsets[0] if offsets else None,
        with_whole=WHOLE in words,
    )


def compare_words(compare_by: CompareBy) -> tuple[str, ...]:
    """Return the words that `parse_compare_by` takes; none where nothing is compared."""
    parts = (
        compare_by.entities.value if compare_by.entities is not CompareEntities.TOGETHER else None,
        compare_by.unit and compare_by.unit.value,
        compare_by.offset and str(compare_by.offset),
        WHOLE if compare_by.with_whole else None,
    )
    return tuple(part for part in parts if part)


def _parse_offset(word: str) -> Offset:
    try:
        return Offset.parse(word)
    except QueryError as error:
        known = ", ".join([*_ENTITIES, *_UNITS, WHOLE])
        raise QueryError(
            "compare_by", f"“{word[:40]}” is none of {known}, nor an earlier period: previous, last-year, 4-weeks-ago."
        ) from error
