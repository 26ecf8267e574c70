"""Words about the store: sizes, files, parts, steps, and what a check or a rescue found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale

from siro_desktop.domain.store_health import FileKind, StorePart, StoreStep
from siro_desktop.ui.words import grouped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from siro_desktop.domain.store_health import RescueReport, StoreHealth

_MOST_NAMED = 12


def _tr(text: str, count: int = -1) -> str:
    return QCoreApplication.translate("StoreWords", text, "", count)


def size_in_words(size: int) -> str:
    """Return a number of bytes as people read it: 12.4 MB, which no line breaks."""
    return QLocale().formattedDataSize(size, 1, QLocale.DataSizeFormat.DataSizeSIFormat).replace(" ", "\u00a0")


def results_in_words(count: int) -> str:
    """Return so many results."""
    return _tr("1 result") if count == 1 else _tr("%1 results", count).replace("%1", grouped(count))


def file_in_words(kind: FileKind) -> str:
    """Return what a file is for."""
    return {
        FileKind.STORE: _tr("Results, queries, names, targets, notes"),
        FileKind.COPY: _tr("The same as it was before an update or a restore"),
        FileKind.DAMAGED: _tr("A damaged store that was kept"),
        FileKind.PROFILES: _tr("Connections, without secrets"),
        FileKind.SETTINGS: _tr("Preferences, and what was typed"),
        FileKind.REQUESTS: _tr("When requests went out in the last minute"),
        FileKind.LOGS: _tr("Logs, without answers or secrets"),
    }[kind]


def part_in_words(part: StorePart) -> str:
    """Return what a part of the store is called."""
    return {
        StorePart.RESULTS: _tr("the list of results"),
        StorePart.LABELS: _tr("names, notes and tags of results"),
        StorePart.ANSWERS: _tr("answers"),
        StorePart.FIGURES: _tr("figures"),
        StorePart.METRICS: _tr("descriptions of metrics"),
        StorePart.PAGES: _tr("raw answers"),
        StorePart.NAMES: _tr("names of people and teams"),
        StorePart.MEETINGS: _tr("notes of one-to-ones"),
        StorePart.EVENTS: _tr("events"),
        StorePart.QUERIES: _tr("saved queries"),
        StorePart.TARGETS: _tr("targets"),
        StorePart.LIMITS: _tr("limits of what is kept"),
        StorePart.FILE: _tr("the file as a whole"),
    }[part]


def step_in_words(step: StoreStep) -> str:
    """Return what is being done."""
    return {
        StoreStep.CHECK_FILE: _tr("Checking the file…"),
        StoreStep.CHECK_RESULTS: _tr("Reading every result…"),
        StoreStep.COPY: _tr("Copying…"),
        StoreStep.READ: _tr("Saving what can be read…"),
        StoreStep.PUT_IN_PLACE: _tr("Putting it in place…"),
    }[step]


def health_in_words(health: StoreHealth) -> str:
    """Return what a check found, in a few sentences."""
    if health.is_sound:
        if not health.results:
            return _tr("Nothing is damaged.")
        return _tr("Nothing is damaged: %1 read, with every figure as it was saved.").replace(
            "%1", results_in_words(health.results)
        )
    sentences = []
    if health.damages:
        sentences.append(_tr("Damaged: %1.").replace("%1", _parts(damage.part for damage in health.damages)))
    if health.unreadable:
        words = _tr("%1 cannot be read whole: No. %2.").replace("%2", _numbers(health.unreadable))
        sentences.append(words.replace("%1", results_in_words(len(health.unreadable))))
    sentences.append(_tr("All others open. Save what can be read into a new store: the damaged one is kept."))
    return " ".join(sentences)


def rescue_in_words(report: RescueReport) -> str:
    """Return what a rescue saved."""
    sentences = [
        _tr("%1 saved, %2 of them whole.")
        .replace("%1", results_in_words(report.results))
        .replace("%2", grouped(report.whole))
    ]
    if report.parts:
        sentences.append(_tr("Something is missing of: %1.").replace("%1", _parts(report.parts)))
    if report.lost:
        sentences.append(_tr("Only in the damaged file: result No. %1.").replace("%1", _numbers(report.lost)))
    sentences.append(_tr("The damaged file is kept: %1").replace("%1", str(report.kept)))
    return " ".join(sentences)


def _parts(parts: Iterable[StorePart]) -> str:
    return ", ".join(dict.fromkeys(map(part_in_words, parts)))


def _numbers(numbers: Sequence[int]) -> str:
    more = _tr(" and %1 more").replace("%1", grouped(len(numbers) - _MOST_NAMED)) if len(numbers) > _MOST_NAMED else ""
    return ", ".join(map(str, numbers[:_MOST_NAMED])) + more
