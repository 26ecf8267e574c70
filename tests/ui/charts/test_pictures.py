"""Pictures of charts: whole names, whatever the window shows; the question inside the file; the same while hidden."""

from __future__ import annotations

import io
import json
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import numpy as np
import pypdf
import pytest
from compared_samples import make_names, make_saved, make_state
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage
from PySide6.QtWidgets import QApplication

from siro_desktop.domain.comparison import Place
from siro_desktop.domain.results import MetricValues
from siro_desktop.errors import ExportError
from siro_desktop.export.picture_facts import describe_picture
from siro_desktop.ui.charts.caption import PictureCaption
from siro_desktop.ui.charts.compared_bars import ComparedBars
from siro_desktop.ui.charts.picture import PicturePage, _Words, picture_font
from siro_desktop.ui.charts.picture_files import (
    PictureFacts,
    draw_image,
    draw_thumbnail,
    is_too_large,
    picture_bytes,
    pixel_size,
)
from siro_desktop.ui.charts.trend import TrendView
from siro_desktop.ui.charts.view import ChartsView
from siro_desktop.ui.comparison.leaderboard import Leaderboard
from siro_desktop.ui.comparison.matrix_view import MatrixView
from siro_desktop.ui.files import write_whole
from siro_desktop.ui.metric_table_model import MetricTableModel
from siro_desktop.ui.picture_choice import PictureFormat
from siro_desktop.ui.theme import PAPER, apply_theme, current_theme, drawn_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

CAPTION = PictureCaption(
    "Ana Ruiz · Roof inspection", "1–31 Oct 2026 (Denver) · 148 recordings", "Source: Siro, fetched 1 Nov", True
)
ON_PAGE = [CAPTION.title, CAPTION.facts, CAPTION.source, "Practice data: every figure is invented"]
LONG = "Rep filler words per minute and all other words that fill a silence in a customer's house"
LONGER = f"{LONG}, {LONG.lower()}, and {LONG.lower()}"
HEBREW = "אחוז הדיבור של הנציג"
NAMES = ["Talk share", LONG, LONGER, HEBREW, "Fish & <chips>", "a\x00b\x1bc"]
FACTS = PictureFacts("Ana Ruiz · Oct", "2 bars <&>", "Siro Desktop 0", json.dumps({"name": "Chloé <&> ]]>"}))
FORMS = list(PictureFormat)


def answer(count: int | None = None) -> tuple[MetricTableModel, ChartsView]:
    names = NAMES if count is None else [f"Metric number {n}" for n in range(count)]
    model = MetricTableModel()
    view = ChartsView(model)
    model.setParent(view)
    view.set_recordings(148)
    view.caption = CAPTION
    rows = len(names)
    model.set_metrics(
        MetricValues(
            ids=[f"metric_{n}" for n in range(rows)],
            names=names,
            units=["percent" if n % 2 else "points" for n in range(rows)],
            unit_abbreviations=["%" if n % 2 else "pts" for n in range(rows)],
            metric_types=["AI_METRIC"] * rows,
            descriptions=[None] * rows,
            values=[None if n == 4 else float(n + 1) for n in range(rows)],
            pass_rates=[60.0] * rows,
        ),
        148,
    )
    return model, view


def bars() -> ComparedBars:
    return ComparedBars(make_state(6, 3, with_whole=True))


def trend() -> TrendView:
    return TrendView(make_state(4, 5, with_whole=True))


def board() -> Leaderboard:
    return Leaderboard(make_state(6, 2, with_whole=True))


def page_of(qtbot, view: QWidget) -> PicturePage:
    """The page of a view that was never shown."""
    qtbot.addWidget(view)
    view.caption = CAPTION
    page = view.picture()
    assert not view.isVisible()
    return page


def visible(text: str) -> str:
    """A text as a picture can hold it, without spaces: lines may break there."""
    return "".join(each if each.isprintable() else " " for each in text).replace(" ", "").replace("\u00a0", "")


def svg_text(content: bytes) -> str:
    """All that is written in an SVG, one run after the other; parts of a line follow each other."""
    root = ET.fromstring(content)
    return visible("".join("".join(node.itertext()) for node in root.iter("{http://www.w3.org/2000/svg}text")))


def pdf_text(content: bytes) -> str:
    return visible(
        "".join(
            unicodedata.normalize("NFKC", page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(content)).pages
        )
    )


PEOPLE = ["Ana Ruiz", "Ben Cole", "Chloé Dupont-Martin", "Dai Evans", "All together"]


def matrix() -> MatrixView:
    return MatrixView(make_state(6, 5, with_whole=True))


SHOWN = [
    (lambda: answer()[1], [*NAMES[:3], NAMES[5]]),
    (bars, PEOPLE),
    (trend, PEOPLE[:4]),
    (board, PEOPLE),
    (matrix, [*PEOPLE, "5–11 Jan 2026", "2–8 Feb"]),
]
IDS = ["answer", "bars", "trend", "board", "matrix"]


