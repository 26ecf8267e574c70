"""Whatever fails, the old file stays and nothing is left beside it."""

from __future__ import annotations

import asyncio
import errno
import gc
import io
import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from export_samples import make_metrics, make_saved

from siro_desktop.domain.exports import DATA_CSV, ExportContent, ExportProgress, FileFormat, FileKind
from siro_desktop.errors import ExportError
from siro_desktop.export.csv_file import write_csv_bytes
from siro_desktop.export.export_file import build_table, export_file, export_steps, write_figures
from siro_desktop.export.failures import explain
from siro_desktop.jobs.export_file import ExportFile

if TYPE_CHECKING:
    from collections.abc import Callable

    from typing_extensions import Buffer

SAVED = make_saved(make_metrics({}))
CONTENT = ExportContent(saved=SAVED)
EXPORT = f"""
import sys; from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parent)!r})
from siro_desktop.errors import ExportError
from siro_desktop.domain.exports import ExportContent, FileFormat, FileKind
from siro_desktop.export.export_file import export_file
from export_samples import *
saved = make_saved(make_metrics(*[{{}}] * 1000))
try: export_file(Path(sys.argv[1]), ExportContent(saved=saved), FileKind(FileFormat(sys.argv[2]))); print("done")
except ExportError as error: print(error.message)
"""


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_a_folder_that_may_not_be_written(open_folder: Path, run_unprivileged: Callable[..., str]) -> None:
    path = open_folder / "out.csv"
    path.write_text("old")
    open_folder.chmod(0o500)

    said = run_unprivileged(EXPORT, path, "csv")

    assert said.startswith(f"You may not write out.csv into {open_folder}. Choose another folder.")
    assert (path.read_text(), names(open_folder)) == ("old", ["out.csv"])


@pytest.mark.parametrize(("form", "room"), [("csv", 50_000), ("xlsx", 5_000), ("xlsx", 300_000)])
def test_a_disk_without_room(tmp_path: Path, form: str, room: int) -> None:
    """A limit on the size of files fails as a disk does: in the middle of a write, and for root too."""
    path = tmp_path / "out.csv"
    path.write_text("old")
    code = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({room}, {room}))" + EXPORT

    done = subprocess.run(
        [sys.executable, "-B", "-c", code, str(path), form], capture_output=True, text=True, timeout=30, check=True
    )

    assert done.stdout.startswith("The disk is full, or the file is too large for it.")
    assert "unchanged" in done.stdout
    assert (path.read_text(), names(tmp_path)) == ("old", ["out.csv"])


def test_the_systems_own_disk_full_error() -> None:
    with pytest.raises(OSError, match="No space") as caught, Path("/dev/full").open("wb", buffering=0) as full:
        list(write_csv_bytes(full, build_table(CONTENT), DATA_CSV))

    assert "disk is full" in explain(caught.value, Path("/x/out.csv")).message


def test_a_target_that_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "out.csv").mkdir()

    with pytest.raises(ExportError, match=r"out\.csv is a folder"):
        export_file(tmp_path / "out.csv", CONTENT, with_question=False)
    assert names(tmp_path) == ["out.csv"]


def test_a_description_that_cannot_be_written_leaves_the_old_table(tmp_path: Path) -> None:
    (tmp_path / "out.csv").write_text("old")
    (tmp_path / "out.csv.datapackage.json").mkdir()

    with pytest.raises(ExportError, match=r"out\.csv\.datapackage\.json is a folder"):
        export_file(tmp_path / "out.csv", CONTENT)

    assert (tmp_path / "out.csv").read_text() == "old"
    assert names(tmp_path) == ["out.csv", "out.csv.datapackage.json"]


def test_a_name_as_long_as_allowed_and_one_longer(tmp_path: Path) -> None:
    longest = "n" * 251 + ".csv"
    export_file(tmp_path / longest, CONTENT, with_question=False)
    with pytest.raises(ExportError, match="too long"):
        export_file(tmp_path / f"n{longest}", CONTENT, with_question=False)
    assert names(tmp_path) == [longest]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="does not exist"):
        export_file(tmp_path / "nowhere" / "out.csv", CONTENT, with_question=False)


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ExportError, match="not a folder"):
        export_file(tmp_path / "file" / "out.csv", CONTENT, with_question=False)


