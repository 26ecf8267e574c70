"""`tests/requirements.md` is complete and true: every row names tests that exist and that name the row."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).parent
TABLE = TESTS / "requirements.md"
IDS = {
    *(f"A{number}" for number in range(1, 22)),
    "A11b",
    *(f"R{number}" for number in range(1, 15)),
    *(f"K{number}" for number in range(1, 13)),
    *(f"H{number}" for number in range(1, 17)),
}
ID = re.compile(r"\b([ARKH]\d{1,2}b?)\b")
SPAN = re.compile(r"\b([ARKH])(\d{1,2})[–-]([ARKH])(\d{1,2})\b")
NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True)
class Row:
    id: str
    says: str
    proof: str

    @property
    def tests(self) -> list[str]:
        """The tests that the row names, as `path::name`, relative to this folder."""
        return re.findall(r"`([\w/]+\.py::\w+)`", self.proof)


def read_rows(text: str) -> list[Row]:
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")
    ]
    return [Row(*row[:3]) for row in cells if ID.fullmatch(row[0])]


def named_ids(text: str) -> set[str]:
    """The ids in a docstring, those of a span such as A5–A8 included."""
    spans = {
        f"{letter}{number}"
        for letter, first, _, last in SPAN.findall(text)
        for number in range(int(first), int(last) + 1)
    }
    return set(ID.findall(text)) | spans


def docstrings() -> dict[str, str]:
    """`path::test` → the docstrings of the test, its class and its module."""
    found = {}
    for path in TESTS.rglob("test_*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        module = ast.get_docstring(tree) or ""
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
                name = f"{path.relative_to(TESTS).as_posix()}::{node.name}"
                found[name] = f"{module}\n{ast.get_docstring(node) or ''}"
    return found


def test_every_id_has_one_row() -> None:
    rows = [row.id for row in read_rows(TABLE.read_text(encoding="utf-8"))]
    assert sorted(rows) == sorted(IDS)


def test_every_row_is_proven_by_tests_that_name_it_or_says_why_not() -> None:
    known = docstrings()
    faults = []
    for row in read_rows(TABLE.read_text(encoding="utf-8")):
        if not row.tests and not row.proof.startswith(NOT_APPLICABLE):
            faults.append(f"{row.id}: neither a test nor a reason")
        for name in row.tests:
            if name not in known:
                faults.append(f"{row.id}: there is no {name}")
            elif row.id not in named_ids(known[name]):
                faults.append(f"{row.id}: {name} does not name it")
    assert faults == []


def test_every_id_named_in_a_test_is_in_the_table() -> None:
    named = {found: name for name, text in docstrings().items() for found in named_ids(text)}
    assert {found: name for found, name in named.items() if found not in IDS} == {}


def test_the_reader_sees_ids_and_spans() -> None:
    assert named_ids("A1, A5–A8 and K12; not B3 or A4x") == {"A1", "A5", "A6", "A7", "A8", "K12"}
    assert read_rows("| id | says |\n| --- | --- |\n| A1 | x | `a/test_b.py::test_c` |")[0].tests == [
        "a/test_b.py::test_c"
    ]
