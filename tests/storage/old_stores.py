"""Files as older versions of the program wrote them."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from storage_samples import make_answer, make_wide_plan, save_run

from siro_desktop.domain.color_bands import SIRO_BANDS
from siro_desktop.domain.meetings import Meeting, MetPerson
from siro_desktop.domain.metric_history import HistoryOf
from siro_desktop.domain.names import NamedId, Names
from siro_desktop.domain.targets import LookUp, Source, Target
from siro_desktop.storage.library import FILE_NAME, Library
from siro_desktop.storage.schema import MIGRATIONS, SCHEMA_VERSION

if TYPE_CHECKING:
    from pathlib import Path

COPY = f"{FILE_NAME}.before-{SCHEMA_VERSION}"
NAMES = Names(organization_id="org", users=(NamedId("u1", "Anna"),))
TABLES = {
    1: ("results", "result_cells", "answers", "answer_values", "metrics", "pages", "names"),
    2: ("saved_queries", "own_names", "id_groups", "targets", "color_bands"),
    3: ("own_colors",),
    4: ("labels", "retention"),
    5: ("metric_sets", "metric_set_members", "meetings"),
}
HISTORY = HistoryOf(
    profile_id="acme",
    conversation_type_id="roof_inspection",
    filter_by=("USER",),
    filter_by_ids=("user_b", "user_a"),
    group_by=("TEAM",),
    metric_id="metric_1",
)
ANNA, TALK = MetPerson("acme", "org_123", "user_a"), Meeting(held_on=date(2026, 11, 3), notes="Listens")
SHARE = Target(metric_id="share", minimum=40, maximum=60)
SIRO_SHARE = Target(metric_id="share", minimum=45, conversation_type_id="roof", source=Source.SIRO)
ASKED = LookUp("roof", SIRO_BANDS, datetime(2026, 11, 2, tzinfo=UTC))


def make_old_store(folder: Path, rows: int = 30, version: int = 1) -> Path:
    """A file as an older version wrote it, with two answers, one problem, names, and from version 2 on targets."""
    filled = folder.with_name(folder.name + "-filled")
    with Library.open(filled) as library:
        plan = make_wide_plan(2)
        result_id = save_run(library, plan)
        library.save_answers(result_id, [make_answer(cell.key, rows) for cell in plan.cells])
        library.save_names("acme", NAMES)
        library.meetings.save(ANNA, TALK)
        library.targets.save("acme", [SHARE])
        library.targets.replace_siro("acme", ASKED, [SIRO_SHARE])
    folder.mkdir(mode=0o700)
    path = folder / FILE_NAME
    old = sqlite3.connect(path, isolation_level=None)
    old.execute("PRAGMA journal_mode = WAL")
    old.execute("ATTACH ? AS filled", (str(filled / FILE_NAME),))
    for number in range(version):
        old.executescript(MIGRATIONS[number])
    for number in range(version):
        for table in TABLES[number + 1]:
            columns = ", ".join(row[1] for row in old.execute(f"PRAGMA main.table_info({table})").fetchall())
            old.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM filled.{table}")
    old.execute(f"PRAGMA user_version = {version}")
    old.close()
    shutil.rmtree(filled)
    return path


def check_content(library: Library) -> None:
    plan = make_wide_plan(2)
    saved = library.load_result(1)
    assert saved.plan == plan
    assert saved.answers == {cell.key: make_answer(cell.key, 30) for cell in plan.cells}
    assert library.load_names("acme") == NAMES


def version_of(path: Path) -> int:
    connection = sqlite3.connect(path)
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    connection.close()
    return version
