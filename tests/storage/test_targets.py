"""Targets in the store: Siro's come and go together, those set by hand stay."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from storage_samples import make_answer, make_plan, save_run

from siro_desktop.domain.color_bands import MOST_RANGES, SIRO_BANDS, build_color_bands, build_own_bands
from siro_desktop.domain.targets import KnownMetric, LookUp, OwnColors, Source, Status, Target, Targets
from siro_desktop.errors import StorageError
from siro_desktop.storage.library import Library

if TYPE_CHECKING:
    from pathlib import Path

SHARE = Target(metric_id="share", minimum=40, maximum=60.5, tolerance=5, valid_from=date(2026, 10, 1))
SIRO = Target(metric_id="share", minimum=45, conversation_type_id="roof", source=Source.SIRO)
ASKED = LookUp("roof", SIRO_BANDS, datetime(2026, 11, 2, 9, 30, tzinfo=UTC))
OWN = OwnColors(bands=build_own_bands([(Status.MISSED, 0), (Status.NEAR, 62.5), (Status.MET, 90)]))
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
    library.targets.save("acme", [SHARE, OWN])
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


# Colours set by hand ------------------------------------------------------------------------------------------------


def test_own_colours_come_back_after_a_restart_with_the_targets(folder: Path) -> None:
    for_one = replace(OWN, metric_id="share", conversation_type_id="roof", valid_from=date(2026, 10, 1))
    with Library.open(folder) as library:
        library.targets.save("acme", [SHARE, OWN, for_one])
        library.targets.save("other", [replace(OWN, metric_id="pace")])
    with Library.open(folder) as library:
        assert library.targets.load("acme") == Targets((SHARE,), own_colors=(OWN, for_one))


def test_a_look_up_leaves_own_colours_as_they_are(library: Library) -> None:
    of_type = replace(OWN, conversation_type_id="roof")
    library.targets.save("acme", [OWN, of_type])
    library.targets.replace_siro("acme", ASKED, [SIRO])
    library.targets.replace_siro("acme", replace(ASKED, conversation_type_id=""), [])
    assert library.targets.load("acme").own_colors == (OWN, of_type)


def test_one_key_one_set_of_colours(library: Library) -> None:
    later = replace(OWN, valid_from=date(2026, 11, 1))
    other = build_own_bands([(Status.MISSED, 0), (Status.MET, 10)])
    library.targets.save("acme", [OWN, later])
    library.targets.save("acme", [replace(OWN, bands=other)])
    assert library.targets.load("acme").own_colors == (replace(OWN, bands=other), later)
    moved = replace(later, metric_id="share")
    library.targets.save("acme", [moved], instead_of=later)
    assert set(library.targets.load("acme").own_colors) == {replace(OWN, bands=other), moved}
    library.targets.delete("acme", [OWN, moved])
    assert library.targets.load("acme") == Targets()


@pytest.mark.parametrize(
    "change", ["bands = '[]'", "bands = '[[\"met\", 0, 100]]'", "bands = 'x'", "valid_from = 'soon'"]
)
def test_own_colours_that_make_no_sense_are_damage(library: Library, change: str) -> None:
    library.targets.save("acme", [OWN])
    library._database.execute(f"UPDATE own_colors SET {change}")
    with pytest.raises(StorageError, match="damaged"):
        library.targets.load("acme")


LOWS = st.lists(
    st.floats(0, 100, exclude_min=True, exclude_max=True), min_size=1, max_size=MOST_RANGES - 1, unique=True
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(LOWS.map(sorted), st.text(), st.none() | st.dates())
def test_any_own_colours_come_back_as_they_were(
    library: Library, lows: list[float], metric_id: str, day: date | None
) -> None:
    starts = zip([Status.MET, Status.MISSED] * MOST_RANGES, [0.0, *lows], strict=False)
    own = OwnColors(bands=build_own_bands([*starts]), metric_id=metric_id, valid_from=day)
    library.targets.save("any", [own])
    assert library.targets.load("any").own_colors == (own,)
    library.targets.delete("any", [own])
    assert library.targets.load("any") == Targets()


def test_entries_are_exchanged_at_once_whatever_their_keys(library: Library) -> None:
    moved = replace(SHARE, valid_from=None)
    library.targets.save("acme", [moved, OWN])
    library.targets.save("other", [moved])
    library.targets.exchange("acme", [moved, OWN], [SHARE])
    assert library.targets.load("acme") == Targets((SHARE,))
    library.targets.exchange("acme", [SHARE], [moved, OWN])
    assert library.targets.load("acme") == Targets((moved,), own_colors=(OWN,))
    assert library.targets.load("other").all == (moved,)
