"""The form of one connection: shows the fields that its sign-in method needs, and makes a Profile of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from siro_desktop.domain.profile import USUAL, Profile, SignInMethod
from siro_desktop.errors import ProfileError
from siro_desktop.ui.calendar_section import CalendarSection, first_day_here
from siro_desktop.ui.disclosure import Disclosure
from siro_desktop.ui.field import Caption, Field, ProblemLine
from siro_desktop.ui.icons import set_icon
from siro_desktop.ui.method_choice import MethodChoice
from siro_desktop.ui.profile_draft import ProfileDraft
from siro_desktop.ui.profile_spec import (
    TextSpec,
    administrator_text,
    advanced_specs,
    general_specs,
    organization_spec,
    secret_words,
    sign_in_specs,
)
from siro_desktop.ui.text_size import fit_height
from siro_desktop.ui.theme import SPACE_2, SPACE_3, SPACE_4, restyle
from siro_desktop.ui.wheel_guard import guard_from_wheel
from siro_desktop.ui.widgets import named
from siro_desktop.ui.zone_combo import ZoneCombo, system_zone

if TYPE_CHECKING:
    from collections.abc import Sequence

_ADVANCED: Final = ("recording_address", "redirect_host", "redirect_ports", "proxy", "ca_file")


def empty_profile(profile_id: str) -> Profile:
    """Return a profile with all defaults, in this computer's time zone and with its first day of the week."""
    return Profile(id=profile_id, name="", time_zone=system_zone(), week_start=first_day_here())


