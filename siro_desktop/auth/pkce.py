"""Secrets of one sign-in attempt: made anew each time, kept in memory only."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Attempt:
    """The code verifier (RFC 7636 section 4.1: 64 characters here) and the state (256 bits) of one attempt."""

    verifier: str = field(repr=False)
    state: str = field(repr=False)

    @classmethod
    def new(cls) -> Attempt:
        """Return a fresh attempt."""
        return cls(verifier=secrets.token_urlsafe(48), state=secrets.token_urlsafe(32))
