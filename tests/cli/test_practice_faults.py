"""Bad days of the network, as the practice Siro plays them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (["--html"], 7),
        (["--truncate", "json"], 7),
        (["--truncate", "body"], 5),
        (["--huge-body-mb", "40"], 7),
        (["--page-size", "5"], 0),
        (["--page-size", "5", "--endless-cursor", "same"], 0),
    ],
)
def test_each_fault_has_its_code(
    siro: Callable[..., Any], start_practice: Any, connect: Any, ask: Any, fault: list[str], code: int
) -> None:
    connect(start_practice(*fault))
    done = siro(*ask("--format", "csv"))
    assert done.code == code, done.err
    assert bool(done.out) is (code == 0)
    assert "Traceback" not in done.err
    if "--endless-cursor" in fault:
        assert "Warning: " in done.err
