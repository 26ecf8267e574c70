"""What changed since the copy before, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from siro_desktop.domain.changes import ChangeKind
from siro_desktop.ui.words import day_in_words, fill, grouped, translate

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from siro_desktop.domain.changes import Change, Changes


def what_in_words(change: Change) -> str:
    """Return what happened to one thing, such as *new metric*."""
    if change.has_other_value:
        both, alone = translate("changes", "value and pass rate"), translate("changes", "value")
        return both if change.has_other_pass_rate else alone
    return {
        ChangeKind.CHANGED: translate("changes", "pass rate"),
        ChangeKind.NEW: translate("changes", "new metric"),
        ChangeKind.GONE: translate("changes", "metric gone"),
        ChangeKind.RECORDINGS: translate("changes", "recordings only"),
        ChangeKind.ANSWERED: translate("changes", "newly answered"),
        ChangeKind.UNANSWERED: translate("changes", "no answer now"),
    }[change.kind]


def since_in_words(since: datetime, zone: ZoneInfo) -> str:
    """Return *12 Nov 2026 09:14*, on the clocks of `zone`."""
    local = since.astimezone(zone)
    return f"{day_in_words(local.date())} {local:%H:%M}"


def changes_in_words(changes: Changes, zone: ZoneInfo) -> str:
    """Return all in one sentence: *Since 12 Nov 2026 09:14: 12 values changed, nothing else*."""
    if changes.since is None:
        return translate("changes", "This is the first copy of these figures.")
    since, counts = since_in_words(changes.since, zone), counts_in_words(changes)
    if not counts:
        return f"{nothing_changed_in_words(since)}."
    listed = ", ".join([counts, translate("changes", "nothing else")])
    return fill(translate("changes", "Since %1: %2."), since, listed)


def counts_in_words(changes: Changes) -> str:
    """Return *12 values changed, 3 recordings were scored late*; nothing if nothing changed."""
    return ", ".join(text for count, text in _parts(changes) if count)


def nothing_changed_in_words(since: str) -> str:
    """Return *Nothing changed since 12 Nov 2026 09:14*."""
    return fill(translate("changes", "Nothing changed since %1"), since)


def _parts(changes: Changes) -> list[tuple[float, str]]:
    def say(count: float, one: str, many: str) -> tuple[float, str]:
        return count, fill(one if count == 1 else many, grouped(count))

    tr, of = translate, changes.count
    n = round
    return [
        say(changes.values, tr("changes", "1 value changed"), tr("changes", "%1 values changed", None, changes.values)),
        say(
            changes.pass_rates,
            tr("changes", "1 pass rate changed"),
            tr("changes", "%1 pass rates changed", None, changes.pass_rates),
        ),
        say(
            changes.late,
            tr("changes", "1 recording was scored late"),
            tr("changes", "%1 recordings were scored late", None, n(changes.late)),
        ),
        say(
            changes.new,
            tr("changes", "1 recording is new"),
            tr("changes", "%1 recordings are new", None, n(changes.new)),
        ),
        say(
            changes.fewer,
            tr("changes", "1 recording is not counted any more"),
            tr("changes", "%1 recordings are not counted any more", None, n(changes.fewer)),
        ),
        say(
            of(ChangeKind.NEW),
            tr("changes", "1 metric is new"),
            tr("changes", "%1 metrics are new", None, of(ChangeKind.NEW)),
        ),
        say(
            of(ChangeKind.GONE),
            tr("changes", "1 metric is gone"),
            tr("changes", "%1 metrics are gone", None, of(ChangeKind.GONE)),
        ),
        say(
            of(ChangeKind.ANSWERED),
            tr("changes", "1 question is newly answered"),
            tr("changes", "%1 questions are newly answered", None, of(ChangeKind.ANSWERED)),
        ),
        say(
            of(ChangeKind.UNANSWERED),
            tr("changes", "1 question has no answer now"),
            tr("changes", "%1 questions have no answer now", None, of(ChangeKind.UNANSWERED)),
        ),
    ]
