"""Targets and colours from Siro where it gives them, from the store where not."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from siro_desktop.domain.color_bands import SIRO_BANDS, build_color_bands
from siro_desktop.domain.targets import LookUp, Source, Target, Targets
from siro_desktop.errors import AccessDenied, NotFound, TargetError, UnexpectedAnswer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from siro_desktop.api.client import SiroApi
    from siro_desktop.api.lookups import MetricRubric, ScorecardInstance
    from siro_desktop.domain.color_bands import ColorBands
    from siro_desktop.domain.profile import Profile
    from siro_desktop.jobs.base import Report
    from siro_desktop.jobs.connection import NetworkServices


class LookUpTargets(Struct, frozen=True):
    """Asks Siro what a conversation type's metrics are held against, and keeps it for offline use."""

    profile: Profile
    organization_id: str
    conversation_type_id: str

    async def run(self, services: NetworkServices, report: Report) -> Targets:  # noqa: ARG002
        """Return all targets of the profile. `notes` says what was found, and what Siro refuses; that stays as it was.

        Raises SignInRequired, ConnectionFailed, RateLimited, ServerError and StorageError.
        """
        api = (await services.connect(self.profile)).api
        profile_id = self.profile.id
        try:
            instances = await api.scorecard_instances(self.organization_id, self.conversation_type_id)
        except (AccessDenied, NotFound):
            stored = await services.store(lambda library: library.targets.load(profile_id))
            return replace(stored, notes=(_REFUSED,))
        except UnexpectedAnswer:
            stored = await services.store(lambda library: library.targets.load(profile_id))
            return replace(stored, notes=(_NO_SENSE,))
        targets, notes = build_targets(instances, self.conversation_type_id)
        bands = await _fetch_bands(api, self.organization_id, instances, notes)
        look_up = LookUp(self.conversation_type_id, bands, datetime.now(UTC))
        await services.store(lambda library: library.targets.replace_siro(profile_id, look_up, targets))
        known = await services.store(lambda library: library.targets.load(profile_id))
        return replace(known, notes=tuple(notes))


def build_targets(
    instances: Sequence[ScorecardInstance], conversation_type_id: str
) -> tuple[tuple[Target, ...], list[str]]:
    """Return the targets that active scorecards set, and sentences about what they say.

    Where several scorecards disagree about a metric, the one that Siro lists first is followed.
    """
    found: dict[str, Target] = {}
    disputed: set[str] = set()
    broken: set[str] = set()
    for instance in instances:
        for rubric in instance.metric_rubrics:
            try:
                target = _target(rubric, conversation_type_id)
            except TargetError:
                broken.add(rubric.scorecard_metric_id)
                continue
            if target is not None and found.setdefault(target.metric_id, target) != target:
                disputed.add(target.metric_id)
    return tuple(found.values()), _notes(len(found), instances, disputed, broken)


def _target(rubric: MetricRubric, conversation_type_id: str) -> Target | None:
    """Return what a rubric asks for; None if it asks for nothing. Raises TargetError for a band without sense."""
    if rubric.min_target is None and rubric.max_target is None:
        return None
    return Target(
        metric_id=rubric.scorecard_metric_id,
        minimum=rubric.min_target,
        maximum=rubric.max_target,
        tolerance=rubric.target_tolerance or 0.0,
        conversation_type_id=conversation_type_id,
        source=Source.SIRO,
    )


def _notes(count: int, instances: Sequence[ScorecardInstance], disputed: set[str], broken: set[str]) -> list[str]:
    if not instances:
        return ["Siro has no active scorecard for this conversation type."]
    notes = ["Siro sets 1 target." if count == 1 else f"Siro sets {count} targets."]
    if disputed:
        metrics = "1 metric" if len(disputed) == 1 else f"{len(disputed)} metrics"
        first = instances[0].name or instances[0].id
        notes.append(
            f"{len(instances)} active scorecards disagree about {metrics}. The one that Siro lists first is followed,"
            f" mostly “{first}”."
        )
    if broken:
        metrics = "1 metric has a target" if len(broken) == 1 else f"{len(broken)} metrics have targets"
        notes.append(f"{metrics} that make no sense; they are left out. An administrator can correct the scorecard.")
    return notes


async def _fetch_bands(
    api: SiroApi, organization_id: str, instances: Sequence[ScorecardInstance], notes: list[str]
) -> ColorBands:
    """Return the organization's colours; those on a scorecard where Siro does not tell them; else Siro's own."""
    try:
        entries = await api.color_bands(organization_id)
    except (AccessDenied, NotFound, UnexpectedAnswer):
        entries = next((one.color_configurations for one in instances if one.color_configurations), ())
        if not entries:
            notes.append("Siro does not tell the organization's colours of pass rates; its usual ones are used.")
    bands = build_color_bands((entry.color, entry.low_range, entry.high_range) for entry in entries)
    return bands or SIRO_BANDS


_REFUSED = "Siro does not let you look up scorecards. Targets that were found before stay, and you can set your own."
_NO_SENSE = (
    "Siro's answer about scorecards makes no sense. Targets that were found before stay, and you can set your own."
)
