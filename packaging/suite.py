"""The test command: the checks that read the code, then pytest in two stages, and one closing line.

First stage: every test but those in tests/app, without a display, two at a time. Second stage: tests/app, which drive
the whole window, two at a time, each on a display and a D-Bus session of its own: two windows on one display would take
the keyboard and the clipboard from each other.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import coverage_report
from environment import BIN, ROOT, program, with_utf8_locale

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WINDOW_TESTS = "tests/app"
NO_TESTS_COLLECTED = 5  # pytest's exit code
# name, command, whether --quick runs it too
CHECKS = (
    ("ruff format", ("ruff", "format", "--check", "."), True),
    ("ruff check", ("ruff", "check", "."), True),
    ("mypy", ("mypy", "siro_desktop", "packaging/dev.py"), True),
    ("lint-imports", ("lint-imports", "--no-logo"), True),
    ("deptry", ("deptry", "."), False),
    ("codespell", ("codespell",), False),
    # Low severities are ruff's S rules, which know the exceptions beside the code.
    ("bandit", ("bandit", "--quiet", "-ll", "--configfile", "pyproject.toml", "--recursive", "siro_desktop"), False),
)
OWN_OPTIONS = ("--quick", "--coverage")
OWN_VARIABLES = (
    *("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "COVERAGE_FILE", "PYTEST_ADDOPTS"),
    "PYTHONDONTWRITEBYTECODE",  # tests start the program often, and each start would compile it anew
)
# A worker tells of its tests on its output: what the D-Bus session starts, and says there, goes to where errors go.
PUT_OUTPUT_ASIDE = ("sh", "-c", 'exec 3>&1 >&2; exec "$@"', "sh")
TAKE_OUTPUT_BACK = ("sh", "-c", 'exec "$@" >&3 3>&-', "sh")


@dataclass(frozen=True)
class Outcome:
    """How a step ended, with pytest's numbers if it was one of its stages."""

    name: str
    failed: bool
    tests: Counter[str] = field(default_factory=Counter)


def run(arguments: Sequence[str]) -> int:
    """Run everything, say what failed, and end with a line like pytest's that adds up both stages. 0 = all passed."""
    started = time.monotonic()
    quick, measured = "--quick" in arguments, "--coverage" in arguments
    options, paths = split_paths([argument for argument in arguments if argument not in OWN_OPTIONS])
    outcomes = run_checks(quick=quick)
    with tempfile.TemporaryDirectory(prefix="siro-desktop-test-") as name:
        folder = Path(name)
        outcomes += run_stages(folder, [*coverage_options(measured=measured), *options], paths, quick=quick)
        if measured:
            for line in coverage_report.join(folder):
                show(line)
    tests = sum((outcome.tests for outcome in outcomes), Counter[str]())
    failed = [outcome.name for outcome in outcomes if outcome.failed]
    if not failed and not tests:
        failed = ["pytest: no test was found"]
    show(f"\nFailed: {', '.join(failed)}" if failed else "\nEvery step passed.")
    show(closing_line(tests, time.monotonic() - started))
    return 1 if failed else 0


def show(text: str) -> None:
    """Print at once, so that it stands in order with what other programs print."""
    print(text, flush=True)


def run_checks(*, quick: bool) -> list[Outcome]:
    """Run the checks two at a time; show the output of those that fail."""
    chosen = [(name, command) for name, command, also_quick in CHECKS if also_quick or not quick]
    outcomes = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        for name, seconds, done in pool.map(lambda check: run_check(*check), chosen):
            show(f"{name:<12} {'FAILED' if done.returncode else 'ok':<6} {seconds:5.1f} s")
            if done.returncode:
                show(done.stdout)
            outcomes.append(Outcome(name, done.returncode != 0))
    return outcomes


