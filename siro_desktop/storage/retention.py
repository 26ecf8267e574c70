"""Limits of what is kept, by connection, and how large each result is. Threads and errors are those of `Library`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from siro_desktop.domain.retention import KEEP_ALL, RetentionRule
from siro_desktop.storage.summaries import HAS_ANSWER

if TYPE_CHECKING:
    from siro_desktop.domain.store_health import StoredProfile
    from siro_desktop.storage.database import Database

# An answer that several results share is that of the newest: deleting the others frees nothing of it. A value takes
# about 36 bytes; a raw page what it takes packed.
_SIZES: Final = (
    "SELECT owner, sum(500 + 36 * metric_count + coalesce((SELECT sum(length(body)) FROM pages"
    " WHERE pages.answer_id = used.answer_id), 0)) FROM"
    " (SELECT answer_id, max(result_id) AS owner FROM result_cells WHERE answer_id IS NOT NULL GROUP BY answer_id)"
    " AS used JOIN answers ON answers.id = used.answer_id GROUP BY owner"
)

_PROFILES: Final = (
    "SELECT results.id, profile_id, profile_name, coalesce(labels.is_pinned, 0) FROM results"  # noqa: S608
    f" LEFT JOIN labels ON labels.result_id = results.id WHERE {HAS_ANSWER} ORDER BY results.id"
)


class RetentionRows:
    """The rules in the store, and what they are about."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def load(self, profile_id: str) -> RetentionRule:
        """Return the rule of a connection: to keep everything, unless a person has said otherwise."""
        with self._database.reading():
            row = self._database.execute(
                "SELECT days, megabytes FROM retention WHERE profile_id = ?", (profile_id,)
            ).fetchone()
        return RetentionRule(*row) if row else KEEP_ALL

    def save(self, profile_id: str, rule: RetentionRule) -> None:
        """Keep a rule in place of the one before. Raises RetentionError."""
        rule.check()
        with self._database.writing():
            self._database.execute("DELETE FROM retention WHERE profile_id = ?", (profile_id,))
            if not rule.is_empty:
                self._database.execute(
                    "INSERT INTO retention (profile_id, days, megabytes) VALUES (?,?,?)",
                    (profile_id, rule.days, rule.megabytes),
                )

    def load_sizes(self) -> dict[int, int]:
        """Return by result about how many bytes it takes. One whose answers all belong to newer ones is left out."""
        with self._database.reading():
            return dict(self._database.execute(_SIZES).fetchall())

    def load_profiles(self) -> tuple[StoredProfile, ...]:
        """Return what there is of each connection, under the name that it had last; the largest first."""
        from siro_desktop.domain.store_health import StoredProfile

        sizes = self.load_sizes()
        with self._database.reading():
            rows = self._database.execute(_PROFILES).fetchall()
            meetings, events = self._count("meetings"), self._count("events")
        found = {
            one: StoredProfile(one, one, 0, 0, 0, meetings.get(one, 0), events.get(one, 0)) for one in meetings | events
        }
        for result_id, profile_id, name, is_pinned in rows:
            known = found.get(profile_id) or StoredProfile(profile_id, name, 0, 0, 0)
            found[profile_id] = replace(
                known,
                name=name,
                results=known.results + 1,
                pinned=known.pinned + is_pinned,
                size=known.size + sizes.get(result_id, 0),
            )
        return tuple(sorted(found.values(), key=lambda one: -one.size))

    def _count(self, table: str) -> dict[str, int]:
        """How many rows of a table of ours each connection has. Inside a transaction."""
        return dict(
            self._database.execute(f"SELECT profile_id, count(*) FROM {table} GROUP BY profile_id").fetchall()  # noqa: S608
        )
