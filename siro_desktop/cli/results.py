"""Writes a saved result in one of its forms: to stdout, or to a file."""

from __future__ import annotations

import contextlib
import io
from typing import TYPE_CHECKING, Final

from siro_desktop.cli.options import FILES_ONLY
from siro_desktop.cli.output import clean_csv, result_stream, say, write_file, write_result
from siro_desktop.cli.wrong_use import WrongUse
from siro_desktop.domain.exports import ExportContent, FileFormat, FileKind, excel_csv
from siro_desktop.errors import ExportError

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping
    from pathlib import Path

    from siro_desktop.domain.comparability import Rules
    from siro_desktop.domain.names import Names
    from siro_desktop.domain.results import SavedResult

TEXT_FORMS: Final = ("table", "json")
"""What a result can be written as beside the kinds of files that the window writes, too."""
_FORMS_BY_ENDING: Final[Mapping[str, tuple[str, ...]]] = {
    ".csv": (FileFormat.CSV, FileFormat.EXCEL_CSV),
    ".xlsx": (FileFormat.XLSX,),
    ".json": ("json", FileFormat.TIDY_JSON, FileFormat.RAW_JSON),
    ".parquet": (FileFormat.PARQUET,),
}
"""What an ending may mean; the first is meant where nothing else is told."""


def show_result(
    saved: SavedResult, form: str, names: Names | None = None, rules: Rules | None = None, *, is_wide: bool = False
) -> None:
    """Write `saved` to stdout in one of the forms of text. Names are shown where there are some.

    `rules` are what the notes below a table go by; None: the usual ones. `is_wide` puts the periods of a comparison
    side by side.
    """
    if form in TEXT_FORMS:
        write_result(_text(saved, form, names, rules))
        return
    text = _file_text(ExportContent(saved=saved, names=names, is_wide=is_wide), _kind(form))
    write_result(clean_csv(text) if result_stream().isatty() else text)


def export_result(
    path: Path,
    saved: SavedResult,
    form: str,
    names: Names | None = None,
    *,
    is_wide: bool = False,
    with_question: bool = True,
) -> None:
    """Write `saved` to `path`, whole or not at all, and tell the path on stderr. Raises ExportError."""
    from siro_desktop.export.export_file import export_file, forget_question

    if form in TEXT_FORMS:
        write_file(path, _text(saved, form, names))
        forget_question(path)
    else:
        content = ExportContent(saved=saved, names=names, is_wide=is_wide)
        export_file(path, content, _kind(form), with_question=with_question)
    say(f"Written to {path}")


def settle_form(arguments: Namespace) -> None:
    """Let `arguments.format` be the form to write: as it is told, otherwise as the file's name ends, or the usual one.

    Raises WrongUse, before any work, for a form that cannot be written as it is asked for.
    """
    output: Path | None = arguments.output
    ending = output.suffix.lower() if output else ""
    meant = _FORMS_BY_ENDING.get(ending, ())
    if arguments.format is None:
        arguments.format = meant[0] if meant else arguments.usual_format
    elif meant and arguments.format not in meant:
        raise WrongUse(
            f"A name that ends with {ending} is not one for {arguments.format}. Change --output or --format."
        )
    form = None if arguments.format in TEXT_FORMS else FileFormat(arguments.format)
    if arguments.wide and not (form and form.may_be_wide):
        raise WrongUse("--wide is a form of CSV and XLSX. Add --format csv.")
    if arguments.format in FILES_ONLY and arguments.output is None:
        raise WrongUse(f"{arguments.format} cannot be read on a terminal. Add --output FILE.")


def check_output(path: Path) -> None:
    """Raise ExportError, before any work, if a file can certainly not be written there."""
    from siro_desktop.export.failures import translated

    with translated(path):
        is_folder, has_folder = path.is_dir(), path.absolute().parent.is_dir()
    if is_folder:
        raise ExportError(f"{path} is a folder. Add a file name.")
    if not has_folder:
        raise ExportError(f"There is no folder {path.absolute().parent}. Make it first, or choose another.")


def _text(saved: SavedResult, form: str, names: Names | None, rules: Rules | None = None) -> str:
    if form == "json":
        from siro_desktop.export.json_export import result_json

        return result_json(saved)
    from siro_desktop.export.text_table import format_table

    return format_table(saved, names, rules)


def _file_text(content: ExportContent, kind: FileKind) -> str:
    from siro_desktop.export.export_file import write_figures

    stream = io.BytesIO()
    for _ in write_figures(stream, content, kind):
        pass
    return stream.getvalue().decode()


def _kind(form: str) -> FileKind:
    """The kind of file; for Excel by the locale of the terminal."""
    if form != FileFormat.EXCEL_CSV:
        return FileKind(FileFormat(form))
    import locale

    mark = "."
    with contextlib.suppress(locale.Error):  # one that this computer does not have
        locale.setlocale(locale.LC_NUMERIC, "")
        mark = str(locale.localeconv()["decimal_point"])
    locale.setlocale(locale.LC_NUMERIC, "C")
    return FileKind(FileFormat.EXCEL_CSV, excel_csv(mark))
