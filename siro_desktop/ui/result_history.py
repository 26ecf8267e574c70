"""Which results were shown in a tab, one after the other, and the way down to each. Plain values; GUI thread.

Nothing of it is kept over a restart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from siro_desktop.domain.question import question_of

if TYPE_CHECKING:
    from siro_desktop.domain.query import MetricsQuery
    from siro_desktop.domain.question import Question
    from siro_desktop.domain.results import SavedResult

_MOST: Final = 100


class Crumb(Struct, frozen=True):
    """One step of the way down: its result, what that answers, and the query that names whom it is about."""

    result_id: int
    question: Question
    about: MetricsQuery


class _Step(Struct, frozen=True):
    """A result that was shown; without an id, which cannot be opened again, it is passed over."""

    result_id: int
    question: Question
    trail: tuple[Crumb, ...]


class ResultHistory:
    """Back, forward, and the trail of the result in view."""

    def __init__(self) -> None:
        self._steps: list[_Step] = []
        self._at = -1
        self._awaited: tuple[Question, MetricsQuery] | None = None

    @property
    def trail(self) -> tuple[Crumb, ...]:
        """The way down to the result in view, which is its last step; empty if there is none."""
        return self._steps[self._at].trail if self._steps else ()

    def expect(self, question: Question, about: MetricsQuery) -> None:
        """Take the result of `question`, whenever it comes, for a step down from the one in view."""
        self._awaited = question, about

    def arrive(self, saved: SavedResult) -> None:
        """Take note of a result that is shown: a further step, or one that was gone back or forward to."""
        question = question_of(saved.plan)
        now = self._steps[self._at] if self._steps else None
        if now is not None and (now.result_id, now.question) == (saved.id, question):
            return
        trail = self._trail_to(saved, question, now)
        self._awaited = None
        self._push(_Step(saved.id, question, trail))

    def _trail_to(self, saved: SavedResult, question: Question, now: _Step | None) -> tuple[Crumb, ...]:
        above = () if now is None else now.trail
        if self._awaited is not None and self._awaited[0] == question:
            return (*above, Crumb(saved.id, question, self._awaited[1]))
        if above and now is not None and now.result_id and now.question == question:  # fetched again
            return (*above[:-1], replace(above[-1], result_id=saved.id))
        return (Crumb(saved.id, question, saved.plan.query),)

    def _push(self, step: _Step) -> None:
        former = [one for one in self._steps[: self._at + 1] if one.result_id]
        self._steps = [*former, step][-_MOST:]
        self._at = len(self._steps) - 1

    # Going ----------------------------------------------------------------------------------------------------------

    def can_go(self, direction: int) -> bool:
        """True if there is a result before (-1) or after (1) the one in view."""
        return self._next(direction) is not None

    def peek(self, direction: int) -> int:
        """Return the id of the result before (-1) or after (1) the one in view; 0 if there is none."""
        place = self._next(direction)
        return 0 if place is None else self._steps[place].result_id

    def go(self, direction: int) -> int:
        """Go to the result before (-1) or after (1), and return its id; 0 if there is none."""
        place = self._next(direction)
        if place is None:
            return 0
        self._at, self._awaited = place, None
        return self._steps[place].result_id

    def climb(self, number: int) -> int:
        """Go up to the n-th step of the trail, a further step of the history, and return the id of its result."""
        crumb, self._awaited = self.trail[number], None
        self._push(_Step(crumb.result_id, crumb.question, self.trail[: number + 1]))
        return crumb.result_id

    def _next(self, direction: int) -> int | None:
        places = range(self._at + direction, len(self._steps) if direction > 0 else -1, direction)
        return next((place for place in places if self._steps[place].result_id), None)

    def forget(self, result_id: int) -> None:
        """A result is deleted: step over it from now on."""
        self._steps = [
            _Step(
                0 if step.result_id == result_id else step.result_id,
                step.question,
                tuple(crumb for crumb in step.trail if crumb.result_id != result_id),
            )
            for step in self._steps
        ]
