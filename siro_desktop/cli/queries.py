"""`siro-desktop queries list`, `save`, `export`, `delete`, and what `--query` names: saved queries without a window."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from siro_desktop.cli.exit_codes import ExitCode
from siro_desktop.cli.output import say, write_result, write_rows
from siro_desktop.cli.profile_choice import choose_profile
from siro_desktop.cli.results import check_output
from siro_desktop.cli.services import run_with_library
from siro_desktop.cli.wrong_use import WrongUse
from siro_desktop.domain.compare_words import compare_words
from siro_desktop.domain.periods import DateRange, Period, wire_instant
from siro_desktop.domain.question_json import QueryFile, names_in, one_line, parse_query_file, query_file_text
from siro_desktop.domain.saved_query import SavedQuery, find_by_name
from siro_desktop.errors import UnusableFile
from siro_desktop.export.query_files import MAX_BYTES, read_query_file, write_query_file
from siro_desktop.jobs.look_up_names import LoadNames
from siro_desktop.jobs.saved_queries import DeleteQuery, ListQueries, SaveQueryByName

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from siro_desktop.config import Paths
    from siro_desktop.domain.profile import Profile

_STDIN: Final = "-"
_HEADER: Final = ("name", "folder", "conversation_type", "period", "filter_by", "ids", "compare_by", "starred")


def load_query(paths: Paths, profile: Profile, wanted: str) -> QueryFile:
    """Return the query in the file `wanted`, `-` for standard input, else the saved query of that name.

    Raises WrongUse if there is neither, or several of that name; UnusableFile, StorageError.
    """
    if wanted == _STDIN or _is_file(wanted):
        return _read(Path(wanted))
    saved = _find(paths, profile, wanted, f"There is no file “{wanted}”, and no saved query of that name.")
    return QueryFile(question=saved.question, name=saved.name, folder=saved.folder)


def list_queries(arguments: Namespace, paths: Paths) -> ExitCode:
    """Show the saved queries of a connection."""
    queries = run_with_library(paths, ListQueries(choose_profile(paths, arguments.profile).id))
    if arguments.format == "json":
        write_result(json.dumps([_describe(known) for known in queries], indent=2) + "\n")
        return ExitCode.DONE
    if not queries:
        say("No query is saved yet. Save one in the window, or with “siro-desktop queries save FILE”.")
    write_rows(_HEADER, [_row(known) for known in queries])
    return ExitCode.DONE


def save_query(arguments: Namespace, paths: Paths) -> ExitCode:
    """Keep the query of a file among the saved ones, in place of one of the same name and folder."""
    profile = choose_profile(paths, arguments.profile)
    path: Path = arguments.file
    file = _read(path)
    own_name = file.name or path.stem.removeprefix(_STDIN)
    name = one_line(own_name if arguments.name is None else arguments.name)
    folder = one_line(file.folder if arguments.folder is None else arguments.folder)
    if not name:
        raise WrongUse("--name: Give the query a name.")
    query = SavedQuery(
        name=name,
        folder=folder,
        question=file.question.without(profile.organization_id),
        changed_at=datetime.now(UTC),
    )
    is_there = run_with_library(paths, SaveQueryByName(profile.id, query))
    say(f"{'Replaced' if is_there else 'Saved'} the query {name}.")
    return ExitCode.DONE


def export_query(arguments: Namespace, paths: Paths) -> ExitCode:
    """Write a saved query to a file."""
    output: Path = arguments.output
    check_output(output)
    profile = choose_profile(paths, arguments.profile)
    saved = _find(paths, profile, arguments.name, f"There is no saved query called “{arguments.name}”.")
    names = names_in(saved.question, run_with_library(paths, LoadNames(profile.id)))
    file = QueryFile(question=saved.question, name=saved.name, folder=saved.folder, names=names)
    write_query_file(output, file)
    say(f"Written to {output}")
    return ExitCode.DONE


def delete_query(arguments: Namespace, paths: Paths) -> ExitCode:
    """Delete a saved query."""
    profile = choose_profile(paths, arguments.profile)
    saved = _find(paths, profile, arguments.name, f"There is no saved query called “{arguments.name}”.")
    run_with_library(paths, DeleteQuery(saved.id))
    say(f"Deleted the query {saved.name}.")
    return ExitCode.DONE


def _read(path: Path) -> QueryFile:
    """Return the query in a file, `-` for standard input, and say what of it was left out. Raises UnusableFile."""
    if str(path) != _STDIN:
        file = read_query_file(path)
    elif sys.stdin is None:
        raise UnusableFile("There is no standard input.")
    else:
        try:
            file = parse_query_file(sys.stdin.read(MAX_BYTES).encode())
        except ValueError as error:
            raise UnusableFile("Standard input does not hold text.", detail=str(error)) from error
    for notice in file.notices:
        say(f"{path}: {notice}")
    return file


def _find(paths: Paths, profile: Profile, name: str, if_none: str) -> SavedQuery:
    queries = run_with_library(paths, ListQueries(profile.id))
    found = find_by_name(queries, name)
    if len(found) == 1:
        return found[0]
    if found:
        raise WrongUse(f"Several saved queries are called “{name}”. Say which: {_listed(found)}.")
    raise WrongUse(f"{if_none} There are: {_listed(queries)}." if queries else f"{if_none} None is saved yet.")


def _listed(queries: Sequence[SavedQuery]) -> str:
    return ", ".join(f"{one.folder}/{one.name}" if one.folder else one.name for one in queries)


def _is_file(name: str) -> bool:
    try:
        return Path(name).exists()
    except (OSError, ValueError):  # a name that is too long, or that no file can have
        return False


def _row(query: SavedQuery) -> tuple[str, ...]:
    question = query.question
    return (
        query.name,
        query.folder,
        question.conversation_type_id,
        _period(question.period),
        ",".join(question.filter_by),
        f"{len(question.ids):,}",
        ",".join(compare_words(question.compare_by)),
        "yes" if query.is_starred else "",
    )


def _period(period: object) -> str:
    if isinstance(period, DateRange):
        return f"{period.first} to {period.last}"
    if isinstance(period, Period):
        return f"{wire_instant(period.start)} to {wire_instant(period.end)}"
    return str(period)


def _describe(query: SavedQuery) -> dict[str, object]:
    text = query_file_text(QueryFile(question=query.question, name=query.name, folder=query.folder))
    return {
        "id": query.id,
        "is_starred": query.is_starred,
        "changed_at": wire_instant(query.changed_at.replace(microsecond=0)),
        "query": json.loads(text),
    }
