"""A list to choose one of, which fits into a narrow form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from siro_desktop.ui.text_size import fit_height
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from collections.abc import Sequence

_FEWEST_LETTERS: Final = 6
_MOST_LINES: Final = 24


def list_box(name: str, host: QWidget | None, choices: Sequence[tuple[str, str]] = ()) -> QComboBox:
    """Return a combo box of (text, key); an empty text is a line between groups. Long texts are cut, never the form."""
    box = named(QComboBox(host), name)
    box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(_FEWEST_LETTERS)
    box.setMaxVisibleItems(_MOST_LINES)
    for text, key in choices:
        if text:
            box.addItem(text, key)
        else:
            box.insertSeparator(box.count())
    fit_height(box)
    return box
