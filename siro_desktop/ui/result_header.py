"""The head of a result: what was asked, for which period, on how many recordings, fetched when, from where.

Above it the way that led down to it, and at its left back and forward.

Signals: `edit_clicked`, `refresh_clicked`, `export_clicked`, `back_clicked`, `forward_clicked`.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from siro_desktop.domain.freshness import freshness
from siro_desktop.domain.zones import zone_of
from siro_desktop.ui.breadcrumb import Breadcrumb
from siro_desktop.ui.charts.caption import PictureCaption
from siro_desktop.ui.elided_label import ElidedLabel
from siro_desktop.ui.icon_mark import IconMark
from siro_desktop.ui.icons import set_icon
from siro_desktop.ui.text_size import scale_font
from siro_desktop.ui.theme import CAPTION, ICON_NORMAL, SPACE_1, SPACE_2, SPACE_4, TITLE, restyle, style_text
from siro_desktop.ui.tips import set_tip
from siro_desktop.ui.widgets import icon_button, named
from siro_desktop.ui.words import (
    SEPARATOR,
    age_in_words,
    answered_in_words,
    asked_how_in_words,
    grouped,
    instant_in_words,
    period_in_words,
    query_in_words,
    recordings_each_in_words,
    recordings_in_words,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from siro_desktop.domain.freshness import Freshness
    from siro_desktop.domain.names import Names
    from siro_desktop.domain.results import SavedResult

_MINUTE: Final = 60_000


def utc_now() -> datetime:
    """The present instant."""
    return datetime.now(UTC)


class ResultHeader(QWidget):
    """Two lines and what needs a warning. Ages stay true while the window is open.

    `late_scores` is how long after a period's end its figures may still change.
    """

    edit_clicked = Signal()
    refresh_clicked = Signal()
    export_clicked = Signal()
    back_clicked = Signal()
    forward_clicked = Signal()

    def __init__(self, parent: QWidget | None = None, *, clock: Callable[[], datetime] = utc_now) -> None:
        super().__init__(parent)
        self.setObjectName("result_header")
        self._clock = clock
        self._saved: SavedResult | None = None
        self._names: Names | None = None
        self._from_store = False
        self._note = ""
        self.late_scores = timedelta()
        self._build_layout()
        self._timer = QTimer(self)
        self._timer.setInterval(_MINUTE)
        self._timer.timeout.connect(self._show_words)
        self.edit.clicked.connect(self.edit_clicked)
        self.refresh.clicked.connect(self.refresh_clicked)
        self.export.clicked.connect(self.export_clicked)
        self.back.clicked.connect(self.back_clicked)
        self.forward.clicked.connect(self.forward_clicked)

    def _build_layout(self) -> None:
        ways, self.breadcrumb = self._build_ways(), Breadcrumb(self)
        self._title = named(ElidedLabel(self), "result_title")
        scale_font(self._title, TITLE, QFont.Weight.DemiBold)
        self._practice = named(QLabel(self.tr("Practice data"), self), "practice_badge")
        scale_font(self._practice, CAPTION)
        self._practice.setToolTip(self.tr("Every figure here is invented."))
        restyle(
            self._practice,
            "#practice_badge { color: $near; background: $warning_fill; border: 1px solid $near;"
            f" border-radius: $radius; padding: 1px {SPACE_2}px; }}",
        )
        self.edit = icon_button(self, "result_edit", "edit", self.tr("Use as new query"))
        set_tip(self.edit, self.tr("Use as new query: put this question into the form"))
        self.refresh = icon_button(self, "result_refresh", "refresh", self.tr("Fetch again"), self.tr("F5"))
        self.export = icon_button(self, "result_export", "export", self.tr("Export…"), self.tr("Ctrl+E"))
        first = QHBoxLayout()
        first.setSpacing(SPACE_2)
        first.addWidget(self._title, 1)
        for widget in (self._practice, self.edit, self.refresh, self.export):
            first.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        self._facts = named(QLabel(self), "result_facts")
        self._facts.setWordWrap(True)
        style_text(self._facts, "muted")
        layout = QVBoxLayout()
        layout.setSpacing(SPACE_1)
        layout.addWidget(self.breadcrumb)
        layout.addLayout(first)
        layout.addWidget(self._facts)
        layout.addLayout(self._build_warnings())
        whole = QHBoxLayout(self)
        whole.setContentsMargins(SPACE_4, SPACE_2, SPACE_4, SPACE_2)
        whole.setSpacing(SPACE_2)
        whole.addLayout(ways)
        whole.addLayout(layout, 1)
        for widget in (self._practice, self.edit, self.refresh, self.export):
            widget.hide()

    def _build_ways(self) -> QHBoxLayout:
        """Back and forward, which stand beside the first line whichever that is."""
        is_mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        icons = ("forward", "back") if is_mirrored else ("back", "forward")  # back is where people read from
        self.back = icon_button(self, "result_back", icons[0], self.tr("Back"), self.tr("Alt+Left"))
        self.forward = icon_button(self, "result_forward", icons[1], self.tr("Forward"), self.tr("Alt+Right"))
        ways = QHBoxLayout()
        ways.setSpacing(0)
        for way in (self.back, self.forward):
            ways.addWidget(way, 0, Qt.AlignmentFlag.AlignTop)
            way.hide()
        return ways

    def _build_warnings(self) -> QHBoxLayout:
        self._warning_icon = IconMark("result_warning_icon", self, ICON_NORMAL)
        set_icon(self._warning_icon, "warning", "near")
        self._warnings = named(QLabel(self), "result_warnings")
        self._warnings.setWordWrap(True)
        self._warnings.setTextFormat(Qt.TextFormat.PlainText)
        self._warnings.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        style_text(self._warnings, "near")
        line = QHBoxLayout()
        line.setSpacing(SPACE_1)
        line.addWidget(self._warning_icon)
        line.addWidget(self._warnings, 1)
        self._warnings.hide()
        self._warning_icon.hide()
        return line

    # Public ---------------------------------------------------------------------------------------------------------

    def set_names(self, names: Names) -> None:
        """Say names instead of ids."""
        self._names = names
        self._show_words()

    def show_saved(self, saved: SavedResult | None, *, from_store: bool) -> None:
        """Describe another result; None describes nothing."""
        if saved is not self._saved:
            self._note = ""
        self._saved, self._from_store = saved, from_store
        self.edit.setVisible(saved is not None)
        self.refresh.setVisible(saved is not None)
        self.export.setVisible(saved is not None and bool(saved.answers))
        self._practice.setVisible(saved is not None and saved.is_practice)
        (self._timer.start if saved else self._timer.stop)()
        self._show_words()

    def show_ways(self, *, back: bool, forward: bool) -> None:
        """Offer to go back or forward; both are to be seen as soon as one of them leads anywhere."""
        self.back.setEnabled(back)
        self.forward.setEnabled(forward)
        for way in (self.back, self.forward):
            way.setVisible(back or forward)

    def set_note(self, note: str) -> None:
        """Say one thing more of the result that is described, until another is."""
        self._note = note
        self._show_words()

    def title(self) -> str:
        """What was asked, in words."""
        return self._title.text()

    def facts(self) -> str:
        """Period, recordings, age and source, in words."""
        return self._facts.text()

    def warnings(self) -> str:
        """What has to be known before the figures are believed; empty if nothing."""
        return self._warnings.text()

    def caption(self) -> PictureCaption:
        """What a saved picture of this result says."""
        saved = self._saved
        if saved is None:
            return PictureCaption()
        zone, answer = zone_of(saved.time_zone), saved.only_answer
        facts = [period_in_words(saved.plan.query.period, zone)]
        if how := asked_how_in_words(saved.plan.compare_by, saved.plan.query.group_by):
            facts.append(how)
        if answer:
            facts.append(recordings_in_words(answer.recordings_evaluated))
        elif saved.is_comparison:
            facts.append(answered_in_words(len(saved.answers), len(saved.plan.cells)))
            counts = [answer.recordings_evaluated for answer in saved.answers.values()]
            facts += [recordings_each_in_words(min(counts), max(counts))] if counts else []
        fetched = instant_in_words(answer.fetched_at if answer else saved.saved_at, zone)
        source = self.tr("Source: Siro scorecard metrics, %1, fetched %2")
        source = source.replace("%2", fetched).replace("%1", saved.profile_name)
        if self._names is not None and self._names.is_aliased:
            source = self.tr("%1; names are aliases").replace("%1", source)
        return PictureCaption(self.title(), SEPARATOR.join(facts), source, saved.is_practice)

    # Words ----------------------------------------------------------------------------------------------------------

    @Slot()
    def _show_words(self) -> None:
        saved = self._saved
        self._title.setText(query_in_words(saved.plan.query, self._names) if saved else "")
        self._facts.setText(SEPARATOR.join(self._facts_of(saved)) if saved else "")
        self._facts.setToolTip(self._exact(saved) if saved else "")
        warnings = self._warnings_of(saved) if saved else []
        self._warnings.setText("\n".join(warnings))
        self._warnings.setVisible(bool(warnings))
        self._warning_icon.setVisible(bool(warnings))

    def _facts_of(self, saved: SavedResult) -> list[str]:
        answer, now = saved.only_answer, self._clock()
        facts = [period_in_words(saved.plan.query.period, zone_of(saved.time_zone))]
        if how := asked_how_in_words(saved.plan.compare_by, saved.plan.query.group_by):
            facts.append(how)
        if answer is not None:
            facts.append(recordings_in_words(answer.recordings_evaluated))
        elif saved.is_comparison:
            facts.append(answered_in_words(len(saved.answers), len(saved.plan.cells)))
        fresh = freshness(saved, self.late_scores)
        ages = (fresh.oldest, fresh.newest) if fresh else (saved.saved_at, saved.saved_at)
        oldest, newest = (age_in_words(instant, now) for instant in ages)
        text = self.tr("fetched %1") if oldest == newest else self.tr("fetched %1 to %2").replace("%2", newest)
        facts.append(text.replace("%1", oldest))
        facts.append(self._source_of(saved))
        return [*facts, *self._not_final(fresh), *([self._note] if self._note else [])]

    def _not_final(self, fresh: Freshness | None) -> list[str]:
        if fresh is None:
            return []
        if fresh.open_periods:
            if fresh.periods == 1:
                return [self.tr("period was still open")]
            count = fresh.open_periods
            text = (
                self.tr("1 period was still open") if count == 1 else self.tr("%1 periods were still open", "", count)
            )
            return [text.replace("%1", grouped(count))]
        return [self.tr("scores may still arrive")] if fresh.late_periods else []

    def _source_of(self, saved: SavedResult) -> str:
        if self._from_store:
            return self.tr("from the store")
        reused = sum(answer.fetched_at < saved.saved_at for answer in saved.answers.values())
        if not reused or not saved.is_comparison:
            return self.tr("from Siro")
        if reused == len(saved.answers):
            return self.tr("from the store")
        return self.tr("from Siro, %1 from the store").replace("%1", grouped(reused))

    def _exact(self, saved: SavedResult) -> str:
        answer, zone = saved.only_answer, zone_of(saved.time_zone)
        lines = [
            self.tr("Fetched %1").replace("%1", instant_in_words(answer.fetched_at if answer else saved.saved_at, zone))
        ]
        lines.append(self.tr("From %1").replace("%1", instant_in_words(saved.plan.query.period.start, zone)))
        lines.append(self.tr("Up to, without, %1").replace("%1", instant_in_words(saved.plan.query.period.end, zone)))
        return "\n".join(lines)

    def _warnings_of(self, saved: SavedResult) -> list[str]:
        answer = saved.only_answer
        if answer is None:
            return []
        warnings = list(answer.warnings)
        if answer.problem is not None:
            text = self.tr("Only a part of the answer came: %1")
            warnings.insert(0, text.replace("%1", answer.problem.message or answer.problem.title))
        return warnings
