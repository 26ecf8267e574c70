"""Pass rates in words, with about where they may lie: *71.0 % (about 64–77 %)*, and their differences."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from siro_desktop.domain.intervals import difference_interval, is_within_noise, pass_rate_interval
from siro_desktop.domain.units import NO_VALUE, format_number, format_percent, format_points, plain_number
from siro_desktop.ui.words import number_format, recordings_in_words, translate

if TYPE_CHECKING:
    from siro_desktop.domain.comparison import Figure


def range_in_words(rate: float | None, recordings: float | None) -> str:
    """Return where a pass rate of 0 to 100 may lie, in whole percents: *64–77 %*; nothing where that is not known.

    It is 95 % likely, and approximate: say so beside it.
    """
    interval = pass_rate_interval(rate, recordings)
    if interval is None:
        return ""
    low = format_number(math.floor(interval.low), number_format())  # outwards: it promises no more than it holds
    high = format_percent(math.ceil(interval.high), number_format()).replace(f"{number_format().decimal_mark}0", "")
    return f"{low}–{high}"


def about_in_words(rate: float | None, recordings: float | None) -> str:
    """Return *71.0 % (about 64–77 %)*, for where the number of recordings stands beside it anyway."""
    text, around = format_percent(rate, number_format()), range_in_words(rate, recordings)
    if not around:
        return text
    return translate("pass_rate", "%1 (about %2)").replace("%2", around).replace("%1", text)


def pass_rate_tip(rate: float | None, recordings: float | None) -> str:
    """Return for a tool tip the rate as it came: *71.4 % (about 64–77 %, 148 recordings)*; nothing without a rate."""
    if rate is None:
        return ""
    exact, around = f"{plain_number(rate)} %", range_in_words(rate, recordings)
    if not around:
        return exact
    words = translate("pass_rate", "%1 (about %2, %3)").replace("%3", recordings_in_words(recordings))
    return "\n".join([words.replace("%2", around).replace("%1", exact), what_about_means()])


def what_about_means() -> str:
    """Return what an approximate range is, for a tool tip."""
    return translate(
        "pass_rate",
        "Where the pass rate may lie with 95 % (Wilson's interval). Approximate: Siro tells how many recordings were"
        " evaluated, not how many this metric was scored on.",
    )


def noise_in_words(is_noise: bool | None) -> str:
    """Return whether a difference of pass rates is more than noise; nothing where that cannot be told."""
    if is_noise is None:
        return ""
    return translate("pass_rate", "within noise") if is_noise else translate("pass_rate", "more than noise")


def pass_rate_change_in_words(former: Figure | None, figure: Figure | None) -> str:
    """Return *Pass rate +5.2 pp since the period before, within noise*; nothing where one of them has no pass rate."""
    if former is None or figure is None or former.pass_rate is None or figure.pass_rate is None:
        return ""
    points = format_points(figure.pass_rate - former.pass_rate, number_format())
    if points == NO_VALUE:
        return ""
    words = translate("pass_rate", "Pass rate %1 since the period before").replace("%1", points)
    interval = difference_interval(former.pass_rate, former.recordings, figure.pass_rate, figure.recordings)
    noise = noise_in_words(is_within_noise(interval))
    return f"{words}, {noise}" if noise else words
