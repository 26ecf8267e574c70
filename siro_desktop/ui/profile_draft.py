"""What the connection dialog hands out: a profile, and a secret on its way to the keyring."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from siro_desktop.domain.profile import Profile


@dataclass(frozen=True, slots=True)
class ProfileDraft:
    """A profile that has been checked. `secret` is the client secret or access token; None keeps the stored one."""

    profile: Profile
    secret: str | None = field(default=None, repr=False, compare=False)
