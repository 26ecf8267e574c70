"""Makes, edits, tests and removes connections.

Signals: `save_requested(ProfileDraft)`, `test_requested(ProfileDraft)`, `test_outdated()` once a test speaks of what
is not shown any more, `remove_requested(profile id)`. The dialog stores nothing itself; a secret leaves it inside
a ProfileDraft and nowhere else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from siro_desktop.errors import ProfileError
from siro_desktop.ui.check_steps import CheckStepsView
from siro_desktop.ui.dialog_size import size_by_text
from siro_desktop.ui.icons import set_icon
from siro_desktop.ui.profile_draft import ProfileDraft
from siro_desktop.ui.profile_form import ProfileForm, empty_profile
from siro_desktop.ui.text_size import fit_height, follow_text
from siro_desktop.ui.theme import SPACE_2, SPACE_3, SPACE_4, restyle, row_height, style_primary
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QHideEvent

    from siro_desktop.domain.profile import Profile
    from siro_desktop.domain.session import CheckStep

__all__ = ["ProfileDialog", "ProfileDraft"]


class ProfileDialog(QDialog):
    """All connections in a list, one of them in a form; None for `profile` begins a new one."""

    save_requested = Signal(object)
    test_requested = Signal(object)
    test_outdated = Signal()
    remove_requested = Signal(object)

    def __init__(
        self, profiles: Sequence[Profile], profile: Profile | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("profile_dialog")
        self.setWindowTitle(self.tr("Connections to Siro"))
        self._profiles = [one for one in profiles if not one.is_practice]
        self._shown: Profile | None = None
        self._in_work: Profile | None = None  # somebody saves or removes it
        self._new_profile = empty_profile(uuid4().hex)
        self._stored: dict[str, str] = {}  # the texts of the shown connection before an edit
        self._typed: dict[str, dict[str, str]] = {}  # what was edited, by the connection's id
        self._build_layout()
        self._connect()
        self._show(profile)
        self._form.focus_first()

    def _build_layout(self) -> None:
        self._list = named(QListWidget(self), "profile_list")
        self._list.setAccessibleName(self.tr("Connections"))
        self._fill_list()
        follow_text(self._list, self._fit_rows)
        self._new = named(QPushButton(self.tr("New connection"), self), "profile_new")
        set_icon(self._new, "add")
        left = named(QWidget(self), "profile_left")
        left.setVisible(bool(self._profiles))
        follow_text(left, lambda: left.setMaximumWidth(14 * left.fontMetrics().lineSpacing()))
        label = named(QLabel(self.tr("&Connections"), left), "profile_list_label")
        label.setBuddy(self._list)
        column = QVBoxLayout(left)
        column.setContentsMargins(SPACE_4, SPACE_4, 0, SPACE_4)
        column.setSpacing(SPACE_2)
        for widget in (label, self._list, self._new):
            column.addWidget(widget)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(left, 1)
        middle.addWidget(self._build_form(), 3)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(middle, 1)
        layout.addWidget(self._build_confirmation())
        layout.addWidget(self._build_buttons())
        size_by_text(self, QSize(46 if self._profiles else 34, 40))

    def _fill_list(self) -> None:
        with QSignalBlocker(self._list):
            self._list.clear()
            for one in self._profiles:
                item = QListWidgetItem(one.name, self._list)
                item.setData(Qt.ItemDataRole.UserRole, one.id)
        self._fit_rows()

    def _fit_rows(self) -> None:
        for row in range(self._list.count()):
            self._list.item(row).setSizeHint(QSize(0, row_height(self._list.font())))

    def _build_form(self) -> QWidget:
        self._form = ProfileForm()
        self._steps = CheckStepsView()
        inside = named(QWidget(), "profile_inside")
        restyle(inside, "#profile_inside { background: $window; }")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._form)
        box = QVBoxLayout()
        box.setContentsMargins(SPACE_4, 0, SPACE_4, SPACE_4)
        box.addWidget(self._steps)
        column.addLayout(box)
        column.addStretch(1)
        self._scroll = named(QScrollArea(self), "profile_scroll")
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inside)
        return self._scroll

    def _build_confirmation(self) -> QWidget:
        self._confirmation = box = named(QWidget(self), "remove_confirmation")
        box.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        restyle(box, "#remove_confirmation { background: $warning_fill; border-top: 1px solid $line; }")
        self._question = named(QLabel(box), "remove_question")
        self._question.setWordWrap(True)
        self._question.setTextFormat(Qt.TextFormat.PlainText)
        self._really = named(QPushButton(self.tr("Remove"), box), "remove_really")
        self._keep = named(QPushButton(self.tr("Keep"), box), "remove_keep")
        row = QHBoxLayout(box)
        row.setContentsMargins(SPACE_4, SPACE_2, SPACE_4, SPACE_2)
        row.addWidget(self._question, 1)
        row.addWidget(self._really)
        row.addWidget(self._keep)
        box.hide()
        return box

    def _build_buttons(self) -> QWidget:
        foot = named(QWidget(self), "profile_foot")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        restyle(foot, "#profile_foot { border-top: 1px solid $line; }")
        self._remove = named(QPushButton(self.tr("Remove…"), foot), "profile_remove")
        self._test = named(QPushButton(self.tr("Test connection"), foot), "profile_test")
        self._close = named(QPushButton(self.tr("Cancel"), foot), "profile_close")
        self._save = named(QPushButton(self.tr("Save"), foot), "profile_save")
        row = QHBoxLayout(foot)
        row.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_3)
        row.setSpacing(SPACE_2)
        row.addWidget(self._remove)
        row.addWidget(self._test)
        row.addStretch(1)
        row.addWidget(self._close)
        row.addWidget(self._save)
        for button in (self._new, self._really, self._keep, self._remove, self._test, self._close, self._save):
            button.setAutoDefault(False)
        fit_height(self._new, self._really, self._keep, self._remove, self._test, self._close, self._save)
        self._save.setDefault(True)
        style_primary(self._save)
        return foot

    def _connect(self) -> None:
        self._list.currentItemChanged.connect(self._on_current_changed)
        self._list.itemClicked.connect(self._form.focus_first)
        self._list.itemActivated.connect(self._form.focus_first)
        self._new.clicked.connect(self._on_new_clicked)
        self._save.clicked.connect(self._on_save_clicked)
        self._test.clicked.connect(self._on_test_clicked)
        self._close.clicked.connect(self.reject)
        self._remove.clicked.connect(self._on_remove_clicked)
        self._keep.clicked.connect(self._confirmation.hide)
        self._really.clicked.connect(self._on_really_clicked)
        self._form.edited.connect(self._drop_test)
        self.finished.connect(self._drop_test)

    def show_test_steps(self, steps: Sequence[CheckStep]) -> None:
        """Show what a connection test found."""
        self._steps.show_steps(steps)
        self._reveal(self._steps)

    def show_error(self, error: ProfileError) -> None:
        """Say what is wrong beside its field."""
        self._form.show_error(error)
        self._reveal(self._form.field_of(error))

    def settle(self, saved: Profile | None) -> bool:
        """Take the connection that was to be saved or removed for saved, or with None for removed.

        True if another one has unsaved edits, which is shown then.
        """
        done, self._in_work = self._in_work, None
        self._keep_typed()
        self._shown = None
        if done is not None:
            self._typed.pop(done.id, None)
            self._list_again(done, saved)
        unsaved = next((one for one in (*self._profiles, self._new_profile) if one.id in self._typed), None)
        if unsaved is None:
            return False
        self._show(None if unsaved is self._new_profile else unsaved)
        self._form.show_error(ProfileError("", self.tr("What you changed here is not saved yet.")))
        return True

    def _list_again(self, former: Profile, now: Profile | None) -> None:
        others = [one for one in self._profiles if one.id != former.id]
        at = self._profiles.index(former) if former in self._profiles else len(others)
        self._profiles = [*others[:at], *((now,) if now is not None else ()), *others[at:]]
        if former is self._new_profile:
            self._new_profile = empty_profile(uuid4().hex)
        self._fill_list()

    @property
    def form(self) -> ProfileForm:
        """The form of the connection that is shown."""
        return self._form

    def _show(self, profile: Profile | None) -> None:
        """Show a stored profile, or with None the one that is being made; what was typed there comes back."""
        self._keep_typed()
        self._shown = profile or self._new_profile
        self._form.show_profile(self._shown, is_stored=profile is not None)
        self._stored = self._form.texts()
        self._form.restore_texts(self._typed.get(self._shown.id, {}))
        self._drop_test()
        self._confirmation.hide()
        self._remove.setVisible(profile is not None)
        row = next((at for at, one in enumerate(self._profiles) if one is profile), -1)
        self._list.setCurrentRow(row)
        self._scroll.verticalScrollBar().setValue(0)

    def _keep_typed(self) -> None:
        """Keep what was edited of the shown connection, until it is shown again or saved."""
        if self._shown is not None:
            self._typed.pop(self._shown.id, None)
            if (texts := self._form.texts()) != self._stored:
                self._typed[self._shown.id] = texts

    def _draft(self) -> ProfileDraft | None:
        """What was typed, or None after saying what is wrong with it."""
        self._form.clear_problems()
        try:
            draft = self._form.to_draft()
            self._check_name(draft.profile)
        except ProfileError as error:
            self.show_error(error)
            return None
        return draft

    def _check_name(self, profile: Profile) -> None:
        others = {one.name.casefold() for one in self._profiles if one.id != profile.id}
        if profile.name.casefold() in others:
            raise ProfileError("name", self.tr("Another connection has this name already."))

    def _reveal(self, widget: QWidget) -> None:
        """Scroll to a widget that may have appeared just now."""
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        self._scroll.ensureWidgetVisible(widget, 0, SPACE_4)

    @Slot()
    def _drop_test(self) -> None:
        self._steps.hide()
        self.test_outdated.emit()

    @Slot(QListWidgetItem, QListWidgetItem)
    def _on_current_changed(self, item: QListWidgetItem | None, _former: QListWidgetItem | None) -> None:
        """Show the connection that the list stands on: what is done below is done to it."""
        wanted = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        chosen = next((one for one in self._profiles if one.id == wanted), None)
        if chosen is not None and chosen is not self._shown:
            self._show(chosen)

    @Slot()
    def _on_new_clicked(self) -> None:
        self._show(None)
        self._form.focus_first()

    @Slot()
    def _on_save_clicked(self) -> None:
        if draft := self._draft():
            self._in_work = self._shown
            self.save_requested.emit(draft)

    @Slot()
    def _on_test_clicked(self) -> None:
        if draft := self._draft():
            self._steps.show_testing()
            self._reveal(self._steps)
            self.test_requested.emit(draft)

    @Slot()
    def _on_remove_clicked(self) -> None:
        if self._shown is not None:
            question = self.tr(
                "Remove “%s” and its sign-in from this computer? Saved results stay, for a connection of this name"
                " to the same organization."
            )
            self._question.setText(question % self._shown.name)
            self._confirmation.show()
            self._keep.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_really_clicked(self) -> None:
        self._confirmation.hide()
        if self._shown is not None:
            self._in_work = self._shown
            self.remove_requested.emit(self._shown.id)

    def hideEvent(self, hiding: QHideEvent) -> None:
        """A window out of sight keeps no secret."""
        super().hideEvent(hiding)
        if not hiding.spontaneous():
            self._form.forget_secret()
