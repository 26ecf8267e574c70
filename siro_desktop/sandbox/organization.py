"""The invented organization of the practice Siro: a roofing and solar company in Denver. The same for the same seed."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from msgspec import Struct

from siro_desktop.sandbox import dice, names
from siro_desktop.sandbox.metrics import ROOF_INSPECTION, SOLAR_CONSULTATION, STORM_FOLLOW_UP

ORGANIZATION_ID: Final = "org_practice"
ORGANIZATION_NAME: Final = "Practice organization"
CONVERSATION_TYPES: Final = {
    ROOF_INSPECTION: "Roof inspection",
    SOLAR_CONSULTATION: "Solar consultation",
    STORM_FOLLOW_UP: "Storm follow-up",
}
TEAM_IDS: Final = ("team_front_range", "team_foothills", "team_plains", "team_western_slope", "team_storm_response")
REP_COUNT: Final = 60

_REP_STREAM: Final = 1
_NAME_STREAM: Final = 2


class Story(StrEnum):
    """What happens to a rep over time. Two take turns at having left, so that one of them always has."""

    STEADY = "steady"
    IMPROVES = "improves"
    FADES = "fades"
    RARELY_RECORDS = "rarely-records"
    LEFT_IN_EVEN_YEARS = "left-in-even-years"
    LEFT_IN_ODD_YEARS = "left-in-odd-years"


_STORIES: Final = {
    0: Story.IMPROVES,
    1: Story.FADES,
    2: Story.RARELY_RECORDS,
    3: Story.LEFT_IN_EVEN_YEARS,
    4: Story.LEFT_IN_ODD_YEARS,
}
_TEAM_OF_STORIED: Final = {0: 0, 1: 0, 2: 1, 3: 2, 4: 3}


class Rep(Struct, frozen=True, kw_only=True):
    """A rep who records. Traits have mean 0 and deviation 1, but `activity`: recordings on a usual working day."""

    number: int
    user_id: str
    first_name: str | None
    last_name: str | None
    team: int
    story: Story
    activity: float
    skill: float
    talkativeness: float
    pace: float
    vocabulary: float


class Person(Struct, frozen=True, kw_only=True):
    """Somebody who can sign in. `team_id` is the team they coach; None: an admin, who may ask for everything."""

    key: str
    user_id: str
    first_name: str
    last_name: str
    team_id: str | None

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}"

    @property
    def email(self) -> str:
        """An address at the invented company."""
        return email(self.first_name, self.last_name) or ""


class Organization(Struct, frozen=True, kw_only=True):
    """The whole company: the reps by number, and who can sign in. Teams are numbered as in `TEAM_IDS`."""

    seed: int
    reps: tuple[Rep, ...]
    admin: Person
    coaches: tuple[Person, ...]

    def team(self, number: int) -> tuple[Rep, ...]:
        """The reps of one team."""
        return tuple(rep for rep in self.reps if rep.team == number)

    def rep(self, user_id: str) -> Rep | None:
        """The rep with this id."""
        return next((rep for rep in self.reps if rep.user_id == user_id), None)

    def person(self, key: str) -> Person | None:
        """The person to sign in as: `admin` or `coach`."""
        return {"admin": self.admin, "coach": self.coaches[0]}.get(key)

    def user_ids(self) -> tuple[str, ...]:
        """Everybody's ids: reps, coaches, the admin."""
        return (*(rep.user_id for rep in self.reps), *(coach.user_id for coach in self.coaches), self.admin.user_id)


def build_organization(seed: int) -> Organization:
    """Return the organization that belongs to `seed`."""
    coaches = tuple(
        Person(key="coach", user_id=f"user_{901 + number}", first_name=first, last_name=last, team_id=TEAM_IDS[number])
        for number, (first, last) in enumerate(names.COACHES)
    )
    admin = Person(key="admin", user_id="user_900", first_name=names.ADMIN[0], last_name=names.ADMIN[1], team_id=None)
    drawn = _draw_names(seed, REP_COUNT - len(names.STORIED))
    full_names = [names.STORIED[number] if number in names.STORIED else drawn.pop() for number in range(REP_COUNT)]
    reps = tuple(_build_rep(seed, number, full_name) for number, full_name in enumerate(full_names))
    return Organization(seed=seed, reps=reps, admin=admin, coaches=coaches)


def email(first_name: str | None, last_name: str | None) -> str | None:
    """Return an address under .example, or None for a name that has no plain letters."""
    words = [word for word in (first_name, last_name) if word]
    local = ".".join(
        "".join(letter for letter in word.lower() if letter.isascii() and letter.isalpha()) for word in words
    )
    return f"{local}@practice.example" if local.strip(".") else None


def _build_rep(seed: int, number: int, full_name: tuple[str | None, str | None]) -> Rep:
    keys = dice.key(seed, _REP_STREAM, number)
    story = _STORIES.get(number, Story.STEADY)
    steady = story is Story.STEADY
    return Rep(
        number=number,
        user_id=f"user_{number + 1:03d}",
        first_name=full_name[0],
        last_name=full_name[1],
        team=_TEAM_OF_STORIED.get(number, number % len(TEAM_IDS)),
        story=story,
        activity=1.1 + 1.5 * float(dice.uniform(keys, 0)[0]) if steady else 2.2,
        skill=0.8 * float(dice.bell(keys, 1)[0]) if steady else 0.1,
        talkativeness=float(dice.bell(keys, 2)[0]),
        pace=float(dice.bell(keys, 3)[0]),
        vocabulary=float(dice.bell(keys, 4)[0]),
    )


def _draw_names(seed: int, count: int) -> list[tuple[str | None, str | None]]:
    """Different first and last names for everybody, shuffled by the seed."""
    return list(
        zip(_shuffled(seed, 0, names.FIRST_NAMES)[:count], _shuffled(seed, 1, names.LAST_NAMES)[:count], strict=True)
    )


def _shuffled(seed: int, purpose: int, words: tuple[str, ...]) -> list[str]:
    throws = {word: float(dice.uniform(dice.key(seed, _NAME_STREAM, purpose, n), 0)[0]) for n, word in enumerate(words)}
    return sorted(words, key=throws.__getitem__)
