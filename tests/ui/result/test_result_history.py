"""Back, forward and the trail: which result is where, whatever is opened, looked into and deleted."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from result_samples import make_saved

from siro_desktop.domain.query import EntityType
from siro_desktop.domain.question import question_of
from siro_desktop.ui.result_history import ResultHistory


def result(number: int, about: int | None = None):
    """A result with this number, which asks about a user of its own."""
    saved = make_saved()
    query = replace(saved.plan.query, ids=(f"user_{number if about is None else about}",))
    return replace(saved, id=number, plan=replace(saved.plan, query=query))


def look_into(history: ResultHistory, number: int) -> None:
    saved = result(number)
    about = replace(saved.plan.query, filter_by=(EntityType.TEAM,))
    history.expect(question_of(saved.plan), about)
    history.arrive(saved)


def ids(history: ResultHistory) -> list[int]:
    return [crumb.result_id for crumb in history.trail]


def test_looking_into_makes_the_trail_longer_and_a_run_begins_anew() -> None:
    history = ResultHistory()
    assert ids(history) == []
    history.arrive(result(1))
    look_into(history, 2)
    look_into(history, 3)
    assert ids(history) == [1, 2, 3]
    assert [crumb.about.filter_by[0].value for crumb in history.trail] == ["USER", "TEAM", "TEAM"]
    history.arrive(result(4))
    assert ids(history) == [4]
    assert history.go(-1) == 3
    assert ids(history) == [1, 2, 3]


def test_what_is_fetched_again_stays_in_its_place() -> None:
    history = ResultHistory()
    history.arrive(result(1))
    look_into(history, 2)
    history.arrive(result(3, about=2))
    assert ids(history) == [1, 3]
    assert history.peek(-1) == 2


def test_another_question_is_not_the_step_that_was_awaited() -> None:
    history = ResultHistory()
    history.arrive(result(1))
    awaited = result(2)
    history.expect(question_of(awaited.plan), awaited.plan.query)
    history.arrive(result(3))
    history.arrive(awaited)
    assert ids(history) == [2]


def test_a_result_that_could_not_be_stored_is_passed_over() -> None:
    history = ResultHistory()
    history.arrive(result(1))
    history.arrive(result(0, about=5))
    history.arrive(result(0, about=5))
    assert (history.peek(-1), history.can_go(1)) == (1, False)
    history.arrive(result(2))
    assert history.go(-1) == 1
    assert history.go(1) == 2


def test_climbing_is_a_step_of_its_own() -> None:
    history = ResultHistory()
    history.arrive(result(1))
    look_into(history, 2)
    look_into(history, 3)
    assert history.climb(0) == 1
    history.arrive(result(1))
    assert ids(history) == [1]
    assert not history.can_go(1)
    assert history.go(-1) == 3


moves = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["open", "look into", "delete"]), st.integers(1, 6)),
        st.tuples(st.just("go"), st.sampled_from([-1, 1])),
        st.tuples(st.just("climb"), st.integers(0, 3)),
    ),
    max_size=30,
)


@given(moves)
def test_nothing_that_was_deleted_is_gone_to_and_every_way_leads_back(steps: list[tuple[str, int]]) -> None:
    history, gone, now = ResultHistory(), set[int](), 0
    for number, (what, which) in enumerate(steps):
        match what:
            case "open" | "look into":
                now = 100 * number + which
                history.arrive(result(now)) if what == "open" else look_into(history, now)
            case "delete":
                deleted = now if which == 1 else 100 * (number - which) + 1
                gone.add(deleted)
                history.forget(deleted)
            case "go":
                now = history.go(which) or now
            case "climb" if which < len(history.trail):
                now = history.climb(which)
        assert not gone & set(ids(history))
        assert gone.isdisjoint({history.peek(-1), history.peek(1)} - {0})
        assert now in {0, *gone} or history.trail[-1].result_id == now
        assert history.can_go(-1) == bool(history.peek(-1))
    reached = len(steps) + 1
    while reached and history.go(-1):
        reached -= 1
    assert reached  # it ends
