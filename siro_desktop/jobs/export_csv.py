"""Export a result as CSV. Export thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from siro_desktop.domain.targets import NO_TARGETS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from siro_desktop.domain.names import Names
    from siro_desktop.domain.results import SavedResult
    from siro_desktop.domain.targets import Targets
    from siro_desktop.jobs.base import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportCsv:
    """Writes `saved` to `path`. `rows` are (cell key, row) in the order to write; None writes everything.

    `is_wide` puts the periods of a comparison side by side. `names` are written beside a comparison's ids. `targets`
    are what values are held against; a file with one line for each figure has columns for them if any hold.
    """

    path: Path
    saved: SavedResult
    rows: Sequence[tuple[str, int]] | None = None
    with_bom: bool = False
    with_query_file: bool = False
    is_wide: bool = False
    names: Names | None = None
    targets: Targets = NO_TARGETS

    async def run(self, services: object, report: Report) -> Path:  # noqa: ARG002
        """Return the path written. Raises ExportError; an older file of that name then stays as it was."""
        from siro_desktop.export.csv_export import CsvOptions, export_csv, write_csv
        from siro_desktop.export.wide_csv import write_wide_csv

        options = CsvOptions(
            with_bom=self.with_bom, with_query_file=self.with_query_file, names=self.names, targets=self.targets
        )
        export_csv(self.path, self.saved, options, self.rows, write_wide_csv if self.is_wide else write_csv)
        return self.path


def suggest_name(saved: SavedResult, names: Names, suffix: str = ".csv") -> str:
    """Return a file name that says what is in the file, with names where `names` knows them."""
    from siro_desktop.export.file_name import suggest_name as suggest

    return suggest(saved, suffix, names)
