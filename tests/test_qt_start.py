"""What is said to Qt before it starts."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

_PAINTS = """
import os
import siro_desktop.qt_start
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
application = QGuiApplication([])
image = QImage(2_000, 2_000, QImage.Format.Format_ARGB32_Premultiplied)
image.fill(0)
before = len(os.listdir("/proc/self/task"))
painter = QPainter(image)
painter.fillRect(image.rect(), QColor(10, 20, 30, 128))
painter.end()
print(len(os.listdir("/proc/self/task")) - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="threads are counted as Linux tells them")
def test_frames_are_painted_by_one_thread() -> None:
    """Qt's own would wait for others while jobs have the processors."""
    kept = {name: value for name, value in os.environ.items() if name != "QT_NO_GUI_THREADPOOL"}
    environment = {**kept, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", _PAINTS], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"
