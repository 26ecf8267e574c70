"""The page that the browser shows at the end of a sign-in: static, no script, nothing of the address in it."""

from __future__ import annotations

import base64
import hashlib
import html
from dataclasses import dataclass
from typing import Final

_STYLE: Final = """
:root{color-scheme:light dark;--ground:#f6f7f9;--card:#fff;--text:#1c2430;--muted:#5b6573;--line:#dde1e7}
@media(prefers-color-scheme:dark){:root{--ground:#14171c;--card:#1d2128;--text:#e7eaef;--muted:#a0a9b6;--line:#303640}}
body{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--ground);color:var(--text);
font:16px/1.5 system-ui,sans-serif}
main{max-width:30rem;margin:1.5rem;padding:2rem;background:var(--card);border:1px solid var(--line);border-radius:12px}
h1{margin:0 0 .5rem;font-size:1.35rem;font-weight:600;overflow-wrap:anywhere}
p{margin:0;color:var(--muted);overflow-wrap:anywhere}
"""
_STYLE_HASH: Final = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()

_POLICY: Final = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

HEADERS: Final[tuple[tuple[str, str], ...]] = (
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Security-Policy", _POLICY),
    ("Cache-Control", "no-store"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("Connection", "close"),
)
"""What goes with every page (RFC 9700 sections 4.2 and 4.3.1: neither cache nor referrer may carry the code on)."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says."""

    title: str
    sentence: str

    def to_html(self) -> bytes:
        """Return the whole document in UTF-8; title and sentence are escaped."""
        title, sentence = html.escape(self.title), html.escape(self.sentence)
        return (
            '<!doctype html><html lang="en"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width,initial-scale=1">'
            f"<title>{title} · Siro Desktop</title><style>{_STYLE}</style></head>"
            f"<body><main><h1>{title}</h1><p>{sentence}</p></main></body></html>"
        ).encode()


ACCEPTED: Final = Page("Thank you", "Siro Desktop finishes the sign-in. Go back to it; you can close this page.")
NOT_THIS_SIGN_IN: Final = Page(
    "Not part of this sign-in",
    "This address does not belong to the sign-in that is under way. Start from Siro Desktop.",
)
NOT_FOUND: Final = Page("Nothing here", "Siro Desktop waits here for the end of a sign-in, and for nothing else.")
NOT_ALLOWED: Final = Page("Not possible", "This address only takes the end of a sign-in.")
BAD_REQUEST: Final = Page("Not understood", "This request makes no sense here.")
