"""Files that were exported, read again, and changed in between."""

from __future__ import annotations

import asyncio
import json
import zipfile
from typing import TYPE_CHECKING, Any

from comparison_samples import SAVED

from siro_desktop.domain.exported import NOWHERE, ExportedFile, FigureCheck
from siro_desktop.domain.exports import ExportContent, FileFormat, FileKind, excel_csv
from siro_desktop.export.export_file import export_file
from siro_desktop.jobs.exported_files import OpenFile

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from siro_desktop.domain.results import SavedResult

KINDS = (
    FileKind(FileFormat.CSV),
    FileKind(FileFormat.EXCEL_CSV, excel_csv(",")),
    FileKind(FileFormat.XLSX),
    FileKind(FileFormat.TIDY_JSON),
    FileKind(FileFormat.PARQUET),
)
WIDE_KINDS = KINDS[:3]


def opened(path: Path) -> ExportedFile:
    found = asyncio.run(OpenFile(path).run(None, lambda _: None))
    assert isinstance(found, ExportedFile)
    return found


def held(exported: ExportedFile, saved: SavedResult) -> tuple[int, int, int]:
    check = FigureCheck(exported)
    check.add([(NOWHERE, None)])
    check.add((place, saved.answers.get(cell.key)) for place, cell in enumerate(saved.plan.cells))
    return check.same, check.differing, check.missing


def exported_to(folder: Path, content: ExportContent, kind: FileKind, name: str = "x") -> Path:
    path = folder / f"{name}{kind.form.suffix}"
    export_file(path, content, kind)
    return path


def change_package(folder: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    path = exported_to(folder, ExportContent(saved=SAVED), KINDS[0])
    beside = path.with_name("x.csv.datapackage.json")
    package = json.loads(beside.read_text())
    change(package)
    beside.write_text(json.dumps(package))
    return path


def workbook_with(folder: Path, part: str, content: bytes) -> Path:
    """A workbook with one part replaced."""
    path = exported_to(folder, ExportContent(saved=SAVED), FileKind(FileFormat.XLSX))
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()} | {part: content}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, body in parts.items():
            new.writestr(name, body)
    return path
