"""How numbers are written in copies of tables: always plain, with the decimal mark of this computer or with a dot.

A spreadsheet that expects a comma takes 3.11 for a day of November, so the computer's mark is the default.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLocale, QObject, Signal

from siro_desktop.domain.units import plain_number

if TYPE_CHECKING:
    from collections.abc import Callable

_MARKS: Final = frozenset(".,")  # spreadsheets know no other


class CopiedNumbers(QObject):
    """Knows it for all windows. GUI thread. Signal: `changed(is_local)`."""

    changed = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.is_local = True

    def choose(self, *, is_local: bool) -> None:
        """True: with the decimal mark of this computer from now on. False: with a dot, as programs write numbers."""
        if is_local is not self.is_local:
            self.is_local = is_local
            self.changed.emit(is_local)

    def writer(self) -> Callable[[float | None], str]:
        """Return what writes a number: in full, without unit and grouping; nothing for a missing one."""
        mark = QLocale().decimalPoint() if self.is_local else "."
        if mark == "." or mark not in _MARKS:
            return plain_number
        return lambda number: plain_number(number).replace(".", mark)


_numbers: list[CopiedNumbers] = []


def copied_numbers() -> CopiedNumbers:
    """Return the one object that knows how numbers are copied."""
    if not _numbers:
        _numbers.append(CopiedNumbers())
    return _numbers[0]
