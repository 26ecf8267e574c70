"""What a person changed in the question, step by step: an edit of one field, or another question altogether."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct
from PySide6.QtCore import QObject, Slot

from siro_desktop.ui.query_draft import read_mapping
from siro_desktop.ui.undo.step import Step

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QUndoStack

    from siro_desktop.ui.query_draft import Draft
    from siro_desktop.ui.query_form import QueryForm

_ONE_EDIT: Final = 1.0  # seconds between two changes of a field that are one edit
_HALF_TYPED: Final = frozenset({"typed", "version"})
_WHOM: Final = frozenset({"filter_by", "several", "ids"})


class _State(Struct):
    """What the form held, and what the window knew about it."""

    draft: Draft
    about: object


class FormHistory(QObject):
    """Puts steps on `stack`. `about` and `set_about` read and restore what belongs to the form, such as its name."""

    def __init__(
        self,
        form: QueryForm,
        stack: QUndoStack,
        about: Callable[[], Any],
        set_about: Callable[[Any], None],
        clock: Callable[[], float] = monotonic,
    ) -> None:
        super().__init__(form)
        self._form, self._stack, self._clock = form, stack, clock
        self._about, self._set_about = about, set_about
        self._last = form.draft()
        self._is_restoring = False
        self._newest: tuple[Step, str, float] | None = None
        form.changed.connect(self._on_changed)

    def begin(self) -> None:
        """Start anew from what the form holds now."""
        self._last = self._form.draft()
        self._newest = None

    @Slot()
    def _on_changed(self) -> None:
        former, now = self._last, self._form.draft()
        changed = changed_fields(former, now)
        self._last = now
        if not changed or self._is_restoring:
            return
        text = self._text(changed)
        if not self._is_same_edit(text):
            before = _State(former, self._about())
            after = _State({}, None)
            step = Step(text, lambda: self._swap(before, after), lambda: self._swap(after, before))
            self._newest = (step, text, self._clock())
            self._stack.push(step)

    def _is_same_edit(self, text: str) -> bool:
        """Typing and stepping through dates are many changes of one field: they are taken back together."""
        newest, now = self._newest, self._clock()
        if newest is None or newest[1] != text or text == self._texts()["ids"]:
            return False
        is_last = (
            self._stack.index() == self._stack.count() and self._stack.command(self._stack.index() - 1) is newest[0]
        )
        if not is_last or now - newest[2] > _ONE_EDIT:
            return False
        self._newest = (newest[0], text, now)
        return True

    def _swap(self, wanted: _State, former: _State) -> None:
        """Show `wanted`, and keep in `former` what was there. Half-typed text stays."""
        form = self._form
        former.draft, former.about = form.draft(), self._about()
        self._newest = None
        self._is_restoring = True
        try:
            form.restore_draft({**wanted.draft, "typed": former.draft.get("typed", "")})
            self._set_about(wanted.about)
            form.changed.emit()
        finally:
            self._is_restoring = False

    def _text(self, changed: frozenset[str]) -> str:
        texts = self._texts()
        if changed == {"ids"}:
            return texts["ids"]
        if changed <= _WHOM:
            return texts["filter_by"]
        return texts.get(next(iter(changed)), "") if len(changed) == 1 else self.tr("change of query")

    def _texts(self) -> dict[str, str]:
        return {
            "conversation_type": self.tr("change of conversation type"),
            "period": self.tr("change of period"),
            "filter_by": self.tr("change of filter"),
            "ids": self.tr("change of ids"),
            "compare_by": self.tr("change of comparison"),
            "group_by": self.tr("change of grouping"),
            "organization_id": self.tr("change of organization"),
        }


def changed_fields(former: Draft, now: Draft) -> frozenset[str]:
    """Return which parts of two drafts differ, but for text that is half typed."""
    first, second = _comparable(former), _comparable(now)
    return frozenset(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))


def _comparable(draft: Draft) -> dict[str, object]:
    ids = {kind: listed for kind, listed in read_mapping(draft.get("ids")).items() if listed}
    return {name: part for name, part in draft.items() if name not in _HALF_TYPED} | {"ids": ids}
