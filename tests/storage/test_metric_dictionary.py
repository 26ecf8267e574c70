"""Each metric is kept once, under one number, whoever asks for it and however often."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from siro_desktop.storage.database import Database
from siro_desktop.storage.metric_dictionary import Metric, MetricDictionary

if TYPE_CHECKING:
    from pathlib import Path

texts = st.sampled_from(["", "a", "A", "1", "é", "\0", "a\0b", "💬"])
metrics = st.tuples(texts, texts, texts, texts, texts, st.none() | texts)


@settings(max_examples=60, deadline=None)
@given(asked=st.lists(st.lists(metrics, max_size=12), max_size=6))
def test_equal_metrics_have_one_number_and_others_another(asked: list[list[Metric]], tmp_path_factory) -> None:
    database = Database.open(tmp_path_factory.mktemp("store") / "library.sqlite3")
    number_of: dict[Metric, int] = {}
    dictionary = MetricDictionary(database)
    with database.writing():
        for some in asked:
            for known in (dictionary, dictionary := MetricDictionary(database)):
                numbers = known.numbers_of(some)
                assert [
                    number_of.setdefault(metric, number) for metric, number in zip(some, numbers, strict=True)
                ] == numbers
                assert [*zip(*known.described(array("q", numbers)), strict=True)] == some
    assert len({*number_of.values()}) == len(number_of)
    assert database.execute("SELECT count(*) FROM metrics").fetchone() == (len(number_of),)
    database.close()


def test_more_metrics_than_are_asked_for_at_once(tmp_path: Path) -> None:
    database = Database.open(tmp_path / "library.sqlite3")
    many: list[Metric] = [(f"m{number}", "Name", "s", "", "AI_METRIC", None) for number in range(1_500)]
    with database.writing():
        MetricDictionary(database).numbers_of(many[700:800])
        assert sorted(MetricDictionary(database).numbers_of([*many, *many])) == sorted([*range(1, 1_501)] * 2)
    database.close()
