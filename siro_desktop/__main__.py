"""`python -m siro_desktop` is the command `siro-desktop`."""

from __future__ import annotations

import sys

from siro_desktop.cli import main

if __name__ == "__main__":
    sys.exit(main())
