"""Stores that are damaged at random places, and what must hold of each: nothing wrong is shown, the rest opens."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace
from storage_samples import make_answer, make_plan, make_wide_plan, save_run

from siro_desktop.domain.events import Event
from siro_desktop.domain.labels import Labels
from siro_desktop.domain.meetings import Meeting, MetPerson
from siro_desktop.domain.names import NamedId, Names
from siro_desktop.domain.own_names import NameKind, OwnName
from siro_desktop.domain.store_health import RescueReport, StoreHealth, StorePart
from siro_desktop.errors import StorageError, StoreDamaged
from siro_desktop.storage.integrity import check_all, check_quickly
from siro_desktop.storage.library import FILE_NAME, Library
from siro_desktop.storage.rescue import rescue

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path
    from typing import Any

    from siro_desktop.domain.results import Answer, SavedResult

NAMES = Names(users=tuple(NamedId(f"user_{number}", f"Person {number}") for number in range(200)))
NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)


def never() -> bool:
    """Nobody wants it to stop."""
    return False


def result_of(steps: Generator[Any, None, Any]) -> Any:
    """What a piece of work returns in the end."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def fill(folder: Path, results: int = 30) -> dict[int, SavedResult]:
    """Make a store of plain results and comparisons, with labels and names; return what is in it."""
    with Library.open(folder) as library:
        for number in range(results):
            plan = make_wide_plan(5) if number % 4 == 0 else make_plan(f"type_{number}")
            result_id = save_run(library, plan)
            rows, canary = 20 + number % 7 * 20, f"Talk {number % 5}"
            library.save_answers(result_id, [make_answer(cell.key, rows, canary) for cell in plan.cells])
            if number % 3 == 0:
                library.labels.save(result_id, Labels(f"Result {number}", "A note", ("weekly",), is_pinned=True))
        library.save_names("acme", NAMES)
        library.directory.save_own_names("acme", [OwnName(NameKind.USER, f"u{n}", f"Own {n}") for n in range(50)])
        for number in range(50):
            library.meetings.save(MetPerson("acme", "org_123", f"u{number}"), meeting(number))
        for number in range(20):
            library.events.exchange("acme", (), [event(number)])
        return {number: library.load_result(number) for number in library.result_ids()}


def meeting(number: int) -> Meeting:
    """What was noted of one person."""
    return Meeting(held_on=NOW.date(), notes=f"Asked {number} questions. " * 9, agreed="Ask more", check_on=NOW.date())


def event(number: int) -> Event:
    """What happened on one day."""
    return Event(day=NOW.date() - timedelta(days=number), name=f"Training {number}")


