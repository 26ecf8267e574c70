"""Look-ups: names for ids, and what a scorecard is made of. Each may be refused (403) for a given person."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar
from urllib.parse import quote

import msgspec
from msgspec import Struct

from siro_desktop.api.decoding import decode
from siro_desktop.api.fetcher import ApiCall
from siro_desktop.api.paging import PageGuard
from siro_desktop.domain.names import NamedId
from siro_desktop.domain.periods import wire_instant
from siro_desktop.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from siro_desktop.api.fetcher import Fetcher
    from siro_desktop.domain.periods import Period
    from siro_desktop.domain.progress import Waiting

T = TypeVar("T")

_CORE: Final = "/v1/core"
_TYPE_IDS: Final = "You can still type or paste ids."
_LARGEST_PAGE: Final = 100


class _List(msgspec.Struct, Generic[T], rename="camel"):
    data: list[T]
    cursor: str | int | float | None = None
    has_next_page: bool | None = None


class _ConversationConfiguration(msgspec.Struct, rename="camel"):
    conversation_type: str
    display_name: str | None = None
    team_id: str | None = None


class User(msgspec.Struct, frozen=True, rename="camel"):
    """A person of an organization, as Siro lists them."""

    uid: str
    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    member_team_id: str | None = None
    coach_team_ids: list[str] | None = None
    owned_team_id: str | None = None
    disabled: bool | None = None

    @property
    def full_name(self) -> str:
        """First and last name, as far as they are given."""
        return " ".join(part.strip() for part in (self.first_name, self.last_name) if part and part.strip())


class _Recording(msgspec.Struct, rename="camel"):
    id: str
    title: str | None = None
    date_created: str | int | float | None = None
    rep_first_name: str | None = None
    rep_last_name: str | None = None
    user_id: str | None = None


class AvailableMetric(msgspec.Struct, frozen=True, rename="camel"):
    """A metric that can be asked for."""

    id: str
    name: str
    description: str | None = None
    unit: str | None = None
    unit_abbreviated: str | None = None
    metric_type: str | None = None


class MetricRubric(msgspec.Struct, frozen=True, rename="camel"):
    """What one metric is worth on a scorecard, and the band that its value should lie in."""

    scorecard_metric_id: str
    metric_point_total: float | None = None
    min_target: float | None = None
    max_target: float | None = None
    target_tolerance: float | None = None


class ColorBand(msgspec.Struct, frozen=True, rename="camel"):
    """The scores from `low_range` to `high_range` are shown in `color`: GREEN, YELLOW or RED."""

    color: str
    low_range: float | None = None
    high_range: float | None = None


class ScorecardInstance(msgspec.Struct, frozen=True, rename="camel"):
    """An active scorecard. What `nodes` and `section_weights` hold is not documented: it is kept as it came."""

    id: str
    name: str | None = None
    nodes: tuple[Any, ...] = ()
    metric_rubrics: tuple[MetricRubric, ...] = ()
    section_weights: tuple[Any, ...] = ()
    color_configurations: tuple[ColorBand, ...] = ()


class _MetricList(msgspec.Struct, rename="camel"):
    scorecard_metrics: tuple[AvailableMetric, ...]


class _InstanceList(msgspec.Struct, rename="camel"):
    scorecard_instances: tuple[ScorecardInstance, ...]


class _ColorList(msgspec.Struct, rename="camel"):
    color_configurations: tuple[ColorBand, ...]


class _Of(msgspec.Struct, Generic[T]):
    data: T


_CONFIGURATIONS: Final = msgspec.json.Decoder(_List[_ConversationConfiguration])
_USERS: Final = msgspec.json.Decoder(_List[User])
_RECORDINGS: Final = msgspec.json.Decoder(_List[_Recording])
_METRICS: Final = msgspec.json.Decoder(_Of[_MetricList])
_INSTANCES: Final = msgspec.json.Decoder(_Of[_InstanceList])
_COLORS: Final = msgspec.json.Decoder(_Of[tuple[ColorBand, ...] | _ColorList | None])


async def fetch_conversation_types(fetcher: Fetcher, organization_id: str) -> tuple[NamedId, ...]:
    """Return each conversation type once, by name; the organization's own name for it wins over a team's."""
    call = _call("/conversation-configurations", {"organizationId": _checked(organization_id)}, "conversation types")
    found = await _fetch_list(fetcher, call, _CONFIGURATIONS, lambda entry: (entry.conversation_type, entry.team_id))
    names: dict[str, NamedId] = {}
    for entry in sorted(found, key=lambda entry: entry.team_id is not None):
        name = (entry.display_name or "").strip() or entry.conversation_type
        names.setdefault(entry.conversation_type, NamedId(entry.conversation_type, name))
    return _by_name(names.values())


async def fetch_users_and_teams(
    fetcher: Fetcher, organization_id: str
) -> tuple[tuple[NamedId, ...], tuple[NamedId, ...]]:
    """Return the people and the teams that they belong to, coach or own, both by name."""
    path = f"/organizations/{quote(_checked(organization_id), safe='')}/users"
    call = _call(path, {}, "an organization's people")
    found = await _fetch_list(fetcher, call, _USERS, lambda user: user.uid)
    users = {user.uid: user for user in found}.values()
    return _by_name(map(_name_user, users)), _by_name(_name_teams(users))


class RecordingFilter(Struct, frozen=True, kw_only=True):
    """Which recordings are listed: those of a team, of a conversation type, of a period; what is empty is not asked."""

    team_id: str = ""
    conversation_type_id: str = ""
    period: Period | None = None

    def parameters(self) -> dict[str, str]:
        """Return it as Siro takes it. Siro's bounds are excluded, and a period's start is not."""
        told = {"teamId": self.team_id, "conversationType": self.conversation_type_id}
        if self.period is not None:
            told["dateCreated:gt"] = wire_instant(self.period.start - timedelta(milliseconds=1))
            told["dateCreated:lt"] = wire_instant(self.period.end)
        return {name: text for name, text in told.items() if text}


ALL_RECORDINGS: Final = RecordingFilter()


async def fetch_recordings(
    fetcher: Fetcher, organization_id: str, limit: int, wanted: RecordingFilter = ALL_RECORDINGS
) -> tuple[NamedId, ...]:
    """Return at most `limit` recordings, in Siro's order."""
    size = str(max(1, min(limit, _LARGEST_PAGE)))
    parameters = {"organizationId": _checked(organization_id), **wanted.parameters(), "limit": size}
    call = _call("/recordings", parameters, "recordings")
    found = await _fetch_list(fetcher, call, _RECORDINGS, lambda entry: entry.id, at_most=limit)
    return tuple({entry.id: _name_recording(entry) for entry in found}.values())[:limit]


