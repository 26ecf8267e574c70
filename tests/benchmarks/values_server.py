"""A Siro of one endpoint, in a process of its own: `--values N --page N --latency-ms N --per-minute N --report`.

Prints its address first; with `--report` at the end, in JSON, when each request came that it answered or refused.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from collections import deque
from urllib.parse import parse_qs, urlsplit


def build_pages(values: int, page: int) -> list[bytes]:
    """All pages as JSON, made once: what is measured is the client."""
    bodies = []
    for start in range(0, values, page):
        metrics = [
            {
                "id": f"metric_{number:06d}",
                "name": f"Metric {number}",
                "unit": ("seconds", "percentage", "count")[number % 3],
                "unitAbbreviated": ("sec", "%", "")[number % 3],
                "metricType": "AI_METRIC",
                "description": f"What metric {number} tells",
                "value": number / 7,
                "passRate": number % 101,
            }
            for number in range(start, min(start + page, values))
        ]
        last = start + page >= values
        data = {
            "recordingsEvaluatedCount": 150,
            "metricValues": metrics,
            "startAt": "2026-10-01T00:00:00Z",
            "endAt": "2026-10-31T23:59:59.999Z",
            "filterByIds": "team_1",
            "filterBy": "TEAM",
        }
        body = {"data": data, "hasNextPage": not last, "cursor": None if last else str(start + page), "total": values}
        bodies.append(json.dumps(body).encode())
    return bodies


class Limit:
    """A sliding minute, as Siro counts; 0 means no limit. Refused requests do not count."""

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._minute: deque[float] = deque()
        self.answered: list[float] = []
        self.refused: list[float] = []

    def admit(self) -> bool:
        now = time.monotonic()
        while self._minute and self._minute[0] <= now - 60:
            self._minute.popleft()
        is_over = 0 < self._per_minute <= len(self._minute)
        (self.refused if is_over else self.answered).append(now)
        if not is_over:
            self._minute.append(now)
        return not is_over


REFUSED = b"HTTP/1.1 429 Too Many Requests\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"


async def serve(values: int, page: int, latency: float, per_minute: int, *, report: bool) -> None:
    """Serve until standard input closes."""
    pages = build_pages(values, page)
    limit = Limit(per_minute)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                target = urlsplit(head.split(b" ", 2)[1].decode())
                cursor = int(parse_qs(target.query).get("cursor", ["0"])[0])
                if not limit.admit():
                    writer.write(REFUSED)
                    await writer.drain()
                    continue
                await asyncio.sleep(latency)
                body = pages[cursor // page]
                writer.write(
                    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)
                )
                writer.write(body)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    if report:
        print(json.dumps({"answered": limit.answered, "refused": limit.refused}), flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--values", type=int, default=10_000)
    parser.add_argument("--page", type=int, default=1_000)
    parser.add_argument("--latency-ms", type=float, default=20)
    parser.add_argument("--per-minute", type=int, default=0)
    parser.add_argument("--report", action="store_true")
    options = parser.parse_args()
    latency = options.latency_ms / 1000
    asyncio.run(serve(options.values, options.page, latency, options.per_minute, report=options.report))
