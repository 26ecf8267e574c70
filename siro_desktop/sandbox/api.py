"""*Get scorecard metrics values*, as documented."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, request

from siro_desktop.domain.request import VALUES_PATH
from siro_desktop.sandbox import access, aggregate
from siro_desktop.sandbox.parameters import ValuesQuestion, read_values_question
from siro_desktop.sandbox.wire import cut_page, json_response, read_cursor, write_cursor

if TYPE_CHECKING:
    from siro_desktop.domain.query import EntityType
    from siro_desktop.sandbox.practice import Practice

_UNLIMITED: Final = 1_000_000


def build_values(practice: Practice) -> Blueprint:
    """Return the route of the values endpoint."""
    routes = Blueprint("values", __name__)

    @routes.get(VALUES_PATH)
    def values() -> Response:
        return json_response(answer(practice, read_values_question(request.args)))

    return routes


def answer(practice: Practice, question: ValuesQuestion) -> dict[str, object]:
    """Return the body that answers `question`. Raises Refused: 400, 403, 404."""
    access.check_organization(question.organization_id)
    access.check_conversation_type(question.conversation_type_id)
    selection = practice.finder().select(question.ids, question.filter_by)
    totals = aggregate.add_up(
        practice.book, selection, question.conversation_type_id, question.start_ms, question.end_ms
    )
    metric_values = aggregate.metric_values(totals, question.conversation_type_id)
    if practice.options.endless_cursor:
        page, envelope = _endless_page(practice, question, metric_values)
    else:
        page, envelope = cut_page(metric_values, question.cursor, practice.options.page_size or _UNLIMITED)
    data: dict[str, object] = {
        "recordingsEvaluatedCount": totals.recordings,
        "metricValues": page,
        "startAt": question.start_at,
        "endAt": question.end_at,
        "filterByIds": _one_or_many(question.ids),
        "filterBy": _one_or_many(_names(question.filter_by)),
    }
    if question.group_by:
        data["groupBy"] = _one_or_many(_names(question.group_by))  # Siro's documents name no group key in the answer
    return {"data": data, **envelope}


def _endless_page(
    practice: Practice, question: ValuesQuestion, metric_values: list[dict[str, object]]
) -> tuple[list[dict[str, object]], dict[str, object]]:
    """A page that always names a next one."""
    kind = practice.options.endless_cursor
    position = read_cursor(question.cursor)
    page = metric_values[: practice.options.page_size or len(metric_values)]
    if kind == "empty" and position:
        page = []
    if kind == "new":
        page = [{**entry, "id": f"{entry['id']}_{position}", "name": f"{entry['name']} {position}"} for entry in page]
    cursor = write_cursor(1 if kind == "same" else position + 1)
    return page, {"cursor": cursor, "pageSize": len(page), "limit": len(page), "total": None, "hasNextPage": True}


def _names(entity_types: tuple[EntityType, ...]) -> tuple[str, ...]:
    return tuple(entity_type.value for entity_type in entity_types)


def _one_or_many(texts: tuple[str, ...]) -> str | list[str]:
    """Siro echoes one as a text, several as an array."""
    return texts[0] if len(texts) == 1 else list(texts)
