"""How much slower than bare msgspec a page becomes columns. Run as a script; prints ratios of medians of one run."""

from __future__ import annotations

import statistics
import time
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from siro_desktop.api.parse import Envelope, parse_page

if TYPE_CHECKING:
    from collections.abc import Callable

TARGET = 1.4


def page_of(rows: int, *, undocumented: bool = False) -> bytes:
    """A page as Siro sends it; with `undocumented`, a field in each metric that the documents do not know."""
    metrics = [
        {
            "id": f"metric_value_{row:06}",
            "name": f"Metric number {row % 40}",
            "unit": "seconds",
            "unitAbbreviated": "sec",
            "metricType": "CONVERSATION_TIME" if row % 3 else "AI_METRIC",
            "description": f"Total duration of the conversation in seconds, kind {row % 40}",
            "value": row * 1.25,
            "passRate": row % 100,
        }
        | ({"groupKey": f"user_{row % 60}"} if undocumented else {})
        for row in range(rows)
    ]
    data = {
        "recordingsEvaluatedCount": 150,
        "metricValues": metrics,
        "startAt": "2024-01-01T00:00:00Z",
        "endAt": "2024-01-31T23:59:59Z",
        "filterByIds": ["user_001", "user_002"],
        "filterBy": "USER",
    }
    return msgspec.json.encode({"data": data, "cursor": None, "total": rows, "hasNextPage": False})


def medians(
    work: dict[str, Callable[[], object]], rounds: int, clock: Callable[[], float] = time.perf_counter
) -> dict[str, float]:
    """Median seconds of each piece of work, run in turn so that drift touches all alike."""
    times: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(rounds):
        for name, call in work.items():
            began = clock()
            call()
            times[name].append(clock() - began)
    return {name: statistics.median(seconds) for name, seconds in times.items()}


def main() -> None:
    """Print how columns compare with msgspec's structs alone, and with msgspec's untyped decoding."""
    typed = msgspec.json.Decoder(Envelope)
    for rows, rounds in ((100, 400), (1000, 200), (5000, 60)):
        body, odd = page_of(rows), page_of(rows, undocumented=True)
        found = medians(
            {
                "typed": partial(typed.decode, body),
                "untyped": partial(msgspec.json.decode, body),
                "columns": partial(parse_page, body),
                "extra": partial(parse_page, odd),
            },
            rounds,
        )
        times = "  ".join(f"{name} {seconds * 1e3:.3f} ms" for name, seconds in found.items())
        ratios = [found["columns"] / found[name] for name in ("typed", "untyped")]
        print(f"{rows} metrics, {len(body) / 1024:.0f} KB: {times}")
        print(f"  columns / typed {ratios[0]:.2f}   columns / untyped {ratios[1]:.2f}   (target {TARGET})")


if __name__ == "__main__":
    main()
