"""The look-ups about metrics: which there are, what a scorecard asks of them, and its colours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, request

from siro_desktop.sandbox import access
from siro_desktop.sandbox.aggregate import describe
from siro_desktop.sandbox.metrics import METRICS, PERCENT
from siro_desktop.sandbox.organization import CONVERSATION_TYPES
from siro_desktop.sandbox.parameters import Parameters
from siro_desktop.sandbox.wire import json_response

if TYPE_CHECKING:
    from siro_desktop.sandbox.metrics import Metric

_BANDS: Final = (("RED", 0, 44), ("YELLOW", 45, 74), ("GREEN", 75, 100))
_TOLERANCE: Final = 0.1  # of the target
_SECTIONS: Final = {"Speaking": 60, "Content": 40}  # name and weight


def build_scorecards() -> Blueprint:
    """Return the routes of the look-ups about metrics."""
    routes = Blueprint("scorecards", __name__)
    routes.add_url_rule("/v1/core/scorecards/scorecard-metrics/available", "available", _available)
    routes.add_url_rule("/v1/core/scorecards/instances", "instances", _instances)
    routes.add_url_rule("/v1/core/scorecards/color-configurations", "colors", _colors)
    return routes


def _available() -> Response:
    parameters = Parameters(request.args)
    organization_id = parameters.text("requestedOrganizationId")
    type_id = parameters.text("conversationTypeId")
    parameters.finish()
    access.check_organization(organization_id)
    access.check_conversation_type(type_id)
    return _whole({"scorecardMetrics": [describe(metric) for metric in METRICS if metric.is_asked_in(type_id)]})


def _instances() -> Response:
    parameters = Parameters(request.args)
    organization_id = parameters.text("organizationId")
    type_id = parameters.optional_text("conversationTypeId")
    is_active = parameters.flag("isActive")
    parameters.finish()
    access.check_organization(organization_id)
    if type_id is not None:
        access.check_conversation_type(type_id)
    instances = [
        build_instance(one, is_active=active)
        for one in CONVERSATION_TYPES
        for active in (True, False)
        if type_id in {None, one} and is_active in {None, active}
    ]
    return _whole({"scorecardInstances": instances})


def _colors() -> Response:
    parameters = Parameters(request.args)
    organization_id = parameters.text("organizationId")
    parameters.finish()
    access.check_organization(organization_id)
    return _whole(_color_bands())


def build_instance(type_id: str, *, is_active: bool) -> dict[str, object]:
    """Return the scorecard of a conversation type: a tree of sections and metrics, and the target of each metric."""
    instance_id = f"si_{type_id}_{'2' if is_active else '1'}"
    spoken = [metric for metric in METRICS if metric.band is not None]
    judged = [metric for metric in METRICS if metric.judgement is not None and metric.is_asked_in(type_id)]
    sections = dict(zip(_SECTIONS, (spoken, judged), strict=True))
    nodes: list[dict[str, object]] = [
        {"id": f"{instance_id}_root", "parentId": None, "nodeType": "ROOT", "name": "Scorecard"}
    ]
    for number, (section, metrics) in enumerate(sections.items()):
        section_id = f"{instance_id}_section_{number + 1}"
        nodes.append({"id": section_id, "parentId": f"{instance_id}_root", "nodeType": "SECTION", "name": section})
        nodes.extend(
            {
                "id": f"{section_id}_{metric.id}",
                "parentId": section_id,
                "nodeType": "METRIC",
                "name": metric.name,
                "scorecardMetricId": metric.id,
            }
            for metric in metrics
        )
    return {
        "id": instance_id,
        "name": f"{CONVERSATION_TYPES[type_id]}{'' if is_active else ' (before)'}",
        "conversationTypeId": type_id,
        "isActive": is_active,
        "nodes": nodes,
        "metricRubrics": [_rubric(metric, len(group)) for group in sections.values() for metric in group],
        "sectionWeights": [
            {"nodeId": f"{instance_id}_section_{number + 1}", "weight": weight}
            for number, weight in enumerate(_SECTIONS.values())
        ],
        "colorConfigurations": _color_bands(),
    }


def _rubric(metric: Metric, metrics_in_section: int) -> dict[str, object]:
    band = metric.band
    usual = 50 if metric.unit is PERCENT else None  # points and counts that nobody set a target for
    low, high = (band.low, band.high) if band else (usual, None)
    return {
        "scorecardMetricId": metric.id,
        "metricPointTotal": round(100 / metrics_in_section, 1),
        "minTarget": low,
        "maxTarget": high,
        "targetTolerance": round(_TOLERANCE * (high or low or 0), 1),
    }


def _color_bands() -> list[dict[str, object]]:
    return [{"color": color, "lowRange": low, "highRange": high} for color, low, high in _BANDS]


def _whole(data: object) -> Response:
    """An answer in one piece, in the envelope that all share."""
    size = len(data) if isinstance(data, list) else 1
    envelope = {"cursor": None, "pageSize": size, "limit": size, "total": size, "hasNextPage": False}
    return json_response({"data": data, **envelope})
