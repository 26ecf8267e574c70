"""Damages stores at random places, opens what is left, rescues it, and looks whether anything is wrong.

    .venv/bin/python tests/storage/damage_runs.py --times 1000

Single bytes, torn sectors and pages of zeros, anywhere in the file; the seeds are fixed. Prints how many opened, and
ends with 1 if a figure was ever another than the saved one, if a result that could be read was not rescued, or if the
damaged file was not kept.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from damage_kit import fill, tell, try_one


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    options = parser.parse_args()
    outcomes = []
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        known = fill(home / "sound")
        for seed in range(options.first, options.first + options.times):
            outcome = try_one(home / "sound", known, home / "damaged", seed)
            outcome.complaints = [f"seed {seed}, {outcome.how}: {text}" for text in outcome.complaints]
            outcomes.append(outcome)
            shutil.rmtree(home / "damaged")
    print(tell(outcomes, len(known)))
    return 1 if any(outcome.complaints for outcome in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
