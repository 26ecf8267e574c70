"""The edges where bytes of others come in. Each target takes any bytes and returns; whatever it raises is a bug."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import tempfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from siro_desktop.api import lookups, status
from siro_desktop.api.decoding import decode
from siro_desktop.api.parse import parse_page
from siro_desktop.auth.callback import RedirectCheck
from siro_desktop.auth.listener import RedirectListener
from siro_desktop.auth.token_response import TokenResponse, parse_tokens
from siro_desktop.config import ProfileFile
from siro_desktop.domain.names import NamedId, Names
from siro_desktop.domain.periods import Period
from siro_desktop.domain.plan import build_plan
from siro_desktop.domain.profile import Profile, SignInMethod
from siro_desktop.domain.query import EntityType, MetricsQuery
from siro_desktop.domain.question import question_of
from siro_desktop.domain.question_json import parse_query_file, query_file_text
from siro_desktop.domain.results import Answer, MetricValues, Page, Problem
from siro_desktop.domain.saved_query import SavedQuery
from siro_desktop.errors import SiroError, UnusableFile
from siro_desktop.http_client import HttpResponse
from siro_desktop.storage.library import FILE_NAME, Library

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
STATE = "state-3f9a"
PORT = 49152
_LISTS = (lookups._CONFIGURATIONS, lookups._USERS, lookups._RECORDINGS, lookups._METRICS, lookups._INSTANCES)


def feed_answer(data: bytes) -> None:
    """A body of Siro's, as values, as each look-up, and as a refusal."""
    with contextlib.suppress(SiroError):
        page = parse_page(data)
        repr(page.extra)
        list(page.metrics)
    for decoder in _LISTS:
        with contextlib.suppress(SiroError):
            decode(data, decoder)
    number = 200 + (data[0] * 2 if data else 0)
    response = HttpResponse(number, {"content-type": data[:40].decode("latin-1"), "retry-after": "x"}, data, "u", 1)
    assert isinstance(status.refusal(response, who_may="", now=NOW), SiroError)
    status.is_html(response)


def feed_tokens(data: bytes) -> None:
    """A token endpoint's answer, with the status of a success and of a refusal."""
    for number in (200, 400):
        with contextlib.suppress(SiroError):
            tokens = parse_tokens(TokenResponse(number, data), NOW)
            assert tokens.access_token
            tokens.is_expired(NOW)
            tokens.wants_refresh(NOW)


def feed_redirect(data: bytes) -> None:
    """What comes in at the redirect listener's port: it answers or hangs up, and waits on or is done."""
    loop, listener = _open_listener()
    try:
        answered = loop.run_until_complete(_serve(listener, data))
        assert not answered or answered.startswith(b"HTTP/1.1 ")
        assert b"state-3f9a" not in answered
        if listener._code.done():
            with contextlib.suppress(SiroError):
                assert listener._code.result()
    finally:
        loop.run_until_complete(listener.aclose())


async def _serve(listener: RedirectListener, data: bytes) -> bytes:
    reader, writer = asyncio.StreamReader(limit=16 * 1024), _Written()
    reader.feed_data(data)
    reader.feed_eof()
    await listener._serve(reader, writer)  # type: ignore[arg-type]
    return bytes(writer.written)


class _Written:
    """As much of a StreamWriter as the listener uses."""

    def __init__(self) -> None:
        self.written = bytearray()
        self.transport = self

    def write(self, data: bytes) -> None:
        self.written += data

    async def drain(self) -> None:
        """Everything is written at once."""

    def write_eof(self) -> None: ...
    def close(self) -> None: ...
    def abort(self) -> None: ...


class _Bound:
    """A socket that only says where it is bound."""

    def getsockname(self) -> tuple[str, int]:
        return ("127.0.0.1", PORT)


@cache
def _loop() -> asyncio.AbstractEventLoop:
    return asyncio.new_event_loop()


def _open_listener() -> tuple[asyncio.AbstractEventLoop, RedirectListener]:
    async def build() -> RedirectListener:
        check = RedirectCheck(STATE, issuer="https://auth.siro.test", needs_issuer=False)
        return RedirectListener("127.0.0.1", [_Bound()], check.parse_code)  # type: ignore[list-item]

    return _loop(), _loop().run_until_complete(build())


def feed_profile_file(data: bytes) -> None:
    """`profiles.toml`: loaded, and, where that works, changed and loaded again."""
    path = _folder() / "profiles.toml"
    path.write_bytes(data)
    file = ProfileFile(path)
    with contextlib.suppress(SiroError):
        known = file.load()
        for profile in known:
            _ = profile.zone
        added = Profile(id="added-one", name="Added", method=SignInMethod.ACCESS_TOKEN)
        file.save(added)
        assert added in file.load()
        file.remove("added-one")
        assert {profile.id for profile in file.load()} == {profile.id for profile in known} - {"added-one"}


def feed_query_file(data: bytes) -> None:
    """A `.siroquery` file is a question, which can be written again, or refused in words."""
    try:
        file = parse_query_file(data)
    except UnusableFile as error:
        error.message.encode()
    else:
        assert parse_query_file(query_file_text(file)).question == file.question


def feed_store(data: bytes) -> None:
    """The store's file with bytes of it changed: three say where (as a share of its length), the next what to."""
    original = store_file()
    changed = bytearray(original)
    for start in range(0, len(data) - 3, 4):
        place = int.from_bytes(data[start : start + 3], "big") * len(changed) >> 24
        changed[place] = data[start + 3]
    load_store(bytes(changed))


