"""A process that takes requests from a shared budget: `spender.py FOLDER LIMIT WINDOW COUNT`. Prints when each went."""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path

from siro_desktop.api.rate_budget import RateBudget
from siro_desktop.api.rate_ledger import RateLedger


async def spend(folder: Path, limit: int, window: float, count: int) -> list[float]:
    budget = RateBudget(limit, ledger=RateLedger(folder, "shared"), window=window)
    times: list[float] = []

    async def one() -> None:
        await budget.take(asyncio.sleep, lambda _: None)
        times.append(time.time())

    await asyncio.gather(*(one() for _ in range(count)))
    return times


if __name__ == "__main__":
    where, most, seconds, wanted = sys.argv[1:]
    for sent in asyncio.run(spend(Path(where), int(most), float(seconds), int(wanted))):
        print(sent)
