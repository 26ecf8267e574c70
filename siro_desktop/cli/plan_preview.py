"""What a fetch would take, before anything is sent."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from siro_desktop.cli.output import write_result
from siro_desktop.domain.cell_labels import period_label
from siro_desktop.domain.periods import wire_range
from siro_desktop.jobs.run_query import expected_seconds

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from siro_desktop.domain.periods import Period
    from siro_desktop.domain.plan import FetchPlan
    from siro_desktop.domain.profile import Profile

_MINUTE: Final = 60
_FINALITIES: Final = {"open": ", is not over yet", "late": ", scores may still arrive", "final": ""}


def show_plan(plan: FetchPlan, stored: int, profile: Profile, now: datetime, form: str) -> None:
    """Write the number of cells, how many are stored, the expected time, and the periods as they would be sent.

    Of each period is told whether its figures are final `now`, an aware instant.
    """
    to_send = len(plan.cells) - stored
    seconds = expected_seconds(to_send, profile.requests_per_minute)
    periods = [
        (period_label(period, profile.zone), *wire_range(period), finality(period, now, profile.late_scores))
        for period in plan.periods
    ]
    if form == "json":
        names = ("label", "sent_start_at", "sent_end_at", "finality")
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
        *(f"{label}: sent as {start} to {end}{_FINALITIES[state]}" for label, start, end, state in periods),
    ]
    write_result("\n".join(lines) + "\n")


def finality(period: Period, now: datetime, late_scores: timedelta) -> str:
    """Return *open* for a period that is not over, *late* while scores may still arrive, else *final*."""
    if now < period.end:
        return "open"
    return "late" if now < period.end + late_scores else "final"


def duration_in_words(seconds: float) -> str:
    """Return roughly how long that is."""
    if seconds < _MINUTE:
        return f"about {max(1, round(seconds)):,} s"
    return f"about {round(seconds / _MINUTE):,} min"
