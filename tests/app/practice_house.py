"""A process with as many practice Siros in it as it is told to start: their libraries take half a second to import.

Standard input: on each line a JSON object, `{"start": [OPTIONS…]}`, `{"delay": ADDRESS, "latency_ms": MILLISECONDS}` or
`{"close": ADDRESS}`. Standard output: a line for each, the description of what was started or `{}`. Ends when its input
does, with all that runs in it.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from siro_desktop.sandbox.options import add_arguments, options_from
from siro_desktop.sandbox.server import start

if TYPE_CHECKING:
    from siro_desktop.sandbox.server import RunningSandbox


def obey(running: dict[str, RunningSandbox], order: dict[str, Any]) -> dict[str, object]:
    if "close" in order:
        running.pop(order["close"]).close()
        return {}
    if "delay" in order:
        faults = running[order["delay"]]._practice.faults
        faults._options = replace(faults._options, latency_ms=order["latency_ms"])
        return {}
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    sandbox = start(options_from(parser.parse_args(["--port", "0", *order["start"]])))
    running[sandbox.base_url] = sandbox
    return sandbox.description


if __name__ == "__main__":
    open_ones: dict[str, RunningSandbox] = {}
    for line in sys.stdin:
        sys.stdout.write(json.dumps(obey(open_ones, json.loads(line))) + "\n")
        sys.stdout.flush()
    for one in open_ones.values():
        one.close()