def feed_values(data: bytes) -> None:
    """The store with one value in one place changed: a table, a column, a row, and what to put there."""
    if len(data) < 4:
        return
    places = _columns()
    table, column = places[data[0] % len(places)]
    text = data[4:].decode("utf-8", "surrogateescape").encode("utf-8", "replace").decode()
    kinds: list[Any] = [text, data[4:], None, int.from_bytes(data[4:12], "big", signed=True), float(len(text)) / 3]
    load_store(store_file(), (table, column, data[1], kinds[data[2] % len(kinds)]))


def load_store(content: bytes, change: tuple[str, str, int, Any] | None = None) -> None:
    """Write a store's file and load all of it."""
    path = _folder() / FILE_NAME
    for stale in path.parent.glob(f"{FILE_NAME}*"):
        stale.unlink()
    path.write_bytes(content)
    if change is not None and not _change(path, *change):
        return
    with contextlib.suppress(SiroError), Library.open(path.parent) as library:
        for step in _steps(library):
            with contextlib.suppress(SiroError):
                step()


def _steps(library: Library) -> Iterator[Callable[[], object]]:
    keys = [cell.key for cell in _plan().cells]
    yield library.load_summaries
    yield lambda: library.load_summaries(profile_id="acme", search="pace 2026")
    yield library.last_result_id
    yield lambda: repr(library.load_result(1))
    yield lambda: repr(library.load_result(2))
    yield lambda: repr(library.latest_answers(keys))
    yield lambda: repr(library.load_names("acme"))
    yield lambda: repr(library.queries.load("acme"))
    yield lambda: library.save_names("acme", Names())
    yield lambda: library.delete_result(1)


def _change(path: Path, table: str, column: str, row: int, value: Any) -> bool:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        count = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        if not count:  # nothing to change
            return False
        columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
        keys = ", ".join(name for _, name, *_, key in columns if key) or "rowid"
        where = f"({keys}) = (SELECT {keys} FROM {table} LIMIT 1 OFFSET {row % count})"
        try:
            connection.execute(f"UPDATE {table} SET {column} = ? WHERE {where}", (value,))
            connection.commit()
        except (sqlite3.Error, OverflowError):  # a rule of the table keeps it out
            return False
    return True


@cache
def _columns() -> list[tuple[str, str]]:
    path = _folder() / "columns.sqlite3"
    path.write_bytes(store_file())
    with contextlib.closing(sqlite3.connect(path)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return [
            (table, column)
            for table in tables
            if not table.startswith("sqlite_")
            for _, column, *_ in connection.execute(f"PRAGMA table_info({table})")
        ]


@cache
def _folder() -> Path:
    folder = tempfile.TemporaryDirectory(prefix="siro-desktop-fuzz-")
    _kept_folders.append(folder)
    return Path(folder.name)


_kept_folders: list[tempfile.TemporaryDirectory[str]] = []


@cache
def _plan() -> Any:
    period = Period(datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC))
    query = MetricsQuery(
        organization_id="org_1",
        conversation_type_id="roof",
        period=period,
        filter_by=(EntityType.USER,),
        ids=("user_1",),
    )
    return build_plan(query, "acme", "ana@acme.test")


@cache
def store_file() -> bytes:
    """A store with two results, names, a problem, and every column in use."""
    folder = _folder() / "original"
    with Library.open(folder) as library:
        for problem in (None, Problem("ServerError", "t", "m", "d")):
            plan = _plan()
            number = library.save_run(
                plan=plan, profile_name="Acme", api_base_url="https://x", time_zone="America/Denver", saved_at=NOW
            )
            library.save_answers(number, [_answer(plan.cells[0].key, problem)])
        library.save_problems(2, {plan.cells[0].key: Problem("ServerError", "t", "m", None)})
        library.save_names("acme", Names(organization_id="o", users=(NamedId("u", "Ana", "n"),), fetched_at=NOW))
        saved = SavedQuery(name="Board", folder="Weekly", question=question_of(_plan()), changed_at=NOW)
        library.queries.save("acme", saved)
    return (folder / FILE_NAME).read_bytes()


def _answer(key: str, problem: Problem | None) -> Answer:
    return Answer(
        cell_key=key,
        recordings_evaluated=2**70,
        metrics=MetricValues(
            ids=["a", "b", "c"],
            names=["Pace", "Talk", "Score"],
            units=["w"] * 3,
            unit_abbreviations=["w"] * 3,
            metric_types=["X"] * 3,
            descriptions=[None, "d", ""],
            values=[1.5, None, 2**70],
            pass_rates=[None, 50, 12.5],
            extras={1: {"colour": "green"}},
        ),
        start_at="a",
        end_at="b",
        filter_by=("USER",),
        filter_by_ids=("u",),
        fetched_at=NOW,
        duration_ms=3,
        pages=(Page("https://x/v1", b'{"data": 1}'),),
        extra={"note": [1]},
        warnings=("w",),
        problem=problem,
    )


TARGETS: dict[str, Callable[[bytes], None]] = {
    "answer": feed_answer,
    "tokens": feed_tokens,
    "redirect": feed_redirect,
    "profiles": feed_profile_file,
    "query-file": feed_query_file,
    "store-bytes": feed_store,
    "store-values": feed_values,
}
"""By the name that the long run knows them under."""
