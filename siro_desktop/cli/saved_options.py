"""The options of `siro-desktop saved`: results, and the store that they are in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from siro_desktop.cli.options import (
    FILE_FORMATS,
    FILES_ONLY,
    FORMATS,
    add_command,
    add_figures_only,
    add_file_format,
    add_format,
    add_output,
    add_profile,
    add_wide,
    file_path,
    result_number,
)
from siro_desktop.domain.exports import FileFormat

if TYPE_CHECKING:
    from siro_desktop.cli.options import Commands

_SEARCHED: Final = "words that must all be found: people, metrics, names, notes, one-to-ones, #tags, 2026-10, oct"
_LIMITED: Final = "Pinned results never go, and the newest stays. Nothing is deleted without --delete."
_CONTINUED: Final = "It asks over the connection that the result came over. The others need no network."


def add_saved(commands: Commands) -> None:
    """Add `saved` with its actions."""
    parser = add_command(commands, "saved", "list, show, export and complete what was fetched before")
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    listing = add_command(actions, "list", "list the saved results, pinned ones first, then the newest")
    listing.add_argument("--profile", metavar="NAME", help="those of one connection; of all, if not given")
    listing.add_argument("--search", default="", metavar="WORDS", help=_SEARCHED)
    add_format(listing, ("table", "json"))
    show = add_command(actions, "show", "show a saved result")
    show.add_argument("result_id", type=result_number, metavar="ID")
    add_format(show, tuple(form for form in FORMATS if form not in FILES_ONLY))
    add_wide(show)
    show.set_defaults(output=None)
    export = add_command(actions, "export", "write a saved result to a file")
    export.add_argument("result_id", type=result_number, metavar="ID")
    add_file_format(export, FILE_FORMATS, FileFormat.CSV.value)
    add_wide(export)
    add_output(export, required=True)
    add_figures_only(export)
    goes_on = add_command(
        actions, "continue", "fetch what a saved result lacks, into the same result, and show it", epilog=_CONTINUED
    )
    goes_on.add_argument("result_id", type=result_number, metavar="ID")
    add_file_format(goes_on, FORMATS)
    add_wide(goes_on)
    add_output(goes_on, required=False)
    add_figures_only(goes_on)
    _add_store(actions)


def _add_store(actions: Commands) -> None:
    """What looks after the results, and the store that they are in."""
    label = add_command(actions, "label", "name, note, tag or pin a saved result; what is not given stays")
    label.add_argument("result_id", type=result_number, metavar="ID")
    label.add_argument("--name", metavar="NAME", help="what you call it; empty takes the name away")
    label.add_argument("--note", metavar="TEXT", help="a note; empty takes it away")
    label.add_argument("--tag", action="append", metavar="TAG", help="its tags instead of those before; repeat it")
    pinning = label.add_mutually_exclusive_group()
    pinning.add_argument("--pin", action="store_true", dest="is_pinned", default=None, help="it stays first, and stays")
    pinning.add_argument("--unpin", action="store_false", dest="is_pinned", default=None, help="take the pin away")
    delete = add_command(actions, "delete", "delete saved results for good; one that is pinned must be unpinned before")
    delete.add_argument("result_ids", type=result_number, metavar="ID", nargs="+")
    limits = add_command(
        actions, "limits", "how long a connection's results are kept, and which are beyond it", epilog=_LIMITED
    )
    add_profile(limits)
    limits.add_argument("--days", type=int, metavar="N", help="keep results for N days; 0 for ever")
    limits.add_argument("--megabytes", type=int, metavar="N", help="keep about N megabytes; 0 for no limit")
    limits.add_argument("--delete", action="store_true", help="delete those beyond the limits")
    add_command(actions, "check", "read every result, and look whether each figure is as it was saved")
    backup = add_command(actions, "backup", "write everything that is kept into one file, which is not encrypted")
    add_output(backup, required=True)
    restore = add_command(actions, "restore", "put a backup in place of the store, which is kept beside it")
    restore.add_argument("file", type=file_path, metavar="FILE", help="what “saved backup” wrote")
    add_command(actions, "rescue", "save what can be read of a damaged store into a new one; the damaged is kept")
