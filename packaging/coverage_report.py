"""Joins what the two test stages reached, and compares it with the guides. Warnings only."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from environment import ROOT, program

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# What of the package, and how much of it the tests should reach, branches counted, in per cent.
GUIDES = {"below the runner": 95, "in ui": 90}
ABOVE_JOBS = ("__main__", "app", "cli", "runner", "ui")


def join(folder: Path) -> Iterator[str]:
    """Join the coverage files of the stages into the project's .coverage, and yield lines about it. Never fails."""
    files = [str(path) for path in sorted(folder.glob(".coverage.*-tests"))]
    if not files:
        return
    coverage = [str(program("python")), "-m", "coverage"]
    report = folder / "coverage.json"
    for command in (["combine", "--quiet", *files], ["json", "--quiet", "-o", str(report)]):
        variables = {name: value for name, value in os.environ.items() if name != "COVERAGE_FILE"}
        subprocess.run([*coverage, *command], cwd=ROOT, env=variables, check=False, stdin=subprocess.DEVNULL)
    if not report.exists():
        return
    yield "\ncoverage with branches (`.venv/bin/coverage report` shows each file)"
    yield from compare(json.loads(report.read_text(encoding="utf-8"))["files"])


def compare(files: Mapping[str, Mapping[str, Mapping[str, int]]]) -> Iterator[str]:
    """Yield a line for each guide from coverage's JSON report, with a warning where the guide is not reached."""
    for part, guide in GUIDES.items():
        reached = possible = 0
        for path, report in files.items():
            if part_of(path) == part:
                summary = report["summary"]
                reached += summary["covered_lines"] + summary.get("covered_branches", 0)
                possible += summary["num_statements"] + summary.get("num_branches", 0)
        if possible:
            percent = 100 * reached / possible
            warning = f"   WARNING: the guide is {guide} %" if percent < guide else ""
            yield f"  {part:<16} {percent:5.1f} %{warning}"


def part_of(path: str) -> str:
    """Return which part of GUIDES a file of the package falls under; an empty text if none."""
    room = Path(path).with_suffix("").parts[1]
    if room == "ui":
        return "in ui"
    return "" if room in ABOVE_JOBS else "below the runner"
