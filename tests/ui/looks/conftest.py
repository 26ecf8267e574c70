"""What tests of looks share: the application looks afterwards as it did before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from siro_desktop.ui.style import style_keeper
from siro_desktop.ui.text_size import NO_ZOOM, TextSize, text_size
from siro_desktop.ui.theme import apply_theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication


@pytest.fixture
def size(qapp: QApplication) -> Iterator[TextSize]:
    """The zoom, at 100 %, in the light theme."""
    apply_theme(qapp, "light")
    yield text_size()
    text_size().set_zoom(NO_ZOOM)
    style_keeper().set_still(qapp, is_still=False)
    apply_theme(qapp, "light")
