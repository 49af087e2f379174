"""Pages of results with made-up runs on them, for their tests."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "report"))
import summaries

from stressdesk.gui.models.results import found

EVERY = summaries.EVERY


def show(desk, summary):
    """Let a desk have found out about a run."""
    desk.results.findings = found(summary)
    desk.results.changed.emit()


def page(desk, qtbot, panel, run="full", size=(1070, 740)):
    """A page of a class on a run of `summaries`, as large as in a window."""
    made = panel(desk)
    qtbot.addWidget(made)
    made.resize(*size)
    show(desk, EVERY[run]())
    made.show()
    qtbot.waitUntil(lambda: made.is_all_shown)
    return made
