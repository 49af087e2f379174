"""What went wrong is told in the words of the window."""

from __future__ import annotations

from stressdesk.errors import Problem, RunFileError, ScenarioError
from stressdesk.gui.models.troubles import trouble


def test_a_hint_for_the_command_line_is_one_for_the_window() -> None:
    told = trouble(RunFileError("The disk is full.", "Make room, and `--resume` goes on."), "The run could not go on")
    assert told.hint == "Make room, and Resume goes on."


def test_what_is_wrong_with_no_file_is_told_in_sentences_without_the_name_it_has_in_files() -> None:
    problem = Problem("there is no text", hint="Copy a prompt first.", field="prompt.text")
    assert trouble(ScenarioError([problem]), "Nothing was pasted").words == "There is no text. Copy a prompt first."