@pytest.mark.parametrize(("make", "names"), SHOWN, ids=IDS)
def test_svg_and_pdf_hold_every_name_title_period_and_source(qtbot, make: Callable[[], QWidget], names) -> None:
    """Row 43: names are cut in the window, never in a picture."""
    page = page_of(qtbot, make())
    svg, pdf = (picture_bytes(page, form, FACTS) for form in (PictureFormat.SVG, PictureFormat.PDF))
    for text in (*names, *ON_PAGE):
        assert visible(text) in svg_text(svg), text
        assert visible(text) in pdf_text(pdf), text


def test_a_name_that_is_read_from_the_right_is_whole_too(qtbot) -> None:
    svg = picture_bytes(page_of(qtbot, answer()[1]), PictureFormat.SVG, FACTS)
    assert visible(HEBREW) in svg_text(svg)


def colors_of(image: QImage, step: int = 1) -> Counter[str]:
    """How often each colour stands there, at every so many points. Asking QImage for each takes seconds."""
    image = image.convertToFormat(QImage.Format.Format_ARGB32)
    points = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1)[::step, : image.width() : step]
    found, counts = np.unique(points & 0xFFFFFF, return_counts=True)
    return Counter({f"#{color:06x}": count for color, count in zip(found.tolist(), counts.tolist(), strict=True)})


@pytest.mark.parametrize("make", [make for make, _ in SHOWN], ids=IDS)
def test_a_png_is_as_large_as_was_wished_and_looks_as_the_window(qtbot, make) -> None:
    page = page_of(qtbot, make())
    for scale in (1, 4):
        image = QImage.fromData(picture_bytes(page, PictureFormat.PNG, FACTS, scale), "PNG")
        assert image.size() == pixel_size(page, scale)
        assert round(image.dotsPerMeterX() / 39.37 / 96) == scale
    colors = colors_of(image, step=3).keys()
    drawn = "shade_high" if make is matrix else "bar_1"
    assert {current_theme().color(token).name() for token in ("panel", drawn)} <= colors


@pytest.mark.parametrize("make", [make for make, _ in SHOWN], ids=IDS)
def test_the_picture_is_the_same_whether_the_view_is_shown_narrow_or_hidden(qtbot, make) -> None:
    hidden = draw_image(page_of(qtbot, make()), 1)
    view = make()
    qtbot.addWidget(view)
    view.caption = CAPTION
    view.resize(330, 240)
    view.show()
    QApplication.processEvents()
    assert draw_image(view.picture(), 1) == hidden


@pytest.fixture
def dark(qapp):
    """Turns the window dark when it is called."""
    yield lambda: apply_theme(qapp, "dark")
    apply_theme(qapp, "light")


@pytest.mark.parametrize("make", [make for make, _ in SHOWN], ids=IDS)
def test_a_picture_for_paper_is_that_of_a_light_window(qtbot, qapp, dark, make) -> None:
    apply_theme(qapp, "light")
    light = draw_image(page_of(qtbot, make()), 1)
    dark()
    with drawn_in(PAPER):
        page = page_of(qtbot, make())
    assert current_theme() != PAPER
    assert draw_image(page, 1) == light  # also later, in any thread
    assert draw_image(page_of(qtbot, make()), 1) != light


def test_all_series_are_in_the_picture_and_the_rest_dims(qtbot) -> None:
    """Row 40: what is selected is selected in the picture too."""
    view = bars()
    qtbot.addWidget(view)

    first, second, third, dim = (
        current_theme().color(token).name() for token in ("bar_1", "bar_2", "bar_3", "bar_dim")
    )
    before = colors_of(draw_image(view.picture(), 1))
    view.state.select(Place(1, 1))
    after = colors_of(draw_image(view.picture(), 1))
    assert min(before[first], before[second], before[third]) > 2_000
    assert max(after[first], after[third]) < 500 < after[second] < after[dim]  # the legend still shows all


def test_png_svg_and_pdf_say_what_they_are_about(qtbot) -> None:
    """Row 63."""
    page = page_of(qtbot, bars())
    image = QImage.fromData(picture_bytes(page, PictureFormat.PNG, FACTS, 1), "PNG")
    assert [image.text(key) for key in ("Title", "Description", "Software")] == [
        *(FACTS.title, FACTS.summary, FACTS.program),
    ]
    assert json.loads(image.text("Siro")) == json.loads(FACTS.json)

    root = ET.fromstring(picture_bytes(page, PictureFormat.SVG, FACTS))
    svg = "{http://www.w3.org/2000/svg}"
    assert root.findtext(f"{svg}title") == FACTS.title
    assert root.findtext(f"{svg}desc") == FACTS.summary
    assert json.loads("".join(root.find(f"{svg}metadata").itertext())) == json.loads(FACTS.json)

    pdf = pypdf.PdfReader(io.BytesIO(picture_bytes(page, PictureFormat.PDF, FACTS)))
    assert (pdf.metadata.title, pdf.metadata.creator) == (FACTS.title, FACTS.program)
    assert pdf.xmp_metadata.dc_title == {"x-default": FACTS.title}
    assert pdf.xmp_metadata.dc_description == {"x-default": FACTS.summary}
    assert json.loads(pdf.attachments["siro.json"][0]) == json.loads(FACTS.json)
    assert float(pdf.pages[0].mediabox.width) == pytest.approx(page.size.width() * 0.75, abs=1)


