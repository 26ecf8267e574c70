"""How near a plan of many cells comes to the ideal, and how quickly a stored one is shown again.

`python tests/benchmarks/bench_plan.py [--cells 1000] [--latency-ms 50] [--values 30]`. The server is a process of its
own. The ideal is cells × latency ÷ how many go out at once; the rate limit is lifted.
"""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from siro_desktop.api.client import SiroApi
from siro_desktop.api.rate_budget import RateBudget
from siro_desktop.cli.services import StoreInPlace
from siro_desktop.domain.calendar import Calendar, Unit
from siro_desktop.domain.periods import Period
from siro_desktop.domain.plan import CompareBy, CompareEntities, FetchPlan, build_plan
from siro_desktop.domain.profile import Profile, SignInMethod
from siro_desktop.domain.query import EntityType, MetricsQuery
from siro_desktop.jobs.connection import NetworkServices
from siro_desktop.jobs.run_query import AT_ONCE, RunQuery

if TYPE_CHECKING:
    from collections.abc import Callable

SERVER = Path(__file__).with_name("values_server.py")


def build(cells: int) -> FetchPlan:
    """Fifty people by week, or as many as make up the number."""
    start = datetime(2024, 1, 1, tzinfo=UTC)
    query = MetricsQuery(
        organization_id="org_1",
        conversation_type_id="roof",
        period=Period(start, datetime(2024, 12, 30, tzinfo=UTC)),
        filter_by=(EntityType.USER,),
        ids=tuple(f"user_{number}" for number in range(-(-cells // 52))),
    )
    by = CompareBy(entities=CompareEntities.EACH, unit=Unit.WEEK)
    plan = build_plan(query, "bench", compare_by=by, calendar=Calendar(ZoneInfo("UTC")))
    return replace(plan, cells=plan.cells[:cells])


async def timed(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    await work()
    return time.perf_counter() - began


async def measure(address: str, plan: FetchPlan, folder: Path) -> tuple[float, float, float]:
    profile = Profile(id="bench", name="Bench", api_base_url=address, method=SignInMethod.ACCESS_TOKEN)
    with StoreInPlace(folder) as store:
        services = NetworkServices(store, memory_only=True)
        connection = await services.connect(profile)
        await connection.session.keep_secret("token-for-the-bench")
        free = SiroApi(profile, connection.http, connection.session, RateBudget(10**9))
        services._connections[profile.id] = replace(connection, api=free)
        warm = replace(plan, cells=plan.cells[:AT_ONCE])
        await RunQuery(profile, warm).run(services, lambda _: None)
        first = await timed(lambda: RunQuery(profile, plan).run(services, lambda _: None))
        again = RunQuery(profile, plan, reuse_closed_after=profile.late_scores)
        second = await timed(lambda: again.run(services, lambda _: None))
        library_id = await store(lambda library: library.last_result_id("bench"))
        began = time.perf_counter()
        await store(lambda library: library.load_result(library_id))
        await services.close()
        return first, second, time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cells", type=int, default=1000)
    parser.add_argument("--latency-ms", type=int, default=50)
    parser.add_argument("--values", type=int, default=30)
    options = parser.parse_args()
    began = time.perf_counter()
    plan = build(options.cells)
    planned = time.perf_counter() - began
    command = [sys.executable, str(SERVER), "--values", str(options.values), "--latency-ms", str(options.latency_ms)]
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server,
    ):
        assert server.stdout is not None
        address = server.stdout.readline().strip()
        first, second, opened = asyncio.run(measure(address, plan, Path(folder) / "data"))
        server.communicate()
    ideal = options.cells * options.latency_ms / 1000 / AT_ONCE
    print(f"{options.cells:,} cells of {options.values} values, {AT_ONCE} at once, {options.latency_ms} ms each")
    print(f"planned in {planned * 1000:.0f} ms")
    print(f"fetched and saved in {first:.2f} s: {first / ideal:.2f} × the ideal of {ideal:.2f} s")
    print(f"again, from the store: {second * 1000:.0f} ms; opened: {opened * 1000:.0f} ms")


if __name__ == "__main__":
    main()
