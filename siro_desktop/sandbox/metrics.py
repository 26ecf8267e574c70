"""The metrics of the practice organization: what each is called, how it is put together, and what passes.

Every figure is aggregated from recordings: a mean, a sum or a count over the recordings that have it. A metric has no
value over fewer than `minimum` recordings that have it, and a pass rate only where it has a target band.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from msgspec import Struct

ROOF_INSPECTION: Final = "roof_inspection"
SOLAR_CONSULTATION: Final = "solar_consultation"
STORM_FOLLOW_UP: Final = "storm_follow_up"
WINTER_MONTHS: Final = (11, 12, 1, 2, 3)


class Aggregation(StrEnum):
    """How a metric's value comes from recordings."""

    MEAN = "mean"
    SUM = "sum"
    COUNT = "count"


class Unit(Struct, frozen=True):
    """A unit as Siro names it."""

    name: str
    abbreviation: str


SECONDS: Final = Unit("seconds", "sec")
PERCENT: Final = Unit("percent", "%")
COUNT: Final = Unit("count", "count")
PER_MINUTE: Final = Unit("words per minute", "wpm")
SCORE: Final = Unit("score", "pts")
LEVEL: Final = Unit("level", "lvl")


class Band(Struct, frozen=True):
    """A target: a recording passes from `low` to `high`, both included; None is open."""

    low: float | None = None
    high: float | None = None


class Judgement(Struct, frozen=True):
    """How an AI metric is judged, recording by recording.

    `ease` is how likely, 0 to 1, an average rep does it. `conversation_types` empty: in all of them. `months` empty:
    all year round. `share_judged` is how many of the recordings are judged at all.
    """

    ease: float
    conversation_types: tuple[str, ...] = ()
    months: tuple[int, ...] = ()
    share_judged: float = 1.0


class Metric(Struct, frozen=True):
    """One metric. `judgement` is there for AI metrics only."""

    id: str
    name: str
    unit: Unit
    metric_type: str
    description: str | None
    aggregation: Aggregation = Aggregation.MEAN
    band: Band | None = None
    minimum: int = 1
    judgement: Judgement | None = None

    def is_asked_in(self, conversation_type: str) -> bool:
        """True if the metric belongs to this type of conversation."""
        return self.judgement is None or conversation_type in (
            self.judgement.conversation_types or (conversation_type,)
        )


def _speaker(  # the metrics that come from who spoke when, and how
    metric_type: str, name: str, unit: Unit, description: str | None, band: Band | None = None, *, minimum: int = 1
) -> Metric:
    return Metric(f"sm_{metric_type.lower()}", name, unit, metric_type, description, band=band, minimum=minimum)


def _judged(key: str, name: str, unit: Unit, description: str | None, judgement: Judgement) -> Metric:
    return Metric(f"sm_ai_{key}", name, unit, "AI_METRIC", description, judgement=judgement)


