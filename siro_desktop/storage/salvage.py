"""What can be read of a damaged store goes into a new one: results with their numbers, and all that is beside them.

Everything is read as people would read it, so that what makes no sense is not taken for sound.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from msgspec.structs import replace

from siro_desktop.domain.results import Problem
from siro_desktop.domain.store_health import StorePart, StoreProgress, StoreStep
from siro_desktop.errors import StorageError, StoreDamaged
from siro_desktop.storage.answer_rows import AnswerRows
from siro_desktop.storage.checksum import result_checksum
from siro_desktop.storage.codec import decode_instant, decode_plan, decode_problem, encode_problem
from siro_desktop.storage.failures import decoding
from siro_desktop.storage.integrity import PARTS
from siro_desktop.storage.labels import LABEL_COLUMNS, decode_labels
from siro_desktop.storage.library import Library
from siro_desktop.storage.runs import RESULT_HEADER
from siro_desktop.storage.search import local_days, search_text
from siro_desktop.storage.summaries import find_result_ids

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from siro_desktop.domain.plan import FetchPlan
    from siro_desktop.domain.results import Answer
    from siro_desktop.storage.database import Database

    Row = dict[str, Any]
    Cell = tuple[str, int | None, str | None]  # key, answer, problem

_WITHOUT_PAGES: Final = "The raw answer was damaged on this computer and is gone. The figures are whole."
_GUESSED: Final = (
    "Which run this answer came with was damaged on this computer. It answers the same question, and was fetched when "
    "it says."
)
_DAMAGED: Final = Problem(
    "StoreDamaged",
    "Damaged on this computer",
    "The stored answer was damaged and is gone. Fetch it again.",
)
_HEADER: Final = RESULT_HEADER.split(", ")
_KEPT_FOR_PROFILES: Final[Mapping[str, Callable[[Library, str], object]]] = {
    "names": lambda library, profile_id: library.load_names(profile_id),
    "own_names": lambda library, profile_id: library.directory.load_own_names(profile_id),
    "id_groups": lambda library, profile_id: library.directory.load_groups(profile_id),
    "saved_queries": lambda library, profile_id: library.queries.load(profile_id),
    "targets": lambda library, profile_id: library.targets.load(profile_id),
    "color_bands": lambda library, profile_id: library.targets.load(profile_id),
    "own_colors": lambda library, profile_id: library.targets.load(profile_id),
    "meetings": lambda library, profile_id: library.meetings.load_all(profile_id),
    "events": lambda library, profile_id: library.events.load(profile_id),
    "retention": lambda library, profile_id: library.retention.load(profile_id),
}
"""Tables beside the results, and how a person's view of their rows is read."""


class _Unsound(Exception):
    """Rows that no table of ours can hold."""


