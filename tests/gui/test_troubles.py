"""What went wrong is told in the words of the window."""

from __future__ import annotations

from stressdesk.errors import RunFileError
from stressdesk.gui.models.troubles import trouble


def test_a_hint_for_the_command_line_is_one_for_the_window() -> None:
    told = trouble(RunFileError("The disk is full.", "Make room, and `--resume` goes on."), "The run could not go on")
    assert told.hint == "Make room, and Resume goes on."