def test_the_facts_are_the_question_its_period_in_utc_and_what_it_rests_on(qapp) -> None:
    saved = make_saved(2, 2)
    facts = json.loads(describe_picture(saved, make_names()))
    assert facts["query"]["period"]["start"].startswith("2026-01-05T07:00:00")
    assert facts["query"]["period"]["end_excluded"].startswith("2026-01-19T07:00:00")
    assert facts["fetched_at"]["first"] == facts["fetched_at"]["last"] == facts["answers"][0]["fetched_at"]
    assert facts["recordings_evaluated"] == {"least": 12, "most": 14}
    assert facts["program_version"]
    assert facts["siroquery"]["siroquery"] == 1
    assert "answers" not in json.loads(describe_picture(make_saved(12, 12), make_names()))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("count", [0, 1, 200])
def test_any_number_of_bars_makes_a_picture(qtbot, form, count) -> None:
    content = picture_bytes(page_of(qtbot, answer(count)[1]), form, FACTS, 1)
    assert content.startswith({"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}[form])
    if form is PictureFormat.SVG:
        text = svg_text(content)
        assert all(f"Metricnumber{n}" in text for n in range(count))


def test_too_many_bars_for_one_picture_say_what_to_do(qtbot) -> None:
    _, view = answer(10_000)
    qtbot.addWidget(view)
    with pytest.raises(ExportError, match="Show only the first few bars"):
        view.picture()
    view._first.setCurrentIndex(2)
    assert view.picture().size.height() < 2_000


@pytest.mark.parametrize(("entities", "periods"), [(700, 1), (2, 200)])
def test_a_matrix_that_is_too_large_for_a_picture_is_refused(qtbot, entities: int, periods: int) -> None:
    view = MatrixView(make_state(entities, periods))
    qtbot.addWidget(view)
    with pytest.raises(ExportError, match="fewer metrics, people or periods"):
        view.picture()


def test_panels_that_would_make_a_slim_picture_stand_in_columns(qtbot) -> None:
    view = ComparedBars(make_state(12, 12))
    qtbot.addWidget(view)
    size = view.picture().size
    assert size.height() <= 3 * size.width()
    assert size.width() > 2 * 640


def test_a_png_that_no_program_could_read_is_refused_with_another_way(qtbot) -> None:
    view = ComparedBars(make_state(12, 40))
    qtbot.addWidget(view)
    page = view.picture()
    assert not is_too_large(page, 1)
    assert is_too_large(page, 4)
    with pytest.raises(ExportError, match="smaller scale, or SVG or PDF"):
        picture_bytes(page, PictureFormat.PNG, FACTS, 4)


def test_a_small_picture_fits_its_room(qtbot) -> None:
    for view in (answer(1)[1], answer(200)[1]):
        small = draw_thumbnail(page_of(qtbot, view), QSize(420, 260))
        assert 0 < small.width() <= 420
        assert 0 < small.height() <= 260


def test_no_word_is_broken_that_has_room_on_a_line(qapp) -> None:
    word, metrics = "W" * 12, QFontMetricsF(picture_font())
    words = _Words(" ".join([word] * 3), picture_font(), "text", is_mirrored=False)
    words.fit(metrics.horizontalAdvance(word) * 1.7)  # of broken ones, two lines would hold all three
    assert words.height == pytest.approx(3 * metrics.lineSpacing(), abs=metrics.lineSpacing() / 2)


def test_long_words_without_a_space_break_too(qapp) -> None:
    words = _Words("W" * 500, picture_font(), "text", is_mirrored=False)
    words.fit(300)
    assert words.height > 3 * QFont(picture_font()).pixelSize()


def test_where_people_read_from_the_right_the_picture_is_turned_around(qtbot) -> None:
    def ink(direction: Qt.LayoutDirection) -> float:
        """How far to the right, of the whole width, the middle of what is filled lies."""
        _, view = answer(3)
        qtbot.addWidget(view)
        view.setLayoutDirection(direction)
        image = draw_image(view.picture(), 1)
        color = QColor(current_theme().color("bar_1"))
        xs = [x for x in range(image.width()) for y in range(0, image.height(), 2) if image.pixelColor(x, y) == color]
        return sum(xs) / len(xs) / image.width()

    assert ink(Qt.LayoutDirection.LeftToRight) + ink(Qt.LayoutDirection.RightToLeft) == pytest.approx(1, abs=0.02)


def test_a_picture_that_cannot_be_written_leaves_the_older_one(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"does not exist\. Choose another one"):
        write_whole(tmp_path / "no such folder" / "charts.png", b"x")
    (tmp_path / "charts.png").write_bytes(b"old")
    write_whole(tmp_path / "charts.png", b"new")
    assert (tmp_path / "charts.png").read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["charts.png"]
