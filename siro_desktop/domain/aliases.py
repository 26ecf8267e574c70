"""Aliases in place of names and ids, for showing figures to others: *Rep A*, *Team 1*, the same each time."""

from __future__ import annotations

import hashlib
from functools import cached_property
from itertools import chain, count, product
from string import ascii_uppercase
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field
from msgspec.structs import replace

from siro_desktop.domain.hidden_texts import HiddenTexts
from siro_desktop.domain.names import NamedId, Names
from siro_desktop.domain.plan import Cell
from siro_desktop.domain.query import EntityType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from siro_desktop.domain.query import MetricsQuery
    from siro_desktop.domain.results import Answer, MetricValues, Problem, SavedResult

ALIASED: Final = "names are aliases"
"""What a file or picture says of itself."""
HIDDEN_KINDS: Final = (EntityType.USER, EntityType.TEAM, EntityType.RECORDING)


class Aliases(Struct, frozen=True, dict=True):
    """The ids of one connection that have an alias, by kind, in the order in which they got it; that order stays."""

    ids: Mapping[EntityType, tuple[str, ...]] = field(default_factory=dict)

    def covering(self, kind: EntityType, ids: Iterable[str]) -> Aliases:
        """Return aliases that cover these ids too; the same object if they do already.

        New ones come in an order that says nothing about their names or where they were found.
        """
        known = self.ids.get(kind, ())
        new = {one for one in ids if one}.difference(known) if kind in HIDDEN_KINDS else ()
        if not new:
            return self
        return Aliases({**self.ids, kind: (*known, *sorted(new, key=_scrambled))})

    @cached_property
    def names(self) -> dict[str, str]:
        """What each id is called."""
        return dict(
            chain.from_iterable(zip(listed, _aliases_of(kind), strict=False) for kind, listed in self.ids.items())
        )

    def hidden_id(self, entity_id: str) -> str:
        """Return what stands in files in place of an id: *rep-a*. An id without alias stays."""
        name = self.names.get(entity_id)
        return entity_id if name is None else name.casefold().replace(" ", "-")


class AliasedId(NamedId, frozen=True):
    """An id with an alias. It is still what is asked about, and is not to be shown."""

    @property
    def shown_id(self) -> str:
        """Nothing."""
        return ""


