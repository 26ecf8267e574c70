"""Targets and colours of a profile: Siro's, replaced as a whole for a conversation type, and those set by hand."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from siro_desktop.domain.color_bands import ColorBands, RateBand, Status
from siro_desktop.domain.targets import KnownMetric, LookUp, OwnColors, Source, Target, Targets
from siro_desktop.storage.codec import decode_instant, encode_instant, encode_json
from siro_desktop.storage.failures import decoding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from siro_desktop.domain.targets import TargetEntry
    from siro_desktop.storage.database import Database

_COLUMNS = "metric_id, conversation_type_id, valid_from, source, minimum, maximum, tolerance"
_KEY = "profile_id = ? AND metric_id = ? AND conversation_type_id = ? AND valid_from IS ?"


class TargetRows:
    """The targets and colours in the store. Threads and errors are those of `Library`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def load(self, profile_id: str) -> Targets:
        """Return all targets and colours of a profile and what was looked up; nothing is no error."""
        with self._database.reading():
            rows = self._database.execute(
                f"SELECT {_COLUMNS} FROM targets WHERE profile_id = ? ORDER BY id",  # noqa: S608
                (profile_id,),
            ).fetchall()
            looked_up = self._database.execute(
                "SELECT conversation_type_id, fetched_at, bands FROM color_bands WHERE profile_id = ?", (profile_id,)
            ).fetchall()
            own = self._database.execute(
                "SELECT metric_id, conversation_type_id, valid_from, bands FROM own_colors WHERE profile_id = ?",
                (profile_id,),
            ).fetchall()
        with decoding(self._database.path):
            own_colors = tuple(map(_own_colors, own))
            return Targets(tuple(map(_target, rows)), tuple(map(_look_up, looked_up)), own_colors=own_colors)

    def save(self, profile_id: str, entries: Iterable[TargetEntry], *, instead_of: TargetEntry | None = None) -> None:
        """Keep targets and colours, each in place of one with its key, all or none.

        `instead_of` goes, as an edit wants it.
        """
        with self._database.writing():
            if instead_of is not None:
                self._delete(profile_id, instead_of)
            for entry in entries:
                self._delete(profile_id, entry)
                self._insert(profile_id, entry)

    def exchange(self, profile_id: str, gone: Iterable[TargetEntry], come: Iterable[TargetEntry]) -> None:
        """Delete some entries set by hand and keep others, each in place of one with its key, all or none."""
        with self._database.writing():
            for entry in gone:
                self._delete(profile_id, entry)
            for entry in come:
                self._delete(profile_id, entry)
                self._insert(profile_id, entry)

    def delete(self, profile_id: str, entries: Iterable[TargetEntry]) -> None:
        """Delete targets and colours set by hand, all or none. One that is not there is no error."""
        with self._database.writing():
            for entry in entries:
                self._delete(profile_id, entry)

    def replace_siro(self, profile_id: str, look_up: LookUp, targets: Iterable[Target]) -> None:
        """Keep what Siro said for a conversation type in place of what it said before. What is set by hand stays."""
        type_id = look_up.conversation_type_id
        with self._database.writing():
            self._database.execute(
                "DELETE FROM targets WHERE profile_id = ? AND conversation_type_id = ? AND source = ?",
                (profile_id, type_id, Source.SIRO.value),
            )
            for target in targets:
                self._insert(profile_id, target)
            self._database.execute(
                "INSERT OR REPLACE INTO color_bands (profile_id, conversation_type_id, fetched_at, bands)"
                " VALUES (?,?,?,?)",
                (profile_id, type_id, encode_instant(look_up.fetched_at), _encode_bands(look_up.bands)),
            )

    def load_metrics(self, metric_ids: Collection[str]) -> tuple[KnownMetric, ...]:
        """Return name and unit, as they came last, of those metrics that were ever fetched."""
        with self._database.reading():
            rows = self._database.execute(
                "SELECT metric_id, name, unit, unit_abbreviated FROM metrics"
                " WHERE metric_id IN (SELECT value FROM json_each(?)) ORDER BY id",
                (encode_json(sorted(metric_ids)),),
            ).fetchall()
        return tuple({row[0]: KnownMetric(*row) for row in rows}.values())

    def _delete(self, profile_id: str, entry: TargetEntry) -> None:
        key = (profile_id, *_key(entry))
        if isinstance(entry, OwnColors):
            self._database.execute(f"DELETE FROM own_colors WHERE {_KEY}", key)  # noqa: S608
        else:
            self._database.execute(f"DELETE FROM targets WHERE {_KEY} AND source = ?", (*key, entry.source.value))  # noqa: S608

    def _insert(self, profile_id: str, entry: TargetEntry) -> None:
        key = (profile_id, *_key(entry))
        if isinstance(entry, OwnColors):
            self._database.execute("INSERT INTO own_colors VALUES (?,?,?,?,?)", (*key, _encode_bands(entry.bands)))
        else:
            self._database.execute(
                f"INSERT INTO targets (profile_id, {_COLUMNS}) VALUES (?,?,?,?,?,?,?,?)",  # noqa: S608
                (*key, entry.source.value, entry.minimum, entry.maximum, entry.tolerance),
            )


def _key(entry: TargetEntry) -> tuple[str, str, str | None]:
    """The columns of a key. For always, targets have NULL and colours an empty text."""
    always = "" if isinstance(entry, OwnColors) else None
    return entry.metric_id, entry.conversation_type_id, entry.valid_from.isoformat() if entry.valid_from else always


def _target(row: tuple[Any, ...]) -> Target:
    metric_id, type_id, day, source, minimum, maximum, tolerance = row
    return Target(
        metric_id=metric_id,
        minimum=minimum,
        maximum=maximum,
        tolerance=tolerance,
        valid_from=date.fromisoformat(day) if day else None,
        conversation_type_id=type_id,
        source=Source(source),
    )


def _look_up(row: tuple[str, str, str]) -> LookUp:
    type_id, fetched_at, bands = row
    return LookUp(type_id, _decode_bands(bands, Source.SIRO), decode_instant(fetched_at))


def _own_colors(row: tuple[str, str, str, str]) -> OwnColors:
    metric_id, type_id, day, bands = row
    return OwnColors(
        bands=_decode_bands(bands, Source.HAND),
        metric_id=metric_id,
        conversation_type_id=type_id,
        valid_from=date.fromisoformat(day) if day else None,
    )


def _decode_bands(text: str, source: Source) -> ColorBands:
    return ColorBands(tuple(RateBand(Status(status), low, high) for status, low, high in json.loads(text)), source)


def _encode_bands(bands: ColorBands) -> str:
    return encode_json([[band.status.value, band.low, band.high] for band in bands.bands])
