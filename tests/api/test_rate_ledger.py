"""One budget for several processes: the ledger, what damages it, clocks that are set, and processes that die."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from siro_desktop.api.rate_budget import WINDOW, RateBudget
from siro_desktop.api.rate_ledger import RateLedger

if TYPE_CHECKING:
    from collections.abc import Callable

SPENDER = Path(__file__).with_name("spender.py")


class Clocks:
    """A steady clock and a wall clock that can be set; a sleep advances both."""

    def __init__(self) -> None:
        self.steady = 100.0
        self.wall = 1_800_000_000.0

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0)
        self.advance(seconds)

    def advance(self, seconds: float) -> None:
        self.steady += seconds
        self.wall += seconds

    def budget(self, folder: Path, limit: int, name: str = "acme") -> RateBudget:
        """The budget of a process of its own."""
        ledger = RateLedger(folder, name, clock=lambda: self.steady, wall=lambda: self.wall)
        return RateBudget(limit, lambda: self.steady, ledger)

    def take(self, budget: RateBudget, count: int = 1) -> list[float]:
        """Take requests; return what was said of waits."""
        waits: list[float] = []

        async def go() -> None:
            for _ in range(count):
                await budget.take(self.sleep, waits.append)

        asyncio.run(go())
        return waits


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


def ledger_file(folder: Path) -> Path:
    (found,) = (folder / "budget").glob("*.requests")
    return found


def test_two_processes_share_one_limit(clocks: Clocks, tmp_path: Path) -> None:
    one, two = clocks.budget(tmp_path, 5), clocks.budget(tmp_path, 5)
    assert clocks.take(one, 3) == clocks.take(two, 2) == []
    clocks.advance(10)
    assert clocks.take(one) == [WINDOW - 10]
    assert one.requests_left == 4


def test_a_restart_forgets_nothing(clocks: Clocks, tmp_path: Path) -> None:
    clocks.take(clocks.budget(tmp_path, 3), 3)
    clocks.advance(20)
    assert clocks.take(clocks.budget(tmp_path, 3)) == [WINDOW - 20]


def test_each_connection_has_a_budget_of_its_own(clocks: Clocks, tmp_path: Path) -> None:
    clocks.take(clocks.budget(tmp_path, 1))
    assert clocks.take(clocks.budget(tmp_path, 1, "other")) == []


def test_a_pause_holds_every_process_and_a_later_one_too(clocks: Clocks, tmp_path: Path) -> None:
    one, two = clocks.budget(tmp_path, 9), clocks.budget(tmp_path, 9)
    clocks.take(two)
    one.pause(8)
    assert clocks.take(two) == [8]
    one.pause(30)
    clocks.advance(10)
    assert clocks.take(clocks.budget(tmp_path, 9)) == [20]
    assert clocks.take(two) == []


@pytest.mark.parametrize("jump", [3600.0, 20.0, -20.0, -3600.0])
def test_a_wall_clock_that_is_set_changes_nothing_for_who_was_there(
    clocks: Clocks, tmp_path: Path, jump: float
) -> None:
    one, two = clocks.budget(tmp_path, 4), clocks.budget(tmp_path, 4)
    clocks.take(one, 2)
    clocks.take(two, 1)
    clocks.take(one, 1)
    clocks.wall += jump
    clocks.advance(10)
    assert clocks.take(one) == [WINDOW - 10]
    clocks.advance(1)
    assert clocks.budget(tmp_path, 4).requests_left == 4  # who has not looked yet does not know
    assert clocks.take(two, 3) == []
    assert clocks.take(clocks.budget(tmp_path, 4)) == [WINDOW]  # what two had not heard of it takes for just now


def test_a_start_after_the_clock_went_back_waits_a_minute_at_most(clocks: Clocks, tmp_path: Path) -> None:
    first = clocks.budget(tmp_path, 2)
    first.pause(50)
    clocks.advance(50)
    clocks.take(first, 2)
    first.pause(50)
    clocks.wall -= 7200
    began = clocks.steady
    clocks.take(clocks.budget(tmp_path, 2))
    assert clocks.steady - began <= 2 * WINDOW


@given(
    limit=st.integers(1, 6),
    steps=st.lists(st.tuples(st.integers(0, 2), st.floats(0, 40), st.sampled_from([0, 0, 0, 500, -500])), max_size=40),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_no_minute_ever_holds_more_than_the_limit(
    tmp_path: Path, limit: int, steps: list[tuple[int, float, int]]
) -> None:
    """Whoever asks, and however the wall clock is set, as long as those who ask go on running."""
    clocks = Clocks()
    budgets = [clocks.budget(tmp_path, limit, str(steps)) for _ in range(3)]
    for budget in budgets:
        clocks.take(budget)
    times: list[float] = []
    for who, gap, jump in steps:
        clocks.advance(gap)
        clocks.wall += jump
        clocks.take(budgets[who])
        times.append(clocks.steady)
    for position, sent in enumerate(times):
        assert sum(1 for other in times[position:] if other < sent + WINDOW - 0.001) <= limit


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: content[:0],
        lambda content: content[:20],
        lambda content: content[:-3],
        lambda content: b"\xff" * len(content),
        lambda content: content[:9] + b"\x01" + content[10:],
        lambda content: content + b"more",
        lambda content: content[:-8] + b"\xff" * 8,
        lambda content: content * 100_000,
    ],
)
def test_a_damaged_file_is_replaced(clocks: Clocks, tmp_path: Path, spoil: Callable[[bytes], bytes]) -> None:
    one = clocks.budget(tmp_path, 5)
    clocks.take(one, 3)
    file = ledger_file(tmp_path)
    file.write_bytes(spoil(file.read_bytes()))
    assert clocks.take(clocks.budget(tmp_path, 5)) == []
    assert clocks.take(one) == []
    assert one.requests_left == 0  # its own three and one, and that of the process that came between
    clocks.advance(1)
    assert clocks.take(clocks.budget(tmp_path, 2)) == [WINDOW - 1]


def test_a_file_that_is_deleted_is_made_anew(clocks: Clocks, tmp_path: Path) -> None:
    one = clocks.budget(tmp_path, 3)
    clocks.take(one, 2)
    ledger_file(tmp_path).unlink()
    clocks.take(one)
    assert clocks.take(clocks.budget(tmp_path, 3)) == [WINDOW]


def test_the_file_does_not_grow_for_ever(clocks: Clocks, tmp_path: Path) -> None:
    one, two = clocks.budget(tmp_path, 3000), clocks.budget(tmp_path, 3000)
    for _ in range(5):
        clocks.take(one, 2000)
        clocks.take(two, 1)
        clocks.advance(WINDOW)
    assert ledger_file(tmp_path).stat().st_size < 80_000
    assert clocks.take(two, 3000) == []
    assert clocks.take(one) == [WINDOW]


@pytest.mark.skipif(os.name != "posix", reason="permissions")
def test_only_this_person_can_read_it(clocks: Clocks, tmp_path: Path) -> None:
    clocks.take(clocks.budget(tmp_path, 3))
    assert (tmp_path / "budget").stat().st_mode & 0o777 == 0o700
    assert ledger_file(tmp_path).stat().st_mode & 0o777 == 0o600


def test_a_folder_that_cannot_be_used_leaves_the_process_its_own_budget(
    clocks: Clocks, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "budget").write_text("a file where the folder should be")
    budget = clocks.budget(tmp_path, 3)
    assert clocks.take(budget, 3) == []
    assert budget.requests_left == 0
    assert clocks.take(budget) == [WINDOW]
    assert caplog.messages == ["Requests are not counted together with other processes: FileExistsError"]


def test_a_folder_that_can_be_used_again_is_used_again(clocks: Clocks, tmp_path: Path) -> None:
    (tmp_path / "budget").write_text("a file where the folder should be")
    budget = clocks.budget(tmp_path, 4)
    clocks.take(budget, 2)
    (tmp_path / "budget").unlink()
    clocks.advance(60)
    clocks.take(budget)
    assert clocks.take(clocks.budget(tmp_path, 4), 2) == [WINDOW - 60]


def test_who_holds_the_lock_too_long_is_not_waited_for(
    clocks: Clocks, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("siro_desktop.api.rate_budget._POLLS", 5)
    budget = clocks.budget(tmp_path, 3)
    clocks.take(budget)
    with FileLock(ledger_file(tmp_path).with_suffix(".lock")):
        assert clocks.take(budget) == []
        budget.pause(3)
    assert budget.requests_left == 0
    assert "another process does not let go" in caplog.text


def test_a_process_that_is_killed_lets_go(clocks: Clocks, tmp_path: Path) -> None:
    budget = clocks.budget(tmp_path, 3)
    clocks.take(budget)
    lock = ledger_file(tmp_path).with_suffix(".lock")
    code = f"from filelock import FileLock; FileLock({str(lock)!r}).acquire(); print('held', flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        holder.send_signal(signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
    clocks.take(budget)
    assert clocks.budget(tmp_path, 3).requests_left == 3
    assert clocks.take(clocks.budget(tmp_path, 3), 2) == [WINDOW]


def test_a_cancelled_request_is_not_counted(clocks: Clocks, tmp_path: Path) -> None:
    one, two = clocks.budget(tmp_path, 2), clocks.budget(tmp_path, 2)

    async def never(_seconds: float) -> None:
        await asyncio.Event().wait()

    async def go() -> None:
        await one.take(never, lambda _: None)
        await two.take(never, lambda _: None)
        waiting = asyncio.create_task(one.take(never, lambda _: None))
        while not one._waiting:
            await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting

    asyncio.run(go())
    clocks.advance(WINDOW)
    assert clocks.take(two, 2) == []


def test_many_requests_in_a_row_look_into_the_ledger_seldom_and_waste_hardly_any(
    clocks: Clocks, tmp_path: Path
) -> None:
    """A window whose run has just ended does not take the other's requests with it."""
    one, two = clocks.budget(tmp_path, 1000), clocks.budget(tmp_path, 1000)
    for _ in range(200):
        clocks.take(one)
        clocks.advance(0.004)
    assert one.requests_left == 800
    clocks.advance(1)
    assert 793 <= one.requests_left <= 800
    clocks.take(two)
    assert two.requests_left == one.requests_left - 1
    one.pause(5)
    assert one.requests_left == 0
    clocks.advance(10)
    for _ in range(5):  # one at a time nothing is taken beforehand
        left = one.requests_left
        clocks.take(one)
        clocks.advance(1)
        assert one.requests_left == left - 1 - (left == one._per_minute)