async def fetch_available_metrics(
    fetcher: Fetcher, organization_id: str, conversation_type_id: str
) -> tuple[AvailableMetric, ...]:
    """Return the metrics that can be asked for."""
    parameters = {"requestedOrganizationId": _checked(organization_id), "conversationTypeId": conversation_type_id}
    call = _call("/scorecards/scorecard-metrics/available", parameters, "the available metrics")
    response = await fetcher.fetch(call, _ignore)
    return decode(response.body, _METRICS).data.scorecard_metrics


async def fetch_scorecard_instances(
    fetcher: Fetcher, organization_id: str, conversation_type_id: str
) -> tuple[ScorecardInstance, ...]:
    """Return the active scorecards, with targets and colour bands."""
    parameters = {
        "organizationId": _checked(organization_id),
        "conversationTypeId": conversation_type_id,
        "isActive": "true",
    }
    response = await fetcher.fetch(_call("/scorecards/instances", parameters, "scorecards"), _ignore)
    return decode(response.body, _INSTANCES).data.scorecard_instances


async def fetch_color_bands(fetcher: Fetcher, organization_id: str) -> tuple[ColorBand, ...]:
    """Return the organization's colour bands; none if it has set none."""
    call = _call("/scorecards/color-configurations", {"organizationId": _checked(organization_id)}, "colours")
    response = await fetcher.fetch(call, _ignore)
    found = decode(response.body, _COLORS).data
    return found.color_configurations if isinstance(found, _ColorList) else found or ()


def _call(path: str, parameters: dict[str, str], what: str) -> ApiCall:
    who_may = f"Listing {what} may be kept to organization admins. {_TYPE_IDS}"
    return ApiCall(_CORE + path, tuple(parameters.items()), who_may)


def _checked(organization_id: str) -> str:
    if not organization_id.strip("./ "):  # dots alone would lead to another path
        raise QueryError("organization_id", "Enter the organization's id.")
    return organization_id


async def _fetch_list(
    fetcher: Fetcher,
    call: ApiCall,
    decoder: msgspec.json.Decoder[_List[T]],
    key: Callable[[T], object],
    at_most: int | None = None,
) -> list[T]:
    """Return the entries of all pages, guarded as the values are. A page that fails, fails the list."""
    guard = PageGuard()
    found: list[T] = []
    cursor: str | None = None
    while True:
        response = await fetcher.fetch(call.with_cursor(cursor), _ignore)
        page = decode(response.body, decoder)
        if not (page.data and guard.is_repeat(tuple(key(entry) for entry in page.data))):
            found += page.data
        cursor = guard.next_cursor(
            None if page.cursor in {None, ""} else str(page.cursor),
            has_next_page=page.has_next_page is True,
            size=len(page.data),
            received_bytes=len(response.body),
        )
        if cursor is None or (at_most is not None and len(found) >= at_most):
            return found


def _ignore(_waiting: Waiting) -> None:
    """Look-ups run beside other work: nobody watches their waits."""


def _name_user(user: User) -> NamedId:
    email = (user.email or "").strip()
    name = user.full_name or email or user.uid
    notes = [email] if email and email != name else []
    if user.disabled:
        notes.append("disabled")
    return NamedId(user.uid, name, " · ".join(notes), user.member_team_id or "")


def _name_teams(users: Iterable[User]) -> list[NamedId]:
    """Siro gives no team names here: a team is named after its owner, or by its id where none is known."""
    owners = {user.owned_team_id: user.full_name for user in users if user.owned_team_id and user.full_name}
    ids = dict.fromkeys(
        team
        for user in users
        for team in (user.member_team_id, *(user.coach_team_ids or ()), user.owned_team_id)
        if team
    )
    return [NamedId(team, f"Team of {owners[team]}", team) if team in owners else NamedId(team, team) for team in ids]


def _name_recording(entry: _Recording) -> NamedId:
    rep = " ".join(part.strip() for part in (entry.rep_first_name, entry.rep_last_name) if part and part.strip())
    day = entry.date_created[:10] if isinstance(entry.date_created, str) else ""
    name = (entry.title or "").strip() or entry.id
    note = " · ".join(part for part in (rep, day) if part)
    return NamedId(entry.id, name, note, user_id=entry.user_id or "", recorded_at=_instant(entry.date_created))


def _instant(told: str | float | None) -> datetime | None:
    """The instant in UTC; None for a number, whose unit is not documented, and for what is none."""
    if not isinstance(told, str):
        return None
    try:
        instant = datetime.fromisoformat(told)
        return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _by_name(names: Iterable[NamedId]) -> tuple[NamedId, ...]:
    return tuple(sorted(names, key=lambda named: (named.name.casefold(), named.id)))
