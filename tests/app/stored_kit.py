"""A store with results in it before the program starts."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "storage"))

from storage_samples import make_answer, make_plan

from siro_desktop.config import Paths
from siro_desktop.domain.names import NamedId, Names
from siro_desktop.domain.profile import Profile
from siro_desktop.storage.library import FILE_NAME, Library

PROFILE = Profile(
    id="acme",
    name="Acme Roofing",
    client_id="c",
    authorization_endpoint="https://auth.example.test/",
    organization_id="org_123",
    time_zone="America/Denver",
)
NAMES = Names(users=(NamedId("ana", "Ana Ruiz"), NamedId("ben", "Ben Cole")))


@pytest.fixture
def store() -> Path:
    """The folder of a store with three results: of Ana, Ben and both."""
    folder = Paths.find().make().data
    with Library.open(folder) as library:
        library.save_names("acme", NAMES)
        for number, ids in enumerate((("ana",), ("ben",), ("ana", "ben")), 1):
            plan = make_plan("roof", *ids)
            result_id = library.save_run(
                plan=plan,
                profile_name="Acme Roofing",
                api_base_url="https://api.example.test",
                time_zone="America/Denver",
                saved_at=datetime.now(UTC) - timedelta(days=100 * (4 - number)),
            )
            library.save_answers(result_id, [make_answer(plan.cells[0].key, rows=10, canary=f"Talk {number}")])
    return folder


def change(folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(folder / FILE_NAME, isolation_level=None)) as connection:
        connection.execute(statement)