def test_a_name_that_no_system_takes(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="cannot be used"):
        export_file(tmp_path / "a\0b.csv", CONTENT, with_question=False)


def test_a_device_is_never_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(ExportError, match="not an ordinary file"):
        export_file(tmp_path / "pipe", CONTENT, with_question=False)
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


def test_a_link_stays_a_link_and_permissions_stay(tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_text("old")
    (tmp_path / "real.csv").chmod(0o640)
    (tmp_path / "out.csv").symlink_to("real.csv")

    export_file(tmp_path / "out.csv", CONTENT, with_question=False)

    assert (tmp_path / "out.csv").is_symlink()
    assert (tmp_path / "real.csv").read_text().startswith("organization_id,")
    assert stat.S_IMODE((tmp_path / "real.csv").stat().st_mode) == 0o640


def test_an_error_while_writing_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyError):  # a row of an answer that is not there is a bug of the caller
        export_file(tmp_path / "out.csv", ExportContent(saved=SAVED, rows=[("no such cell", 0)]))
    assert names(tmp_path) == []


@pytest.mark.parametrize("form", [FileFormat.CSV, FileFormat.XLSX, FileFormat.TIDY_JSON, FileFormat.PARQUET])
def test_what_is_stopped_leaves_everything_as_it_was(tmp_path: Path, form: FileFormat) -> None:
    path = tmp_path / "out.file"
    path.write_text("old")
    saved = make_saved(*[make_metrics({})] * 3)
    temporary = Path(tempfile.gettempdir())
    before = {entry.name for entry in temporary.iterdir()}

    steps = export_steps(path, ExportContent(saved=saved), FileKind(form))
    assert next(steps).total == 3
    steps.close()

    assert (path.read_text(), names(tmp_path)) == ("old", ["out.file"])
    assert [
        name for name in {entry.name for entry in temporary.iterdir()} - before if "siro-desktop-xlsx" in name
    ] == []


def test_the_job_says_how_far_it_is_and_can_be_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "out.csv"
    path.write_text("old")
    monkeypatch.setattr("siro_desktop.jobs.export_file._PAUSE", 0)
    job = ExportFile(path=path, content=ExportContent(saved=make_saved(*[make_metrics({}, {})] * 3)))
    reported: list[object] = []

    async def stop_after_two() -> None:
        task = asyncio.ensure_future(job.run(None, reported.append))
        while len(reported) < 2:
            await asyncio.sleep(0)
        task.cancel()
        await task

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(stop_after_two())
    assert reported == [ExportProgress(2, 6), ExportProgress(4, 6)]
    assert (path.read_text(), names(tmp_path)) == ("old", ["out.csv"])

    assert asyncio.run(job.run(None, reported.append)) == path
    assert reported[-1] == ExportProgress(6, 6)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EBUSY])
def test_every_error_has_a_sentence_without_technical_words(number: int) -> None:
    error = explain(OSError(number, os.strerror(number)), Path("/media/stick/out.csv"))

    assert "rrno" not in error.message
    assert error.message.endswith(".")
    assert error.detail
    assert os.strerror(number) in error.detail


class _FullDisk(io.BytesIO):
    """Takes the beginning of a workbook only."""

    def write(self, content: Buffer) -> int:
        if self.tell() > 300:
            raise OSError(errno.ENOSPC, "full")
        return super().write(content)


def test_a_workbook_that_is_given_up_is_not_heard_of_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was half packed is collected later, when its file is closed."""
    heard: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", heard.append)
    stream = _FullDisk()
    content = ExportContent(saved=make_saved(make_metrics({})))
    with pytest.raises(OSError, match="full"):
        list(write_figures(stream, content, FileKind(FileFormat.XLSX)))
    assert stream.tell() > 300
    stream.close()
    gc.collect()
    assert heard == []
