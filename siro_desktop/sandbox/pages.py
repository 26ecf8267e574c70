"""The two web pages of the practice Siro: consent, and an authorization request that cannot be answered."""

from __future__ import annotations

import base64
import hashlib
from html import escape
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from flask import Response

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from siro_desktop.sandbox.organization import Person

_STYLE: Final = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 30rem; padding: 3rem 1.5rem; }
h1 { font-size: 1.4rem; margin: 0 0 .75rem; }
fieldset { border: 1px solid #8888; border-radius: 8px; margin: 1.5rem 0; padding: .5rem 1rem 1rem; }
legend { padding: 0 .4rem; font-weight: 600; }
label { display: flex; gap: .6rem; padding: .5rem 0; align-items: baseline; }
label span { display: block; }
.note { color: #666; font-size: .9rem; }
@media (prefers-color-scheme: dark) { .note { color: #aaa; } }
.buttons { display: flex; gap: .75rem; }
button { font: inherit; padding: .5rem 1.4rem; border-radius: 8px; border: 1px solid #8888; cursor: pointer; }
button[value=allow] { background: #1f5fbf; border-color: #1f5fbf; color: #fff; }
button:focus-visible, input:focus-visible { outline: 3px solid #f0a020; outline-offset: 2px; }
"""
_STYLE_HASH: Final = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()


def consent_page(action: str, people: Iterable[tuple[Person, str]], asked: Mapping[str, str]) -> Response:
    """Return the page on which a person allows or denies. `people` come with a note on what they may see.

    `asked` are the authorization request's parameters. The form carries them to the path `action`, where they are
    checked again.
    """
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in asked.items()
    )
    choices = "".join(_choice(person, note, is_first=number == 0) for number, (person, note) in enumerate(people))
    body = f"""<h1>Sign in to the practice Siro</h1>
<p>The program <strong>{escape(asked.get("client_id", ""))}</strong> wants to read scorecard metrics.
Everybody and every figure here is invented.</p>
<form method="post" action="{escape(action)}" autocomplete="off">{hidden}
<fieldset><legend>Sign in as</legend>{choices}</fieldset>
<div class="buttons"><button name="decision" value="allow">Allow</button>
<button name="decision" value="deny">Deny</button></div></form>"""
    parts = urlsplit(asked["redirect_uri"])
    # Chromium applies form-action to the redirect that answers the form, too
    return _page("Sign in to the practice Siro", body, 200, f"'self' {parts.scheme}://{parts.netloc}")


def problem_page(sentence: str) -> Response:
    """Return a page for a request whose sender cannot be trusted with an answer (RFC 6749 section 4.1.2.1)."""
    body = f"<h1>This sign-in cannot go on</h1><p>{escape(sentence)}</p><p>Go back to the program and try again.</p>"
    return _page("This sign-in cannot go on", body, 400, "'none'")


def _choice(person: Person, note: str, *, is_first: bool) -> str:
    checked = " checked" if is_first else ""
    return (
        f'<label><input type="radio" name="person" value="{escape(person.key)}" required{checked}>'
        f'<span>{escape(person.name)}<span class="note">{escape(note)}</span></span></label>'
    )


def _page(title: str, body: str, status: int, form_action: str) -> Response:
    html = f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{escape(title)}</title><style>{_STYLE}</style></head><body><main>{body}</main></body></html>
"""
    policy = (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; "
        f"form-action {form_action}; frame-ancestors 'none'"
    )
    headers = {
        "Content-Security-Policy": policy,
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(html, status=status, headers=headers, content_type="text/html; charset=utf-8")
