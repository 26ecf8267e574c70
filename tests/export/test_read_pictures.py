"""The question in a picture comes back; what is no such picture is refused in a sentence."""

from __future__ import annotations

import asyncio
import json
import zlib
from html import escape
from typing import TYPE_CHECKING

import pytest
from comparison_samples import SAVED

from siro_desktop.domain.names import Names
from siro_desktop.domain.question import question_of
from siro_desktop.domain.question_json import QueryFile
from siro_desktop.errors import UnusableFile
from siro_desktop.export.picture_facts import describe_picture
from siro_desktop.jobs.exported_files import OpenFile

if TYPE_CHECKING:
    from pathlib import Path

FACTS = describe_picture(SAVED, Names())
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    parts = [SIGNATURE]
    for kind, data in (*chunks, (b"IEND", b"")):
        parts += [len(data).to_bytes(4), kind, data, zlib.crc32(kind + data).to_bytes(4)]
    return b"".join(parts)


def svg(facts: str) -> bytes:
    return (
        f'<svg><metadata><siro xmlns="urn:siro-desktop:picture">{escape(facts, quote=False)}</siro></metadata></svg>'
    ).encode()


def opened(path: Path, content: bytes) -> object:
    path.write_bytes(content)
    return asyncio.run(OpenFile(path).run(None, lambda _: None))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.png", png((b"IDAT", b"x" * 9), (b"tEXt", b"Title\0t"), (b"tEXt", b"Siro\0" + FACTS.encode()))),
        ("x.PNG", png((b"zTXt", b"Siro\0\0" + zlib.compress(FACTS.encode())), (b"IDAT", b"x" * 9))),
        ("x.svg", svg(FACTS)),
    ],
)
def test_the_question_comes_back(tmp_path: Path, name: str, content: bytes) -> None:
    read = opened(tmp_path / name, content)
    assert isinstance(read, QueryFile)
    assert read.question == question_of(SAVED.plan)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("x.png", png((b"IDAT", b"x")), "does not say what was asked"),
        ("x.png", b"no picture", "does not say what was asked"),
        ("x.png", png((b"tEXt", b"Siro\0[]")), "does not say what was asked"),
        ("x.png", png((b"zTXt", b"Siro\0\0damaged")), "does not say what was asked"),
        ("x.png", png((b"zTXt", b"Siro\0\0" + zlib.compress(b" " * 2**26))), "does not say what was asked"),
        ("x.png", SIGNATURE + b"\xff\xff\xff\xfftEXt", "does not say what was asked"),
        ("x.svg", b"<svg/>", "does not say what was asked"),
        ("x.svg", svg(FACTS)[:-30], "does not say what was asked"),
        ("x.svg", svg(json.dumps({"siroquery": {"siroquery": 99}})), "newer version"),
        ("x.pdf", b"%PDF", "A PDF is not read again. Drop the CSV, XLSX, JSON or Parquet file"),
        ("x.jpg", b"\xff\xd8", "picture of this kind is not read again. Drop the CSV, XLSX, JSON or Parquet"),
    ],
)
def test_others_are_refused_in_a_sentence(tmp_path: Path, name: str, content: bytes, sentence: str) -> None:
    with pytest.raises(UnusableFile) as refused:
        opened(tmp_path / name, content)
    assert sentence in refused.value.message
    assert refused.value.message.startswith(f"“{name}”: ")
