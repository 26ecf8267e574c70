"""What the views of a comparison share: metric, order and selection, kept where the next one has the same."""

from __future__ import annotations

import pytest
from table_samples import SHARE, TALK, make_answer, make_comparison, make_plan, make_state

from siro_desktop.domain.comparison import Place

pytestmark = pytest.mark.usefixtures("qapp")  # for timers


def test_the_first_metric_is_one_that_recordings_pass_or_not() -> None:
    plan = make_plan(2, 1)
    judged = make_comparison(plan, lambda _n, key: make_answer(key, [(TALK, (60, None)), (SHARE, (43, 71))]))
    assert make_state(judged).current_metric.key.id == "share"
    plain = make_comparison(plan, lambda _n, key: make_answer(key, [(TALK, (60, None)), (SHARE, (43, None))]))
    assert make_state(plain).current_metric.key.id == "talk"


def test_what_was_chosen_stays_while_more_comes() -> None:
    plan = make_plan(3, 2)
    first = make_comparison(
        plan, lambda n, key: make_answer(key, [(SHARE, (43, 71)), (TALK, (60, None))]) if n else None
    )
    state = make_state(first)
    state.choose_metric(1)
    state.set_entity_order((2, 0, 1))
    state.select(Place(1, 1))
    state.set_comparison(
        make_comparison(plan, lambda _n, key: make_answer(key, [(SHARE, (43, 71)), (TALK, (60, None))]))
    )
    assert (state.current_metric.key.id, state.entity_order, state.selected) == ("talk", (2, 0, 1), Place(1, 1))
    assert state.shown_entities == (2, 0, 1, 3)  # the whole is always last

    state.set_comparison(make_comparison(make_plan(2, 2), lambda _n, key: make_answer(key, [(SHARE, (43, 71))])))
    assert (state.current_metric.key.id, state.entity_order, state.selected) == ("share", (0, 1), None)


def test_an_order_that_is_the_same_tells_nobody(qtbot) -> None:
    state = make_state(make_comparison(make_plan(3, 1), lambda _n, key: make_answer(key, [(SHARE, (43, 71))])))
    with qtbot.assertNotEmitted(state.order_changed):
        state.set_entity_order((0, 1, 2))
    with qtbot.waitSignal(state.order_changed):
        state.set_entity_order((2, 1, 0))
    with qtbot.waitSignal(state.order_changed):
        state.set_entity_order(None)
    assert state.entity_order == (0, 1, 2)
