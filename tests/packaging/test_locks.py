"""The lock files: every package with its hashes, for every platform, from wherever pip is told to look."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PIN = re.compile(r"^([a-z0-9-]+)(?:\[[a-z0-9,-]+\])?==([0-9][0-9a-z.+!]*)( ; \(*[a-z_]+ [^/@]*)?$")
HASH = re.compile(r"^--hash=sha256:[0-9a-f]{64}$")

Lock = list[tuple[str, str, str, list[str]]]


def read_lock(name: str) -> Lock:
    """Return name, version, marker and hashes of each package. Fails on any line that is neither pin nor hash."""
    lines = (ROOT / "packaging" / f"{name}.lock").read_text(encoding="utf-8").splitlines()
    lock: Lock = []
    for line in lines:
        text = line.removesuffix("\\").strip()
        if line.startswith("#"):
            continue
        if HASH.match(text):
            lock[-1][3].append(text)
            continue
        pin = PIN.match(text)
        assert pin, f"neither a package nor a hash: {text}"
        lock.append((pin[1], pin[2], (pin[3] or "").removeprefix(" ; "), []))
    return lock


@pytest.fixture(params=["run", "test"])
def lock(request: pytest.FixtureRequest) -> Lock:
    return read_lock(request.param)


def test_every_package_has_hashes(lock: Lock) -> None:
    assert len(lock) > 20
    assert [name for name, _, _, hashes in lock if not hashes] == []


@pytest.mark.parametrize("name", ["run", "test"])
def test_no_host_is_named(name: str) -> None:
    text = (ROOT / "packaging" / f"{name}.lock").read_text(encoding="utf-8")
    assert re.findall(r"https?\b|://|--index|--find-links|@|\bfile:|\.(?:org|com|net|io|local)\b", text) == []


def test_unwanted_packages_stay_away(lock: Lock) -> None:
    """httpx2: Authlib would use it instead of httpx. keyrings.alt: keeps secrets in plain files."""
    assert {name for name, *_ in lock} & {"httpx2", "keyrings-alt", "pyside6", "pyside6-addons", "pandas"} == set()


def test_run_is_a_part_of_test() -> None:
    """So that an environment for the tests can also run the program, with what was tested."""
    tested = {(name, version) for name, version, *_ in read_lock("test")}
    assert {(name, version) for name, version, *_ in read_lock("run")} - tested == set()


def test_qt_has_a_version_for_each_python(lock: Lock) -> None:
    found = {marker: version for name, version, marker, _ in lock if name == "pyside6-essentials"}
    assert set(found) == {"python_full_version < '3.12'", "python_full_version >= '3.12'"}
    assert tuple(map(int, found["python_full_version < '3.12'"].split(".")))[:2] < (6, 12)


def test_every_platform_is_there(lock: Lock) -> None:
    markers = {name: marker for name, _, marker, _ in lock}
    assert "linux" in markers["secretstorage"]
    assert "win32" in markers["pywin32-ctypes"]


def test_extras_are_pinned_with_their_package() -> None:
    """Otherwise pip takes the newest version for the extra, and finds that it is not in the lock."""
    text = (ROOT / "packaging" / "test.lock").read_text(encoding="utf-8")
    assert re.findall(r"^(coverage\[toml\]|urllib3\[socks\])==", text, re.MULTILINE) == [
        "coverage[toml]",
        "urllib3[socks]",
    ]


def test_everything_that_the_project_asks_for_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    run = [*project["project"]["dependencies"], *project["project"]["optional-dependencies"]["sandbox"]]
    for name, wanted in (
        ("run", [*run, *groups["build"]]),
        ("test", [*run, *groups["build"], *groups["test"], *groups["check"]]),
    ):
        asked = {re.split(r"[^A-Za-z0-9._-]", text)[0].lower().replace("_", "-") for text in wanted}
        assert asked - {package for package, *_ in read_lock(name)} == set()
