"""What the exit code of the command says to a script."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

from siro_desktop.cli.wrong_use import WrongUse
from siro_desktop.errors import (
    AccessDenied,
    Cancelled,
    ConnectionFailed,
    CredentialStoreError,
    DirectoryError,
    EventError,
    ExportError,
    LabelError,
    MeetingError,
    NotFound,
    ProfileError,
    QueryError,
    RateLimited,
    RetentionError,
    ServerError,
    SignInRequired,
    SiroError,
    StorageError,
    TargetError,
    UnexpectedAnswer,
    UnusableFile,
)


class ExitCode(IntEnum):
    """The exit codes. They are documented in `--help` and never change their meaning."""

    DONE = 0
    BUG = 1
    WRONG_USE = 2
    SIGN_IN_NEEDED = 3
    REFUSED = 4
    UNREACHABLE = 5
    CANNOT_READ_OR_WRITE = 6
    UNEXPECTED_ANSWER = 7
    PARTLY_DONE = 8
    CUT_SHORT = 9
    CANCELLED = 130


MEANINGS: Final = {
    ExitCode.DONE: "done",
    ExitCode.BUG: "a mistake in the program",
    ExitCode.WRONG_USE: "wrong use: an option, a connection's settings, or a name that does not exist",
    ExitCode.SIGN_IN_NEEDED: "sign-in needed",
    ExitCode.REFUSED: "Siro refuses the question (400, 403, 404, 422)",
    ExitCode.UNREACHABLE: "not reachable, or 429 and 5xx after retries",
    ExitCode.CANNOT_READ_OR_WRITE: "cannot read or write on this computer",
    ExitCode.UNEXPECTED_ANSWER: "an answer that makes no sense",
    ExitCode.PARTLY_DONE: "partly done, and saved",
    ExitCode.CUT_SHORT: "saved, but Siro's pages came to no end: there may be more figures",
    ExitCode.CANCELLED: "cancelled (Ctrl+C, SIGTERM)",
}


# The first match counts. A QueryError that gets this far is Siro's refusal: the command checks its own input before.
_CODES: Final[tuple[tuple[tuple[type[SiroError], ...], ExitCode], ...]] = (
    (
        (WrongUse, ProfileError, TargetError, DirectoryError, LabelError, MeetingError, EventError, RetentionError),
        ExitCode.WRONG_USE,
    ),
    ((SignInRequired,), ExitCode.SIGN_IN_NEEDED),
    ((QueryError, AccessDenied, NotFound), ExitCode.REFUSED),
    ((ConnectionFailed, RateLimited, ServerError), ExitCode.UNREACHABLE),
    ((StorageError, ExportError, CredentialStoreError, UnusableFile), ExitCode.CANNOT_READ_OR_WRITE),
    ((UnexpectedAnswer,), ExitCode.UNEXPECTED_ANSWER),
    ((Cancelled,), ExitCode.CANCELLED),
)


def exit_code_of(error: SiroError) -> ExitCode:
    """Return the exit code for an error that ended a command."""
    return next((code for kinds, code in _CODES if isinstance(error, kinds)), ExitCode.BUG)