def spoil(path: Path, chance: random.Random) -> str:
    """Damage a file, and say how: single bytes, a torn sector, or a page of zeros."""
    content = bytearray(path.read_bytes())
    kind = chance.choice(["bytes", "sector", "zeros"])
    if kind == "bytes":
        count = chance.choice([1, 4, 16, 64])
        for place in chance.sample(range(len(content)), count):
            content[place] ^= chance.randint(1, 255)
        kind = f"{count} bytes"
    else:
        size = 512 if kind == "sector" else 4096
        start = chance.randrange(len(content) // size) * size
        content[start : start + size] = chance.randbytes(size) if kind == "sector" else bytes(size)
    path.write_bytes(content)
    return kind


@dataclass
class Outcome:
    """What became of one damaged store. `complaints` is what must not be."""

    how: str
    complaints: list[str] = field(default_factory=list)
    opened: bool = False
    readable: int = 0
    rescued: int = 0
    named: bool = False


def try_one(sound: Path, known: dict[int, SavedResult], folder: Path, seed: int) -> Outcome:
    """Damage a copy of the store in `sound`, look at it as a person would, rescue it, and look again."""
    shutil.copytree(sound, folder)
    path = folder / FILE_NAME
    outcome = Outcome(spoil(path, random.Random(seed)))
    before = path.read_bytes()
    readable = _look(folder, known, outcome)
    if path.read_bytes()[100:] != before[100:]:  # SQLite counts its openings in the first hundred
        outcome.complaints.append("looking at it changed it")
    report: RescueReport = result_of(rescue(folder, NOW, never))
    if report.kept.read_bytes()[100:] != before[100:]:
        outcome.complaints.append("the damaged file was not kept")
    _look_again(folder, known, readable, report, outcome)
    return outcome


def _look(folder: Path, known: dict[int, SavedResult], outcome: Outcome) -> set[int]:
    """Open every result; return those that open."""
    try:
        library = Library.open(folder)
    except StoreDamaged:
        outcome.named = True
        return set()
    with library:
        outcome.opened = True
        readable = {number for number in known if _is_right(library, number, known[number], outcome)}
        outcome.readable = len(readable)
        listed = _listed(library)
        if missing := readable - listed:
            outcome.complaints.append(f"not in the list: {sorted(missing)}")
        quick: StoreHealth = result_of(check_quickly(library, never))
        health: StoreHealth = result_of(check_all(library, never))
        outcome.named = not health.is_sound
        unnamed = set(known) - readable - set(health.unreadable) - _not_found(health, known)
        # SQLite complains of some pages only when it first reads them: then the figures are what their checksum says.
        if not all(_is_right(library, number, known[number], outcome) for number in unnamed):
            outcome.complaints.append("a damaged result was not named")
        if not quick.is_sound and health.is_sound:
            outcome.complaints.append("the quick check saw what the whole one did not")
    return readable


def _not_found(health: StoreHealth, known: dict[int, SavedResult]) -> set[int]:
    """Results whose numbers the list has lost: then the list is what is damaged."""
    return set(known) if any(damage.part is StorePart.RESULTS for damage in health.damages) else set()


def _listed(library: Library) -> set[int]:
    try:
        return {summary.id for summary in library.load_summaries()}
    except StoreDamaged:
        return set()


def _is_right(library: Library, number: int, wanted: SavedResult, outcome: Outcome) -> bool:
    try:
        found = library.load_result(number)
    except StorageError:  # damaged, or its number was
        return False
    if found != wanted:
        outcome.complaints.append(f"result {number} is another")
    return True


def _look_again(
    folder: Path, known: dict[int, SavedResult], readable: set[int], report: RescueReport, outcome: Outcome
) -> None:
    with Library.open(folder) as library:
        if not result_of(check_all(library, never)).is_sound:
            outcome.complaints.append("what was rescued is damaged")
        ids = set(library.result_ids())
        if lost := readable - ids:
            outcome.complaints.append(f"readable, and not rescued: {sorted(lost)}")
        for number in ids & known.keys():
            found, wanted = library.load_result(number), known[number]
            for key, answer in found.answers.items():
                if _is_known(answer, wanted.answers[key], known):
                    continue
                outcome.complaints.append(f"rescued result {number} shows other figures")
            if (found.plan, found.saved_at) != (wanted.plan, wanted.saved_at):
                outcome.complaints.append(f"rescued result {number} is another")
            if number in readable and found != wanted:
                outcome.complaints.append(f"rescued result {number} lacks what could be read")
        outcome.rescued = report.results


def _is_known(answer: Answer, wanted: Answer, known: dict[int, SavedResult]) -> bool:
    """True for the figures that were saved, or, where the answer says that it may be that of another run, for its."""
    if not any(warning.startswith("Which run") for warning in answer.warnings):
        return _figures(answer) == _figures(wanted)
    saved = (one.answers.get(answer.cell_key) for one in known.values())
    return any(_figures(answer) == _figures(one) for one in saved if one is not None)


def _figures(answer: Answer) -> Answer:
    return replace(answer, pages=(), warnings=())


def tell(outcomes: list[Outcome], results: int) -> str:
    """The figures of many runs, a line each."""
    lines = [f"{len(outcomes)} stores of {results} results, each damaged and rescued"]
    for how, count in sorted(Counter(outcome.how for outcome in outcomes).items()):
        some = [outcome for outcome in outcomes if outcome.how == how]
        opened = sum(outcome.opened for outcome in some)
        readable = sum(outcome.readable for outcome in some) / count
        rescued = sum(outcome.rescued for outcome in some) / count
        named = sum(outcome.named for outcome in some)
        lines.append(
            f"{count:6} × {how:9} opened {opened:4}, damage named {named:4}, of {results} results"
            f" {readable:5.1f} opened and {rescued:5.1f} were rescued"
        )
    wrong = [complaint for outcome in outcomes for complaint in outcome.complaints]
    lines.append(f"{len(wrong):6} × a wrong figure, a lost result or a damaged file that was not kept")
    return "\n".join([*lines, *wrong[:20]])
