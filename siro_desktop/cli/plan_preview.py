"""What a fetch would take, before anything is sent."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from siro_desktop.cli.output import write_result
from siro_desktop.domain.cell_labels import period_label
from siro_desktop.domain.periods import wire_range
from siro_desktop.jobs.run_query import expected_seconds

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from siro_desktop.domain.plan import FetchPlan

_MINUTE: Final = 60


def show_plan(plan: FetchPlan, stored: int, zone: ZoneInfo, form: str) -> None:
    """Write the number of cells, how many are stored, the expected time, and the periods as they would be sent."""
    to_send = len(plan.cells) - stored
    seconds = expected_seconds(to_send)
    periods = [(period_label(period, zone), *wire_range(period)) for period in plan.periods]
    if form == "json":
        names = ("label", "sent_start_at", "sent_end_at")
        content = {
            "requests": len(plan.cells),
            "stored": stored,
            "to_send": to_send,
            "expected_seconds": round(seconds, 1),
            "entities": len(plan.entities),
            "periods": [dict(zip(names, period, strict=True)) for period in periods],
        }
        write_result(json.dumps(content, indent=2) + "\n")
        return
    lines = [
        f"Requests: {len(plan.cells):,}",
        f"Stored:   {stored:,}",
        f"To send:  {to_send:,}",
        f"Expected: {duration_in_words(seconds) if to_send else 'nothing to wait for'}",
        "",
        *(f"{label}: sent as {start} to {end}" for label, start, end in periods),
    ]
    write_result("\n".join(lines) + "\n")


def duration_in_words(seconds: float) -> str:
    """Return roughly how long that is."""
    if seconds < _MINUTE:
        return f"about {max(1, round(seconds)):,} s"
    return f"about {round(seconds / _MINUTE):,} min"
