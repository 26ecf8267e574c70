"""Asks for a secret: unseen on a terminal, or one line of standard input. Never an argument, which others can read."""

from __future__ import annotations

import sys

from siro_desktop.cli.wrong_use import WrongUse
from siro_desktop.domain.profile import Profile, SignInMethod


def is_terminal() -> bool:
    """True if a person can be asked."""
    return sys.stdin is not None and sys.stdin.isatty()


def read_secret(profile: Profile) -> str:
    """Return the client secret, or the access token to paste in. Raises WrongUse if none is given."""
    words = "access token" if profile.method is SignInMethod.ACCESS_TOKEN else "client secret"
    try:
        secret = _ask(f"{words.capitalize()} for {profile.name}: ") if is_terminal() else _read_line()
    except EOFError:
        secret = ""
    if not secret.strip():
        raise WrongUse(f"No {words} was given. Type it when asked, or send it as one line to standard input.")
    return secret.strip()


def _ask(prompt: str) -> str:
    from getpass import getpass

    return getpass(prompt, stream=sys.stderr)


def _read_line() -> str:
    if sys.stdin is None:
        return ""
    try:
        return sys.stdin.readline()
    except UnicodeDecodeError:
        raise WrongUse("Standard input does not hold text.") from None
