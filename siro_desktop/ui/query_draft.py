"""Reads a kept draft of a question. It may come from an older version or a damaged file: what is no use is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from siro_desktop.domain.query import EntityType

if TYPE_CHECKING:
    from siro_desktop.settings import Json

    Draft: TypeAlias = dict[str, Json]

DRAFT_VERSION: Final = 2
"""1 had no *compare_by*, and fewer words for *preset*."""
SEVERAL: Final = "SEVERAL"
"""The key of the ids of a form that filters by several types at once."""


def read_mapping(kept: object) -> dict[str, object]:
    """Return the entries of a JSON object that have text keys; empty for anything else."""
    return {key: entry for key, entry in kept.items() if isinstance(key, str)} if isinstance(kept, dict) else {}


def read_text(kept: object, default: str = "") -> str:
    """Return text as text, and `default` for anything else."""
    return kept if isinstance(kept, str) else default


def read_texts(kept: object) -> tuple[str, ...]:
    """Return the texts in a JSON array."""
    return tuple(one for one in kept if isinstance(one, str)) if isinstance(kept, list | tuple) else ()


def read_entity_types(kept: object) -> tuple[EntityType, ...]:
    """Return the known types in a JSON array, each once."""
    known = {one.value for one in EntityType}
    return tuple(EntityType(one) for one in dict.fromkeys(read_texts(kept)) if one in known)
