"""Files that come back: read on the export thread, held against the store on the store thread. No network."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from siro_desktop.domain.exported import NOWHERE, FigureCheck, HeldExport
from siro_desktop.domain.question_json import FILE_ENDING
from siro_desktop.errors import UnusableFile
from siro_desktop.stopping import pause

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from siro_desktop.domain.exported import ExportedFigure, ExportedFile, ExportedSide
    from siro_desktop.domain.plan import CompareBy
    from siro_desktop.domain.query import MetricsQuery
    from siro_desktop.domain.question_json import QueryFile
    from siro_desktop.domain.results import Answer, ResultSummary, SavedResult
    from siro_desktop.jobs.base import Report
    from siro_desktop.storage.library import Library

_END: Final = datetime(9999, 12, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)
_READ_AT_ONCE: Final = 2_000
_HELD_AT_ONCE: Final = 50
_MOST_RESULTS: Final = 10_000
_BY_PLACE: Final = frozenset({"order", "selected"})
EXPORT_ENDINGS: Final = (".xlsx", ".csv", ".json", ".parquet")
"""How names of files end that may be figures."""
PICTURE_ENDINGS: Final = (".png", ".svg")
"""How names of files end that may be pictures with a query in them."""
_CLOSED_ENDINGS: Final = (".pdf", ".jpg", ".jpeg", ".gif", ".webp")  # pictures too, of which only that can be said


class OpenFile(Struct, frozen=True):
    """Reads a file that a person opens or drops: a query, figures that were exported, or a picture with its query."""

    path: Path

    async def run(self, services: object, report: Report) -> QueryFile | ExportedFile:  # noqa: ARG002
        """Return what it holds. Raises UnusableFile that names the file."""
        from siro_desktop.export.query_files import read_query_file
        from siro_desktop.export.read_pictures import read_picture

        ending = self.path.suffix.lower()
        is_picture = ending in (*PICTURE_ENDINGS, *_CLOSED_ENDINGS)
        if not (is_picture or ending in EXPORT_ENDINGS) or self.path.name.casefold().endswith(FILE_ENDING):
            return read_query_file(self.path)
        try:
            return read_picture(self.path) if is_picture else await self._read()
        except UnusableFile as error:
            raise UnusableFile(f"“{self.path.name[:80]}”: {error.message}", detail=error.detail) from error

    async def _read(self) -> ExportedFile:
        from siro_desktop.export.read_exported import find_export

        found = find_export(self.path)
        exported = found.exported()
        try:
            reader = found.figures(exported)
            figures: list[ExportedFigure] = []
            remaining = iter(reader)
            while some := list(islice(remaining, _READ_AT_ONCE)):
                figures += some
                await pause()  # here the job can be stopped
        except UnusableFile as error:
            return replace(exported, why_not=error.message)
        # A file that is as it was written has lost nothing.
        written = exported.row_count if exported.is_changed is not False else None
        lost = max(0, (written or 0) - reader.rows)
        return replace(exported, figures=tuple(figures), fields=reader.fields, lost=lost)


class HoldAgainstStore(Struct, frozen=True):
    """Finds the newest stored result of a file's question on a connection, and counts what differs from its answers.

    The answers are the newest complete ones that are stored, whichever run brought them.
    """

    profile_id: str
    exported: ExportedFile

    async def run(self, library: Library, report: Report) -> HeldExport:  # noqa: ARG002
        """Return how the file stands to the store. Raises StorageError."""
        saved = self._find(library)
        if saved is None:
            return HeldExport(exported=self.exported, missing=len(self.exported.figures or ()))
        if self.exported.sides is not None:
            return self._hold_sides(library, saved, self.exported.sides)
        check = FigureCheck(self.exported)
        check.add([(NOWHERE, None)])
        cells = iter(enumerate(self.exported.cells))
        keys = {cell.query: cell.key for cell in saved.plan.cells}
        while some := list(islice(cells, _HELD_AT_ONCE)):
            stored = library.answers_before([keys[cell] for _, cell in some if cell in keys], _END)
            check.add((place, _answer(saved, stored, keys.get(cell, ""))) for place, cell in some)
            await pause()  # here the job can be stopped
        return self._held(saved, check, self._view_of(saved))

    def _view_of(self, saved: SavedResult) -> Mapping[str, object]:
        """How the file was looked at, without what it says by places of people where others are in the result now."""
        view, cells = self.exported.view, [cell.query for cell in saved.plan.cells]
        if cells == [*self.exported.cells]:
            return view
        return {name: kept for name, kept in view.items() if name not in _BY_PLACE}

    def _held(self, saved: SavedResult, check: FigureCheck, view: Mapping[str, object]) -> HeldExport:
        return HeldExport(
            exported=self.exported,
            saved=saved,
            same=check.same,
            differing=check.differing,
            missing=check.missing,
            stored_at=check.stored_at,
            view=view,
        )

    def _hold_sides(self, library: Library, saved: SavedResult, sides: Sequence[ExportedSide]) -> HeldExport:
        """Hold two columns against those of the stored results that they came from, older ones too."""
        check, chosen = FigureCheck(self.exported), []
        for place, (side, asked) in enumerate(zip(sides, self.exported.cells, strict=True)):
            result = saved if side.is_shown else self._find_other(library, side, saved.id)
            cells = () if result is None else result.plan.cells
            key = next((cell.key for cell in cells if cell.query == asked), "")
            check.add([(place, None if result is None else result.answers.get(key))])
            chosen.append([0 if result is None else result.id, key])
        return self._held(saved, check, {**self.exported.view, "sides": chosen})

    def _find(self, library: Library) -> SavedResult | None:
        """The newest result of the file's question; for a difference its own one, if that is still there."""
        shown = next((side for side in self.exported.sides or () if side.is_shown), None)
        question = self.exported.query_file.question
        known = self._known(library, self.exported.query, question.compare_by)
        return _load(library, known, None if shown is None else shown.asked_at)

    def _find_other(self, library: Library, side: ExportedSide, shown: int) -> SavedResult | None:
        """The result of a side, or the newest other one of its question; never the one that is shown."""
        known = self._known(library, side.query, side.compare_by)
        return _load(library, [one for one in known if one.id != shown], side.asked_at)

    def _known(self, library: Library, query: MetricsQuery, compare_by: CompareBy) -> list[ResultSummary]:
        """The stored results of a question: pinned ones first, then the newest."""
        known = library.load_summaries(profile_id=self.profile_id, limit=_MOST_RESULTS)
        return [one for one in known if (one.query, one.compare_by) == (query, compare_by)]


def _load(library: Library, known: Sequence[ResultSummary], asked_at: datetime | None) -> SavedResult | None:
    """The result that was asked for at an instant, which files tell to a millisecond, else the first one."""
    own = (one for one in known if asked_at is not None and abs(one.saved_at - asked_at) < _MILLISECOND)
    found = next(own, known[0] if known else None)
    return None if found is None else library.load_result(found.id)


def _answer(saved: SavedResult, stored: dict[str, Answer], key: str) -> Answer | None:
    """The newest complete answer; an incomplete one where there is no other."""
    return stored.get(key) or saved.answers.get(key)
