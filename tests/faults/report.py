"""Prints the fault matrix as figures: `.venv/bin/python tests/faults/report.py`. Takes about two minutes.

Each fault runs in a process of its own, with nothing shortened: waits and time limits are those of the program. *Time*
is from pressing Run to the error or the result; *cancel* the longest of several, at moments up to 2 s after the start;
*memory* the resident memory above what the process had before the run. `--json` prints the same for programs.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent.parent)]

from fault_lab import Authority, open_lab  # noqa: E402
from fault_table import FAULTS  # noqa: E402

MOMENTS = (0.0, 0.01, 0.05, 0.2, 1.0, 2.0)
AT_ONCE = 8  # most of them wait most of the time


def main() -> int:
    """Measure all and print, or measure one for the process that asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one is not None:
        print(json.dumps(measure(options.one)))
        return 0
    with ThreadPoolExecutor(AT_ONCE) as pool:
        rows = list(pool.map(measure_apart, range(len(FAULTS))))
    print(json.dumps(rows, indent=1) if options.json else as_table(rows))
    return 0


def measure_apart(number: int) -> dict[str, Any]:
    """Measure one fault in a process of its own."""
    command = [sys.executable, __file__, "--one", str(number)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, timeout=600)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def measure(number: int) -> dict[str, Any]:
    """Run one fault to its end, then cancel it at several moments."""
    fault = FAULTS[number]
    with tempfile.TemporaryDirectory(prefix="siro-desktop-fault-") as name:
        authority = Authority.make(Path(name))
        with open_lab(fault, Path(name), authority) as lab:
            outcome = lab.run()
            cancels = [taken for moment in MOMENTS if (taken := lab.cancel_after(moment)) is not None]
            kept = lab.still_kept()
    return {
        "fault": fault.name,
        "shown": outcome.error.title if outcome.error else "the result",
        "seconds": round(outcome.seconds, 2),
        "cancel_ms": round(max(cancels) * 1000, 1) if cancels else None,
        "memory_mb": round(outcome.peak / 2**20, 1),
        "kept": kept,
    }


def as_table(rows: list[dict[str, Any]]) -> str:
    """The rows as a table in Markdown, with a line of the worst."""
    lines = ["| fault | shown | time (s) | cancel (ms) | memory (MB) | stored data |", "|---|---|---:|---:|---:|---|"]
    for row in rows:
        cancel = "over at once" if row["cancel_ms"] is None else row["cancel_ms"]
        kept = "all there" if row["kept"] else "LOST"
        cells = (row["fault"], row["shown"], row["seconds"], cancel, row["memory_mb"], kept)
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    slowest = max(row["cancel_ms"] or 0 for row in rows)
    largest = max(row["memory_mb"] for row in rows)
    return "\n".join([*lines, "", f"{len(rows)} faults; slowest cancel {slowest} ms; most memory {largest} MB."])


if __name__ == "__main__":
    sys.exit(main())
