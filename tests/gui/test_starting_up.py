"""What the window loads before it shows: nothing that takes long."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtWidgets import QLabel

# What each of these costs is written in the module that loads it; all of them together are over three seconds.
HEAVY = ("litellm", "matplotlib", "numpy", "faker", "jinja2", "jsonschema", "ruamel", "keyring", "py3langid", "regex",
         "aiohttp")  # fmt: skip

PROGRAM = """
import sys
from pathlib import Path

from PySide6.QtWidgets import QLabel
from stressdesk.gui import app
application = app.prepared(["window"])
from stressdesk.gui.models.desk import Desk
desk = Desk(Path(sys.argv[1]) / "settings.ini")
app.theme.apply(application, desk.appearance.look)
window = app.MainWindow(desk)
window.show()
application.sendPostedEvents()
assert not window.grab().isNull()
print("\\n".join(sorted(sys.modules)))
desk.close()
"""


def test_nothing_heavy_is_loaded_before_the_window_shows(tmp_path: Path) -> None:
    finished = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    loaded = {name.split(".")[0] for name in finished.stdout.split()}
    assert "PySide6" in loaded
    assert loaded & set(HEAVY) == set()


def test_qt_keeps_its_references_to_none(qapp: object) -> None:
    """PySide6 6.12.0 loses one at every such call on Python 3.11, and the process aborts when none are left."""
    label = QLabel()
    before = sys.getrefcount(None)
    for number in range(1_000):
        label.setText(str(number))
    assert sys.getrefcount(None) > before - 500
