"""How long the store takes, beside what SQLite alone takes for the same rows in the same run.

`python tests/benchmarks/bench_store.py [--values 1000000] [--metrics 1000] [--rounds 5]` measures

- the commit of an answer of 200 values with its raw page, beside SQLite writing the same rows and page in one commit;
- the commit of one answer of a million values, beside `executemany` of ready rows into such a table;
- opening that result again: its first rows, and all of it with its raw page, beside
  `fetchall` of the same rows;
- a quick check, a whole check, and a backup, beside reading the file.

Medians of rounds that take turns. Large ones are told in seconds of processor, which other programs disturb less; the
small commit waits for the disk of the folder for temporary files, so it is told in seconds of the clock.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
import tempfile
import time
import zlib
from contextlib import closing
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1] / "storage"))

from damage_kit import never, result_of
from storage_samples import make_answer, make_plan, save_run

from siro_desktop.cli.services import run_to_end
from siro_desktop.domain.results import MetricValues, Page
from siro_desktop.jobs.saved_results import OpenSaved
from siro_desktop.storage.backup import back_up
from siro_desktop.storage.integrity import check_all, check_quickly
from siro_desktop.storage.library import Library

if TYPE_CHECKING:
    from collections.abc import Callable

    from siro_desktop.domain.results import Answer

BARE = """
PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -32000;
CREATE TABLE answers (id INTEGER PRIMARY KEY, header TEXT);
CREATE TABLE pages (answer_id INTEGER, body BLOB);
CREATE TABLE answer_values (answer_id INTEGER NOT NULL, position INTEGER NOT NULL, metric INTEGER NOT NULL, value,
    pass_rate, extra TEXT, PRIMARY KEY (answer_id, position)) WITHOUT ROWID;
"""
WANTED = "SELECT metric, value, pass_rate, extra FROM answer_values WHERE answer_id = 1 ORDER BY position"


def build(key: str, values: int, metrics: int, page: bytes) -> Answer:
    """An answer of so many values of so many different metrics."""
    of = range(values)
    columns = MetricValues(
        ids=[f"metric_{row % metrics:06d}" for row in of],
        names=[f"Metric {row % metrics}" for row in of],
        units=[("seconds", "percentage", "count")[row % metrics % 3] for row in of],
        unit_abbreviations=[("sec", "%", "")[row % metrics % 3] for row in of],
        metric_types=["AI_METRIC"] * values,
        descriptions=[f"What metric {row % metrics} tells" for row in of],
        values=[row / 7 for row in of],
        pass_rates=[float(row % 101) for row in of],
    )
    return make_answer(key, metrics=columns, pages=(Page("https://api.example.test/?x=1", page),))


def timed(work: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    began = clock()
    work()
    return clock() - began


def say(what: str, seconds: float, floor: float, beside: str) -> None:
    print(f"{what:<44} {seconds * 1000:9.1f} ms   {seconds / floor:5.2f} × {beside} ({floor * 1000:.1f} ms)")


def rows_of(answer: Answer, answer_id: int, metrics: int) -> list[tuple[object, ...]]:
    columns = zip(answer.metrics.values, answer.metrics.pass_rates, strict=True)
    return [(answer_id, at, at % metrics + 1, value, rate, None) for at, (value, rate) in enumerate(columns)]


def write_bare(connection: sqlite3.Connection, answer_id: int, rows: list[tuple[object, ...]], page: bytes) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO answers VALUES (?,?)", (answer_id, "x" * 300))
    connection.execute("INSERT INTO pages VALUES (?,?)", (answer_id, zlib.compress(page, 3)))
    connection.executemany("INSERT INTO answer_values VALUES (?,?,?,?,?,?)", rows)
    connection.execute("COMMIT")


def small(home: Path, rounds: int) -> None:
    page = bytes(range(256)) * 94  # 24 KB
    plan = make_plan()
    answer = build(plan.cells[0].key, 200, 200, page)
    ours, bare = [], []
    other = sqlite3.connect(home / "bare", isolation_level=None)
    with Library.open(home / "small") as library, closing(other):
        other.executescript(BARE)
        for number in range(1, rounds * 40):
            run, rows = save_run(library, plan), rows_of(answer, number, 200)
            ours.append(timed(lambda run=run: library.save_answers(run, [answer]), time.perf_counter))
            write = partial(write_bare, other, number, rows, page)
            bare.append(timed(write, time.perf_counter))
    say("commit of an answer of 200 values", median(ours), median(bare), "the same rows by bare SQLite")


def large(home: Path, options: argparse.Namespace) -> None:
    page = b'{"value": 1234.5678, "passRate": 43},' * 200_000  # 7 MB
    plan = make_plan()
    answer = build(plan.cells[0].key, options.values, options.metrics, page)
    ours, bare, first, whole, fetched = [], [], [], [], []
    for number in range(options.rounds):
        folder, other = home / f"large{number}", home / f"bare{number}"
        with Library.open(folder) as library:
            run = save_run(library, plan)
            ours.append(timed(lambda run=run: library.save_answers(run, [answer])))
        with closing(sqlite3.connect(other, isolation_level=None)) as connection:
            connection.executescript(BARE)
            rows = rows_of(answer, 1, options.metrics)
            bare.append(timed(lambda connection=connection, rows=rows: write_bare(connection, 1, rows, page)))
        del rows
        with closing(sqlite3.connect(other, isolation_level=None)) as connection:
            fetched.append(timed(lambda connection=connection: connection.execute(WANTED).fetchall()))
        times = open_again(folder, run)
        first.append(times[0])
        whole.append(times[1])
    values = f"{options.values:,} values of {options.metrics:,} metrics"
    print(f"One answer of {values}")
    say("commit", median(ours), median(bare), "the same rows by bare SQLite")
    say("opened: first rows", median(first), median(fetched), "fetchall of bare rows")
    say("opened: all of it", median(whole), median(fetched), "fetchall of bare rows")
    care(home / "large0", options.rounds)


def open_again(folder: Path, run: int) -> tuple[float, float]:
    """Seconds until the first rows are there, and until all of it is."""
    reported: list[float] = []
    began = time.process_time()
    with Library.open(folder) as library:
        run_to_end(OpenSaved(run).run(library, lambda _: reported.append(time.process_time() - began)))
        done = time.process_time() - began
    return (reported or [done])[0], done


def care(folder: Path, rounds: int) -> None:
    path = folder / "results.sqlite3"
    with Library.open(folder) as library:
        floor = median(timed(path.read_bytes) for _ in range(rounds))
        print(f"A store of {path.stat().st_size / 1e6:.0f} MB")
        for what, work in (
            ("quick check", lambda: result_of(check_quickly(library, never))),
            ("whole check", lambda: result_of(check_all(library, never))),
            ("backup", lambda: back_up(library, folder / "x.sirobackup", lambda _: None, never)),
        ):
            say(what, median(timed(work) for _ in range(rounds)), floor, "reading the file")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--values", type=int, default=1_000_000)
    parser.add_argument("--metrics", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        small(Path(name), options.rounds)
        large(Path(name), options)


if __name__ == "__main__":
    main()
