"""Signing out of everything on this computer."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from siro_desktop.errors import CredentialStoreError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from siro_desktop.auth.credentials import CredentialStore
    from siro_desktop.auth.session import TokenSession

_LIMIT: Final = 10.0


async def sign_out_everywhere(sessions: Mapping[str, TokenSession], credentials: CredentialStore) -> tuple[str, ...]:
    """Sign out of every session at once, then delete every entry of this program from the keyring.

    `sessions` are by the names of their profiles. Entries of profiles that are gone are deleted too, though no server
    hears of it. Other windows notice at their next refresh. Returns sentences about what did not work.
    """
    outcomes = await asyncio.gather(*(session.forget() for session in sessions.values()))
    problems = [
        f"{name}: {sentence}" for name, sentences in zip(sessions, outcomes, strict=True) for sentence in sentences
    ]
    try:
        async with asyncio.timeout(_LIMIT):
            await credentials.delete_all()
    except (TimeoutError, CredentialStoreError):
        problems.append("Some entries could not be deleted from the keyring. Delete the entries “siro-desktop” there.")
    return tuple(problems)
