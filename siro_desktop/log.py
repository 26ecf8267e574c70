"""Where log lines go, and what never gets into them.

The program's own rule is that no secret is logged at all. `redact` is the second line of defence, for a library that
prints a request, or an error that quotes one.
"""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import os
import re
from typing import TYPE_CHECKING, Any, Final, cast

if TYPE_CHECKING:
    from io import TextIOWrapper
    from pathlib import Path

FILE_NAME: Final = "siro-desktop.log"
CRASH_FILE_NAME: Final = "crash.log"
MASK: Final = "***"

_MAX_BYTES: Final = 1_000_000
_BACKUPS: Final = 3
_AS_TEXT: Final[Any] = {"encoding": "utf-8", "errors": "backslashreplace"}
_TALKATIVE: Final = ("httpx", "httpcore", "authlib", "urllib3", "keyring")

_HEADERS: Final = r"x-siro-auth-token|(?:proxy-)?authorization|(?:set-)?cookie"
_SECRETS: Final = (
    r"code[_-]?verifier|client[_-]?secret|access[_-]?token|refresh[_-]?token|id[_-]?token|device[_-]?code"
    r"|client[_-]?assertion|password|token"
)
_SHORT: Final = r"code|state"  # words of everyday text too: masked in fewer shapes
_ALL: Final = rf"{_HEADERS}|{_SECRETS}|{_SHORT}"
_START: Final = r"(?i)(?<![a-z0-9_-])(?=[acdiprstx])"  # the letters that names begin with: most places end here
_QUOTED: Final = r"\"(?:\\.?|[^\"\\])*+\"?|'(?:\\.?|[^'\\])*+'?"  # also one that is cut off, be it after a backslash

# Each pattern keeps its first group and drops the rest. They are compiled when there is something to mask.
_PATTERNS: Final = (
    # JSON, a repr of a dict or of header pairs, also quoted once more: "name": "…", b'name', b'…', \"name\": \"…
    rf"{_START}((?:{_ALL})\\*[\"']\s*[:,]\s*[bru]?\\*)(?:{_QUOTED})",
    # A URL inside a URL: name%3Dvalue%26
    rf"{_START}((?:{_ALL})%3D)(?:(?!%26)[^&\s\"'<>])+",
    rf"(?i)(?<=%26)((?:{_ALL})%3D)(?:(?!%26)[^&\s\"'<>])+",
    rf"(?i)(?<=%3F)((?:{_ALL})%3D)(?:(?!%26)[^&\s\"'<>])+",
    # A query, a form, a keyword argument: name=value, name='value'
    rf"{_START}((?:{_ALL})=)(?:[bru]?(?:{_QUOTED})|[^&\s\"'<>]+)",
    # A header line: to its end
    rf"{_START}((?:{_HEADERS})\s*:\s*)[^\r\n\"']+",
    rf"{_START}((?:{_SECRETS})\s*:\s*)(?![0-9a-f]{{8}}>)[^\s\"',}}\]]+",  # a fingerprint <token:8hex> stays
    r"(?i)\b((?:bearer|basic|dpop)\s+)[^\s\"',;]+",
    # A JSON Web Token, wherever it stands. Each run of its characters is looked at from its beginning alone:
    # from every eyJ on, a megabyte of "eyJ-" would take minutes.
    r"(?<![\w-])(?=[\w-]++\.[\w-])([\w-]*?\b)eyJ[\w-]++\.[\w-]++(?:\.[\w-]*+)?",
)

_crash_files: list[int] = []  # at most one descriptor


def redact(text: str) -> str:
    """Return `text` with the values of tokens, codes, states, verifiers and secrets replaced by `***`."""
    for pattern in _PATTERNS:
        text = re.sub(pattern, rf"\g<1>{MASK}", text, flags=re.DOTALL)
    return text


class RedactionFilter(logging.Filter):
    """Masks secrets in a record's message, traceback and stack. Put it on a handler: it then sees every logger."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask, and let every record pass."""
        try:
            message = record.getMessage()
        except (TypeError, ValueError, KeyError):  # logging itself would print the arguments to stderr, unmasked
            message = f"(arguments do not fit) {record.msg}"
        record.msg, record.args = redact(message), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = redact(record.exc_text)
        if record.stack_info:
            record.stack_info = redact(record.stack_info)
        return True


class _PrivateFileHandler(logging.FileHandler):
    """A log file that only this person can read (0600)."""

    _is_over = False

    def _open(self) -> TextIOWrapper[Any]:
        return cast(
            "TextIOWrapper[Any]",
            open(self.baseFilename, self.mode, encoding=self.encoding, errors=self.errors, opener=_open_private),
        )

    def emit(self, record: logging.LogRecord) -> None:
        """Write, unless it was closed while another thread had it in hand: Python would open the file again."""
        if not self._is_over:
            super().emit(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  the name that logging gave it
        """Leave out what cannot be written, as on a full disk: Python would print a traceback for each line."""

    def close(self) -> None:
        """Close the file for good."""
        self._is_over = True
        super().close()


def set_up_logging(folder: Path, level: int = logging.INFO, *, rotates: bool = True) -> None:
    """Send the log of the whole program to `folder`, and a crash's stacks to a file beside it. Raises nothing.

    Calling it again moves the log. Where the folder cannot be written, warnings go to stderr instead, masked too.
    Without `rotates` the file grows until `let_log_rotate`: a start has no time to import what rotates.
    """
    root = logging.getLogger()
    for old in [handler for handler in root.handlers if isinstance(handler, _PrivateFileHandler)]:
        root.removeHandler(old)
        old.close()
    root.setLevel(level)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
    if logging.lastResort and not any(isinstance(known, RedactionFilter) for known in logging.lastResort.filters):
        logging.lastResort.addFilter(RedactionFilter())
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handler = _open_log(folder / FILE_NAME, rotates=rotates)
        _catch_crashes(folder / CRASH_FILE_NAME)
    except OSError as error:
        logging.getLogger(__name__).warning("No log is kept: %s", error)
        return
    root.addHandler(handler)


def let_log_rotate() -> None:
    """Let the file of `set_up_logging`, if there is one, rotate from now on. Any thread. Raises OSError."""
    root = logging.getLogger()
    for plain in [handler for handler in root.handlers if type(handler) is _PrivateFileHandler]:
        root.addHandler(_open_log(plain.baseFilename, rotates=True))
        root.removeHandler(plain)
        plain.close()


def _open_log(path: Path | str, *, rotates: bool) -> logging.Handler:
    handler = _rotating_handler(path) if rotates else _PrivateFileHandler(path, **_AS_TEXT)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"))
    handler.addFilter(RedactionFilter())
    return handler


def _rotating_handler(path: Path | str) -> _PrivateFileHandler:
    from logging.handlers import RotatingFileHandler

    class Rotating(_PrivateFileHandler, RotatingFileHandler):
        pass

    return Rotating(path, maxBytes=_MAX_BYTES, backupCount=_BACKUPS, **_AS_TEXT)


def _catch_crashes(path: Path) -> None:
    descriptor = _open_private(str(path), os.O_CREAT | os.O_APPEND | os.O_WRONLY)
    faulthandler.enable(descriptor, all_threads=True)  # writes there whenever it comes to that: it must stay open
    for old in _crash_files:
        os.close(old)
    _crash_files[:] = [descriptor]


def _open_private(path: str, flags: int) -> int:
    descriptor = os.open(path, flags, 0o600)
    if os.name == "posix":
        with contextlib.suppress(OSError):  # the file of somebody else, or no permissions on this disk
            os.fchmod(descriptor, 0o600)
    return descriptor
