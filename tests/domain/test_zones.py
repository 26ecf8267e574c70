"""Time zones as people write them."""

from __future__ import annotations

from zoneinfo import available_timezones

import pytest

from siro_desktop.domain.zones import canonical_zone, readable_zone


@pytest.mark.parametrize("find", [canonical_zone, readable_zone])
@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("America/Denver", "America/Denver"),
        ("america/denver", "America/Denver"),
        (" AMERICA/LOS ANGELES ", "America/Los_Angeles"),
        ("utc", "UTC"),
        ("Mars/Olympus", "Mars/Olympus"),
        ("", ""),
        ("../etc/passwd", "../etc/passwd"),
        ("\0", "\0"),
    ],
)
def test_a_zone_is_known_whatever_its_capitals(find, written: str, known: str) -> None:
    assert find(written) == known


def test_no_two_zones_differ_in_capitals_alone() -> None:
    zones = available_timezones()
    assert len({zone.casefold() for zone in zones}) == len(zones)
