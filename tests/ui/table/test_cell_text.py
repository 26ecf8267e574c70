"""Texts that are laid out are kept, as many as fill several screens."""

from __future__ import annotations

from PySide6.QtGui import QFont

from siro_desktop.ui.cell_text import CellTexts


def test_the_oldest_text_goes_when_there_are_too_many_and_no_other(qapp, monkeypatch) -> None:
    """To let all go at once stood still for 15 ms in the midst of a frame."""
    monkeypatch.setattr("siro_desktop.ui.cell_text._MOST", 3)
    texts, font = CellTexts(), QFont()
    first, *others = (texts.laid_out(text, 100, font) for text in "abc")
    newest = texts.laid_out("d", 100, font)
    assert [texts.laid_out(text, 100, font) for text in "bcd"] == [*others, newest]
    assert texts.laid_out("a", 100, font) is not first


def test_texts_in_another_font_are_laid_out_anew(qapp) -> None:
    texts, small, large = CellTexts(), QFont(), QFont()
    large.setPointSizeF(small.pointSizeF() * 3)
    low = texts.laid_out("text", 1000, small).height
    texts.forget()
    assert texts.laid_out("text", 1000, large).height > 2 * low