class AliasedNames(Names, frozen=True, kw_only=True, dict=True):
    """Names of which only aliases are shown. `real` are those that they stand for."""

    real: Names = field(default_factory=Names)
    aliases: Aliases = field(default_factory=Aliases)

    def __repr__(self) -> str:
        """Nothing: who is who is not for logs."""
        return "AliasedNames()"

    @property
    def is_aliased(self) -> bool:
        """True: these are aliases."""
        return True

    def shown_id(self, entity_id: str) -> str:
        """Return what may be shown of an id."""
        return self.aliases.hidden_id(entity_id)

    @cached_property
    def _texts(self) -> HiddenTexts:
        found = HiddenTexts()
        for kind in HIDDEN_KINDS:
            known = {one.id: one for one in self.real.of(kind)}
            add = found.add_person if kind is EntityType.USER else found.add_thing
            for one in self.aliases.ids.get(kind, ()):
                if one in known:
                    add(known[one], self.aliases.names[one])
        people = {one.id for one in self.real.users}
        for recording in self.real.recordings:
            if recording.user_id not in people:
                found.add_rep_of(recording, self.aliases.names)
        found.add_ids(self.aliases.names)
        return found

    def hide_text(self, text: str) -> str:
        """Return a text with aliases in place of the names, ids and e-mail addresses in it."""
        return self._texts.apply(text)

    @cached_property
    def _revealed(self) -> dict[str, str]:
        known = chain.from_iterable(self.real.of(kind) for kind in HIDDEN_KINDS)
        return {self.aliases.names[one.id]: one.name for one in known if one.name and one.id in self.aliases.names}

    def reveal_text(self, text: str) -> str:
        """Return the name that stands behind a text which is an alias; other texts as they are."""
        return self._revealed.get(text, text)

    def for_hidden(self) -> Names:
        """Return names for a result that went through `hide`."""
        hidden = {
            kind: tuple(NamedId(self.aliases.hidden_id(one.id), one.name) for one in self.of(kind))
            for kind in HIDDEN_KINDS
        }
        users, teams, recordings = (hidden[kind] for kind in HIDDEN_KINDS)
        return replace(
            self.real,
            conversation_types=self.conversation_types,
            users=users,
            teams=teams,
            recordings=recordings,
            refused=self.refused,
        )

    def hide(self, saved: SavedResult) -> SavedResult:
        """Return a result that names nobody: aliases in place of ids, without who asked and without Siro's own text.

        Keys of cells and rows stay what they were.
        """
        plan = saved.plan
        cells = tuple(Cell(cell.key, self._hide_query(cell.query)) for cell in plan.cells)
        return replace(
            saved,
            profile_name=f"{self.hide_text(saved.profile_name)} ({ALIASED})",
            plan=replace(plan, identity=None, query=self._hide_query(plan.query), cells=cells),
            answers={key: self._hide_answer(answer) for key, answer in saved.answers.items()},
            problems={key: self._hide_problem(problem) for key, problem in saved.problems.items()},
        )

    def hide_metrics(self, metrics: MetricValues) -> MetricValues:
        """Return metrics whose undocumented fields name nobody."""
        if not metrics.extras:
            return metrics
        extras = {
            row: {name: self._hide_json(part) for name, part in one.items()} for row, one in metrics.extras.items()
        }
        return replace(metrics, extras=extras)

    def _hide_query(self, query: MetricsQuery) -> MetricsQuery:
        return replace(query, ids=tuple(map(self.aliases.hidden_id, query.ids)))

    def _hide_answer(self, answer: Answer) -> Answer:
        return replace(
            answer,
            filter_by_ids=tuple(map(self.aliases.hidden_id, answer.filter_by_ids)),
            metrics=self.hide_metrics(answer.metrics),
            pages=(),
            extra={name: self._hide_json(part) for name, part in answer.extra.items()},
            warnings=tuple(map(self.hide_text, answer.warnings)),
            problem=answer.problem and self._hide_problem(answer.problem),
        )

    def _hide_problem(self, problem: Problem) -> Problem:
        return replace(
            problem, message=self.hide_text(problem.message), detail=self.hide_text(problem.detail or "") or None
        )

    def _hide_json(self, part: object) -> object:
        if isinstance(part, str):
            return self.hide_text(part)
        if isinstance(part, list | tuple):
            return [self._hide_json(one) for one in part]
        if isinstance(part, dict):
            return {self.hide_text(str(name)): self._hide_json(one) for name, one in part.items()}
        return part


def alias_names(names: Names, aliases: Aliases) -> AliasedNames:
    """Return what is shown in place of `names`: an alias for every id that `aliases` cover, nothing else of people."""
    shown = {
        kind: tuple(_aliased({known.id: known for known in names.of(kind)}, aliases, kind)) for kind in HIDDEN_KINDS
    }
    users, teams, recordings = (shown[kind] for kind in HIDDEN_KINDS)
    aliased = AliasedNames(
        organization_id=names.organization_id,
        users=users,
        teams=teams,
        recordings=recordings,
        fetched_at=names.fetched_at,
        real=names,
        aliases=aliases,
    )
    types = tuple(
        replace(one, name=aliased.hide_text(one.name), note=aliased.hide_text(one.note), siro_name="")
        for one in names.conversation_types
    )
    return replace(aliased, conversation_types=types, refused=tuple(map(aliased.hide_text, names.refused)))


def _aliased(known: Mapping[str, NamedId], aliases: Aliases, kind: EntityType) -> Iterator[AliasedId]:
    """The aliases of a kind. What belongs to whom, and when it was, says nothing to who sees aliases alone."""
    nobody = NamedId("", "")
    for one in aliases.ids.get(kind, ()):
        real = known.get(one, nobody)
        yield AliasedId(one, aliases.names[one], "", real.team_id, real.user_id, real.recorded_at)


def _aliases_of(kind: EntityType) -> Iterator[str]:
    """The aliases of a kind, without an end."""
    if kind is EntityType.USER:
        return (f"Rep {letters}" for letters in _letters())
    word = "Team" if kind is EntityType.TEAM else "Recording"
    return (f"{word} {number}" for number in count(1))


def _letters() -> Iterator[str]:
    """A to Z, then AA, AB and so on."""
    for size in count(1):
        yield from map("".join, product(ascii_uppercase, repeat=size))


def _scrambled(entity_id: str) -> bytes:
    return hashlib.sha256(entity_id.encode("utf-8", "surrogatepass")).digest()
