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
:root { color-scheme: light dark; --ground: #f5f6f8; --card: #fff; --text: #1a1d21; --muted: #59616c; --line: #d8dde3;
  --border: #79818c; --accent: #0b63b5; --on-accent: #fff; --chosen: #eaf2fb; --badge: #fdf3e0; --on-badge: #7d4f00;
  --shade: #1a1d2114; accent-color: var(--accent); }
@media (prefers-color-scheme: dark) { :root { --ground: #17191d; --card: #1f2227; --text: #e8eaed; --muted: #a4acb8;
  --line: #343941; --border: #7f8894; --accent: #5aa9e6; --on-accent: #10151b; --chosen: #213447; --badge: #372c18;
  --on-badge: #e8b65a; --shade: #0006; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; grid-template-rows: 1fr auto 1.6fr; justify-items: center;
  padding: 1rem; background: var(--ground); color: var(--text);
  font: 1rem/1.55 system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; }
main { grid-row: 2; width: 100%; max-width: 30rem; padding: 1.75rem 2.25rem 1.75rem; background: var(--card);
  border: 1px solid var(--line); border-radius: 14px;
  box-shadow: 0 1px 2px var(--shade), 0 12px 32px -12px var(--shade); }
header { display: flex; align-items: center; gap: .75rem; margin-bottom: 1.25rem; }
header svg { width: 2.25rem; height: 2.25rem; flex: none; }
header strong { font-size: .95rem; }
.badge { margin-left: auto; padding: .15rem .65rem; border-radius: 1rem; background: var(--badge);
  color: var(--on-badge); font-size: .8125rem; font-weight: 600; white-space: nowrap; }
h1 { margin: 0 0 .5rem; font-size: 1.5rem; line-height: 1.25; font-weight: 650; letter-spacing: -.01em; }
p { margin: 0 0 .5rem; overflow-wrap: anywhere; }
.note { color: var(--muted); font-size: .9rem; }
fieldset { border: 0; margin: 1.25rem 0; padding: 0; }
legend { padding: 0; margin-bottom: .5rem; font-weight: 600; }
label { display: flex; gap: .85rem; align-items: center; padding: .65rem 1rem; margin-bottom: .6rem; cursor: pointer;
  border: 1px solid var(--line); border-radius: 10px; }
label:hover { border-color: var(--border); }
label:has(:checked) { border-color: var(--accent); background: var(--chosen); }
label:has(:focus-visible) { outline: 3px solid var(--accent); outline-offset: 2px; }
label b { display: block; font-weight: 600; }
label .note { display: block; line-height: 1.4; }
input[type=radio] { width: 1.1rem; height: 1.1rem; margin: 0; flex: none; }
input[type=radio]:focus-visible { outline: none; }
.buttons { display: flex; gap: .75rem; }
button { flex: 1; font: inherit; font-weight: 600; padding: .65rem 1.25rem; border-radius: 10px; cursor: pointer;
  border: 1px solid var(--border); background: transparent; color: var(--text); }
button[value=allow] { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
button:hover { filter: brightness(1.08); }
button:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
@media (max-width: 30rem) { main { padding: 1.5rem 1.25rem; } }
@media (forced-colors: active) { label:has(:checked) { outline: 2px solid Highlight; } }
"""
_LOGO: Final = (
    '<svg viewBox="0 0 256 256" aria-hidden="true">'
    '<rect x="16" y="16" width="224" height="224" rx="48" fill="#0b63b5"/>'
    '<rect x="62" y="112" width="32" height="80" rx="9" fill="#fff"/>'
    '<rect x="112" y="64" width="32" height="128" rx="9" fill="#8cc4f2"/>'
    '<rect x="162" y="138" width="32" height="54" rx="9" fill="#fff"/></svg>'
)
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
<p>The program <strong>{escape(asked.get("client_id", ""))}</strong> wants to read scorecard metrics and the names that
belong to them. It can change nothing.</p>
<form method="post" action="{escape(action)}" autocomplete="off">{hidden}
<fieldset><legend>Sign in as</legend>{choices}</fieldset>
<div class="buttons"><button name="decision" value="allow">Allow</button>
<button name="decision" value="deny">Deny</button></div></form>"""
    parts = urlsplit(asked["redirect_uri"])
    # Chromium applies form-action to the redirect that answers the form, too
    return _page("Sign in to the practice Siro", body, 200, f"'self' {parts.scheme}://{parts.netloc}")


def problem_page(sentence: str) -> Response:
    """Return a page for a request whose sender cannot be trusted with an answer (RFC 6749 section 4.1.2.1)."""
    body = f"""<h1>This sign-in cannot go on</h1><p>{escape(sentence)}</p>
<p class="note">Go back to the program and try again.</p>"""
    return _page("This sign-in cannot go on", body, 400, "'none'")


def _choice(person: Person, note: str, *, is_first: bool) -> str:
    checked = " checked" if is_first else ""
    return (
        f'<label><input type="radio" name="person" value="{escape(person.key)}" required{checked}>'
        f'<span><b>{escape(person.name)}</b><span class="note">{escape(note)}</span></span></label>'
    )


def _page(title: str, body: str, status: int, form_action: str) -> Response:
    html = f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{escape(title)}</title><style>{_STYLE}</style></head><body><main>
<header>{_LOGO}<strong>Practice Siro</strong><span class="badge">Invented figures</span></header>
{body}</main></body></html>
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
