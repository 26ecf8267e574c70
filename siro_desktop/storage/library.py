"""The store as the program sees it: runs with their answers, summaries to search, and names. Answers never change."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from siro_desktop.courtesy import give_way
from siro_desktop.domain.names import Names
from siro_desktop.storage.answer_rows import AnswerRows
from siro_desktop.storage.codec import decode_names, encode_names, encode_problem
from siro_desktop.storage.copies import delete_copies
from siro_desktop.storage.database import Database
from siro_desktop.storage.deletion import delete_results, find_deleted, read_counts
from siro_desktop.storage.failures import decoding
from siro_desktop.storage.labels import LabelRows, missing
from siro_desktop.storage.metric_history import find_history
from siro_desktop.storage.origins import find_ids_of_others
from siro_desktop.storage.own_names import DirectoryRows
from siro_desktop.storage.runs import insert_run, load_first_rows, load_run
from siro_desktop.storage.saved_queries import SavedQueries
from siro_desktop.storage.schema import TABLES
from siro_desktop.storage.shared_answers import find_answers, find_answers_before, link_cells
from siro_desktop.storage.summaries import HAS_ANSWER, find_profile_ids, find_result_ids, load_summaries
from siro_desktop.storage.targets import TargetRows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime
    from pathlib import Path
    from sqlite3 import Connection
    from typing import Self

    from siro_desktop.domain.metric_history import HistoryOf, PastFigure
    from siro_desktop.domain.plan import FetchPlan
    from siro_desktop.domain.results import Answer, Problem, ResultSummary, SavedResult
    from siro_desktop.storage.events import EventRows
    from siro_desktop.storage.meetings import MeetingRows
    from siro_desktop.storage.retention import RetentionRows

FILE_NAME: Final = "results.sqlite3"


class Library:
    """The saved results and names in one folder, and the saved `queries`. One connection: use it in its own thread.

    `directory` holds what people call ids themselves, `labels` what they say of results, `meetings` what
    they note of one-to-ones, `events` what happened on which day, `retention` how long results are kept.

    Several windows may have a Library each on one folder. Every method raises StorageError if the file cannot be read
    or written, is damaged, or is being written by another window for longer than five seconds; the file then stays
    as it was. What a method has written is on the disk when it returns.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._answers = AnswerRows(database)
        self.directory = DirectoryRows(database)
        self.queries = SavedQueries(database)
        self.targets = TargetRows(database)
        self.labels = LabelRows(database)

    @cached_property
    def events(self) -> EventRows:
        """What happened on which day."""
        from siro_desktop.storage.events import EventRows

        return EventRows(self._database)

    @cached_property
    def meetings(self) -> MeetingRows:
        """The notes of one-to-ones."""
        from siro_desktop.storage.meetings import MeetingRows

        return MeetingRows(self._database)

    @cached_property
    def retention(self) -> RetentionRows:
        """The limits of what is kept."""
        from siro_desktop.storage.retention import RetentionRows

        return RetentionRows(self._database)

    @classmethod
    def open(cls, folder: Path) -> Library:
        """Open the store in `folder`, or make it, for this person only (folder 0700, file 0600).

        What a newer version wrote, and what may not be written, is opened for reading alone: see `read_only`.
        Raises StorageError if it cannot be read, StoreDamaged if it makes no sense.
        """
        return cls.open_file(folder / FILE_NAME)

    @classmethod
    def open_file(cls, path: Path) -> Library:
        """Open or make a store under another name, as `open` does."""
        return cls(Database.open(path))

    @property
    def path(self) -> Path:
        """The store's file."""
        return self._database.path

    @property
    def read_only(self) -> str:
        """Why nothing can be written, in a sentence; empty if it can."""
        return self._database.read_only

    @property
    def is_newer(self) -> bool:
        """True if a newer version of the program wrote the file, which is then opened for reading alone."""
        return self._database.is_newer

    def version(self) -> int:
        """A number that is another one after each write of another window's or program's Library, and only then."""
        return self._database.version()

    def close(self) -> None:
        """Close the file. Nothing can be done with the Library afterwards."""
        self._database.close()

    def empty_journal(self) -> bool:
        """Move the journal into the file, so that the file alone is the store; False if somebody else has it open."""
        return self._database.empty_journal()

    def forget_cached(self) -> None:
        """Read everything anew from now on."""
        self._answers.forget_metrics()

    def connection_for_care(self) -> AbstractContextManager[Connection]:
        """Return SQLite's own connection, for `integrity` and `backup` alone."""
        return self._database.raw()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def save_run(
        self, *, plan: FetchPlan, profile_name: str, api_base_url: str, time_zone: str, saved_at: datetime
    ) -> int:
        """Keep a run that begins, without answers yet, and return its result id. `saved_at` is aware."""
        with self._database.writing():
            return insert_run(self._database, plan, (profile_name, api_base_url, time_zone), saved_at)

    def save_answers(self, result_id: int, answers: Sequence[Answer]) -> None:
        """Keep answers to cells of a run, all or none. StorageError if the run, or one of the cells, is not there."""
        with self._writing():
            for answer in answers:
                give_way()
                answer_id = self._answers.save(answer)
                self._update_cell(
                    "UPDATE result_cells SET answer_id = ?, problem = NULL WHERE result_id = ? AND cell_key = ?",
                    (answer_id, result_id, answer.cell_key),
                )

    def save_problems(self, result_id: int, problems: Mapping[str, Problem]) -> None:
        """Keep, by cell key, why cells have no answer. StorageError if the run, or one of the cells, is not there."""
        with self._database.writing():
            for cell_key, problem in problems.items():
                self._update_cell(
                    "UPDATE result_cells SET problem = ? WHERE result_id = ? AND cell_key = ?",
                    (encode_problem(problem), result_id, cell_key),
                )

    def load_result(self, result_id: int) -> SavedResult:
        """Return a run with what has come so far. StorageError if it is not there."""
        with self._reading():
            return load_run(self._database, self._answers, result_id)

    def load_first_rows(self, result_id: int) -> SavedResult | None:
        """Return the first rows of a result that takes long to load, to be shown until `load_result` has all of it.

        None for any other, and for one that is not there.
        """
        with self._reading():
            return load_first_rows(self._database, self._answers, result_id)

    def load_summaries(
        self, *, profile_id: str | None = None, search: str = "", names: Names | None = None, limit: int = 500
    ) -> tuple[ResultSummary, ...]:
        """Return the runs that have an answer: pinned ones first, then the newest.

        `search` holds words that must all be found: in the profile's name, the query's ids and types, what `names`
        calls those ids, what was noted and agreed in one-to-ones with one of its people, the names of metrics, what
        people say of the result, or as a year, month or day that its period touches. A word with # in front is looked
        for among tags. Capitals do not matter.
        `recordings_evaluated` is None where a run has several cells; `metric_count` is that of the longest answer.
        A run that is in a damaged part of the file is left out.
        """
        return load_summaries(self._database, profile_id, search, names, limit)

    def last_result_id(self, profile_id: str | None = None) -> int | None:
        """Return the newest run that has an answer, of one profile or of all; None if there is none."""
        with self._database.reading():
            row = self._database.execute(
                f"SELECT id FROM results WHERE {HAS_ANSWER} AND (?1 IS NULL OR profile_id = ?1)"  # noqa: S608
                " ORDER BY id DESC LIMIT 1",
                (profile_id,),
            ).fetchone()
        return row[0] if row else None

    def has_result(self, result_id: int, profile_id: str | None = None) -> bool:
        """Return whether there is a run with this number, of one profile or of all."""
        with self._database.reading():
            found = self._database.execute(
                "SELECT 1 FROM results WHERE id = ?1 AND (?2 IS NULL OR profile_id = ?2)", (result_id, profile_id)
            ).fetchone()
        return found is not None

    def result_ids(self) -> tuple[int, ...]:
        """Return the numbers of all runs, the newest first; in a damaged file, of those whose rows can be found."""
        return tuple(find_result_ids(self._database))

    def profile_ids(self) -> tuple[str, ...]:
        """Return the connections that runs came over; in a damaged file, of those whose rows can be found."""
        return find_profile_ids(self._database)

    def ids_of_others(self, api_base_url: str, organization_id: str) -> frozenset[str]:
        """Return the connections of which something is kept that one to this organization must not show."""
        return find_ids_of_others(self._database, api_base_url, organization_id)

    def delete_result(self, result_id: int) -> None:
        """Delete a run, and the answers that no other run uses. Nothing happens if it is not there."""
        self.delete_results((result_id,))

    def delete_results(self, result_ids: Collection[int], *, but_pinned: bool = False) -> tuple[int, ...]:
        """Delete runs as `delete_result` does, all or none, and return which there were; pinned ones may stay.

        What nobody uses any more is looked for once: that takes as long for many as for one. Others cannot write
        meanwhile.
        """
        with self._writing():
            gone, has_fewer_metrics = delete_results(self._database, result_ids, but_pinned=but_pinned)
            if has_fewer_metrics:
                self._answers.forget_metrics()
        self._database.empty_journal()  # if another window is in the way, the journal is emptied a little later
        return gone

    def counts(self) -> tuple[int, int]:
        """Return how many results and how many answers were ever saved here, for `deleted_of`."""
        with self._database.reading():
            return read_counts(self._database)

    def deleted_of(self, result_ids: Collection[int], since: tuple[int, int]) -> frozenset[int]:
        """Return which of these results were deleted, by whatever window or program, after `counts` gave `since`.

        None if another store has taken the place of this one meanwhile: nobody has deleted what is not in that.
        """
        with self._database.reading():
            return find_deleted(self._database, result_ids, since)

    def delete_all(self) -> None:
        """Delete everything that is kept, copies of the file too, so that no byte of it stays in the files."""
        with self._writing():
            for table in TABLES:
                self._database.execute(f"DELETE FROM {table}")  # noqa: S608  names of our own tables
            self._answers.forget_metrics()
        try:
            delete_copies(self._database.path)
        finally:
            self._database.compact()

    def latest_answers(self, cell_keys: Collection[str]) -> dict[str, Answer]:
        """Return the newest complete answer for each key that has one."""
        with self._reading():
            numbers = {
                key: self._database.execute(
                    "SELECT id FROM answers WHERE cell_key = ? AND problem IS NULL"
                    " ORDER BY fetched_at DESC, id DESC LIMIT 1",
                    (key,),
                ).fetchone()
                for key in cell_keys
            }
            loaded = self._answers.load([row[0] for row in numbers.values() if row])
            return {key: loaded[row[0]] for key, row in numbers.items() if row}

    def answers_before(self, cell_keys: Collection[str], before: datetime | int) -> dict[str, Answer]:
        """Return the newest complete answer of each key, without its pages, fetched before an aware instant.

        Or, before a result with this number: from those with lower numbers, saved ahead of its own answer.
        """
        with self._reading():
            numbers = find_answers_before(self._database, cell_keys, before)
            loaded = self._answers.load(numbers.values(), with_pages=False)
            return {key: loaded[number] for key, number in numbers.items()}

    def metric_history(self, wanted: HistoryOf, limit: int = 200) -> tuple[PastFigure, ...]:
        """Return a metric's figures for the same question in other periods: the newest of each, latest period first."""
        with self._reading(), decoding(self._database.path):
            return find_history(self._database, wanted, limit)

    def find_answers(self, not_before: Mapping[str, datetime]) -> frozenset[str]:
        """Return the cell keys whose newest complete answer was fetched at the instant beside the key, or later."""
        with self._database.reading():
            return frozenset(find_answers(self._database, not_before))

    def link_answers(self, result_id: int, not_before: Mapping[str, datetime]) -> dict[str, Answer]:
        """Let cells of a run share the answers that `find_answers` tells of, and return those. Nothing is copied."""
        with self._writing():
            numbers = find_answers(self._database, not_before)
            link_cells(self._database, result_id, numbers)
            loaded = self._answers.load(numbers.values())
            return {key: loaded[number] for key, number in numbers.items()}

    def save_names(self, profile_id: str, names: Names) -> None:
        """Keep the names known for a profile in place of those kept before."""
        with self._database.writing():
            self._database.execute(
                "INSERT INTO names (profile_id, names) VALUES (?1, ?2)"
                " ON CONFLICT (profile_id) DO UPDATE SET names = ?2",
                (profile_id, encode_names(names)),
            )

    def load_names(self, profile_id: str) -> Names:
        """Return the names kept for a profile; empty ones if there are none."""
        with self._database.reading():
            row = self._database.execute("SELECT names FROM names WHERE profile_id = ?", (profile_id,)).fetchone()
        with decoding(self._database.path):
            return decode_names(row[0]) if row else Names()

    def _update_cell(self, statement: str, parameters: tuple[Any, ...]) -> None:
        if not self._database.execute(statement, parameters).rowcount:
            raise missing(parameters[1])

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """A transaction that uses the metric dictionary, which another window or a rollback may have changed."""
        is_done = False
        try:
            with self._database.writing():
                if self._database.changed_elsewhere():
                    self._answers.forget_metrics()
                yield
            is_done = True
        finally:
            if is_done:
                self._answers.forget_many()
            else:
                self._answers.forget_metrics()

    @contextmanager
    def _reading(self) -> Iterator[None]:
        with self._database.reading():
            if self._database.changed_elsewhere():
                self._answers.forget_metrics()
            yield
        self._answers.forget_many()
