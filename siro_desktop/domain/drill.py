"""Looking into one entity of a result: the question one level below, for the same period and conversation type.

Organization → its teams → a team's people → a person's recordings. A team's cut into weeks stays for its people, and
so does an earlier period beside it: the same figures are wanted, of fewer. Recordings are each of one day, so theirs
are not cut. A grouping is left out: it was chosen for what was asked then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from siro_desktop.domain.plan import CompareBy, CompareEntities
from siro_desktop.domain.query import EntityType
from siro_desktop.domain.question import question_for

if TYPE_CHECKING:
    from siro_desktop.domain.names import Names
    from siro_desktop.domain.periods import Period
    from siro_desktop.domain.plan import FetchPlan
    from siro_desktop.domain.query import Entity
    from siro_desktop.domain.question import Question

_EACH = CompareEntities.EACH


def question_below(plan: FetchPlan, entity: Entity, names: Names) -> Question | None:
    """Return what looking into `entity`, one of those in `plan`, asks; None where there is nothing below it.

    Several ids become each of them alone. An organization's teams are those in `names`; a team's people are left to
    the plan, which may look them up. A person of whom no recording is known stands alone over the period.
    """
    below = _below(plan, entity, names)
    return None if below is None or _is_asked_by(plan, below) else below


def recordings_of(names: Names, user_id: str, period: Period) -> tuple[str, ...]:
    """Return the ids of a person's recordings that are known, newest first; not those of another time."""
    return tuple(
        known.id
        for known in names.recordings
        if known.user_id == user_id
        and (known.recorded_at is None or period.start <= known.recorded_at < period.end)  # or Siro leaves it out
    )


def _below(plan: FetchPlan, entity: Entity, names: Names) -> Question | None:
    if len(entity.filter_by) != 1:  # which id is of which kind is not known
        return None
    kind, ids = entity.filter_by[0], entity.ids
    if len(ids) > 1:
        return _ask(plan, kind, ids, _EACH, with_whole=True)
    match kind:
        case EntityType.ORGANIZATION if ids == (names.organization_id,) and names.teams:
            # Beside no whole: all teams together are not the organization, where somebody is in none.
            return _ask(plan, EntityType.TEAM, tuple(team.id for team in names.teams), _EACH)
        case EntityType.TEAM:
            return _ask(plan, kind, ids, CompareEntities.MEMBERS, with_whole=True)
        case EntityType.USER:
            known = recordings_of(names, ids[0], plan.query.period)
            return _ask(plan, EntityType.RECORDING, known, _EACH) if known else _ask(plan, kind, ids, _EACH)
    return None


def _ask(
    plan: FetchPlan, kind: EntityType, ids: tuple[str, ...], entities: CompareEntities, *, with_whole: bool = False
) -> Question:
    query = replace(plan.query, filter_by=(kind,), ids=ids, group_by=())
    if kind is EntityType.RECORDING:
        return question_for(query, CompareBy(entities=entities))
    return question_for(query, replace(plan.compare_by, entities=entities, with_whole=with_whole))


def _is_asked_by(plan: FetchPlan, below: Question) -> bool:
    """True if the plan holds the same figures already: the same ids, taken apart in the same way."""
    if (below.filter_by, below.ids) != (plan.query.filter_by, plan.query.ids):
        return False
    is_one_alone = len(below.ids) == 1 and below.compare_by.entities is _EACH
    return is_one_alone or below.compare_by.entities is plan.compare_by.entities
