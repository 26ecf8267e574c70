"""Kills a process with SIGKILL while it writes results as fast as it can, and looks at what it left.

    .venv/bin/python tests/storage/kill_runs.py --times 500

The writer saves runs, answers, problems, labels and notes of one-to-ones, deletes old results; it says what is saved
only after the store has said so. Ends with 1 if anything that was reported is missing or changed, or if the file is
damaged. The moments are random, the seeds fixed.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from damage_kit import never, result_of
from storage_samples import make_answer

from siro_desktop.storage.integrity import check_all
from siro_desktop.storage.library import Library

ROWS = 60
_LONGEST = 0.4  # seconds that a writer may have
WRITER = f"""
import sys; from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parent)!r})
from storage_samples import *
from datetime import date
from siro_desktop.domain.events import Event
from siro_desktop.domain.labels import Labels
from siro_desktop.domain.meetings import Meeting, MetPerson
from siro_desktop.storage.library import Library
def say(*words): print(*words, flush=True)
folder = Path(sys.argv[1])
say("ready"); input()
library = Library.open(folder)
while True:
    plan = make_wide_plan(8); run = save_run(library, plan); say("run", run)
    for cell in plan.cells[:-1]:
        library.save_answers(run, [make_answer(cell.key, rows={ROWS}, canary=f"Talk {{run}}")])
        say("answer", run, cell.key)
    library.save_problems(run, {{plan.cells[-1].key: problem()}}); say("problem", run, plan.cells[-1].key)
    library.labels.save(run, Labels(f"Run {{run}}", tags=("kept",), is_pinned=run % 2 == 0)); say("label", run)
    noted = Meeting(held_on=date(2026, 11, 3), notes=f"Run {{run}}")
    library.meetings.save(MetPerson("acme", "org", f"u{{run}}"), noted); say("meeting", run)
    library.events.exchange("acme", (), [Event(day=date(2026, 11, 3), name=f"Run {{run}}")]); say("event", run)
    if run % 4 == 0:
        say("deleting", run - 2); library.delete_result(run - 2); say("deleted", run - 2)
"""


@dataclass
class Reported:
    """What the store has said of itself, by run."""

    answers: dict[int, set[str]] = field(default_factory=dict)
    problems: dict[int, set[str]] = field(default_factory=dict)
    labels: set[int] = field(default_factory=set)
    meetings: set[int] = field(default_factory=set)
    events: set[int] = field(default_factory=set)
    doomed: set[int] = field(default_factory=set)
    deleted: set[int] = field(default_factory=set)

    def take(self, line: str) -> None:
        kind, *words = line.split()
        run = int(words[0])
        if kind == "run":
            self.answers[run], self.problems[run] = set(), set()
        elif kind == "answer":
            self.answers[run].add(words[1])
        elif kind == "problem":
            self.problems[run].add(words[1])
        elif kind == "label":
            self.labels.add(run)
        elif kind == "meeting":
            self.meetings.add(run)
        elif kind == "event":
            self.events.add(run)
        else:
            (self.doomed if kind == "deleting" else self.deleted).add(run)


def kill_once(folder: Path, chance: random.Random, reported: Reported) -> None:
    """Start a writer, kill it at some moment of its work, and take down what it reported before."""
    command = [sys.executable, "-B", "-c", WRITER, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        process.stdin.write("\n")
        process.stdin.flush()
        with suppress(subprocess.TimeoutExpired):  # it writes until it is killed
            process.wait(chance.random() * _LONGEST)
        process.kill()
        said = process.stdout.read()
    for line in said.split("\n")[:-1]:  # without one that was cut short
        reported.take(line)


def look(folder: Path, reported: Reported) -> Counter[str]:
    """Count what is there of what was reported, and what is not."""
    found: Counter[str] = Counter()
    with Library.open(folder) as library:
        found["damaged file"] += not result_of(check_all(library, never)).is_sound
        ids, labels = set(library.result_ids()), {one.id: one.labels for one in library.load_summaries(limit=10**6)}
        noted = {one.notes for _, one in library.meetings.load_all("acme")}
        found["missing meeting"] += sum(f"Run {run}" not in noted for run in reported.meetings)
        happened = {one.name for one in library.events.load("acme")}
        found["missing event"] += sum(f"Run {run}" not in happened for run in reported.events)
        for run, keys in reported.answers.items():
            if run in reported.deleted:
                found["deleted result that is there"] += run in ids
                continue
            if run not in ids:
                found["missing result"] += run not in reported.doomed
                continue
            saved = library.load_result(run)
            for key in keys:
                right = saved.answers.get(key) == make_answer(key, rows=ROWS, canary=f"Talk {run}")
                found["whole" if right else "missing or changed answer"] += 1
            found["missing problem"] += len(reported.problems[run] - saved.problems.keys())
            found["missing label"] += run in reported.labels and labels[run].name != f"Run {run}"
    return found


def run_many(times: int, seed: int = 9) -> Counter[str]:
    """Kill so often, look each time, and return how often what was found; `whole` counts answers at the end."""
    chance, reported, wrong = random.Random(seed), Reported(), Counter[str]()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "data"
        for number in range(times):
            kill_once(folder, chance, reported)
            found = look(folder, reported) if number % 10 == 9 or number == times - 1 else Counter[str]()
            whole = found.pop("whole", 0)
            wrong.update(found)
    return Counter(whole=whole, runs=len(reported.answers), deleted=len(reported.deleted)) + wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=500)
    options = parser.parse_args()
    started = time.monotonic()
    found = run_many(options.times)
    harmless = {"whole", "runs", "deleted"}
    print(f"{options.times} kills in {time.monotonic() - started:.0f} s")
    print(f"{found['runs']:8,} × a run begun, {found['deleted']:,} of them deleted again")
    print(f"{found['whole']:8,} × a saved answer, whole")
    wrong = {kind: count for kind, count in found.items() if kind not in harmless and count}
    for kind, count in wrong.items():
        print(f"{count:8,} × {kind}")
    print(f"{sum(wrong.values()):8,} × something that was reported as saved and is missing or changed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
