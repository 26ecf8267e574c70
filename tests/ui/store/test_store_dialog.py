"""The dialog of local data, page by page, and the words in it; the dialog of a result's labels."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QTabBar,
    QTableView,
)

from siro_desktop.domain.aliases import Aliases, alias_names
from siro_desktop.domain.labels import Labels
from siro_desktop.domain.names import NamedId, Names
from siro_desktop.domain.periods import Period
from siro_desktop.domain.plan import NOT_COMPARED
from siro_desktop.domain.query import EntityType, MetricsQuery
from siro_desktop.domain.results import ResultSummary
from siro_desktop.domain.retention import RetentionRule, StoredResult
from siro_desktop.domain.store_health import (
    Damage,
    FileKind,
    RescueReport,
    StoredFile,
    StoredProfile,
    StoreHealth,
    StorePart,
    StoreProgress,
    StoreStep,
)
from siro_desktop.jobs.saved_limits import WouldGo
from siro_desktop.ui.field import Field, ProblemLine
from siro_desktop.ui.labels_dialog import LabelsDialog
from siro_desktop.ui.store.dialog import StoreDialog
from siro_desktop.ui.store.words import (
    file_in_words,
    health_in_words,
    part_in_words,
    rescue_in_words,
    size_in_words,
    step_in_words,
)

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
NAMES = Names(conversation_types=(NamedId("roof", "Roof inspection"),))


def make_summary(number: int, labels: Labels = Labels()) -> ResultSummary:  # noqa: B008  frozen
    return ResultSummary(
        id=number,
        profile_id="acme",
        profile_name="Acme",
        time_zone="America/Denver",
        saved_at=NOW - timedelta(days=number),
        query=MetricsQuery(
            organization_id="o",
            conversation_type_id="roof",
            period=Period(datetime(2026, 10, 1, 6, tzinfo=UTC), datetime(2026, 11, 1, 6, tzinfo=UTC)),
            filter_by=(EntityType.USER,),
            ids=("ana",),
            group_by=(),
        ),
        compare_by=NOT_COMPARED,
        cells=1,
        cells_answered=1,
        recordings_evaluated=3,
        metric_count=5,
        is_partial=False,
        labels=labels,
    )


@pytest.fixture
def dialog(qtbot) -> StoreDialog:
    made = StoreDialog("Acme & Co", NAMES)
    qtbot.addWidget(made)
    made.show()
    return made


def rows(host, name: str) -> list[list[str]]:
    model = host.findChild(QTableView, name).model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())
    ]


def test_what_is_stored_where_and_how_large(dialog, qtbot) -> None:
    dialog.stored.show_profiles((StoredProfile("acme", "Acme", 1200, 3, 5_000_000, 12, 4),))
    dialog.stored.show_files((StoredFile(FileKind.STORE, Path("/d/results.sqlite3"), 6_200_000),))
    assert rows(dialog, "stored_profiles") == [["Acme", "1,200", "3", "12", "4", "5.0\u00a0MB"]]
    what = "Results, queries, names, targets, notes"
    assert rows(dialog, "stored_files") == [[what, "/d/results.sqlite3", "6.2\u00a0MB"]]
    with qtbot.waitSignal(dialog.stored.open_folder_clicked):
        dialog.findChild(QPushButton, "stored_folder").click()


def test_tables_that_have_room_do_not_scroll_sideways(dialog) -> None:
    dialog.stored.show_profiles((StoredProfile("acme", "Acme", 1200, 3, 5_000_000, 12, 4),))
    dialog.stored.show_files((StoredFile(FileKind.STORE, Path("/d/results.sqlite3"), 6_200_000),))
    for name in ("stored_profiles", "stored_files"):
        table = dialog.findChild(QTableView, name)
        assert table.horizontalHeader().length() == table.viewport().width()
        assert not table.horizontalScrollBar().isVisible()


def test_a_backup_says_that_private_notes_are_in_it(dialog) -> None:
    """It is not encrypted: nobody is to give away notes without knowing it."""
    said = dialog.findChild(QPushButton, "store_backup").accessibleDescription()
    for part in ("results", "saved queries", "names", "targets", "events", "notes of one-to-ones", "not encrypted"):
        assert part in said
    assert dialog.findChild(QLabel, "store_backup_sentence").text() == said


def test_tabs_are_named_after_what_they_hold(dialog, qtbot) -> None:
    tabs = dialog.findChild(QTabBar, "store_tab_bar")
    assert [tabs.tabText(n) for n in range(3)] == ["What is stored", "How long: Acme && Co", "Check and backup"]
    dialog.show_care()
    assert dialog.care.isVisible()
    dialog.show_keep()
    assert dialog.keep.isVisible()
    nobody = StoreDialog("", NAMES)
    qtbot.addWidget(nobody)
    assert nobody.findChild(QTabBar, "store_tab_bar").count() == 2


def test_what_would_go_is_shown_before_it_goes(dialog, qtbot) -> None:
    page = dialog.keep
    dialog.show_keep()
    days, delete = dialog.findChild(QSpinBox, "keep_days"), dialog.findChild(QPushButton, "keep_delete")
    heading, save = dialog.findChild(QLabel, "keep_heading"), dialog.findChild(QPushButton, "keep_save")
    page.show_rule(RetentionRule())
    assert days.text() == "No limit"
    assert (heading.text(), save.isEnabled()) == ("Without a limit everything stays.", False)
    with qtbot.waitSignal(page.rule_changed) as changed:
        days.setValue(90)
    rule = RetentionRule(days=90)
    assert changed.args == [rule]
    named = StoredResult(make_summary(120, Labels("Monday board")), 2_000_000)
    found = WouldGo(rule, (StoredResult(make_summary(200), 4_000), named))
    page.show_would_go(WouldGo(RetentionRule(days=5), found.results[:1]))  # it came late
    assert not delete.isVisible()
    page.show_would_go(found)
    assert [row[0] for row in rows(dialog, "keep_table")] == ["ana · Roof inspection", "Monday board"]
    assert heading.text().replace("&", "") == "By these limits would go: 2 results, about 2.0\u00a0MB"
    assert delete.text() == "&Delete 2 results…"
    with qtbot.waitSignal(page.delete_requested) as wanted:
        delete.click()
    assert wanted.args == [found]
    with qtbot.waitSignal(page.save_requested) as kept:
        save.click()
    assert kept.args == [rule]
    page.show_would_go(WouldGo(rule, ()))
    assert "nothing would go" in heading.text()
    with qtbot.waitSignal(page.rule_changed) as changed:
        dialog.findChild(QSpinBox, "keep_megabytes").setValue(12)
    assert changed.args == [RetentionRule(90, 12)]
    assert not delete.isVisible()


def test_what_would_go_names_nobody_where_names_are_aliases(qtbot) -> None:
    known = Names(users=(NamedId("ana", "Ana Ruiz"),))
    dialog = StoreDialog("Acme", alias_names(known, Aliases().covering(EntityType.USER, ["ana"])))
    qtbot.addWidget(dialog)
    rule = RetentionRule(days=90)
    dialog.keep.show_rule(rule)
    found = StoredResult(make_summary(120, Labels("Ana Ruiz October")), 2_000_000)
    dialog.keep.show_would_go(WouldGo(rule, (found,)))
    assert [row[0] for row in rows(dialog, "keep_table")] == ["Rep A October"]


@pytest.mark.parametrize("name", ["store_check", "store_backup", "store_restore", "store_rescue"])
def test_the_keyboard_waits_at_stop_and_comes_back(dialog, qtbot, name: str) -> None:
    page = dialog.care
    dialog.show_care()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    button, stop = dialog.findChild(QPushButton, name), dialog.findChild(QPushButton, "care_stop")
    button.setFocus()
    page.show_progress(StoreProgress(StoreStep.CHECK_RESULTS, 0, 12))
    page.show_progress(StoreProgress(StoreStep.CHECK_RESULTS, 3, 12))
    assert stop.hasFocus()
    page.show_outcome("Done.")
    assert button.hasFocus()

    dialog.findChild(QTabBar, "store_tab_bar").setFocus()
    page.show_progress(StoreProgress(StoreStep.CHECK_RESULTS, 3, 12))
    page.show_problem("Damaged.")
    assert dialog.findChild(QTabBar, "store_tab_bar").hasFocus()


def test_one_thing_at_a_time_with_progress_and_a_way_to_stop(dialog, qtbot) -> None:
    page = dialog.care
    dialog.show_care()
    check, bar = dialog.findChild(QPushButton, "store_check"), dialog.findChild(QProgressBar, "care_progress")
    said, problem = dialog.findChild(QLabel, "care_said"), dialog.findChild(ProblemLine, "care_problem")
    with qtbot.waitSignal(page.check_clicked):
        check.click()
    page.show_progress(StoreProgress(StoreStep.CHECK_RESULTS, 3, 12))
    assert (bar.isVisible(), bar.value(), bar.maximum(), check.isEnabled()) == (True, 3, 12, False)
    assert said.text() == "Reading every result…"
    with qtbot.waitSignal(page.stop_clicked):
        dialog.findChild(QPushButton, "care_stop").click()
    page.show_problem("")
    assert (bar.isVisible(), check.isEnabled(), problem.text) == (False, True, "")
    page.show_outcome("All is well.")
    assert said.text() == "All is well."
    page.show_problem("The disk is full.")
    assert (said.text(), problem.text) == ("", "The disk is full.")


@pytest.mark.parametrize(
    ("button", "name", "signal"),
    [("store_backup", "backup_dialog", "backup_chosen"), ("store_restore", "restore_dialog", "restore_chosen")],
)
def test_a_file_is_asked_for(dialog, qtbot, tmp_path, button: str, name: str, signal: str) -> None:
    dialog.show_care()
    dialog.findChild(QPushButton, button).click()
    chooser = dialog.findChild(QFileDialog, name)
    assert "sirobackup" in chooser.nameFilters()[0]
    with qtbot.waitSignal(getattr(dialog.care, signal)) as chosen:
        chooser.fileSelected.emit(str(tmp_path / "a.sirobackup"))
    assert chosen.args == [tmp_path / "a.sirobackup"]
    chooser.close()


def test_every_part_step_and_file_has_words() -> None:
    for words, kinds in ((part_in_words, StorePart), (step_in_words, StoreStep), (file_in_words, FileKind)):
        assert len({words(kind) for kind in kinds}) == len(kinds)
    assert size_in_words(1_500) == "1.5\u00a0kB"


def test_what_a_check_found_in_words() -> None:
    assert health_in_words(StoreHealth()) == "Nothing is damaged."
    assert health_in_words(StoreHealth(results=3)).startswith("Nothing is damaged: 3 results read")
    damages = (Damage(StorePart.FIGURES, "x"), Damage(StorePart.FIGURES, "y"), Damage(StorePart.PAGES, "z"))
    said = health_in_words(StoreHealth(damages, tuple(range(1, 15)), 20))
    assert said.startswith("Damaged: figures, raw answers. 14 results cannot be read whole: No. 1, 2, 3,")
    assert "and 2 more" in said
    assert "the damaged one is kept" in said


def test_what_a_rescue_saved_in_words() -> None:
    kept = Path("/d/results.sqlite3.damaged-1")
    assert (
        rescue_in_words(RescueReport(kept, 1, 1))
        == f"1 result saved, 1 of them whole. The damaged file is kept: {kept}"
    )
    said = rescue_in_words(RescueReport(kept, 5, 3, (7, 9), (StorePart.PAGES,)))
    assert "missing of: raw answers. Only in the damaged file: result No. 7, 9." in said


def test_labels_are_typed_and_told(qtbot) -> None:
    summary = make_summary(4, Labels("Old name", "Old note", ("weekly", "Q4"), is_pinned=True))
    dialog = LabelsDialog(summary, "Roof inspection")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)  # the test closes it once more
    qtbot.addWidget(dialog)
    dialog.show()
    name, tags = dialog.findChild(QLineEdit, "label_name"), dialog.findChild(QLineEdit, "label_tags")
    assert (name.text(), tags.text()) == ("Old name", "weekly, Q4")
    assert dialog.findChild(QPlainTextEdit, "label_note").toPlainText() == "Old note"
    assert dialog.findChild(QCheckBox, "label_pin").isChecked()
    name.setText("  New \n name ")
    tags.setText("one, two, " + "x" * 41)
    save = dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok)
    with qtbot.assertNotEmitted(dialog.labels_chosen):
        save.click()
    assert "40 characters" in dialog.findChild(Field, "tags_field").problem
    qtbot.keyClick(tags, Qt.Key.Key_Backspace)
    assert dialog.findChild(Field, "tags_field").problem == ""
    with qtbot.waitSignal(dialog.labels_chosen) as chosen:
        save.click()
    assert chosen.args == [4, Labels("New name", "Old note", ("one", "two", "x" * 40), is_pinned=True)]
