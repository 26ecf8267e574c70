"""What a difference says: which side has it, whether it is more than noise, whether it went towards the target."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from siro_desktop.domain.differences import Movement, movement_of
from siro_desktop.domain.units import NO_VALUE, format_change, format_points
from siro_desktop.ui import pass_rate_words
from siro_desktop.ui.words import SEPARATOR, fill, grouped, metrics_in_words, number_format, translate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from siro_desktop.domain.differences import Difference


def movement_in_words(movement: Movement | None) -> str:
    """Return *towards*, *away*, and so on; a dash for nothing."""
    match movement:
        case Movement.TOWARDS:
            return translate("differences", "towards target")
        case Movement.AWAY:
            return translate("differences", "away from target")
        case Movement.INSIDE:
            return translate("differences", "stays on target")
        case Movement.NO_NEARER:
            return translate("differences", "no nearer")
    return NO_VALUE


def difference_in_words(difference: Difference) -> str:
    """Return B less A with its sign, or which side alone has the metric."""
    if difference.b is None:
        return translate("differences", "only in A")
    if difference.a is None:
        return translate("differences", "only in B")
    metric = difference.metric
    return format_change(difference.absolute, metric.unit, metric.unit_abbreviated, number_format())


def share_in_words(share: float | None) -> str:
    """Return a share with its sign as a percentage, such as *+12.5 %*."""
    return format_points(None if share is None else 100 * share, number_format()).replace("pp", "%")


def noise_in_words(difference: Difference) -> str:
    """Return whether the difference of the pass rates is more than noise; a dash where that cannot be told."""
    return pass_rate_words.noise_in_words(difference.is_within_noise) or NO_VALUE


def interval_in_words(difference: Difference) -> str:
    """Return where the difference of the pass rates lies, such as *≈ −3.2 to +14.1 pp*."""
    interval = difference.pass_rate_interval
    if interval is None:
        return NO_VALUE
    low, high = (format_points(end, number_format()) for end in (interval.low, interval.high))
    return fill(translate("differences", "≈ %1 to %2"), low.split("\N{NO-BREAK SPACE}")[0], high)


def recordings_on(recordings: float | None, *, is_thin: bool) -> str:
    """Return a number of recordings for a narrow column; *few* stands beside a thin one."""
    if recordings is None:
        return NO_VALUE
    return fill(translate("differences", "%1 (few)"), grouped(recordings)) if is_thin else grouped(recordings)


def summary_in_words(differences: Sequence[Difference]) -> str:
    """Return what there is at a glance: *27 metrics on both sides, 2 only in A · 4 towards target, 1 away from it*."""
    only_a = sum(one.b is None for one in differences)
    only_b = sum(one.a is None for one in differences)
    both = len(differences) - only_a - only_b
    movements = Counter(movement_of(one) for one in differences)
    clear = sum(one.is_within_noise is False for one in differences)
    counts = (
        (only_a, translate("differences", "%1 only in A")),
        (only_b, translate("differences", "%1 only in B")),
        (movements[Movement.TOWARDS], translate("differences", "%1 towards target")),
        (movements[Movement.AWAY], translate("differences", "%1 away from target")),
        (clear, translate("differences", "%1 of the pass rates differ by more than noise")),
    )
    beginning = fill(translate("differences", "%1 on both sides"), metrics_in_words(both))
    if not both:
        beginning = translate("differences", "No metric is on both sides")
    return SEPARATOR.join([beginning, *(fill(text, grouped(count)) for count, text in counts if count)])
