"""Values of the program, made up by hypothesis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy


def builds(make: Callable[..., Any], *fields: SearchStrategy[Any], **named: SearchStrategy[Any]) -> SearchStrategy[Any]:
    """Do what `st.builds` does, without asking a struct for the types of its fields: only type checkers know them."""
    return st.tuples(st.tuples(*fields), st.fixed_dictionaries(named)).map(lambda given: make(*given[0], **given[1]))
