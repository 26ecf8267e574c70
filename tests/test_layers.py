"""The house rules that no type checker knows: who may import whom, where everything may be caught, how tests wait."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
import tomllib
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "siro_desktop"
LONGEST_FILE, LONGEST_FUNCTION = 350, 50

# A line that must not stand in this file, and the contract that finds it.
VIOLATIONS = [
    ("domain/query.py", "import siro_desktop.jobs.base", "Imports point down"),
    ("storage/__init__.py", "import siro_desktop.export", "Imports point down"),
    ("new_room.py", "", "Imports point down"),
    ("api/__init__.py", "import siro_desktop.storage", "The network, the store, exports and settings"),
    ("log.py", "import siro_desktop.domain.query", "Settings and log stand alone"),
    ("ui/__init__.py", "def late(): import siro_desktop.auth", "The window never reaches past the jobs"),
    ("jobs/base.py", "import siro_desktop.sandbox", "Only the program's two faces know the practice Siro"),
    ("auth/__init__.py", "import httpx", "httpx only in the HTTP client"),
    ("api/__init__.py", "from authlib.common import urls", "Authlib only in auth and the practice Siro"),
    ("auth/__init__.py", "import keyring.errors", "keyring only in the credential store"),
    ("domain/query.py", "import sqlite3", "SQLite only in storage"),
    ("jobs/base.py", "from PySide6.QtCore import QObject", "Qt only in ui, runner and app"),
    ("ui/__init__.py", "import pyqtgraph", "pyqtgraph only in the charts"),
    ("jobs/base.py", "import xlsxwriter", "Workbooks and Parquet only in export"),
    ("api/__init__.py", "import flask", "Web servers only in the practice Siro"),
]


def check_contracts(folder: Path, *options: str) -> tuple[bool, str]:
    """Run import-linter on the package in a folder; return whether every contract is kept, and its report."""
    program = Path(sys.executable).with_name("lint-imports")
    command = [program, "--no-logo", "--no-cache", *options]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)
    return done.returncode == 0, done.stdout + done.stderr


def copy_package(folder: Path) -> Path:
    """Copy what import-linter reads."""
    shutil.copytree(PACKAGE, folder / "siro_desktop", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def python_files(folder: Path) -> Iterator[tuple[str, ast.Module]]:
    """Yield the files below a folder: their path from the project, and their syntax tree."""
    for path in sorted(folder.rglob("*.py")):
        yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def test_contracts_are_kept() -> None:
    kept, report = check_contracts(ROOT)
    assert kept, report


def test_imports_for_types_point_down_too(tmp_path: Path) -> None:
    copy_package(tmp_path)
    settings = tmp_path / "pyproject.toml"
    text = settings.read_text(encoding="utf-8")
    everything = text.replace("exclude_type_checking_imports = true", "exclude_type_checking_imports = false")
    assert everything != text
    settings.write_text(everything, encoding="utf-8")
    kept, report = check_contracts(tmp_path, "--contract", "layers")
    assert kept, report


def test_each_contract_finds_what_it_forbids(tmp_path: Path) -> None:
    copy_package(tmp_path)
    for name, line, _ in VIOLATIONS:
        with (tmp_path / "siro_desktop" / name).open("a", encoding="utf-8") as file:
            file.write(f"\n{line}\n")
    kept, report = check_contracts(tmp_path)
    assert not kept
    broken = [line for line in report.splitlines() if " BROKEN" in line]
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    assert len(broken) == len(contracts), report
    for name, line, contract in VIOLATIONS:
        assert any(text.startswith(contract) for text in broken), (name, line)
    assert "siro_desktop.new_room" in report


def broad_handlers(tree: ast.AST) -> list[int]:
    """Return the lines of handlers that catch everything."""
    broad = {"Exception", "BaseException"}
    lines = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler):
            caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            if any(kind is None or (isinstance(kind, ast.Name) and kind.id in broad) for kind in caught):
                lines.append(node.lineno)
    return lines


@pytest.mark.parametrize(
    ("handler", "found"),
    [("except:", 1), ("except Exception:", 1), ("except (OSError, BaseException):", 1), ("except OSError:", 0)],
)
def test_broad_handlers_are_found(handler: str, found: int) -> None:
    assert len(broad_handlers(ast.parse(f"try:\n    x()\n{handler}\n    pass"))) == found


def test_only_the_ends_of_the_program_catch_everything() -> None:
    """The runner for the window and the entry of the command line: a bug there must end in a report.

    What one thread asks of another goes back there with its error, and what fails in Qt's painting cannot leave it.
    """
    found = {path: lines for path, tree in python_files(PACKAGE) if (lines := broad_handlers(tree))}
    ends = {"siro_desktop/runner/worker.py", "siro_desktop/cli/__init__.py"}
    assert set(found) <= ends | {"siro_desktop/runner/turn_worker.py", "siro_desktop/ui/charts/painted.py"}


MOCKS = {"unittest.mock", "mock", "pytest_mock"}
WAITS = {"time.sleep", "sleep", "qtbot.wait", "QTest.qWait", "QThread.sleep", "QThread.msleep"}


def waits_and_mocks(tree: ast.AST) -> list[str]:
    """Return the imports of mock libraries and the calls that wait for a fixed time, as text.

    `asyncio.sleep` may stand in a `while` loop, where it waits for a state or slows a fake server down.
    """
    looped = {inner for loop in ast.walk(tree) if isinstance(loop, ast.While) for inner in ast.walk(loop)}
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if alias.name in MOCKS]
        elif isinstance(node, ast.ImportFrom):
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found += [node.module or ""] if node.module in MOCKS else sorted(names & MOCKS)
        elif isinstance(node, ast.arg) and node.arg == "mocker":
            found.append("mocker")
        elif isinstance(node, ast.Call) and is_fixed_wait(node, looped=node in looped):
            found.append(ast.unparse(node))
    return found


def is_fixed_wait(call: ast.Call, *, looped: bool) -> bool:
    """Tell whether a call waits for a time instead of a state. `asyncio.sleep(0)` only gives way."""
    name = ast.unparse(call.func)
    return name in WAITS or (name == "asyncio.sleep" and not looped and ast.unparse(call) != "asyncio.sleep(0)")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("from unittest import mock", ["unittest.mock"]),
        ("from unittest.mock import MagicMock", ["unittest.mock"]),
        ("import unittest.mock", ["unittest.mock"]),
        ("def test_x(mocker): pass", ["mocker"]),
        ("time.sleep(0.1)", ["time.sleep(0.1)"]),
        ("qtbot.wait(50)", ["qtbot.wait(50)"]),
        ("await asyncio.sleep(0.1)", ["asyncio.sleep(0.1)"]),
        ("await asyncio.sleep(0)", []),
        ("while not done: await asyncio.sleep(0.01)", []),
        ("while not done: time.sleep(0.01)", ["time.sleep(0.01)"]),
        ("qtbot.waitUntil(lambda: done)", []),
    ],
)
def test_waits_and_mocks_are_found(text: str, found: list[str]) -> None:
    tree = compile(text, "sample", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    assert waits_and_mocks(tree) == found


def test_tests_wait_for_states_and_mock_nothing() -> None:
    found = {path: names for path, tree in python_files(ROOT / "tests") if (names := waits_and_mocks(tree))}
    assert found == {}


class SizeWarning(UserWarning):
    """Something has grown past the guide: is there a second thing in it?"""


def oversized(path: str, text: str) -> list[str]:
    """Return what is longer than the guides, as `path:line what (lines)`."""
    lines = len(text.splitlines())
    found = [f"{path} ({lines} lines)"] if lines > LONGEST_FILE else []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            found += [f"{path}:{node.lineno} {node.name} ({length} lines)"] if length > LONGEST_FUNCTION else []
    return found


def test_sizes_are_counted() -> None:
    function = "def f():\n" + "    x = 1\n" * LONGEST_FUNCTION
    assert oversized("a.py", function) == [f"a.py:1 f ({LONGEST_FUNCTION + 1} lines)"]
    assert oversized("b.py", "x = 1\n" * LONGEST_FILE) == []
    assert oversized("b.py", "x = 1\n" * (LONGEST_FILE + 1)) == [f"b.py ({LONGEST_FILE + 1} lines)"]


@pytest.mark.filterwarnings("always::UserWarning")
def test_sizes_are_watched() -> None:
    """Only warns: pytest lists the warnings at its end."""
    sources = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")}
    assert "siro_desktop/errors.py" in sources
    for path, text in sorted(sources.items()):
        for finding in oversized(path, text):
            warnings.warn(f"longer than the guide: {finding}", SizeWarning, stacklevel=1)
