"""The page that the browser shows at the end of a sign-in: static, no script, nothing of the address in it."""

from __future__ import annotations

import base64
import hashlib
import html
from typing import Final

from msgspec import Struct

# The colours are those of the window: siro_desktop/ui/theme_tokens.py.
_STYLE: Final = """
:root{color-scheme:light dark;--ground:#f5f6f8;--card:#fff;--text:#1a1d21;--muted:#59616c;--line:#d8dde3;
--good:#0f7b4f;--good-fill:#e3f3ec;--problem:#9a6100;--problem-fill:#fdf3e0;--shade:#1a1d2114}
@media(prefers-color-scheme:dark){:root{--ground:#17191d;--card:#1f2227;--text:#e8eaed;--muted:#a4acb8;--line:#343941;
--good:#4fbf8b;--good-fill:#1d3a2d;--problem:#e0a63a;--problem-fill:#372c18;--shade:#0006}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;grid-template-rows:1fr auto 1.6fr;justify-items:center;padding:1.5rem;
background:var(--ground);color:var(--text);font:1rem/1.55 system-ui,"Segoe UI",Roboto,"Helvetica Neue",sans-serif}
main{grid-row:2;width:100%;max-width:27rem;padding:2.25rem 2.25rem 1.75rem;background:var(--card);
border:1px solid var(--line);border-radius:14px;box-shadow:0 1px 2px var(--shade),0 12px 32px -12px var(--shade)}
.mark{display:block;width:3.25rem;height:3.25rem;margin-bottom:1.25rem}
.mark circle{fill:var(--line)}.mark path{fill:none;stroke:var(--muted);stroke-width:4;stroke-linecap:round;
stroke-linejoin:round}
.good circle{fill:var(--good-fill)}.good path{stroke:var(--good)}
.problem circle{fill:var(--problem-fill)}.problem path{stroke:var(--problem)}
h1{margin:0 0 .5rem;font-size:1.5rem;line-height:1.25;font-weight:650;letter-spacing:-.01em;overflow-wrap:anywhere}
p{margin:0;overflow-wrap:anywhere}
.hint{margin-top:.35rem;color:var(--muted)}
footer{display:flex;align-items:center;gap:.5rem;margin-top:1.75rem;padding-top:1.1rem;border-top:1px solid var(--line);
color:var(--muted);font-size:.875rem}
footer svg{width:1.25rem;height:1.25rem;flex:none}
@media(max-width:30rem){main{padding:1.75rem 1.5rem 1.5rem}}
@media(forced-colors:active){.mark circle{fill:Canvas;stroke:CanvasText}.mark path{stroke:CanvasText}}
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

_DRAWINGS: Final = {  # in a circle of 48 by 48
    "good": "M15 25.5l6.5 6.5L34 18.5",
    "problem": "M24 14v12.5M24 33.5v.01",
    "neutral": "M15.5 24h17",
}
_LOGO: Final = (
    '<svg viewBox="0 0 256 256" aria-hidden="true">'
    '<rect x="16" y="16" width="224" height="224" rx="48" fill="#0b63b5"/>'
    '<rect x="56" y="66" width="112" height="28" rx="8" fill="#fff"/>'
    '<rect x="56" y="114" width="144" height="28" rx="8" fill="#8cc4f2"/>'
    '<rect x="56" y="162" width="72" height="28" rx="8" fill="#fff"/></svg>'
)


class Page(Struct, frozen=True):
    """What a page says. `tone` is *good*, *problem* or *neutral*; `hint` is a quieter second sentence."""

    title: str
    sentence: str
    hint: str = ""
    tone: str = "neutral"

    def to_html(self) -> bytes:
        """Return the whole document in UTF-8; title and sentences are escaped."""
        title, sentence, hint = (html.escape(text) for text in (self.title, self.sentence, self.hint))
        quiet = f'<p class="hint">{hint}</p>' if hint else ""
        mark = f'<svg class="mark {self.tone}" viewBox="0 0 48 48" aria-hidden="true"><circle cx="24" cy="24" r="24"/>'
        return (
            '<!doctype html><html lang="en"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width,initial-scale=1">'
            f"<title>{title} · Siro Desktop</title><style>{_STYLE}</style></head>"
            f'<body><main>{mark}<path d="{_DRAWINGS[self.tone]}"/></svg><h1>{title}</h1><p>{sentence}</p>'
            f"{quiet}<footer>{_LOGO}<span>Siro Desktop</span></footer></main></body></html>"
        ).encode()


def failed(title: str, sentence: str) -> Page:
    """Return the page for a sign-in that ended without a code."""
    return Page(title, sentence, "You can close this page and go back to Siro Desktop.", "problem")


ACCEPTED: Final = Page(
    "Back to Siro Desktop",
    "Your answer has arrived there, and the sign-in finishes by itself.",
    "You can close this page.",
    "good",
)
NOT_THIS_SIGN_IN: Final = Page(
    "Not part of this sign-in",
    "This address does not belong to the sign-in that is under way. Start from Siro Desktop.",
    tone="problem",
)
NOT_FOUND: Final = Page("Nothing here", "Siro Desktop waits here for the end of a sign-in, and for nothing else.")
NOT_ALLOWED: Final = Page("Not possible", "This address only takes the end of a sign-in.")
BAD_REQUEST: Final = Page("Not understood", "This request makes no sense here.")
