"""Folders and files that may not be written or read: what can be looked at is shown, the rest gets a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from old_stores import make_old_store
from storage_samples import PREAMBLE

from siro_desktop.storage.library import FILE_NAME

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OPEN_AND_SAVE = PREAMBLE + (
    "try:\n"
    "    with Library.open(Path(sys.argv[1])) as library: save_run(library, make_plan())\n"
    "    print('opened')\n"
    "except StorageError as error: print(error.message)\n"
)
LOOK = PREAMBLE + (
    "with Library.open(Path(sys.argv[1])) as library:\n"
    "    print(library.read_only)\n"
    "    print(len(library.load_summaries()), library.load_result(1).plan == make_plan())\n"
    "    try: save_run(library, make_plan())\n"
    "    except StorageError as error: print(error.message == library.read_only)\n"
)
LOOK_AT_OLDER = PREAMBLE + (
    "from siro_desktop.storage.integrity import check_all, check_quickly\n"
    "def ended(steps):\n"
    "    while True:\n"
    "        try: next(steps)\n"
    "        except StopIteration as end: return end.value\n"
    "with Library.open(Path(sys.argv[1])) as library:\n"
    "    print(len(library.load_summaries()), len(library.load_result(1).answers))\n"
    "    print(library.events.load('acme'))\n"
    "    for check in (check_quickly, check_all): print(ended(check(library, lambda: False)).is_sound)\n"
)
FILL = PREAMBLE + (
    "import os\n"
    "library = Library.open(Path(sys.argv[1])); plan = make_plan()\n"
    "library.save_answers(save_run(library, plan), [make_answer(plan.cells[0].key)])\n"
    "if Path(sys.argv[1]).name == 'cut off': os._exit(0)\n"
    "library.close()\n"
)


@pytest.mark.parametrize("name", ["closed", "cut off"])  # the second leaves its journal
def test_a_folder_that_may_not_be_written_is_read(
    open_folder: Path, run_unprivileged: Callable[[str, Path], str], name: str
) -> None:
    folder = open_folder / name
    run_unprivileged(FILL, folder)
    assert (folder / f"{FILE_NAME}-wal").exists() is (name == "cut off")
    before = {file: file.read_bytes() for file in folder.iterdir()}
    for file in before:
        file.chmod(0o400)
    folder.chmod(0o500)

    sentence, seen, refused = run_unprivileged(LOOK, folder).splitlines()

    assert sentence.startswith(f"The store may not be written, so saved results can be looked at: {folder / FILE_NAME}")
    assert (seen, refused) == ("1 True", "True")
    assert {file: file.read_bytes() for file in folder.iterdir()} == before


def test_a_file_that_may_not_be_written_is_read(
    open_folder: Path, run_unprivileged: Callable[[str, Path], str]
) -> None:
    run_unprivileged(FILL, open_folder)
    (open_folder / FILE_NAME).chmod(0o400)

    assert run_unprivileged(LOOK, open_folder).splitlines()[1:] == ["1 True", "True"]


def test_an_older_file_that_may_not_be_written_has_nothing_of_what_came_later(
    open_folder: Path, run_unprivileged: Callable[[str, Path], str]
) -> None:
    folder = open_folder / "older"
    path = make_old_store(folder, version=5)
    path.chmod(0o444)
    folder.chmod(0o555)
    before = path.read_bytes()

    assert run_unprivileged(LOOK_AT_OLDER, folder).splitlines() == ["1 2", "()", "True", "True"]
    assert path.read_bytes() == before


def test_a_folder_that_may_not_be_made(open_folder: Path, run_unprivileged: Callable[[str, Path], str]) -> None:
    open_folder.chmod(0o500)

    said = run_unprivileged(OPEN_AND_SAVE, open_folder / "data")

    assert said.startswith("The store cannot be opened")


def test_a_file_that_may_not_be_read(open_folder: Path, run_unprivileged: Callable[[str, Path], str]) -> None:
    run_unprivileged(OPEN_AND_SAVE, open_folder)
    (open_folder / FILE_NAME).chmod(0)

    assert run_unprivileged(OPEN_AND_SAVE, open_folder).startswith("The store cannot be opened")
