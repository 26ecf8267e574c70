"""Where the figures of a picture come from, as JSON that goes inside its file. Pure; any thread."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from siro_desktop import __version__
from siro_desktop.domain.periods import wire_instant
from siro_desktop.domain.question import question_of
from siro_desktop.domain.question_json import QueryFile, names_in, query_file_text
from siro_desktop.export.description import describe_cells, describe_result
from siro_desktop.export.text_forms import raw_number

if TYPE_CHECKING:
    from siro_desktop.domain.names import Names
    from siro_desktop.domain.results import SavedResult

PROGRAM: Final = f"Siro Desktop {__version__}"
PNG_KEYWORD: Final = "Siro"
"""Under which a PNG keeps what it is about, as JSON."""
SVG_NAMESPACE: Final = "urn:siro-desktop:picture"
"""Of the element `siro` of an SVG's metadata, which keeps the same."""
_MOST_CELLS: Final = 100


def describe_picture(saved: SavedResult, names: Names) -> str:
    """Return what was asked, the exact period in UTC, when it was fetched, and on how many recordings it rests.

    ASCII, on one line. It names each answer of a small comparison; of a large one, from when to when they were fetched
    and between how many recordings they rest on. `siroquery` is what a file of the query would hold. No secret.
    """
    question = question_of(saved.plan)
    query = json.loads(query_file_text(QueryFile(question=question, names=names_in(question, names))))
    described = {**describe_result(saved), **_describe_answers(saved), "siroquery": query}
    return json.dumps(described)


def _describe_answers(saved: SavedResult) -> dict[str, Any]:
    answers = list(saved.answers.values())
    counts = [answer.recordings_evaluated for answer in answers]
    fetched = [answer.fetched_at for answer in answers]
    summary: dict[str, Any] = {"cells": len(saved.plan.cells), "answered": len(answers)}
    if answers:
        summary |= {
            "fetched_at": {"first": wire_instant(min(fetched)), "last": wire_instant(max(fetched))},
            "recordings_evaluated": {"least": raw_number(min(counts)), "most": raw_number(max(counts))},
        }
    if len(saved.plan.cells) <= _MOST_CELLS:
        summary["answers"] = describe_cells(saved)
    return summary
