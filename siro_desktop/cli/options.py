"""Options and kinds of values that several commands share."""

from __future__ import annotations

import argparse
from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from siro_desktop.domain.exports import FileFormat

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[ArgumentParser]  # noqa: SLF001  argparse has no public name for it

FILE_FORMATS: Final = (*(form.value for form in FileFormat), "json")
FORMATS: Final = ("table", *FILE_FORMATS)
FILES_ONLY: Final = frozenset({FileFormat.XLSX.value, FileFormat.PARQUET.value})
"""What is no text, so that it can stand in a file only."""
_LARGEST_ID: Final = 2**63 - 1


def add_command(commands: Commands, name: str, text: str, **options: Any) -> ArgumentParser:
    """Add a command whose description is its help as a sentence."""
    parser = commands.add_parser(
        name, help=text, description=f"{text[:1].upper()}{text[1:]}.", allow_abbrev=False, **options
    )
    parser.add_argument("-v", "--verbose", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    return parser


def add_profile(parser: ArgumentParser) -> None:
    """Let a person say which connection."""
    parser.add_argument("--profile", metavar="NAME", help="which connection; not needed if there is only one")


def add_format(parser: ArgumentParser, formats: tuple[str, ...], usual: str = "table") -> None:
    """Let a person say in which form."""
    parser.add_argument("--format", choices=formats, default=usual, help="how to write it (%(default)s)")


def add_file_format(parser: ArgumentParser, formats: tuple[str, ...], usual: str = "table") -> None:
    """Let a person say in which form, where `--output` may say it, too; `settle_form` finds out which counts."""
    told = f"how to write it (as FILE's name ends, otherwise {usual})"
    parser.add_argument("--format", choices=formats, default=None, help=told)
    parser.set_defaults(usual_format=usual)


def add_wide(parser: ArgumentParser) -> None:
    """Let a person have periods side by side."""
    parser.add_argument(
        "--wide",
        action="store_true",
        help="CSV or XLSX of a comparison with a line for each entity and metric, periods side by side",
    )


def add_output(parser: ArgumentParser, *, required: bool) -> None:
    """Let a person say into which file."""
    parser.add_argument("--output", type=_output_path, required=required, metavar="FILE", help="write to FILE")


def add_figures_only(parser: ArgumentParser) -> None:
    """Let a person have no description beside a file."""
    parser.add_argument(
        "--figures-only",
        action="store_true",
        help="write no FILE.datapackage.json beside FILE, which says what was asked",
    )


def file_path(text: str) -> Path:
    """Return the path that an argument names."""
    if not text or "\0" in text:
        raise argparse.ArgumentTypeError("this is no file name")
    return Path(text)


def _output_path(text: str) -> Path:
    if text == "-":  # nobody wants a file of that name
        raise argparse.ArgumentTypeError("“fetch” and “saved show” write to standard output where no --output is given")
    return file_path(text)


def month_number(text: str) -> int:
    """Return the month that an argument gives as its number."""
    if text not in map(str, range(1, 13)):
        raise argparse.ArgumentTypeError(f"“{text}” is no month: use a number from 1 to 12")
    return int(text)


def result_number(text: str) -> int:
    """Return the number of a saved result that an argument gives."""
    if not (text.isascii() and text.isdigit() and len(text) < 20) or not 0 < int(text) <= _LARGEST_ID:
        raise argparse.ArgumentTypeError(f"“{text}” is no number of a saved result; “saved list” shows them")
    return int(text)
