"""Secrets as people enter them."""

from __future__ import annotations

import re

from siro_desktop.domain.profile import SignInMethod
from siro_desktop.errors import ProfileError


def clean_secret(secret: str, method: SignInMethod) -> str:
    """Return what was typed or pasted without spaces and `Bearer` around it.

    Raises ProfileError for `access_token` or `client_secret` if nothing is left, or it cannot travel in a header.
    """
    field, words = ("client_secret", "client secret")
    if method is SignInMethod.ACCESS_TOKEN:
        field, words = ("access_token", "access token")
    cleaned = secret.strip()
    if field == "access_token":
        cleaned = re.sub(r"^bearer(\s+|$)", "", cleaned, flags=re.IGNORECASE)
    if not cleaned:
        raise ProfileError(field, f"Enter the {words}.")
    if not cleaned.isprintable() or (field == "access_token" and not (cleaned.isascii() and " " not in cleaned)):
        raise ProfileError(field, f"This cannot be the {words}: it has a space or a strange character in it.")
    return cleaned
