"""The virtual environment in .venv: made without ensurepip, filled from a lock file with hashes, checked by a stamp."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
LOWEST_PIP = (22, 3)  # the first with --python
STAMP = ".siro-desktop-{}"
NETWORK_HINT = " Mostly there is no network, or no proxy or package mirror is set."


class SetUpError(Exception):
    """Something outside the project is missing or failed. Its text says what, and what to do."""


def say(text: str) -> None:
    """Tell what happens now, on stderr: stdout belongs to the program."""
    print(text, file=sys.stderr, flush=True)


def program(name: str) -> Path:
    """Return the path of a program in .venv."""
    return BIN / (name + ".exe" if os.name == "nt" else name)


def prepare(lock: str) -> None:
    """Make .venv match packaging/<lock>.lock and hold the project itself. `lock` is "run", or "test" which includes it.

    Takes milliseconds if nothing changed since the last time. Raises SetUpError.
    """
    fingerprint = fingerprint_of(lock)
    if is_ready(lock, fingerprint):
        return
    started = time.monotonic()
    pip = [find_python_with_pip(), "-m", "pip"]
    make_venv(pip[0])
    for stamp in VENV.glob(STAMP.format("*")):
        stamp.unlink()
    say(
        f"Installing the Python packages of packaging/{lock}.lock into .venv; the first time this takes a minute or so."
    )
    install = [*pip, "--python", str(program("python")), "install", "-qq", "--no-input", "--no-user"]
    install += ["--disable-pip-version-check", "--no-warn-script-location"]
    wheels = ["--require-hashes", "--only-binary", ":all:", "--requirement", f"packaging/{lock}.lock"]
    call([*install, *wheels], "The Python packages could not be installed", NETWORK_HINT)
    project = ["--no-deps", "--no-build-isolation", "--no-index", "--editable", "."]
    call([*install, *project], "The project itself could not be installed into .venv")
    for done in {lock, "run"}:
        stamp_path(done).write_text(fingerprint_of(done) + "\n", encoding="utf-8")
    say(f"Set up in {time.monotonic() - started:.0f} s.")


def fingerprint_of(lock: str) -> str:
    """Return a hash of all that the environment is made from: the lock, the project's own data and its place."""
    digest = hashlib.sha256(os.fsencode(ROOT))
    for path in (ROOT / "packaging" / f"{lock}.lock", ROOT / "pyproject.toml"):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def stamp_path(lock: str) -> Path:
    """Return the file that remembers what .venv was last filled from."""
    return VENV / STAMP.format(lock)


def is_ready(lock: str, fingerprint: str) -> bool:
    """Tell whether .venv was filled from exactly this, and its Python and the program are still there."""
    try:
        stamp = stamp_path(lock).read_text(encoding="utf-8").strip()
    except OSError:
        return False
    return stamp == fingerprint and all(os.access(program(name), os.X_OK) for name in ("python", "siro-desktop"))


def find_python_with_pip() -> str:
    """Return a Python whose pip can install into another environment; this one, or the one its venv was made from."""
    versions = []
    for python in dict.fromkeys((sys.executable, getattr(sys, "_base_executable", sys.executable))):
        asked = subprocess.run(
            [python, "-m", "pip", "--version"], capture_output=True, text=True, check=False, cwd=ROOT
        )
        found = re.match(r"pip (\d+)\.(\d+)", asked.stdout)
        if found and (int(found[1]), int(found[2])) >= LOWEST_PIP:
            return str(python)
        versions += [f"{found[0]} of {python}"] if found else []
    if versions:
        raise SetUpError(
            f"{versions[0]} is too old: 22.3 or newer is needed. `{sys.executable} -m pip install --upgrade pip` helps."
        )
    raise SetUpError(f"{sys.executable} has no pip. On Debian: apt-get install python3-pip")


def make_venv(python: str) -> None:
    """Make .venv if it is not there or its Python no longer works or is too old. Raises SetUpError."""
    question = "import sys; sys.exit(sys.version_info < (3, 11))"
    clear = []
    if VENV.exists():
        try:
            if subprocess.run([program("python"), "-c", question], capture_output=True, check=False).returncode == 0:
                return
        except OSError:
            pass
        say("The Python in .venv no longer works; .venv is made again.")
        clear = ["--clear"]
    call([python, "-m", "venv", "--without-pip", *clear, str(VENV)], "The folder .venv could not be made")


def call(command: Sequence[str], complaint: str, hint: str = "") -> None:
    """Run a command of the set-up in the project's folder; if it fails raise SetUpError with `complaint` and why."""
    variables = {**os.environ, "PIP_REQUIRE_VIRTUALENV": "0", "PIP_ROOT_USER_ACTION": "ignore"}
    done = subprocess.run(command, cwd=ROOT, env=variables, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False)
    if done.returncode:
        raise SetUpError(f"{complaint}; the reason stands above.{hint}")


def with_utf8_locale(variables: Mapping[str, str]) -> dict[str, str]:
    """Return the variables with C.UTF-8 as the language if none is set, as on a bare server; Qt complains otherwise."""
    if any(variables.get(name) for name in ("LC_ALL", "LC_CTYPE", "LANG")):
        return dict(variables)
    return {**variables, "LANG": "C.UTF-8"}


def has_display(variables: Mapping[str, str]) -> bool:
    """Tell whether a window can be shown, as far as environment variables say."""
    return sys.platform != "linux" or any(variables.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def replace_process(path: Path, arguments: Sequence[str], variables: Mapping[str, str]) -> int:
    """Become this program. Windows cannot do that properly: there it is started, and its exit code returned."""
    command = [str(path), *arguments]
    if os.name != "nt":
        os.execve(path, command, variables)
    return subprocess.run(command, env=variables, check=False).returncode
