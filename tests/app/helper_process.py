"""Scripts of this folder that go on for a whole session, since their libraries take long to import."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any


class HelperProcess:
    """A script in a process of its own, which the first order starts.

    An order is a JSON object on a line of its standard input; it says another for each, and ends when its input does.
    """

    def __init__(self, script: str) -> None:
        self._command = [sys.executable, str(Path(__file__).with_name(script))]
        self._process: subprocess.Popen[str] | None = None
        self._unanswered = 0

    def tell(self, **order: Any) -> None:
        """Give an order, and do not wait."""
        if self._process is None:
            self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        self._unanswered += 1

    def ask(self, **order: Any) -> dict[str, Any]:
        """Give an order, and return what it says when it is done."""
        self.tell(**order)
        return self.wait()[-1]

    def wait(self) -> list[dict[str, Any]]:
        """What it says of all that it was told and has not answered yet."""
        answers = []
        while self._unanswered:
            assert self._process is not None
            assert self._process.stdout is not None
            answers.append(json.loads(self._process.stdout.readline()))
            self._unanswered -= 1
        return answers

    def close(self) -> None:
        if self._process is not None:
            self._process.communicate(timeout=20)
