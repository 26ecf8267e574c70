"""What tells connections apart: an id that is made from the name, and the name itself."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from siro_desktop.domain.profile import PRACTICE_PROFILE_ID
from siro_desktop.errors import ProfileError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from siro_desktop.domain.profile import Profile

_MAX_ID_LENGTH: Final = 40


def make_profile_id(name: str, taken: Collection[str]) -> str:
    """Return an id for a profile called `name`: small ASCII letters, digits and hyphens, and none of `taken`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_MAX_ID_LENGTH].strip("-") or "profile"
    used = {PRACTICE_PROFILE_ID, *taken}
    number = 1
    candidate = slug
    while candidate in used:
        number += 1
        candidate = f"{slug}-{number}"
    return candidate


def check_name(profile: Profile, others: Iterable[Profile]) -> None:
    """Raise ProfileError if `profile` is to be called as another one is; capitals make no difference.

    `others` may hold the profile as it was: namesakes that a person wrote into the file may keep their names.
    """
    names = {one.id: one.name.casefold() for one in others}
    name = profile.name.casefold()
    if names.pop(profile.id, None) != name and name in names.values():
        raise ProfileError("name", "Another connection has this name already.")
