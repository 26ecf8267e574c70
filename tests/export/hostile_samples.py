"""Figures whose texts try to be something else: formulas, links, markup, controls, other lines; and odd numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from export_samples import make_metrics, make_query, make_saved

from siro_desktop.domain.exports import ExportContent
from siro_desktop.domain.names import NamedId, Names

if TYPE_CHECKING:
    from siro_desktop.domain.results import MetricValues, SavedResult

TEXTS = (
    "=1+1",
    '=HYPERLINK("https://example.org","x")',
    "{=1+1}",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "＝1",
    "https://example.org/a?b=c",
    "mailto:a@example.org",
    "internal:Query!A1",
    "<r><t>markup</t></r>",
    '<r><t>x</t></r></is></c><c r="A9"><f>1+1</f></c><c t="inlineStr"><is><r></r>',
    "a;b,c|d",
    'Says "so", often',
    "two\nlines",
    "'quoted",
    "007",
    "1,5",
    "2026-10-31",
    "TRUE",
    "#N/A",
    "_x0041_",
    "  blanks  ",
    "屋根 ä \U0001f600 e\u0301",
    "\u202eevil",
)
NUMBERS = (0, 1800, -5, -0.25, 0.1 + 0.2, 1e-9, 123456789.123, 1e22, 2**53 + 1, None, 43.25)


def hostile_metrics() -> MetricValues:
    return make_metrics(
        *(
            {
                "ids": text,
                "names": text,
                "descriptions": text,
                "metric_types": text,
                "units": ("seconds", "percent", "count", text)[place % 4],
                "unit_abbreviations": ("sec", "%", "", text)[place % 4],
                "values": NUMBERS[place % len(NUMBERS)],
                "pass_rates": NUMBERS[(place + 3) % len(NUMBERS)],
                "extra": {text: text, "number": -place, "deep": {"a": text}},
            }
            for place, text in enumerate(TEXTS)
        )
    )


def hostile_result() -> SavedResult:
    return make_saved(hostile_metrics(), query=make_query("=user", "+team", conversation_type="@type"))


def hostile_content() -> ExportContent:
    names = Names(users=(NamedId("=user", "=Ana"),), conversation_types=(NamedId("@type", "<r>Roof</r>"),))
    return ExportContent(saved=hostile_result(), names=names)
