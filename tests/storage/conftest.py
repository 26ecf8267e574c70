"""A store, and a folder for people without rights."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from siro_desktop.storage.backup import back_up
from siro_desktop.storage.library import Library

sys.path.insert(0, str(Path(__file__).parent))  # for storage_samples, beside this file

from backup_kit import ignore
from damage_kit import fill, never
from storage_samples import make_answer, make_plan, save_run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from siro_desktop.domain.plan import FetchPlan


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def library(folder: Path) -> Iterator[Library]:
    with Library.open(folder) as opened:
        yield opened


@pytest.fixture
def save(library: Library) -> Callable[..., int]:
    """Keeps a run with its answers and returns its id."""

    def save_one(plan: FetchPlan | None = None, name: str = "Acme", canary: str = "Talk time", rows: int = 3) -> int:
        wanted = plan or make_plan()
        result_id = save_run(library, wanted, name)
        library.save_answers(result_id, [make_answer(cell.key, rows, canary) for cell in wanted.cells])
        return result_id

    return save_one


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    """A backup of five results."""
    folder, target = tmp_path / "former", tmp_path / "a b#?.sirobackup"
    fill(folder, results=5)
    with Library.open(folder) as library:
        back_up(library, target, ignore, never)
    shutil.rmtree(folder)
    return target