class ProfileForm(QWidget):
    """Edits one profile. Signal: `edited()` after every edit by the person."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("profile_form")
        self._profile = empty_profile("")
        self._is_stored = False
        self._lines: dict[str, QLineEdit] = {}
        self._fields: dict[str, Field] = {}
        self._methods_of: dict[str, frozenset[SignInMethod]] = {}
        self._build_layout()
        guard_from_wheel(self)
        self._connect()
        self._show_needed()

    def _build_layout(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        column.setSpacing(SPACE_3)
        self._general_problem = ProblemLine("profile_problem", self)
        column.addWidget(self._general_problem)
        self._add_texts(column, general_specs())
        self._method = MethodChoice()
        method = Field("method", self.tr("How to sign in"), self._method)
        self._keep(method, column)
        column.addWidget(self._build_request())
        for spec in sign_in_specs():
            self._add_texts(column, (spec,))
            if spec.name == "client_id":
                self._add_secret(column)
        self._add_texts(column, (organization_spec(),))
        self._zone = ZoneCombo("time_zone")
        fit_height(self._zone)
        zone_help = self.tr("Days begin and end at midnight there.")
        self._keep(Field("time_zone", self.tr("Time &zone"), self._zone, help_text=zone_help), column)
        self._calendar = CalendarSection(self)
        self._fields |= self._calendar.fields
        column.addWidget(self._calendar)
        self._add_advanced(column)
        column.addStretch(1)

    def _keep(self, field: Field, column: QVBoxLayout) -> None:
        self._fields[field.name] = field
        column.addWidget(field)

    def _add_texts(self, column: QVBoxLayout, specs: Sequence[TextSpec]) -> None:
        for spec in specs:
            line = named(QLineEdit(), spec.name)
            line.setPlaceholderText(spec.placeholder)
            line.textEdited.connect(self._on_edited)
            fit_height(line)
            self._lines[spec.name] = line
            self._methods_of[spec.name] = spec.methods
            self._keep(Field(spec.name, spec.label, line, help_text=spec.help_text), column)

    def _add_secret(self, column: QVBoxLayout) -> None:
        self._secret = named(QLineEdit(), "secret")
        self._secret.setEchoMode(QLineEdit.EchoMode.Password)
        self._secret.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhHiddenText
        )
        self._secret.textEdited.connect(self._on_edited)
        fit_height(self._secret)
        self._keep(Field("secret", " ", self._secret), column)

    def _build_request(self) -> QWidget:
        """What to ask the administrator for, in a block that can be copied."""
        self._request = box = named(QWidget(self), "administrator_box")
        box.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        restyle(box, "#administrator_box { background: $info_fill; border: none; border-radius: $radius; }")
        title = Caption("administrator_title", self.tr("Ask your Siro administrator for these"), box, color="text")
        text = Caption("administrator_text", administrator_text(), box, color="text")
        copy = named(QPushButton(self.tr("Copy this text"), box), "administrator_copy")
        copy.setAutoDefault(False)
        set_icon(copy, "copy")
        fit_height(copy)
        copy.clicked.connect(self._on_copy_clicked)
        font = title.font()
        font.setBold(True)
        title.setFont(font)
        column = QVBoxLayout(box)
        column.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_3)
        column.setSpacing(SPACE_2)
        column.addWidget(title)
        column.addWidget(text)
        column.addWidget(copy, 0, Qt.AlignmentFlag.AlignLeading)
        return box

    def _add_advanced(self, column: QVBoxLayout) -> None:
        tip = self.tr("Show or hide what few people need")
        self._advanced = Disclosure("profile_advanced", self.tr("Advanced"), tip, self)
        column.addWidget(self._advanced, 0, Qt.AlignmentFlag.AlignLeading)
        self._add_texts(column, advanced_specs())
        line = named(QLineEdit(), "ca_file")
        line.setPlaceholderText(self.tr("The system's certificates"))
        line.textEdited.connect(self._on_edited)
        browse = named(QPushButton(self.tr("Bro&wse…")), "ca_file_browse")
        browse.setAutoDefault(False)
        browse.clicked.connect(self._on_browse_clicked)
        fit_height(line, browse)
        row = named(QWidget(), "ca_file_row")
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(line, 1)
        layout.addWidget(browse)
        self._lines["ca_file"] = line
        self._methods_of["ca_file"] = frozenset(SignInMethod)
        self._keep(Field("ca_file", self.tr("Certi&ficate file"), row, buddy=line), column)

    def _connect(self) -> None:
        self._method.changed.connect(self._on_method_changed)
        self._zone.editTextChanged.connect(self._on_edited)
        self._calendar.edited.connect(self._on_edited)
        self._advanced.toggled.connect(self._show_needed)

    def show_profile(self, profile: Profile, *, is_stored: bool) -> None:
        """Show a profile. `is_stored` says that its secret, if it has one, lies in the keyring already."""
        self._profile, self._is_stored = profile, is_stored
        for name, line in self._lines.items():
            kept = getattr(profile, name)
            line.setText(", ".join(map(str, kept)) if isinstance(kept, tuple) else kept)
            line.setCursorPosition(0)
        self._method.set_method(profile.method)
        self._zone.setEditText(profile.time_zone)
        self._calendar.show_profile(profile)
        self._secret.clear()
        self.clear_problems()
        self._advanced.setChecked(any(getattr(profile, name) != USUAL[name] for name in _ADVANCED))
        self._show_needed()

    def forget_secret(self) -> None:
        """Take the secret out of the window."""
        self._secret.clear()

    def to_draft(self) -> ProfileDraft:
        """Return the profile as typed. Raises ProfileError naming the field; *secret* is the secret's."""
        method = self._method.method()
        typed = {
            name: line.text().strip() for name, line in self._lines.items() if method in self._methods_of[name]
        }  # what the method does not need stays as it was
        ports = {"redirect_ports": _read_ports(typed.pop("redirect_ports"))} if "redirect_ports" in typed else {}
        numbers = self._calendar.numbers()
        profile = replace(self._profile, method=method, time_zone=self._zone.zone_name(), **typed, **ports, **numbers)
        profile.check()
        secret = self._secret.text().strip()
        is_new_secret = not self._is_stored or method is not self._profile.method
        if not secret and is_new_secret and method is not SignInMethod.AUTHORIZATION_CODE:
            label = secret_words(method)[0].replace("&", "").lower()
            raise ProfileError("secret", self.tr("Enter the %s.") % label)
        return ProfileDraft(profile, secret or None)

    def show_error(self, error: ProfileError) -> None:
        """Say what is wrong beside its field, and lead there; at the top if no field is named."""
        self.clear_problems()
        field = self._fields.get(error.field)
        if field is None:
            self._general_problem.set_text(error.message)
            return
        if error.field in _ADVANCED:
            self._advanced.setChecked(True)
        if error.field in self._calendar.fields:
            self._calendar.open()
        field.show_problem(error.message)

    def clear_problems(self) -> None:
        """Take all problems away."""
        self._general_problem.set_text("")
        for field in self._fields.values():
            field.clear_problem()

    def texts(self) -> dict[str, str]:
        """What was typed, without the secret."""
        typed = {name: line.text() for name, line in self._lines.items()}
        chosen = {"method": self._method.method().value, "time_zone": self._zone.currentText()}
        return typed | chosen | self._calendar.texts()

    def restore_texts(self, texts: dict[str, str]) -> None:
        """Show what `texts` gave."""
        for name, line in self._lines.items():
            line.setText(texts.get(name, line.text()))
        self._method.set_method(SignInMethod(texts.get("method", self._method.method())))
        self._zone.setEditText(texts.get("time_zone", self._zone.currentText()))
        self._calendar.restore_texts(texts)
        self._show_needed()

    def focus_first(self) -> None:
        """Lead the keyboard to the first line."""
        self._lines["name"].setFocus(Qt.FocusReason.OtherFocusReason)

    def field_of(self, error: ProfileError) -> QWidget:
        """Where the problem of `error` stands."""
        return self._fields.get(error.field, self._general_problem)

    def field(self, name: str) -> Field:
        """The field of that name. Raises KeyError if there is none."""
        return self._fields[name]

    @Slot()
    def _show_needed(self) -> None:
        method, is_advanced = self._method.method(), self._advanced.isChecked()
        for name, methods in self._methods_of.items():
            self._fields[name].setVisible(method in methods and (is_advanced or name not in _ADVANCED))
        self._request.setVisible(method is SignInMethod.AUTHORIZATION_CODE)
        label, help_text = secret_words(method)
        self._fields["secret"].label.setText(label)
        self._fields["secret"].set_help(help_text)
        is_kept = self._is_stored and method is self._profile.method
        self._secret.setPlaceholderText(self.tr("Unchanged; type to replace it") if is_kept else "")

    @Slot()
    def _on_method_changed(self) -> None:
        self._secret.clear()
        self._show_needed()
        self._on_edited()

    @Slot()
    def _on_edited(self) -> None:
        source = self.sender()
        for field in self._fields.values():
            if source in {field.control, field.label.buddy()}:
                field.clear_problem()
        self._general_problem.set_text("")
        self.edited.emit()

    @Slot()
    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(administrator_text())

    @Slot()
    def _on_browse_clicked(self) -> None:
        dialog = QFileDialog(self, self.tr("Certificates of your network"), self._lines["ca_file"].text())
        dialog.setObjectName("ca_file_dialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Certificates (*.pem *.crt *.cer)"), self.tr("All files (*)")])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._lines["ca_file"].setText)
        dialog.fileSelected.connect(self._on_edited)
        dialog.open()


def _read_ports(text: str) -> tuple[int, ...]:
    words = [word for word in re.split(r"[\s,;]+", text) if word]
    if any(not word.isdecimal() or len(word) > 5 for word in words):
        raise ProfileError("redirect_ports", "Write port numbers with commas between them, such as 8400, 8401.")
    return tuple(dict.fromkeys(int(word) for word in words))
