"""The commands and their options."""

from __future__ import annotations

import argparse
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from typing import TYPE_CHECKING, Final

from siro_desktop import __version__
from siro_desktop.cli.exit_codes import MEANINGS
from siro_desktop.cli.options import (
    FORMATS,
    add_command,
    add_figures_only,
    add_file_format,
    add_format,
    add_output,
    add_profile,
    add_wide,
    file_path,
    month_number,
)
from siro_desktop.cli.saved_options import add_saved
from siro_desktop.domain.profile import (
    DEFAULT_API_BASE_URL,
    DEFAULT_SCOPE,
    DEFAULT_TOKEN_ENDPOINT,
    Profile,
    SignInMethod,
)
from siro_desktop.domain.query import EntityType
from siro_desktop.domain.question_json import FILE_ENDING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from siro_desktop.cli.options import Commands

_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DESCRIPTION: Final = """\
Scorecard metrics from Siro. Without a command the window opens; FILE.siroquery as the command opens it with that query.
Results go to standard output, everything else to standard error."""
_FILES: Final = """\
SIRO_DESKTOP_HOME=DIR puts every file of the program under DIR."""

_COMPARED: Final = """\
one request for each: entity, or member of the teams; and for each day, week, month or quarter, or of an earlier period
beside it: previous, last-year, 4-weeks-ago. With whole, one more for all together. Repeat it, or separate by commas.
What was fetched after its period had ended and late scores had come (the connection's --late-scores-days) is final: it
is taken from what is saved"""


def build_parser() -> ArgumentParser:
    """Return the parser. `command` is the name of the chosen command, None for the window."""
    codes = "\n".join(f"  {code.value:>3}  {meaning}" for code, meaning in MEANINGS.items())
    parser = ArgumentParser(
        prog="siro-desktop",
        description=_DESCRIPTION,
        epilog=f"exit codes:\n{codes}\n\n{_FILES}",
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"siro-desktop {__version__}")
    parser.add_argument("--profile", metavar="NAME", dest="window_profile", help="open the window on this connection")
    parser.add_argument("--open-query", type=file_path, metavar="FILE", dest="query_file", help=argparse.SUPPRESS)
    parser.add_argument("-v", "--verbose", action="store_true", help="show technical details of errors")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    _add_window_commands(commands)
    _add_profiles(commands)
    _add_sign_in(commands)
    _add_fetch(commands)
    add_saved(commands)
    _add_queries(commands)
    return parser


def with_query_option(arguments: Sequence[str]) -> list[str]:
    """Return `arguments` with `--open-query` before a `.siroquery` file that stands in the place of a command."""
    changed = list(arguments)
    place = 0
    while place < len(changed) and changed[place].startswith("-"):
        place += 2 if changed[place] == "--profile" else 1
    if place < len(changed) and changed[place].casefold().endswith(FILE_ENDING):
        changed.insert(place, "--open-query")
    return changed


def _add_window_commands(commands: Commands) -> None:
    from siro_desktop.sandbox.options import add_arguments

    demo = add_command(commands, "demo", "open the window on the practice Siro, whose figures are invented")
    demo.add_argument("--screenshot", type=file_path, metavar="FILE", help="draw the window into FILE (PNG) and end")
    sandbox = add_command(
        commands, "sandbox", "run only the practice Siro; its first line says in JSON where it listens"
    )
    add_arguments(sandbox)


def _add_profiles(commands: Commands) -> None:
    parser = add_command(commands, "profiles", "list, add and remove connections to Siro")
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    add_command(actions, "list", "list the connections")
    remove = add_command(actions, "remove", "sign out of a connection and remove it; saved results stay")
    remove.add_argument("name", metavar="NAME")
    add = add_command(
        actions,
        "add",
        "add a connection",
        epilog="A client secret or an access token is asked for, or read as one line from standard input.",
    )
    add.add_argument("name", metavar="NAME", help="what you call it")
    for option, default, text in (
        ("--api-base-url", DEFAULT_API_BASE_URL, "address of Siro's API (%(default)s)"),
        ("--issuer", "", "where the endpoints below can be looked up"),
        ("--authorization-endpoint", "", "where people sign in; ask your Siro administrator"),
        ("--token-endpoint", DEFAULT_TOKEN_ENDPOINT, "where tokens come from (%(default)s)"),
        ("--revocation-endpoint", "", "where sign-out is told"),
        ("--recording-address", "", "a recording's page at Siro, with {id} for its id; opened in the browser"),
    ):
        add.add_argument(option, default=default, metavar="URL", help=text)
    add.add_argument("--client-id", default="", metavar="ID", help="ask your Siro administrator")
    add.add_argument("--scope", default=DEFAULT_SCOPE, help="what the sign-in is for (%(default)s)")
    add.add_argument("--organization", default="", metavar="ID", help="the organization that queries are about")
    add.add_argument("--time-zone", default="UTC", metavar="ZONE", help="such as America/Denver (%(default)s)")
    _add_numbers(add)
    add.add_argument(
        "--proxy", default="", metavar="URL", help="a proxy of its own, or “direct” (as this computer says)"
    )
    add.add_argument("--ca-file", default="", metavar="FILE", help="certificates to trust beside the system's (PEM)")
    add.add_argument(
        "--method",
        choices=[method.value for method in SignInMethod],
        default=SignInMethod.AUTHORIZATION_CODE.value,
        help="how to sign in (%(default)s)",
    )


