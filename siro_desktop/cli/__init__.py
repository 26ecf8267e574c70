"""The command line: the same jobs without a window. Results on stdout, everything else on stderr."""

from __future__ import annotations

import io
import logging
import sys
from contextlib import redirect_stdout
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Sequence

    from siro_desktop.config import Paths

logger = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code, one of `exit_codes.ExitCode`. Prints no traceback, whatever happens."""
    from siro_desktop.cli.exit_codes import ExitCode, exit_code_of
    from siro_desktop.cli.output import drop_stdout, say, say_error, set_up_streams
    from siro_desktop.errors import SiroError

    arguments = sys.argv[1:] if arguments is None else arguments
    set_up_streams()
    try:
        return _run(arguments)
    except SiroError as error:
        say_error(error, verbose=not {"-v", "--verbose"}.isdisjoint(arguments))
        return exit_code_of(error)
    except BrokenPipeError:  # `| head` has seen enough
        drop_stdout()
        return ExitCode.DONE
    except KeyboardInterrupt:
        say("Stopped before it was finished.")
        return ExitCode.CANCELLED
    except Exception:  # the outermost place of a program: a bug becomes a sentence, and its traceback goes to the log
        logger.exception("A command failed")
        say(f"Siro Desktop made a mistake. What was saved before is still there. Details: {_log_file()}")
        return ExitCode.BUG


def _run(arguments: Sequence[str]) -> int:
    from siro_desktop.cli.output import write_result
    from siro_desktop.cli.parser import build_parser, with_query_option
    from siro_desktop.config import Paths
    from siro_desktop.log import set_up_logging

    try:
        with redirect_stdout(io.StringIO()) as shown:
            chosen = build_parser().parse_args(with_query_option(arguments))
    except SystemExit as end:  # help, version, or wrong use, which argparse has told on stderr
        if shown.getvalue():
            write_result(shown.getvalue())
        return int(end.code or 0)
    if chosen.command == "sandbox":  # needs no folder, and leaves none behind
        return _command(chosen)(chosen, Paths.find())
    if chosen.window_profile and getattr(chosen, "profile", "") is None:  # said before the command, as for the window
        chosen.profile = chosen.window_profile
    paths = Paths.find().make()
    set_up_logging(paths.log)
    if chosen.command in {None, "demo"}:  # the window has its own way to end
        return _command(chosen)(chosen, paths)
    from siro_desktop.cli.signals import sigterm_as_ctrl_c

    with sigterm_as_ctrl_c():
        return _command(chosen)(chosen, paths)


def _command(chosen: Namespace) -> Callable[[Namespace, Paths], int]:
    """Return the function of a command. Its module is imported now: no command waits for the imports of another."""
    match chosen.command:
        case "profiles":
            from siro_desktop.cli import profiles

            actions = {"list": profiles.list_profiles, "add": profiles.add_profile, "remove": profiles.remove_profile}
            return actions[chosen.action]
        case "saved":
            return _saved_command(chosen.action)
        case "queries":
            from siro_desktop.cli import queries

            files = {"save": queries.save_query, "export": queries.export_query}
            return {"list": queries.list_queries, "delete": queries.delete_query, **files}[chosen.action]
        case "fetch":
            from siro_desktop.cli.fetch import fetch

            return fetch
        case "sign-in" | "sign-out":
            from siro_desktop.cli import session

            return session.sign_in if chosen.command == "sign-in" else session.sign_out
    from siro_desktop.cli import window

    return {None: window.open_window, "demo": window.open_demo, "sandbox": window.run_sandbox}[chosen.command]


def _saved_command(action: str) -> Callable[[Namespace, Paths], int]:
    if action in {"list", "show", "export", "continue"}:
        from siro_desktop.cli import saved

        listed = {"list": saved.list_saved, "show": saved.show_saved, "export": saved.export_saved}
        return {**listed, "continue": saved.continue_saved}[action]
    from siro_desktop.cli import store

    return {
        "label": store.label_saved,
        "delete": store.delete_saved,
        "limits": store.limit_saved,
        "check": store.check_store,
        "backup": store.back_up_store,
        "restore": store.restore_store,
        "rescue": store.rescue_store,
    }[action]


def _log_file() -> str:
    from siro_desktop.config import Paths
    from siro_desktop.log import FILE_NAME

    return str(Paths.find().log / FILE_NAME)