def test_lots_never_go_out_in_a_pause_or_late(clocks: Clocks, tmp_path: Path) -> None:
    budgets = [clocks.budget(tmp_path, 1000), clocks.budget(tmp_path, 1000)]
    rng, times = random.Random(1), []
    for _ in range(4000):
        clocks.take(rng.choice(budgets))
        times.append(clocks.steady)
        clocks.advance(rng.expovariate(1 / 0.005) if rng.random() < 0.999 else 3)
    first_full = next(position for position, sent in enumerate(times) if times[position - 1] + 1 < sent - 3)
    assert first_full > 950
    for position, sent in enumerate(times):
        assert position < 1000 or sent - times[position - 1000] >= 60
    budgets[0].pause(7)
    waits = clocks.take(budgets[0])
    assert waits[0] >= 7


def test_several_real_processes_keep_the_limit_and_use_it(tmp_path: Path) -> None:
    """Three processes, 40 requests in three seconds for all of them together, five times over."""
    limit, minute, window, rounds = 40, 3.0, 3.06, 5
    command = [sys.executable, str(SPENDER), str(tmp_path), str(limit), str(window)]
    started = [
        subprocess.Popen([*command, str(count)], stdout=subprocess.PIPE, text=True)
        for count in random.Random(4).choices((60, 70, 80), k=2)
    ]
    rest = limit * rounds - sum(int(process.args[-1]) for process in started)  # type: ignore[index]
    started.append(subprocess.Popen([*command, str(rest)], stdout=subprocess.PIPE, text=True))
    times = sorted(float(line) for process in started for line in process.communicate(timeout=90)[0].split())

    assert len(times) == limit * rounds
    for position, sent in enumerate(times):
        assert sum(1 for other in times[position:] if other < sent + minute) <= limit
    steady = (len(times) - limit) / (times[-limit] - times[0])
    assert steady >= 0.95 * limit / minute
