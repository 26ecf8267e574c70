"""The command line itself is wrong: which error that is, and which option a wrong field came from."""

from __future__ import annotations

from typing import Final

from siro_desktop.errors import FieldError, QueryError, SiroError

QUERY_OPTIONS: Final = {
    "organization_id": "--organization",
    "conversation_type_id": "--conversation-type",
    "start": "--start",
    "end": "--end",
    "period": "--period",
    "compare_by": "--compare-by",
    "ids": "--id",
    "filter_by": "--filter-by",
    "group_by": "--group-by",
}
"""The option of `fetch` that a field of a query comes from."""

_PROFILE_OPTIONS: Final = {"name": "NAME", "organization_id": "--organization"}


class WrongUse(SiroError):
    """Found before anything was sent or changed."""

    default_title = "This command cannot be run"


def wrong_option(error: FieldError) -> WrongUse:
    """Return the error that names the option whose value is wrong."""
    if isinstance(error, QueryError):
        option = QUERY_OPTIONS.get(error.field, "")
    else:
        option = _PROFILE_OPTIONS.get(error.field) or f"--{error.field.replace('_', '-')}"
    return WrongUse(f"{option}: {error.message}" if option else error.message, detail=error.detail)
