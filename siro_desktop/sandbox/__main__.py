"""`python -m siro_desktop.sandbox`: only the practice Siro."""

from __future__ import annotations

import argparse
import sys

from siro_desktop.sandbox.options import add_arguments, options_from


def main(arguments: list[str] | None = None) -> int:
    """Serve as the arguments say; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m siro_desktop.sandbox", description="A practice Siro on this computer"
    )
    add_arguments(parser)
    try:
        options = options_from(parser.parse_args(arguments))
    except ValueError as error:
        parser.error(str(error))
    from siro_desktop.sandbox.server import serve  # late: wrong use is said at once

    return serve(options, sys.stdout)


if __name__ == "__main__":
    sys.exit(main())