def run_check(name: str, command: Sequence[str]) -> tuple[str, float, subprocess.CompletedProcess[str]]:
    """Run a program of .venv; return its name, the seconds it took, and its exit code with all it said."""
    started = time.monotonic()
    done = subprocess.run(
        [program(command[0]), *command[1:]],
        cwd=ROOT,
        env=with_utf8_locale(os.environ),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    return name, time.monotonic() - started, done


def split_paths(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """Tell pytest's options from files, folders and node ids. An option's value that is also a file counts as one."""
    paths = [text for text in arguments if not text.startswith("-") and (ROOT / text.partition("::")[0]).exists()]
    return [text for text in arguments if text not in paths], paths


def coverage_options(*, measured: bool) -> list[str]:
    """Return pytest's options for it. Measured only on demand: on Python 3.11 it makes the tests twice as slow."""
    return ["--cov", "--cov-report="] if measured else ["-p", "no:cov"]


def is_window_test(path: str) -> bool:
    """Tell whether a path given to pytest belongs to the second stage."""
    return (ROOT / path.partition("::")[0]).resolve().is_relative_to(ROOT / WINDOW_TESTS)


def run_stages(folder: Path, options: Sequence[str], paths: Sequence[str], *, quick: bool) -> list[Outcome]:
    """Run the stages that the paths ask for; without paths both, or with --quick the first."""
    unit = [path for path in paths if not is_window_test(path)]
    window = [path for path in paths if is_window_test(path)]
    if not paths:
        window = [WINDOW_TESTS] if not quick and (ROOT / WINDOW_TESTS).is_dir() else []
    outcomes = []
    if unit or not paths:
        arguments = ["-n", "2", "--dist=worksteal", f"--ignore={WINDOW_TESTS}", *options, *unit]
        outcomes.append(run_pytest("unit tests", [], arguments, variables_for(folder, "offscreen"), folder))
    if window:
        arguments = [*window_workers(folder), *options, *window]
        variables = variables_for(folder, "xcb" if sys.platform == "linux" else "")
        outcomes.append(run_pytest("window tests", display_prefix(), arguments, variables, folder))
    return outcomes


def window_workers(folder: Path) -> list[str]:
    """Return pytest-xdist's options for two processes that share nothing on the screen; only Linux can have two.

    What one has done early it takes from the other, but for that it keeps the order of the files. With -n 0 all tests
    run in the process that hands them out here, which has a display too.
    """
    if sys.platform != "linux":
        return []
    workers = []
    for number in (1, 2):
        own = [f"{name}={path}" for name, path in own_folders(folder / f"window-{number}").items()]
        around = [*PUT_OUTPUT_ASIDE, "env", *own, *display_prefix()]
        command = shlex.join([*around, *TAKE_OUTPUT_BACK, str(program("python"))])
        workers.append(f"--tx=popen//python={command}")
    return ["--dist=worksteal", *workers]


def display_prefix() -> list[str]:
    """Return what gives a command a display and a D-Bus session of its own; only Linux needs it."""
    if sys.platform != "linux":
        return []
    return ["dbus-run-session", "--", "xvfb-run", "-a", "-s", "-screen 0 1600x1000x24 -nolisten tcp"]


def variables_for(folder: Path, qt_platform: str) -> dict[str, str]:
    """Return the environment of a stage: nothing of the developer's own session, its keyring least of all."""
    variables = {name: value for name, value in os.environ.items() if name not in OWN_VARIABLES}
    own = own_folders(folder)
    variables["XDG_RUNTIME_DIR"] = own["XDG_RUNTIME_DIR"]
    variables["PATH"] = os.pathsep.join([str(BIN), os.environ.get("PATH", os.defpath)])
    if qt_platform:
        variables["QT_QPA_PLATFORM"] = qt_platform
    if qt_platform == "xcb":  # unit tests start gnome-keyring with a home of its own each time
        variables |= own
    return with_utf8_locale(variables)


def own_folders(folder: Path) -> dict[str, str]:
    """Return variables that keep sockets, and the files of gnome-keyring, in a folder; make what must be there."""
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700, parents=True, exist_ok=True)
    return {"XDG_RUNTIME_DIR": str(runtime), "XDG_DATA_HOME": str(folder / "data")}


def run_pytest(
    name: str,
    prefix: Sequence[str],
    arguments: Sequence[str],
    variables: Mapping[str, str],
    folder: Path,
) -> Outcome:
    """Run pytest, its output straight to the terminal, and count what it did from its report."""
    started = time.monotonic()
    show(f"\n{name}")
    report = folder / f"{name.replace(' ', '-')}.xml"
    coverage = folder / f".coverage.{report.stem}"
    command = [*prefix, str(program("python")), "-m", "pytest", f"--junitxml={report}", *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env={**variables, "COVERAGE_FILE": str(coverage)}, stdin=subprocess.DEVNULL, check=False
    )
    outcome = count_tests(name, report, done.returncode)
    show(f"{name:<12} {'FAILED' if outcome.failed else 'ok':<6} {time.monotonic() - started:5.1f} s")
    return outcome


def count_tests(name: str, report: Path, exit_code: int) -> Outcome:
    """Add up pytest's JUnit report. A run that ended without one, or failed with no failed test in it, is one error."""
    tests: Counter[str] = Counter()
    if report.exists():
        for suite in ET.parse(report).iter("testsuite"):
            found = {key: int(suite.get(key, "0")) for key in ("tests", "failures", "errors", "skipped")}
            tests += Counter(failed=found["failures"], error=found["errors"], skipped=found["skipped"])
            tests += Counter(passed=found["tests"] - found["failures"] - found["errors"] - found["skipped"])
    failed = exit_code not in {0, NO_TESTS_COLLECTED}
    if failed and not tests["failed"] + tests["error"]:
        tests["error"] += 1
    return Outcome(name, failed, tests)


def closing_line(tests: Counter[str], seconds: float) -> str:
    """Return the sum of all stages, written as pytest writes it."""
    words = {
        "failed": "failed",
        "passed": "passed",
        "skipped": "skipped",
        "error": "error" if tests["error"] == 1 else "errors",
    }
    parts = [f"{tests[key]} {word}" for key, word in words.items() if tests[key] or key == "passed"]
    return f" {', '.join(parts)} in {seconds:.2f}s ".center(80, "=")
