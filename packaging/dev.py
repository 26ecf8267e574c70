"""Sets the project up and runs it: `python3 packaging/dev.py run demo`, `python3 packaging/dev.py test`.

Needs Python 3.11 with pip, and nothing else that is not in the standard library. `--help` lists the commands.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import environment
import locks
import suite
import system_packages

if TYPE_CHECKING:
    from collections.abc import Sequence

USAGE = """\
python3 packaging/dev.py run [ARGUMENTS…]         set up what is missing and start siro-desktop with these arguments
python3 packaging/dev.py test [--quick] [--coverage] [PYTEST ARGUMENTS…]
                                                  all checks and tests that CI runs; --quick leaves out the slower
                                                  checks and the tests of the whole window; --coverage tells what
                                                  the tests reach, and takes twice as long
python3 packaging/dev.py lock [--upgrade]         write packaging/*.lock again; versions stay unless --upgrade"""

LOWEST_PYTHON = (3, 11)


def main(arguments: Sequence[str]) -> int:
    """Do what the arguments say and return the exit code: 2 for wrong use, 1 when something is missing or failed."""
    if sys.version_info < LOWEST_PYTHON:
        found = ".".join(map(str, sys.version_info[:2]))
        print(f"Siro Desktop needs Python 3.11 or newer; {sys.executable} is {found}.", file=sys.stderr)
        return 1
    commands = {"run": run, "test": test, "lock": locks.write}
    command, *rest = arguments or [""]
    if command not in commands:
        asked = command in {"-h", "--help", "help"}
        print(USAGE, file=sys.stdout if asked else sys.stderr)
        return 0 if asked else 2
    try:
        return commands[command](rest)
    except environment.SetUpError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1


def run(arguments: Sequence[str]) -> int:
    """Start the program in this process's place; does not return, except on Windows."""
    system_packages.provide(for_tests=False)
    environment.prepare("run")
    variables = environment.with_utf8_locale(os.environ)
    if not environment.has_display(variables):
        variables.setdefault("QT_QPA_PLATFORM", "offscreen")
    return environment.replace_process(environment.program("siro-desktop"), arguments, variables)


def test(arguments: Sequence[str]) -> int:
    """Run every check and test; 0 only if all of them pass."""
    system_packages.provide(for_tests=True)
    environment.prepare("test")
    return suite.run(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
