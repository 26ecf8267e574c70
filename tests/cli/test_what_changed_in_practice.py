"""The practice Siro on two days: what a second fetch finds changed, and what stands below its table."""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING, Any

from siro_desktop.config import Paths
from siro_desktop.jobs.what_changed import WhatChanged
from siro_desktop.storage.library import Library

if TYPE_CHECKING:
    from collections.abc import Callable


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def test_a_second_fetch_tells_what_changed(
    siro: Callable[..., Any], start_practice: Any, connect: Any, ask: Any
) -> None:
    port = free_port()
    first = start_practice("--port", port, "--today", "2026-10-20")
    connect(first)
    weeks = ask("--compare-by", "week", "--refresh")
    assert siro(*weeks).code == 0
    first.close()

    start_practice("--port", port, "--today", "2026-11-20")
    done = siro(*weeks)

    assert done.code == 0, done.err
    assert "Note: 2 of 5 periods are cut short at the edge: 2026-10-01 to 2026-10-04, 2026-10-26 to" in done.out
    with Library.open(Paths.find().data) as library:
        found = asyncio.run(WhatChanged(library.load_result(2)).run(library, print))
        assert found.compared == 5
        assert found.values > 0
        assert {change.cell.query.period.start.day for change in found.all} <= {19, 26}  # closed weeks stand still
        assert asyncio.run(WhatChanged(library.load_result(1)).run(library, print)).is_first
