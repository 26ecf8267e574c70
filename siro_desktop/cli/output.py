"""The two streams: results on stdout, everything said to the person on stderr. Nothing else writes to either."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import re
import sys
from typing import TYPE_CHECKING, Final, TextIO

from siro_desktop.cli.wrong_use import QUERY_OPTIONS
from siro_desktop.errors import ExportError, QueryError, SiroError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

# Text from elsewhere could move the cursor, recolour the screen or reverse the line it stands in.
_ESCAPE_SEQUENCES: Final = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"  # CSI
    r"|(?:\x1b[P\]X^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"  # OSC, DCS and other strings
    r"|\x1b[ -/]*[0-~]?"
)
_LINE_BREAKS: Final = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
_CONTROLS_BUT_LINES: Final = re.compile(r"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def clean(text: str) -> str:
    """Return one line of `text` without escape sequences, control characters and marks that reverse the writing."""
    return _CONTROLS.sub("", _LINE_BREAKS.sub(" ", _ESCAPE_SEQUENCES.sub("", text)))


def clean_lines(text: str) -> str:
    """Return `text` as `clean` does, but with its lines."""
    return "\n".join(clean(line) for line in text.splitlines())


def clean_csv(text: str) -> str:
    """Return CSV for a terminal: line ends stay, other control characters go."""
    return _CONTROLS_BUT_LINES.sub("", _ESCAPE_SEQUENCES.sub("", text))


def set_up_streams() -> None:
    """Read and write UTF-8, whatever the locale. Writing never fails for a character; line ends stay as written."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        with contextlib.suppress(io.UnsupportedOperation):  # something was read already
            sys.stdin.reconfigure(encoding="utf-8", errors="strict")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            with contextlib.suppress(io.UnsupportedOperation):
                stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="")


def say(sentence: str) -> None:
    """Tell the person something, on stderr."""
    _write_stderr(f"{clean(sentence)}\n")


def say_error(error: SiroError, *, verbose: bool = False) -> None:
    """Tell what went wrong: `title: message`, and with `verbose` the technical detail."""
    option = QUERY_OPTIONS.get(error.field, "") if isinstance(error, QueryError) else ""
    say(": ".join(part for part in (error.title, option, error.message) if part))
    if verbose and error.detail:
        _write_stderr(f"{clean_lines(error.detail)}\n")


def write_status(text: str) -> None:
    """Replace the status line on a terminal's last line; nothing where stderr is no terminal."""
    if sys.stderr is not None and sys.stderr.isatty():
        _write_stderr(f"\r\x1b[K{clean(text)}")


def write_result(text: str) -> None:
    """Write a command's result to stdout, at once. Raises ExportError, and BrokenPipeError if nobody reads any more."""
    stream = result_stream()
    try:
        _write_whole(stream, text)
    except BrokenPipeError:
        raise
    except OSError as error:
        drop_stdout()
        raise ExportError("Standard output cannot be written.", detail=str(error)) from error


def _write_whole(stream: TextIO, text: str) -> None:
    """Write all of `text`. Without a buffer (PYTHONUNBUFFERED) Python drops what a system does not take at once."""
    binary = getattr(stream, "buffer", None)
    if not isinstance(binary, io.RawIOBase):
        stream.write(text)
        stream.flush()
        return
    rest = memoryview(text.encode(stream.encoding, stream.errors or "strict"))
    while rest:
        taken = binary.write(rest)
        if taken is None:  # a pipe that does not wait, and is full
            raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        rest = rest[taken:]


def result_stream() -> TextIO:
    """Return stdout. Raises ExportError if it is closed."""
    if sys.stdout is None:
        raise ExportError("There is no standard output to write to. Use --output FILE.")
    return sys.stdout


def drop_stdout() -> None:
    """Send what is still in stdout's buffer nowhere, so that Python does not stumble over it at its end."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def write_rows(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write lines with a header: in columns on a terminal, separated by tabs for other programs."""
    from siro_desktop.export.text_layout import display_width

    lines = [[clean(field) for field in row] for row in (header, *rows)]
    if not result_stream().isatty():
        write_result("".join("\t".join(line) + "\n" for line in lines))
        return
    widths = [max(map(display_width, column)) for column in zip(*lines, strict=True)]
    padded = (
        "  ".join(field + " " * (width - display_width(field)) for field, width in zip(line, widths, strict=True))
        for line in lines
    )
    write_result("".join(line.rstrip() + "\n" for line in padded))


def write_file(path: Path, text: str) -> None:
    """Write `text` as UTF-8 to `path`, whole or not at all. Raises ExportError; an older file then stays as it was."""
    from siro_desktop.export.failures import translated
    from siro_desktop.files import PendingFile

    with translated(path), PendingFile(path) as pending:
        pending.stream.write(text.encode(errors="backslashreplace"))
        pending.commit()


def _write_stderr(text: str) -> None:
    if sys.stderr is None:
        return
    with contextlib.suppress(OSError, ValueError):  # nobody is there to be told
        sys.stderr.write(text)
        sys.stderr.flush()
