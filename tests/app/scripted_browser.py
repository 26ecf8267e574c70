"""A browser in a process of its own that signs in as often as it is told: each start of one takes a tenth of a second.

Standard input: a JSON object on each line, the arguments of `sign_in`. Standard output: a line for each, once it is
over. Ends when its input does.
"""

from __future__ import annotations

import json
import sys
from threading import Thread
from typing import Any

from siro_desktop.sandbox.browser import WalkError, sign_in


def walk(order: dict[str, Any]) -> None:
    try:
        sign_in(**order)
    except WalkError as error:
        sys.stderr.write(f"{error}\n")
    finally:
        sys.stdout.write("{}\n")  # in one piece, whichever thread writes
        sys.stdout.flush()


if __name__ == "__main__":
    for line in sys.stdin:
        Thread(target=walk, args=(json.loads(line),), daemon=True).start()
