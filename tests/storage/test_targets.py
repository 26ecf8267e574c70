"""Targets in the store: Siro's come and go together, those set by hand stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from storage_samples import make_answer, make_plan, save_run

from siro_desktop.domain.color_bands import SIRO_BANDS, build_color_bands
from siro_desktop.domain.targets import KnownMetric, LookUp, Source, Target, Targets
from siro_desktop.errors import StorageError
from siro_desktop.storage.library import Library

if TYPE_CHECKING:
    from pathlib import Path

SHARE = Target(metric_id="share", minimum=40, maximum=60.5, tolerance=5, valid_from=date(2026, 10, 1))
SIRO = Target(metric_id="share", minimum=45, conversation_type_id="roof", source=Source.SIRO)
ASKED = LookUp("roof", SIRO_BANDS, datetime(2026, 11, 2, 9, 30, tzinfo=UTC))
FINITE = st.floats(-1e9, 1e9) | st.integers(-(10**9), 10**9)


def test_nothing_kept_is_nothing_known(library: Library) -> None:
    assert library.targets.load("acme") == Targets()


def test_targets_come_back_after_a_restart(folder: Path) -> None:
    bands = build_color_bands([("RED", 0, 44), ("GREEN", 45.5, None)])
    assert bands is not None
    with Library.open(folder) as library:
        library.targets.save("acme", [SHARE])
        library.targets.save("other", [replace(SHARE, minimum=1)])
        library.targets.replace_siro("acme", replace(ASKED, bands=bands), [SIRO])
    with Library.open(folder) as library:
        assert library.targets.load("acme") == Targets((SHARE, SIRO), (replace(ASKED, bands=bands),))


def test_one_key_one_target(library: Library) -> None:
    later = replace(SHARE, valid_from=date(2026, 11, 1))
    always = replace(SHARE, valid_from=None)
    library.targets.save("acme", [SHARE, later, always])
    library.targets.save("acme", [replace(SHARE, minimum=42), replace(always, maximum=70)])
    assert set(library.targets.load("acme").all) == {replace(SHARE, minimum=42), later, replace(always, maximum=70)}


def test_an_edit_may_change_the_key(library: Library) -> None:
    library.targets.save("acme", [SHARE])
    moved = replace(SHARE, valid_from=None)
    library.targets.save("acme", [moved], instead_of=SHARE)
    assert library.targets.load("acme").all == (moved,)
    library.targets.delete("acme", [moved, SHARE])
    assert library.targets.load("acme").all == ()


def test_siro_s_are_replaced_for_one_conversation_type(library: Library) -> None:
    solar = replace(SIRO, conversation_type_id="solar")
    by_hand = replace(SIRO, source=Source.HAND)
    library.targets.save("acme", [by_hand])
    library.targets.replace_siro("acme", ASKED, [SIRO, replace(SIRO, metric_id="questions")])
    library.targets.replace_siro("acme", replace(ASKED, conversation_type_id="solar"), [solar])
    later = replace(ASKED, fetched_at=datetime(2026, 11, 3, tzinfo=UTC))
    library.targets.replace_siro("acme", later, [replace(SIRO, minimum=50)])
    found = library.targets.load("acme")
    assert found.all == (by_hand, solar, replace(SIRO, minimum=50))
    assert found.looked_up_at("roof") == later.fetched_at


def test_metrics_are_known_by_what_they_were_called_last(library: Library) -> None:
    plan = make_plan()
    library.save_answers(save_run(library, plan), [make_answer(plan.cells[0].key, rows=3)])
    metric = make_answer(plan.cells[0].key, rows=3).metrics[0]
    known = KnownMetric(metric.id, metric.name, metric.unit, metric.unit_abbreviated)
    assert library.targets.load_metrics({metric.id, "unheard of"}) == (known,)
    assert library.targets.load_metrics(()) == ()


def test_deleting_all_takes_targets_too(library: Library) -> None:
    library.targets.save("acme", [SHARE])
    library.targets.replace_siro("acme", ASKED, [SIRO])
    library.delete_all()
    assert library.targets.load("acme") == Targets()


@pytest.mark.parametrize("change", ["source = 'nobody'", "minimum = NULL, maximum = NULL", "valid_from = 'soon'"])
def test_a_target_that_makes_no_sense_is_damage(library: Library, change: str) -> None:
    library.targets.save("acme", [SHARE])
    library._database.execute(f"UPDATE targets SET {change}")
    with pytest.raises(StorageError, match="damaged"):
        library.targets.load("acme")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(FINITE, st.integers(0, 10**6) | st.floats(0, 1e6), st.none() | st.dates(), st.text())
def test_any_target_comes_back_as_it_was(
    library: Library, minimum: float, tolerance: float, day: date | None, metric_id: str
) -> None:
    target = Target(metric_id=metric_id or "m", minimum=minimum, tolerance=tolerance, valid_from=day)
    library.targets.save("any", [target])
    assert library.targets.load("any").all == (target,)
    library.targets.delete("any", [target])
    assert library.targets.load("any") == Targets()
