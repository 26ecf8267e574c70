"""The shared libraries and commands that the program and its tests need from the system, and how they get there."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path

from environment import SetUpError, say

# Without the first ten even `import PySide6.QtCore` or the first window fails; the last two are for Wayland.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
TEST_COMMANDS = {
    "Xvfb": "xvfb",
    "xvfb-run": "xvfb",
    "xauth": "xauth",
    "dbus-run-session": "dbus",
    "gnome-keyring-daemon": "gnome-keyring",
    "chromium": "chromium",
    "chromedriver": "chromium-driver",
    "soffice": "libreoffice-calc",
}
ACCESSIBILITY_BUS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")


def provide(*, for_tests: bool) -> None:
    """Install what is missing with apt-get where that is possible; elsewhere raise SetUpError with the names.

    Does nothing on Windows and macOS, where Qt's own packages are enough.
    """
    if sys.platform != "linux":
        return
    names = find_missing(for_tests=for_tests)
    if names:
        install(names)
    left = find_missing(for_tests=for_tests) if names else []
    if left:
        raise SetUpError(f"These system packages are installed and yet cannot be used: {' '.join(left)}.")


def find_missing(*, for_tests: bool) -> list[str]:
    """Return the Debian names of the packages that are missing, each once."""
    names = [package for library, package in QT_LIBRARIES.items() if not can_load(library)]
    if for_tests:
        names += [package for command, package in TEST_COMMANDS.items() if shutil.which(command) is None]
        if not any(Path(launcher).exists() for launcher in ACCESSIBILITY_BUS):
            names.append("at-spi2-core")
    return list(dict.fromkeys(names))


def can_load(library: str) -> bool:
    """Tell whether the dynamic linker finds this library, by its soname."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install(names: list[str]) -> None:
    """Install Debian packages. Raises SetUpError with a sentence if this is not Debian, not root, or apt-get fails."""
    wanted = " ".join(names)
    if shutil.which("apt-get") is None:
        raise SetUpError(
            f"Some system packages are missing. These are their names on Debian: {wanted}.\n"
            "Install their counterparts here, then give the same command again."
        )
    prefix = find_root_prefix()
    if prefix is None:
        raise SetUpError(
            "Some system packages are missing. Install them, then give the same command again:\n"
            f"  sudo apt-get install --no-install-recommends {wanted}"
        )
    say(f"Installing system packages: {wanted}")
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120"]
    for step in (["update"], ["install", "--yes", "--no-install-recommends", *names]):
        done = subprocess.run(
            [*apt, *step],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    if done.returncode:  # of the second step: old package lists may do
        raise SetUpError(f"{done.stdout}\napt-get could not install {wanted}. Is there a network connection?")


def find_root_prefix() -> list[str] | None:
    """Return what to put before a command that needs root: nothing, `sudo -n`, or None if neither works."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n"]
    return None
