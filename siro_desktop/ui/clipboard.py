"""Puts rows of text on the clipboard as TSV for spreadsheets and as an HTML table for documents, both at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QMimeData
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit

_BREAKS: Final = str.maketrans(dict.fromkeys("\t\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", " "))


MOST_HTML: Final = 50_000
"""Rows that are copied as HTML too."""


class _Flat(dict[str, str]):
    """Text → the same on one line, worked out once for each."""

    def __missing__(self, text: str) -> str:
        """Work out a text that is new."""
        flat = self[text] = text.translate(_BREAKS)
        return flat


class _Escaped(dict[str, str]):
    """Text → the same for HTML, worked out once for each."""

    def __missing__(self, text: str) -> str:
        """Work out a text that is new."""
        escaped = self[text] = _escape(text)
        return escaped


def tsv_text(rows: Sequence[Sequence[str]], headings: Sequence[str] | None = None) -> str:
    """Return rows as tab-separated lines; tabs and line breaks inside cells become spaces."""
    lines = rows if headings is None else [headings, *rows]
    flat = _Flat()
    return "\n".join(["\t".join(map(flat.__getitem__, line)) for line in lines])


def html_table(rows: Sequence[Sequence[str]], headings: Sequence[str] | None = None) -> str:
    """Return rows as an HTML table; every text is escaped."""
    parts = ['<meta charset="utf-8"><table>']
    if headings is not None:
        parts.append(f"<thead><tr>{''.join(f'<th>{_escape(text)}</th>' for text in headings)}</tr></thead>")
    parts.extend(("<tbody>", html_rows(rows), "</tbody></table>"))
    return "".join(parts)


def html_rows(rows: Sequence[Sequence[str]]) -> str:
    """Return rows of an HTML table; every text is escaped."""
    escaped = _Escaped()
    return "".join(f"<tr><td>{'</td><td>'.join(map(escaped.__getitem__, row))}</td></tr>" for row in rows)


class ClipboardTable:
    """Collects rows, and puts them on the clipboard together. GUI thread.

    Beyond `MOST_HTML` rows there is no HTML: office programs take it before plain text, and stand still on so much.
    """

    def __init__(self, headings: Sequence[str] | None = None) -> None:
        self._headings = headings
        self._plain, self._html = QByteArray(), QByteArray()
        self._rows = 0
        if headings is not None:
            self._plain.append(tsv_text([headings]).encode("utf-8", "replace"))

    def add(self, rows: Sequence[Sequence[str]]) -> None:
        """Add rows of texts."""
        if not rows:
            return
        self._plain.append((b"\n" if self._plain.size() else b"") + tsv_text(rows).encode("utf-8", "replace"))
        if self._rows + len(rows) <= MOST_HTML:
            self._html.append(html_rows(rows).encode("utf-8", "replace"))
        self._rows += len(rows)

    def put(self) -> None:
        """Put all of it on the clipboard."""
        copied = QMimeData()
        copied.setData("text/plain", self._plain)
        if self._rows <= MOST_HTML:
            html = html_table((), self._headings).replace("</tbody>", f"{bytes(self._html.data()).decode()}</tbody>")
            copied.setHtml(html)
        QGuiApplication.clipboard().setMimeData(copied)


def copy_rows(rows: Sequence[Sequence[str]], headings: Sequence[str] | None = None) -> None:
    """Copy rows, with headings if given. GUI thread."""
    table = ClipboardTable(headings)
    table.add(rows)
    table.put()


def copy_marked(widget: QLineEdit | QPlainTextEdit | QTextEdit | QLabel) -> None:
    """Copy the text that is marked in a field; nothing marked leaves the clipboard as it is. GUI thread."""
    if isinstance(widget, QLabel):
        if widget.hasSelectedText():
            copy_text(widget.selectedText())
    else:
        widget.copy()


def copy_text(text: str) -> None:
    """Copy plain text. GUI thread."""
    QGuiApplication.clipboard().setText(text)


def _escape(text: str) -> str:
    from html import escape  # late: with all names of characters that HTML has

    return escape(text)
