"""What a recording says about each metric: who spoke when, and what the invented AI judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from msgspec import Struct

from siro_desktop.sandbox import dice
from siro_desktop.sandbox.metrics import COLUMN, METRICS, PERCENT
from siro_desktop.sandbox.organization import CONVERSATION_TYPES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from siro_desktop.sandbox.dice import Floats, Keys
    from siro_desktop.sandbox.metrics import Judgement, Metric
    from siro_desktop.sandbox.organization import Rep

DURATION: Final = COLUMN["sm_conversation_time"]

_SPEECH_PURPOSE: Final = 100
_AI_PURPOSE: Final = 200
_USUAL_MINUTES: Final = np.array([27.0, 46.0, 16.0])
_TYPE_IDS: Final = tuple(CONVERSATION_TYPES)


class FigureTable(Struct, frozen=True):
    """A row for each recording, a column for each of `METRICS`."""

    values: Floats
    present: NDArray[np.bool_]
    passed: NDArray[np.bool_]


class Occasions(Struct, frozen=True):
    """Recordings of one rep before anything is judged, as columns.

    `quality` says how well the rep does, with mean 0 and deviation 1. `kind` counts as `CONVERSATION_TYPES`, `month`
    from 1 to 12.
    """

    rep: Rep
    quality: Floats
    kind: NDArray[np.int64]
    month: NDArray[np.int64]
    keys: Keys


def judge(occasions: Occasions) -> FigureTable:
    """Return the figures of some recordings."""
    columns = _speech(occasions)
    for number, metric in enumerate(METRICS):
        if metric.judgement is not None:
            columns[metric.id] = _ai_column(metric, metric.judgement, _AI_PURPOSE + 4 * number, occasions)
    values = np.empty((len(occasions.keys), len(METRICS)))
    passed = np.zeros(values.shape, dtype=np.bool_)
    for number, metric in enumerate(METRICS):
        values[:, number] = columns[metric.id]
        if metric.band is not None:
            low = -np.inf if metric.band.low is None else metric.band.low
            high = np.inf if metric.band.high is None else metric.band.high
            passed[:, number] = (values[:, number] >= low) & (values[:, number] <= high)
    present = ~np.isnan(values)
    values[~present] = 0.0
    return FigureTable(values, present, passed)


def _speech(occasions: Occasions) -> dict[str, Floats]:
    """The metrics of who spoke when. A figure that makes no sense for a recording is NaN."""
    throw = _Throws(occasions.keys)
    rep, quality = occasions.rep, occasions.quality
    minutes = np.clip(_USUAL_MINUTES[occasions.kind] * np.exp(0.34 * throw.bell() + 0.04 * quality), 2, 180)
    duration = np.round(minutes * 60)
    spoken = np.floor(duration * (0.96 - 0.09 * throw.uniform()))
    share = np.clip(0.565 - 0.045 * quality + 0.025 * rep.talkativeness + 0.06 * throw.bell(), 0.18, 0.92)
    rep_seconds = np.round(spoken * share)
    customer_seconds = spoken - rep_seconds
    speech: dict[str, Floats] = {
        "sm_recording_count": np.ones(len(quality)),
        "sm_bookmark": np.floor(0.35 + 0.9 * throw.uniform() ** 2 + 0.6 * throw.uniform()),
        "sm_conversation_time": duration,
        "sm_rep_speaking_time": rep_seconds,
        "sm_customer_speaking_time": customer_seconds,
        "sm_rep_speaker_share": np.round(100 * rep_seconds / spoken, 1),
    }
    speech |= _turns(quality, minutes, rep_seconds, customer_seconds, throw)
    speech |= _words(rep, quality, rep_seconds, throw)
    return speech


def _turns(
    quality: Floats, minutes: Floats, rep_seconds: Floats, customer_seconds: Floats, throw: _Throws
) -> dict[str, Floats]:
    """Questions, exchanges and long turns."""
    exchanges = np.round(minutes * np.clip(2.9 + 0.3 * quality + 0.45 * throw.bell(), 0.6, None))
    rep_exchanges = np.floor(exchanges * (0.47 + 0.06 * throw.uniform()))
    rep_questions = np.round(minutes * np.clip(0.42 + 0.07 * quality + 0.08 * throw.bell(), 0.04, None))
    story = np.minimum(np.round(np.clip(37 + 8 * quality + 13 * throw.bell(), 5, None)), customer_seconds)
    analysed = throw.uniform() >= 0.02  # now and then the analysis fails
    return {
        "sm_exchanges_count": exchanges,
        "sm_rep_exchanges_count": rep_exchanges,
        "sm_rep_questions_count": rep_questions,
        "sm_total_rep_exchanges_with_a_question": np.minimum(np.floor(0.85 * rep_questions), rep_exchanges),
        "sm_customer_questions_count": np.round(
            minutes * np.clip(0.22 + 0.04 * quality + 0.07 * throw.bell(), 0, None)
        ),
        "sm_longest_monologue_seconds": np.minimum(
            np.round(np.clip(112 - 15 * quality + 26 * throw.bell(), 18, None)), rep_seconds
        ),
        "sm_longest_customer_story_seconds": np.where(customer_seconds >= 30, story, np.nan),
        "sm_interactivity_score": np.where(
            analysed, np.round(np.clip(5.4 + 0.8 * quality + 0.9 * throw.bell(), 0, 10), 1), np.nan
        ),
        "sm_rep_control": np.round(np.clip(57 + 2.5 * quality + 7 * throw.bell(), 15, 95), 1),
    }


def _words(rep: Rep, quality: Floats, rep_seconds: Floats, throw: _Throws) -> dict[str, Floats]:
    """How the rep speaks. Pace and fillers follow from the counts, as they would in a real recording."""
    rep_minutes = np.maximum(rep_seconds, 1) / 60
    words = np.round(rep_minutes * np.clip(148 + 11 * rep.pace + 8 * throw.bell(), 92, 220))
    fillers = np.round(rep_minutes * np.clip(4.1 - 0.9 * quality + 1.1 * throw.bell(), 0.1, 14))
    unique = np.round(9.2 * words**0.55 * (1 + 0.03 * rep.vocabulary))
    rarity = np.round(words * np.clip(0.021 + 0.002 * rep.vocabulary + 0.003 * throw.bell(), 0.004, None))
    level = np.round(np.clip(6.4 + 0.5 * rep.vocabulary + 0.4 * throw.bell(), 1, 12), 1)
    return {
        "sm_rep_word_count": words,
        "sm_rep_unique_words_used_count": unique,
        "sm_rep_filler_words_count": fillers,
        "sm_total_rep_vocabulary_score": np.round(unique * (0.35 + 0.04 * throw.uniform())),
        "sm_total_rep_word_obscurity_score": rarity,
        "sm_rep_words_per_minute": np.round(words / rep_minutes, 1),
        "sm_rep_filler_words_per_min": np.round(fillers / rep_minutes, 1),
        "sm_rep_vocabulary_level": np.where(words >= 250, level, np.nan),
        "sm_rep_word_obscurity_score": np.round(1000 * rarity / np.maximum(words, 1), 1),
    }


def _ai_column(metric: Metric, judgement: Judgement, purpose: int, occasions: Occasions) -> Floats:
    """A judgement of each recording: yes or no as 100 or 0, or points; NaN where it is not judged."""
    keys = occasions.keys
    done = judgement.ease + 0.12 * occasions.quality
    if metric.unit is PERCENT:
        column = np.where(dice.uniform(keys, purpose) < done, 100.0, 0.0)
    elif metric.id == "sm_ai_mood":
        column = np.round(np.clip(40 * (done - 0.5) + 14 * dice.bell(keys, purpose), -50, 50))
    else:
        column = np.round(np.clip(1 + 4 * done + 0.7 * dice.bell(keys, purpose), 1, 5), 1)
    asked = np.isin(occasions.kind, [number for number, type_id in enumerate(_TYPE_IDS) if metric.is_asked_in(type_id)])
    judged = dice.uniform(keys, purpose + 1) < judgement.share_judged
    in_season = np.isin(occasions.month, judgement.months) if judgement.months else True
    return np.where(asked & judged & in_season, column, np.nan)


class _Throws:
    """Fresh throws for each recording, one after the other, always in the same order."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._purpose = _SPEECH_PURPOSE

    def bell(self) -> Floats:
        return dice.bell(self._keys, self._next())

    def uniform(self) -> Floats:
        return dice.uniform(self._keys, self._next())

    def _next(self) -> int:
        self._purpose += 1
        return self._purpose