class Salvage:
    """Reads `source` and writes `target`. What came of it stands in the attributes: see `RescueReport`."""

    def __init__(self, source: Database, target: Database) -> None:
        self.results = 0
        self.whole = 0
        self.lost: list[int] = []
        self.parts: set[StorePart] = set()
        self._source = source
        self._target = target
        self._read = AnswerRows(source)
        self._written = AnswerRows(target)
        self._library = Library(target)
        self._answers: dict[tuple[int, str, bool], int | None] = {}  # by number, cell, and whether it is a guess

    def steps(self) -> Iterator[StoreProgress]:
        """Save one thing after the other; whoever asks may stop between. Raises StorageError if it cannot write."""
        for table, load in _KEPT_FOR_PROFILES.items():
            self._save_table(table, load)
        ids = list(find_result_ids(self._source))
        for number, result_id in enumerate(ids):
            yield StoreProgress(StoreStep.READ, number, len(ids))
            self._save_result(result_id)

    # Tables beside the results --------------------------------------------------------------------------------------

    def _save_table(self, table: str, load: Callable[[Library, str], object]) -> None:
        columns = self._common_columns(table)
        if not columns:
            return
        rows = self._readable_rows(table, columns)
        profile = columns.index("profile_id")
        for profile_id in dict.fromkeys(row[profile] for row in rows):
            own = [row for row in rows if row[profile] == profile_id]
            load_own = partial(load, self._library, profile_id)
            if not self._insert_sound(table, columns, own, load_own):
                self.parts.add(PARTS[table])
                for row in own:
                    self._insert_sound(table, columns, [row], load_own)

    def _readable_rows(self, table: str, columns: Sequence[str]) -> list[tuple[Any, ...]]:
        """All rows, or those before the damage and those behind it."""
        keys = self._columns(self._source, table, "WHERE pk > 0 ORDER BY pk")
        found: dict[tuple[Any, ...], None] = {}
        for direction in ("ASC", "DESC"):
            order = ", ".join(f"{key} {direction}" for key in keys)
            try:
                with self._source.reading():
                    for row in self._source.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY {order}"):  # noqa: S608
                        found[row] = None
            except StorageError:
                self.parts.add(PARTS[table])
            else:
                break
        return list(found)

    def _insert_sound(
        self, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]], load: Callable[[], object]
    ) -> bool:
        """Put rows in, unless they then make no sense."""
        marks = ",".join("?" * len(columns))
        try:
            with self._target.writing(), _sound_rows():
                self._target.execute_many(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)  # noqa: S608
            load()
        except _Unsound:
            return False
        except StoreDamaged:
            same = " AND ".join(f"{column} IS ?" for column in columns)
            with self._target.writing():
                self._target.execute_many(f"DELETE FROM {table} WHERE {same}", rows)  # noqa: S608
            return False
        return True

    # Results --------------------------------------------------------------------------------------------------------

    def _save_result(self, result_id: int) -> None:
        try:
            row = self._result_row(result_id)
            if row is None:
                return
            with decoding(self._source.path):
                if row.get("checksum") not in {None, result_checksum(row[name] for name in _HEADER)}:
                    raise ValueError("The result is not the one that was saved.")
                plan, saved_at = decode_plan(row["plan"]), decode_instant(row["saved_at"])
        except StorageError:
            self.parts.add(StorePart.RESULTS)
            self.lost.append(result_id)
            return
        row["search"] = search_text(plan, row["profile_name"], row["time_zone"], saved_at)
        row["first_day"], row["last_day"] = local_days(plan.query.period, row["time_zone"])
        cells = self._cells(result_id, plan, row["saved_at"])
        try:
            self._insert_result(row, cells)
        except _Unsound:
            self.lost.append(result_id)
            return
        self._save_labels(result_id)
        self._count(result_id, cells)

    def _count(self, result_id: int, cells: Sequence[Cell]) -> None:
        damaged = encode_problem(_DAMAGED)
        is_hit = any(problem == damaged for _, _, problem in cells)
        if any(answer for _, answer, _ in cells):
            self.results += 1
            self.whole += not is_hit
        elif is_hit:
            self.lost.append(result_id)

    def _insert_result(self, row: Row, cells: Sequence[Cell]) -> None:
        marks = ",".join("?" * len(row))
        with self._target.writing(), _sound_rows():
            self._target.execute(f"INSERT INTO results ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))  # noqa: S608
            self._target.execute_many(
                "INSERT INTO result_cells (result_id, position, cell_key, answer_id, problem) VALUES (?,?,?,?,?)",
                ((row["id"], position, *cell) for position, cell in enumerate(cells)),
            )

    def _cells(self, result_id: int, plan: FetchPlan, saved_at: str) -> list[Cell]:
        """The cells of a result, with the answers that are saved by now; lost ones as plan and answers tell."""
        rows = self._readable_cells(result_id)
        cells = []
        for cell in plan.cells:
            if cell.key in rows:
                number, problem = rows[cell.key]
            else:
                self.parts.add(StorePart.RESULTS)
                number, problem = self._answer_since(cell.key, saved_at), None
            saved = number if number is None else self._saved_answer(number, cell.key, is_guessed=cell.key not in rows)
            lost = number is not None and saved is None
            cells.append((cell.key, saved, encode_problem(_DAMAGED) if lost else problem))
        return cells

    def _readable_cells(self, result_id: int) -> dict[str, tuple[int | None, str | None]]:
        found: dict[str, tuple[int | None, str | None]] = {}
        with suppress(StorageError), self._source.reading(), decoding(self._source.path):
            for key, number, problem in self._source.execute(
                "SELECT cell_key, answer_id, problem FROM result_cells WHERE result_id = ? ORDER BY position",
                (result_id,),
            ):
                decode_problem(problem)
                found[key] = (number, problem)
        return found

    def _answer_since(self, cell_key: str, saved_at: str) -> int | None:
        """The first answer to a cell that came after its run began; if it took an older one, the newest of those."""
        for statement in (
            "SELECT id FROM answers WHERE cell_key = ? AND fetched_at >= ? ORDER BY fetched_at LIMIT 1",
            "SELECT id FROM answers WHERE cell_key = ? AND fetched_at < ? ORDER BY fetched_at DESC LIMIT 1",
        ):
            with suppress(StorageError), self._source.reading():
                row = self._source.execute(statement, (cell_key, saved_at)).fetchone()
                if row:
                    return int(row[0])
        return None

    def _saved_answer(self, number: int, cell_key: str, *, is_guessed: bool) -> int | None:
        """The number in the new store of an answer of the old one; None if it cannot be read."""
        key = (number, cell_key, is_guessed)
        if key not in self._answers:
            answer = self._load_answer(number)
            if answer is None or answer.cell_key != cell_key:
                self.parts.add(StorePart.FIGURES)
                self._answers[key] = None
            else:
                more = (_GUESSED,) if is_guessed else ()
                self._answers[key] = self._save_answer(replace(answer, warnings=(*answer.warnings, *more)))
        return self._answers[key]

    def _save_answer(self, answer: Answer) -> int | None:
        try:
            with self._target.writing(), _sound_rows():
                return self._written.save(answer)
        except _Unsound:
            self._written.forget_metrics()  # those of this answer were taken back
            return None

    def _load_answer(self, number: int) -> Answer | None:
        """Read an answer; without its raw pages, if only those are damaged.

        SQLite complains of some pages only when it first reads them, so a second look may find all.
        """
        for with_pages in (True, True, False):
            with suppress(StorageError), self._source.reading():
                answer = self._read.load([number], with_pages=with_pages)[number]
                if with_pages:
                    return answer
                self.parts.add(StorePart.PAGES)
                return replace(answer, warnings=(*answer.warnings, _WITHOUT_PAGES))
        return None

    def _save_labels(self, result_id: int) -> None:
        if not self._columns(self._source, "labels"):
            return
        try:
            with self._source.reading(), decoding(self._source.path):
                row = self._source.execute(
                    f"SELECT {LABEL_COLUMNS} FROM labels WHERE result_id = ?",  # noqa: S608
                    (result_id,),
                ).fetchone()
                labels = decode_labels(row) if row else None
        except StorageError:
            self.parts.add(StorePart.LABELS)
        else:
            if labels is not None:
                self._library.labels.save(result_id, labels)

    # Rows -----------------------------------------------------------------------------------------------------------

    def _result_row(self, result_id: int) -> Row | None:
        columns = ["id", *_HEADER, *({"checksum"} & set(self._common_columns("results")))]
        with self._source.reading():
            row = self._source.execute(
                f"SELECT {', '.join(columns)} FROM results WHERE id = ?",  # noqa: S608
                (result_id,),
            ).fetchone()
        return None if row is None else dict(zip(columns, row, strict=True))

    def _common_columns(self, table: str) -> list[str]:
        wanted = set(self._columns(self._target, table))
        return [column for column in self._columns(self._source, table) if column in wanted]

    @staticmethod
    def _columns(database: Database, table: str, condition: str = "") -> list[str]:
        with database.reading():
            rows = database.execute(f"SELECT name FROM pragma_table_info('{table}') {condition}")  # noqa: S608
            return [row[0] for row in rows]


@contextmanager
def _sound_rows() -> Iterator[None]:
    """Raise _Unsound, which takes back what a transaction has done, for rows against the rules of a table."""
    try:
        yield
    except sqlite3.IntegrityError as error:
        raise _Unsound from error
