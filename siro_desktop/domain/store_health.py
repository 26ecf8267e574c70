"""How the store on this computer is: what of it is damaged, what was saved of it, what lies where."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from pathlib import Path


class StorePart(StrEnum):
    """A part of the store, as people know it. The values are its names in English."""

    RESULTS = "list of results"
    LABELS = "names, notes and tags of results"
    ANSWERS = "answers"
    FIGURES = "figures"
    METRICS = "descriptions of metrics"
    PAGES = "raw answers"
    NAMES = "names of people and teams"
    MEETINGS = "notes of one-to-ones"
    EVENTS = "events"
    QUERIES = "saved queries"
    TARGETS = "targets"
    LIMITS = "limits of what is kept"
    FILE = "file as a whole"


class Damage(Struct, frozen=True):
    """A part that makes no sense; `detail` is what SQLite says of it."""

    part: StorePart
    detail: str


class StoreHealth(Struct, frozen=True):
    """What a check found. `unreadable` are the numbers of results of which something cannot be read.

    `read_only` is why nothing can be written, in a sentence; empty if it can. `results` of the list were read whole.
    """

    damages: tuple[Damage, ...] = ()
    unreadable: tuple[int, ...] = ()
    results: int = 0
    read_only: str = ""

    @property
    def is_sound(self) -> bool:
        """True if nothing is damaged."""
        return not (self.damages or self.unreadable)


class StoreStep(StrEnum):
    """What long work on the store is at."""

    CHECK_FILE = "check-file"
    CHECK_RESULTS = "check-results"
    COPY = "copy"
    READ = "read"
    PUT_IN_PLACE = "put-in-place"


class StoreProgress(Struct, frozen=True):
    """How far it is: `done` of `total`, in whatever the step counts; a total of 0: not known."""

    step: StoreStep
    done: int = 0
    total: int = 0


class RescueReport(Struct, frozen=True):
    """What a rescue saved, and where the damaged file lies now.

    `results` came over, `whole` of them with everything. `lost` are numbers of results that are only in the damaged
    file; `parts` are those of which something is.
    """

    kept: Path
    results: int = 0
    whole: int = 0
    lost: tuple[int, ...] = ()
    parts: tuple[StorePart, ...] = ()


class RestoreReport(Struct, frozen=True):
    """What a restore put in place of the store, and where that lies now; None if there was none."""

    results: int
    kept: Path | None


class FileKind(StrEnum):
    """What a file of the program is for."""

    STORE = "store"
    COPY = "copy"
    DAMAGED = "damaged"
    PROFILES = "profiles"
    SETTINGS = "settings"
    REQUESTS = "requests"
    LOGS = "logs"


class StoredFile(Struct, frozen=True):
    """One file, or what several files of a kind take together in one folder; `size` is in bytes."""

    kind: FileKind
    path: Path
    size: int


class StoredProfile(Struct, frozen=True):
    """What the store holds of one connection; `size` is about how many bytes its results take.

    `meetings` are one-to-ones that something is noted of, `events` what was written down for trends. Without a result
    the name is the connection's id.
    """

    profile_id: str
    name: str
    results: int
    pinned: int
    size: int
    meetings: int = 0
    events: int = 0
