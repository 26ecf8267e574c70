"""A result as JSON: what was asked, what came, and every metric value with all its fields."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from siro_desktop.export.description import describe_cell, describe_result
from siro_desktop.export.text_forms import raw_number

if TYPE_CHECKING:
    from siro_desktop.domain.results import MetricValue, SavedResult


def result_json(saved: SavedResult) -> str:
    """Return readable JSON that ends with a line end. Missing figures are null; instants are in UTC."""
    answers = []
    for cell in saved.plan.cells:
        answer = saved.answers.get(cell.key)
        values = {"values": [_describe_value(value) for value in answer.metrics]} if answer else {}
        answers.append({**describe_cell(saved, cell), **values})
    content = {**describe_result(saved), "answers": answers}
    # ASCII, so that it passes through any terminal and pipe.
    return json.dumps(content, indent=2, ensure_ascii=True) + "\n"


def _describe_value(value: MetricValue) -> dict[str, Any]:
    """One metric value; undocumented fields stand apart, so that they can never hide a documented one."""
    extra = {"extra": dict(value.extra)} if value.extra else {}
    return {
        "metric_id": value.id,
        "metric_name": value.name,
        "metric_type": value.metric_type,
        "unit": value.unit,
        "unit_abbreviated": value.unit_abbreviated,
        "value": raw_number(value.value),
        "pass_rate": raw_number(value.pass_rate),
        "description": value.description,
        **extra,
    }
