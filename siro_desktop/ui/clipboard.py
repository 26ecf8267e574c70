"""Puts rows of text on the clipboard as TSV for spreadsheets and as an HTML table for documents, both at once."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

_BREAKS: Final = str.maketrans(dict.fromkeys("\t\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", " "))


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
        escaped = self[text] = escape(text)
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
        parts.append(f"<thead><tr>{''.join(f'<th>{escape(text)}</th>' for text in headings)}</tr></thead>")
    parts.append("<tbody>")
    escaped = _Escaped()
    parts.extend(f"<tr><td>{'</td><td>'.join(map(escaped.__getitem__, row))}</td></tr>" for row in rows)
    parts.append("</tbody></table>")
    return "".join(parts)


def copy_rows(rows: Sequence[Sequence[str]], headings: Sequence[str] | None = None) -> None:
    """Copy rows, with headings if given. GUI thread."""
    copied = QMimeData()
    copied.setText(tsv_text(rows, headings))
    copied.setHtml(html_table(rows, headings))
    QGuiApplication.clipboard().setMimeData(copied)


def copy_marked(widget: QLineEdit | QPlainTextEdit | QLabel) -> None:
    """Copy the text that is marked in a field; nothing marked leaves the clipboard as it is. GUI thread."""
    if isinstance(widget, QLabel):
        if widget.hasSelectedText():
            copy_text(widget.selectedText())
    else:
        widget.copy()


def copy_text(text: str) -> None:
    """Copy plain text. GUI thread."""
    QGuiApplication.clipboard().setText(text)
