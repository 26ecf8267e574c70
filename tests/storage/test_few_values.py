"""What keeps long columns out of the sight of the collection of garbage takes 2 ms to import: few values go without."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from storage_samples import make_answer, make_plan, save_run

from siro_desktop.storage.library import Library

if TYPE_CHECKING:
    from pathlib import Path


def test_one_answer_with_few_values_comes_without_ctypes(folder: Path) -> None:
    plan = make_plan()
    with Library.open(folder) as library:
        result_id = save_run(library, plan)
        library.save_answers(result_id, [make_answer(plan.cells[0].key, rows=50)])
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from siro_desktop.storage.library import Library\n"
        f"with Library.open(Path({str(folder)!r})) as library:\n"
        f"    rows = len(library.load_result({result_id}).only_answer.metrics)\n"
        "print(rows, 'ctypes' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "50 False\n"
