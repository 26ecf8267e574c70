"""Writes a saved result in one of its forms: to stdout, or to a file."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from siro_desktop.cli.output import clean_csv, result_stream, say, write_file, write_result
from siro_desktop.cli.wrong_use import WrongUse
from siro_desktop.errors import ExportError

if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path

    from siro_desktop.domain.names import Names
    from siro_desktop.domain.results import SavedResult
    from siro_desktop.export.csv_export import WriteTable


def show_result(saved: SavedResult, form: str, names: Names | None = None, *, is_wide: bool = False) -> None:
    """Write `saved` to stdout as `table`, `csv` or `json`. Of a comparison `names` are shown where there are some.

    `is_wide` puts the periods of a comparison side by side; CSV only.
    """
    if form != "csv":
        write_result(_text(saved, form, names))
        return
    text = _csv(saved, names, is_wide=is_wide)
    write_result(clean_csv(text) if result_stream().isatty() else text)


def export_result(
    path: Path, saved: SavedResult, form: str, names: Names | None = None, *, is_wide: bool = False
) -> None:
    """Write `saved` to `path`, whole or not at all, and tell the path on stderr. Raises ExportError."""
    if form == "csv":
        from siro_desktop.export.csv_export import CsvOptions, export_csv

        export_csv(path, saved, CsvOptions(names=names), write=_writer(is_wide=is_wide))
    else:
        write_file(path, _text(saved, form, names))
    say(f"Written to {path}")


def check_wide(arguments: Namespace) -> None:
    """Raise WrongUse, before any work, if the wide form is asked of anything but CSV."""
    if arguments.wide and arguments.format != "csv":
        raise WrongUse("--wide is a form of CSV. Add --format csv.")


def check_output(path: Path) -> None:
    """Raise ExportError, before any work, if a file can certainly not be written there."""
    from siro_desktop.export.failures import translated

    with translated(path):
        is_folder, has_folder = path.is_dir(), path.absolute().parent.is_dir()
    if is_folder:
        raise ExportError(f"{path} is a folder. Add a file name.")
    if not has_folder:
        raise ExportError(f"There is no folder {path.absolute().parent}. Make it first, or choose another.")


def _text(saved: SavedResult, form: str, names: Names | None) -> str:
    if form == "json":
        from siro_desktop.export.json_export import result_json

        return result_json(saved)
    from siro_desktop.export.text_table import format_table

    return format_table(saved, names)


def _csv(saved: SavedResult, names: Names | None, *, is_wide: bool) -> str:
    from siro_desktop.export.csv_export import CsvOptions

    text = io.StringIO(newline="")
    _writer(is_wide=is_wide)(text, saved, CsvOptions(names=names), None)
    return text.getvalue()


def _writer(*, is_wide: bool) -> WriteTable:
    if is_wide:
        from siro_desktop.export.wide_csv import write_wide_csv

        return write_wide_csv
    from siro_desktop.export.csv_export import write_csv

    return write_csv