_COUNTED: Final = (
    Metric("sm_recording_count", "Recordings", COUNT, "RECORDING_COUNT", "Number of recordings", Aggregation.COUNT),
    Metric(
        "sm_bookmark",
        "Bookmarks",
        COUNT,
        "BOOKMARK",
        "Moments that somebody marked, in all the recordings together",
        Aggregation.SUM,
    ),
)
_SPEAKER: Final = (
    _speaker("CONVERSATION_TIME", "Conversation time", SECONDS, "Length of a conversation, on average"),
    _speaker("REP_SPEAKING_TIME", "Rep speaking time", SECONDS, "How long the rep speaks in a conversation"),
    _speaker("CUSTOMER_SPEAKING_TIME", "Customer speaking time", SECONDS, "How long the homeowner speaks"),
    _speaker("CUSTOMER_QUESTIONS_COUNT", "Customer questions", COUNT, "Questions that the homeowner asks", Band(low=5)),
    _speaker("REP_QUESTIONS_COUNT", "Rep questions", COUNT, "Questions that the rep asks", Band(low=11)),
    _speaker("EXCHANGES_COUNT", "Exchanges", COUNT, "How often the floor changes hands"),
    _speaker("REP_EXCHANGES_COUNT", "Rep exchanges", COUNT, "Turns that the rep takes"),
    _speaker("TOTAL_REP_EXCHANGES_WITH_A_QUESTION", "Rep turns with a question", COUNT, None),
    _speaker("REP_WORD_COUNT", "Words by the rep", COUNT, "Words that the rep says in a conversation"),
    _speaker("REP_UNIQUE_WORDS_USED_COUNT", "Different words by the rep", COUNT, "Each word counted once"),
    _speaker("REP_FILLER_WORDS_COUNT", "Filler words", COUNT, "Such as um, like, you know"),
    _speaker("TOTAL_REP_VOCABULARY_SCORE", "Vocabulary score, total", SCORE, "Over all the words of the rep"),
    _speaker(
        "TOTAL_REP_WORD_OBSCURITY_SCORE", "Word obscurity, total", SCORE, "How rare the rep's words are, summed up"
    ),
    _speaker("LONGEST_MONOLOGUE_SECONDS", "Longest monologue", SECONDS, "The rep's longest turn", Band(high=110)),
    _speaker(
        "LONGEST_CUSTOMER_STORY_SECONDS",
        "Longest customer story",
        SECONDS,
        "The homeowner's longest turn",
        Band(low=30),
    ),
    _speaker("REP_WORDS_PER_MINUTE", "Rep pace", PER_MINUTE, "Words a minute while the rep speaks", Band(125, 165)),
    _speaker("REP_FILLER_WORDS_PER_MIN", "Filler words per minute", PER_MINUTE, None, Band(high=4)),
    _speaker("REP_SPEAKER_SHARE", "Talk share", PERCENT, "The rep's share of all that is spoken", Band(40, 60)),
    _speaker(
        "INTERACTIVITY_SCORE", "Interactivity", SCORE, "How lively the two take turns, 0 to 10", Band(low=5), minimum=3
    ),
    _speaker("REP_CONTROL", "Control of the conversation", PERCENT, "How often the rep leads on", Band(45, 70)),
    _speaker(
        "REP_VOCABULARY_LEVEL",
        "Vocabulary level",
        LEVEL,
        "School grade of the rep's words; from five recordings on",
        minimum=5,
    ),
    _speaker("REP_WORD_OBSCURITY_SCORE", "Word obscurity", SCORE, "Rare words in a thousand"),
)
_AI: Final = (
    _judged(
        "agenda", "Agenda set at the start", PERCENT, "Says what will happen, and how long it takes", Judgement(0.62)
    ),
    _judged(
        "next_step", "=Next step agreed", PERCENT, "Ends with a day and an hour for the next step", Judgement(0.48)
    ),
    _judged(
        "rapport", "Rapport with the homeowner", SCORE, "From 1, cold, to 5, warm", Judgement(0.55, share_judged=0.9)
    ),
    _judged(
        "mood", "Mood at the end against the start", SCORE, "From -50 to 50; below zero it grew worse", Judgement(0.5)
    ),
    _judged(
        "roof_age",
        "Asked how old the roof is",
        PERCENT,
        "And about earlier repairs",
        Judgement(0.74, (ROOF_INSPECTION, STORM_FOLLOW_UP)),
    ),
    _judged(
        "choices",
        "Explained the difference between an insurance claim, a cash quotation and a financed replacement, and wrote"
        " down which of the three the homeowner prefers",
        PERCENT,
        None,
        Judgement(0.33, (ROOF_INSPECTION, STORM_FOLLOW_UP), share_judged=0.8),
    ),
    _judged(
        "payback",
        "Payback period explained",
        PERCENT,
        "In years, with the assumptions",
        Judgement(0.57, (SOLAR_CONSULTATION,)),
    ),
    _judged(
        "bill",
        "電気料金の比較",
        PERCENT,
        "Compares the offer with the electricity bill",
        Judgement(0.44, (SOLAR_CONSULTATION,)),
    ),
    _judged(
        "insurance", "שאל על ביטוח הבית", PERCENT, "Asked about home insurance", Judgement(0.51, (STORM_FOLLOW_UP,))
    ),
    _judged(
        "winter", "Winter check offered", PERCENT, "Judged from November to March", Judgement(0.4, months=WINTER_MONTHS)
    ),
    _judged("brochure", "New brochure handed over", PERCENT, "Not judged yet", Judgement(0.5, share_judged=0.0)),
)
METRICS: Final = _COUNTED + _SPEAKER + _AI
COLUMN: Final = {metric.id: number for number, metric in enumerate(METRICS)}
