"""The commands that open a window, and the practice Siro. The only ones that import Qt or a web server, and late."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from siro_desktop.cli.exit_codes import ExitCode
from siro_desktop.cli.output import result_stream, say
from siro_desktop.cli.profile_choice import choose_profile
from siro_desktop.cli.wrong_use import WrongUse

if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path

    from siro_desktop.config import Paths

_SANDBOX_PACKAGES: Final = {"authlib", "flask", "waitress", "werkzeug"}


def open_window(arguments: Namespace, paths: Paths) -> int:
    """Open the window, with the query of a file if one is named; return its exit code."""
    name: str | None = arguments.window_profile
    profile_id = choose_profile(paths, name).id if name is not None else None
    try:
        from siro_desktop import app
    except ImportError as error:
        return _without_qt(error)
    query_file: Path | None = arguments.query_file
    return app.run_window(profile_id, query_file)


def open_demo(arguments: Namespace, _paths: Paths) -> int:
    """Open the window on the practice Siro; return its exit code."""
    screenshot: Path | None = arguments.screenshot
    if screenshot is not None:
        from siro_desktop.cli.results import check_output

        check_output(screenshot)
    try:
        from siro_desktop import app
    except ImportError as error:
        return _without_qt(error)
    return app.run_demo(screenshot)


def run_sandbox(arguments: Namespace, _paths: Paths) -> int:
    """Serve the practice Siro until interrupted."""
    from siro_desktop.sandbox.options import options_from

    try:
        options = options_from(arguments)
    except ValueError as error:
        raise WrongUse(str(error)) from error
    try:
        from siro_desktop.sandbox.server import serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _SANDBOX_PACKAGES:
            raise
        say(f"The practice Siro needs the package {error.name}. Install the extra: pip install 'siro-desktop[sandbox]'")
        return ExitCode.CANNOT_READ_OR_WRITE
    return serve(options, result_stream())


def _without_qt(error: ImportError) -> int:
    """Qt, or a library of the system that Qt needs, is missing; anything else is a bug."""
    if not (error.name or "").startswith(("PySide6", "shiboken6")) and ".so" not in str(error):
        raise error
    say(f"The window cannot be opened: {error}. Every other command works without it: siro-desktop --help")
    return ExitCode.CANNOT_READ_OR_WRITE