def _add_numbers(add: ArgumentParser) -> None:
    """How days are counted, and the limits; `Profile.check` knows their ranges."""
    usual = Profile(id="", name="")
    add.add_argument(
        "--week-start", type=_week_start, default=usual.week_start, metavar="DAY", help="first day of a week (monday)"
    )
    for option, default, metavar, text in (
        ("--fiscal-start", usual.fiscal_start, "MONTH", "with which month years begin, 1 to 12"),
        ("--requests-per-minute", usual.requests_per_minute, "N", "how many Siro allows"),
        ("--late-scores-days", usual.late_scores_days, "N", "figures may change for N days after a period ends"),
        ("--thin-sample", usual.thin_sample, "N", "fewer recordings than N are called thin"),
    ):
        add.add_argument(option, type=int, default=default, metavar=metavar, help=f"{text} (%(default)s)")


def _add_sign_in(commands: Commands) -> None:
    sign_in = add_command(commands, "sign-in", "sign in to Siro in the browser, or with the kept secret")
    add_profile(sign_in)
    way = sign_in.add_mutually_exclusive_group()
    way.add_argument(
        "--no-browser",
        action="store_true",
        help="print the address alone on one line, and wait for the redirect; if the browser is on another computer, "
        "paste the address that it was sent to at the end",
    )
    way.add_argument(
        "--device",
        action="store_true",
        help="print an address and a code to enter there in a browser anywhere, if the server offers that",
    )
    sign_in.add_argument(
        "--new-secret",
        action="store_true",
        help="ask for the client secret or access token anew, or read it from standard input; a wrong one is not kept",
    )
    sign_out = add_command(commands, "sign-out", "revoke the tokens and delete them from this computer")
    add_profile(sign_out)


def _add_fetch(commands: Commands) -> None:
    fetch = add_command(commands, "fetch", "ask Siro for scorecard metrics, save and show them")
    add_profile(fetch)
    fetch.add_argument(
        "--query",
        metavar="FILE",
        help="a .siroquery file, - for one on standard input, or the name of a saved query; the other options change "
        "what it asks",
    )
    fetch.add_argument("--conversation-type", metavar="ID", help="which kind of conversation; needed without --query")
    fetch.add_argument(
        "--period",
        metavar="PERIOD",
        help="instead of --start and --end: today, last-week, last-12-weeks, this-quarter, this-month-to-date",
    )
    for option, text in (("--start", "first instant or day"), ("--end", "end, or last day")):
        fetch.add_argument(
            option,
            metavar="WHEN",
            help=f"{text}: 2026-01-31 in the connection's time zone, or 2026-01-31T17:00:00Z",
        )
    types = ", ".join(EntityType)
    for option, text in (("--filter-by", "what the ids name"), ("--group-by", "how to group")):
        fetch.add_argument(
            option,
            type=_entity_types,
            action="append",
            default=[],
            metavar="TYPE",
            help=f"{text}: {types}; repeat it, or separate by commas",
        )
    fetch.add_argument("--id", action="append", default=[], dest="ids", metavar="ID", help="one id; repeat it for more")
    fetch.add_argument(
        "--ids-file", metavar="FILE", help="ids separated by spaces, lines or commas; - reads standard input"
    )
    fetch.add_argument("--organization", metavar="ID", help="the connection's, if not given")
    _add_comparison(fetch)
    add_file_format(fetch, FORMATS)
    add_wide(fetch)
    add_output(fetch, required=False)
    add_figures_only(fetch)


def _add_comparison(fetch: ArgumentParser) -> None:
    fetch.add_argument(
        "--compare-by",
        action="append",
        default=[],
        metavar="WHAT",
        help=_COMPARED,
    )
    fetch.add_argument("--refresh", action="store_true", help="ask for what is final and saved, too")
    fetch.add_argument(
        "--plan",
        action="store_true",
        help="tell how many requests that would be, how long they take and what is not final; send nothing",
    )
    fetch.add_argument(
        "--week-start", type=_week_start, metavar="DAY", help="the first day of a week; the connection's, if not given"
    )
    fetch.add_argument(
        "--fiscal-start",
        type=month_number,
        metavar="MONTH",
        help="with which month years begin, 1 to 12; the connection's, if not given",
    )


def _add_queries(commands: Commands) -> None:
    parser = add_command(
        commands, "queries", "list saved queries, save one from a file, write one to a file, delete one"
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    listing = add_command(actions, "list", "list the saved queries of a connection")
    add_format(listing, ("table", "json"))
    save = add_command(actions, "save", "keep the query of a file; one of the same name and folder is replaced")
    save.add_argument("file", type=file_path, metavar="FILE", help="a .siroquery file; - reads standard input")
    save.add_argument("--name", metavar="NAME", help="what it is called; the file's own name for it, if not given")
    save.add_argument("--folder", metavar="FOLDER", help="where it lies; as the file says, if not given")
    export = add_command(actions, "export", "write a saved query to a file that others can open")
    export.add_argument("name", metavar="NAME", help="its name, or FOLDER/NAME")
    add_output(export, required=True)
    delete = add_command(actions, "delete", "delete a saved query")
    delete.add_argument("name", metavar="NAME", help="its name, or FOLDER/NAME")
    for action in (listing, save, export, delete):
        add_profile(action)


def _week_start(text: str) -> int:
    days = [day for day, name in enumerate(_DAYS) if len(text) > 1 and name.startswith(text.casefold())]
    if len(days) != 1:
        raise argparse.ArgumentTypeError(f"“{text}” is none of {', '.join(_DAYS)}")
    return days[0]


def _entity_types(text: str) -> tuple[EntityType, ...]:
    try:
        return tuple(EntityType(word.strip().upper()) for word in text.split(",") if word.strip())
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}” is none of {', '.join(EntityType)}") from error
