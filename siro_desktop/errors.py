"""What can go wrong, as a tree. Each error carries a title (what happened, in a few words) and a message (what to do).

SiroError
├─ QueryError(field)          the question is wrong, or a 422 named a field
├─ ProfileError(field)        a connection profile is wrong or cannot be read
├─ TargetError(field)         a target is wrong
├─ LabelError(field)          a name or tag of a result is wrong
├─ MeetingError(field)        what was noted of a one-to-one is too long
├─ EventError(field)         an event that was written down is wrong
├─ RetentionError(field)      a limit of what is kept is wrong
├─ ConnectionFailed           name resolution, refused, timeout, TLS, proxy
├─ SignInRequired             no token, refresh refused, second 401
│  └─ SignInCancelled         declined, timed out, closed
├─ AccessDenied               403
├─ NotFound                   404
├─ RateLimited(retry_at)      429 beyond our patience
├─ ServerError                5xx
├─ UnexpectedAnswer           not JSON, HTML, a field missing, too large
├─ CredentialStoreError       no keyring, locked, denied, failed
├─ StorageError               disk full, read-only, newer schema
│  ├─ StoreDamaged            a part of the file makes no sense
│  └─ NameTaken               something else has got the name meanwhile
├─ UnusableFile               not ours, damaged, or of a newer version
├─ ExportError                cannot write there
├─ Cancelled                  the user asked
└─ UnexpectedError            a bug

`detail` is technical text for a pane that can be copied. No field of an error ever holds a secret.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from datetime import datetime


class SiroError(Exception):
    """Base of every error a person may see."""

    default_title: ClassVar[str] = "Something went wrong"

    def __init__(self, message: str, *, title: str | None = None, detail: str | None = None) -> None:
        super().__init__(message)
        self.title = title or self.default_title
        self.message = message
        self.detail = detail


class FieldError(SiroError):
    """An input is wrong; `field` names the control that the message belongs beside."""

    def __init__(self, field: str, message: str, *, title: str | None = None, detail: str | None = None) -> None:
        super().__init__(message, title=title, detail=detail)
        self.field = field


class QueryError(FieldError):
    """A field of the query is wrong. Field names are those of `MetricsQuery`, with `start` and `end` for the period."""

    default_title = "The query is not complete"


class ProfileError(FieldError):
    """A connection profile is wrong. Field names are those of `Profile`."""

    default_title = "The connection settings are not right"


class TargetError(FieldError):
    """A target is wrong. Field names are those of `domain.targets.Target`."""

    default_title = "The target is not right"


class DirectoryError(FieldError):
    """An own name or a group of ids is wrong. Field names are those of `domain.own_names`."""

    default_title = "The name is not right"


class LabelError(FieldError):
    """What a person calls a result cannot be kept so. Field names are those of `domain.labels.Labels`."""

    default_title = "The name or tags are not right"


class MeetingError(FieldError):
    """What was noted of a one-to-one cannot be kept so. Field names are those of `domain.meetings.Meeting`."""

    default_title = "The notes are too long"


class EventError(FieldError):
    """An event cannot be kept so. Field names are those of `domain.events.Event`."""

    default_title = "The event is not right"


class RetentionError(FieldError):
    """How long to keep results makes no sense. Field names are those of `domain.retention.RetentionRule`."""

    default_title = "The limit is not right"


class ConnectionFailed(SiroError):
    """The server could not be reached. `is_lasting`: asking again fails too, until somebody changes something."""

    default_title = "Siro cannot be reached"

    def __init__(
        self, message: str, *, title: str | None = None, detail: str | None = None, is_lasting: bool = False
    ) -> None:
        super().__init__(message, title=title, detail=detail)
        self.is_lasting = is_lasting


class SignInRequired(SiroError):
    """There is no usable token, and none can be had without the person."""

    default_title = "Sign-in needed"


class SignInCancelled(SignInRequired):
    """A sign-in was declined, timed out or closed."""

    default_title = "Not signed in"


class AccessDenied(SiroError):
    """Siro refused this person this question (403)."""

    default_title = "No access"


class NotFound(SiroError):
    """Siro does not know what was asked for (404)."""

    default_title = "Not found"


class RateLimited(SiroError):
    """Siro asks to slow down for longer than we wait in place. `retry_at` is in UTC, or None if not said."""

    default_title = "Too many requests"

    def __init__(self, message: str, *, retry_at: datetime | None = None, detail: str | None = None) -> None:
        super().__init__(message, detail=detail)
        self.retry_at = retry_at


class ServerError(SiroError):
    """Siro failed (5xx)."""

    default_title = "Siro has a problem"


class UnexpectedAnswer(SiroError):
    """The answer is not what Siro's documentation says. `raw` is the body as it came, where there is one."""

    default_title = "An answer that makes no sense"

    def __init__(self, message: str, *, detail: str | None = None, raw: bytes | None = None) -> None:
        super().__init__(message, detail=detail)
        self.raw = raw


class CredentialStoreError(SiroError):
    """The operating system's keyring is missing, locked, refuses or fails."""

    default_title = "No keyring"


class StorageError(SiroError):
    """The store on this computer cannot be read or written. The file is never thrown away."""

    default_title = "Cannot read or write the store"


class StoreDamaged(StorageError):
    """A part of the store's file makes no sense. The rest can be read, and the file can be mended."""

    default_title = "The store is damaged"


class NameTaken(StorageError):
    """Another window or program has given the name to something else by now."""

    default_title = "The name is taken"


class UnusableFile(SiroError):
    """A file that a person gave cannot be used: not one of ours, damaged, of a newer version, or not readable."""

    default_title = "This file cannot be used"


class ExportError(SiroError):
    """A file cannot be written."""

    default_title = "Cannot write the file"


class Cancelled(SiroError):
    """The person asked to stop."""

    default_title = "Stopped"

    def __init__(self, message: str = "Stopped before it was finished.") -> None:
        super().__init__(message)


class UnexpectedError(SiroError):
    """A bug. `detail` is a report to copy, without secrets."""

    default_title = "Siro Desktop made a mistake"
