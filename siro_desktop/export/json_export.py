"""A result as JSON: what was asked, what came, and every metric value with all its fields."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from siro_desktop.domain.targets import NO_TARGETS
from siro_desktop.export.description import describe_cell, describe_result
from siro_desktop.export.target_columns import TargetColumns
from siro_desktop.export.text_forms import raw_number

if TYPE_CHECKING:
    from siro_desktop.domain.results import MetricValue, SavedResult
    from siro_desktop.domain.targets import HeldTargets, Targets


def result_json(saved: SavedResult, targets: Targets = NO_TARGETS) -> str:
    """Return readable JSON that ends with a line end. Missing figures are null; instants are in UTC.

    A value that a target is known for has its ends and how the value stands to it.
    """
    answers = []
    known = TargetColumns(saved, targets)
    for cell in saved.plan.cells:
        answer, held = saved.answers.get(cell.key), known.held(cell)
        values = {"values": [_describe_value(value, held) for value in answer.metrics]} if answer else {}
        answers.append({**describe_cell(saved, cell), **values})
    content = {**describe_result(saved), "answers": answers}
    # ASCII, so that it passes through any terminal and pipe.
    return json.dumps(content, indent=2, ensure_ascii=True) + "\n"


def _describe_value(value: MetricValue, held: HeldTargets) -> dict[str, Any]:
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
        **_describe_target(value, held),
    }


def _describe_target(value: MetricValue, held: HeldTargets) -> dict[str, Any]:
    target = held.by_metric.get(value.id)
    if target is None:
        return {}
    return {
        "target_minimum": raw_number(target.minimum),
        "target_maximum": raw_number(target.maximum),
        "target_status": target.status(value.value),
    }
