"""Where a table breaks over pages: rows between pages, columns between sheets side by side. Lengths in one unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

_TOGETHER: Final = 2


def break_rows(
    heights: Sequence[float], room: float, first_room: float | None = None, groups: Sequence[Hashable] | None = None
) -> list[range]:
    """Return the rows of each page: every row once, in order, none split.

    `first_room` is what is left of the first page (else `room`); the first range is empty where not even one row fits
    there. Neighbours with an equal entry in `groups` belong together: of such a group at least two rows stand on either
    side of a break, where there is room for that. A row higher than `room` has a page of its own.
    """
    pages: list[range] = []
    start, left = 0, room if first_room is None else first_room
    while start < len(heights):
        full = _fill(heights, start, left)
        if full == start and (pages or left >= room):
            full = start + 1
        end = full if groups is None else _step_back(groups, start, full)
        pages.append(range(start, end))
        start, left = end, room
    return pages


def split_columns(widths: Sequence[float], room: float, repeated: int) -> list[tuple[int, ...]]:
    """Return the columns of each sheet: every column once, but for the first `repeated`, which begin each sheet.

    A sheet is wider than `room` only if one column is too wide to stand beside the repeated ones.
    """
    head = tuple(range(min(repeated, len(widths))))
    taken = sum(widths[column] for column in head)
    sheets: list[tuple[int, ...]] = []
    here: list[int] = []
    used = taken
    for column in range(len(head), len(widths)):
        if here and used + widths[column] > room:
            sheets.append((*head, *here))
            here, used = [], taken
        here.append(column)
        used += widths[column]
    return [*sheets, (*head, *here)] if here or head else sheets


def _fill(heights: Sequence[float], start: int, room: float) -> int:
    """Return the first row from `start` on that does not fit any more."""
    end, used = start, 0.0
    while end < len(heights) and used + heights[end] <= room:
        used += heights[end]
        end += 1
    return end


def _step_back(groups: Sequence[Hashable], start: int, full: int) -> int:
    """Return the last good place for a break up to `full`; `full` itself if there is none near it."""
    for end in range(full, max(start, full - 2 * _TOGETHER), -1):
        if _is_good(groups, end):
            return end
    return full


def _is_good(groups: Sequence[Hashable], end: int) -> bool:
    if end == len(groups) or groups[end - 1] != groups[end]:
        return True
    before = groups[max(0, end - _TOGETHER) : end]
    after = groups[end : end + _TOGETHER]
    return len(before) == len(after) == _TOGETHER and len({*before, *after}) == 1
