"""What a query looks like on the wire (Siro's *Get scorecard metrics values*), without the token."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlencode

from msgspec.structs import replace

from siro_desktop.domain.periods import wire_range
from siro_desktop.domain.plan import NOT_COMPARED, CompareEntities
from siro_desktop.errors import QueryError

if TYPE_CHECKING:
    from siro_desktop.domain.plan import CompareBy
    from siro_desktop.domain.query import MetricsQuery

VALUES_PATH: Final = "/v1/core/scorecards/scorecard-metrics/values"
TOKEN_HEADER: Final = "x-siro-auth-token"  # noqa: S105  the name of a header
MAX_ADDRESS_BYTES: Final = 8000
_SNIPPET: Final = """\
import os

import httpx

answer = httpx.get(
    {address},
    params=[
{parameters}    ],
    headers={{{header}: os.environ["SIRO_TOKEN"], "accept": "application/json"}},
    timeout=30,
)
answer.raise_for_status()
print(answer.text)
"""


def wire_parameters(query: MetricsQuery) -> list[tuple[str, str]]:
    """Return the query's parameters in the documented order; arrays repeat their parameter."""
    start_at, end_at = wire_range(query.period)
    return [
        ("requestedOrganizationId", query.organization_id),
        ("conversationTypeId", query.conversation_type_id),
        ("startAt", start_at),
        ("endAt", end_at),
        *(("filterByIds", entity_id) for entity_id in query.ids),
        *(("filterBy", entity_type.value) for entity_type in query.filter_by),
        *(("groupBy", entity_type.value) for entity_type in query.group_by),
    ]


def request_url(api_base_url: str, query: MetricsQuery) -> str:
    """Return the address that asks `query`."""
    return f"{api_base_url.rstrip('/')}{VALUES_PATH}?{urlencode(wire_parameters(query))}"


def curl_command(api_base_url: str, query: MetricsQuery) -> str:
    """Return a curl command for a POSIX shell, with the token as the variable SIRO_TOKEN."""
    from shlex import quote

    return f'curl -H "{TOKEN_HEADER}: $SIRO_TOKEN" {quote(request_url(api_base_url, query))}'


def python_snippet(api_base_url: str, query: MetricsQuery) -> str:
    """Return a Python program that asks `query` with httpx, with the token from the environment's SIRO_TOKEN."""
    pairs = ((_literal(name), _literal(value)) for name, value in wire_parameters(query))
    return _SNIPPET.format(
        address=_literal(f"{api_base_url.rstrip('/')}{VALUES_PATH}"),
        parameters="".join(f"        ({name}, {value}),\n" for name, value in pairs),
        header=_literal(TOKEN_HEADER),
    )


def _literal(text: str) -> str:
    """A string of JSON is one of Python too."""
    return json.dumps(text, ensure_ascii=False)


def check_address_length(api_base_url: str, query: MetricsQuery, limit: int = MAX_ADDRESS_BYTES) -> None:
    """Raise QueryError for `ids` if the address of `query` is longer than `limit` bytes: ids travel in a GET."""
    length = len(request_url(api_base_url, query).encode())
    if length > limit:
        raise QueryError(
            "ids",
            f"{len(query.ids):,} ids are too many for one question. Choose a team instead, or fewer ids.",
            detail=f"The address would be {length:,} bytes long; the limit is {limit:,}.",
        )


def longest_query(query: MetricsQuery, compare_by: CompareBy = NOT_COMPARED) -> MetricsQuery:
    """Return the query of the cell with the longest address, as far as that is known before there is a plan.

    Of ids that are asked for one by one it is the one with the longest id; a whole beside them has all ids.
    """
    if compare_by.entities is CompareEntities.TOGETHER or compare_by.with_whole:
        return query
    return replace(query, ids=tuple(sorted(query.ids, key=lambda entity_id: len(quote(entity_id)))[-1:]))
