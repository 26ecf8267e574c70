"""Export a result as a file. Export thread; late imports, since a start of the program needs none of it."""

from __future__ import annotations

from contextlib import closing
from time import monotonic
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field

from siro_desktop.domain.exports import FileKind
from siro_desktop.stopping import checkpoint, pause

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from siro_desktop.domain.exports import ExportContent, FileFormat
    from siro_desktop.domain.names import Names
    from siro_desktop.domain.results import SavedResult
    from siro_desktop.domain.two_sides import TwoSides
    from siro_desktop.jobs.base import Report

_PAUSE: Final = 0.05  # seconds of work after which others may have their turn, and the job can be stopped


class ExportFile(Struct, frozen=True, kw_only=True):
    """Writes `content` to `path`. Reports ExportProgress; what is stopped leaves an older file as it was.

    `with_question`: a description stands beside the file, unless the file itself holds it.
    """

    path: Path
    content: ExportContent
    kind: FileKind = field(default_factory=FileKind)
    with_question: bool = True

    async def run(self, services: object, report: Report) -> Path:  # noqa: ARG002
        """Return the path written. Raises ExportError; an older file of that name then stays as it was."""
        from siro_desktop.export.export_file import export_steps

        steps = export_steps(self.path, self.content, self.kind, with_question=self.with_question)
        with closing(steps):
            paused = monotonic()
            for progress in steps:
                checkpoint()
                if monotonic() - paused >= _PAUSE:
                    report(progress)
                    await pause()  # here the job can be stopped
                    paused = monotonic()
        return self.path


def columns_of(content: ExportContent) -> Mapping[tuple[FileFormat, bool], tuple[str, ...]]:
    """Return the names of the columns that a file may have, by format and whether it is wide. Any thread."""
    from siro_desktop.export.columns import columns_of as find_columns

    return find_columns(content)


def suggest_side_name(sides: TwoSides, names: Names | None, suffix: str) -> str:
    """Return a file name that says what is held against what."""
    from siro_desktop.export.file_name import suggest_side_name as suggest

    return suggest(sides, suffix, names)


def suggest_name(saved: SavedResult, names: Names | None, suffix: str = ".csv") -> str:
    """Return a file name that says what is in the file, with names where `names` knows them."""
    from siro_desktop.export.file_name import suggest_name as suggest

    return suggest(saved, suffix, names)
