"""Another prompt in place of the scenario's, worked out in a thread; one step to undo, and said in words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from stressdesk.gui.models import prompts
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.scenario import LastEdit
from stressdesk.scenario.importing.replacing import Replaced
from stressdesk.scenario.model import Prompt, Scenario

Made = TypeVar("Made")


async def paste(desk: Desk, text: str) -> None:
    """Replace the prompt by one from the clipboard. Raises ScenarioError."""
    await _replace(desk, lambda scenario: prompts.pasted(scenario, text), "pasting of a prompt")


async def take_file(desk: Desk, path: Path) -> None:
    """Replace the prompt by that of a file. Raises ScenarioError."""
    await _replace(desk, lambda scenario: prompts.dropped(scenario, path), f"replacement by {path.name[:40]}")


async def copy_here(desk: Desk) -> None:
    """Put the words of the prompt's file into the scenario, where they can be edited. Raises ScenarioError."""
    folder = desk.scenario.folder
    await _put(desk, lambda scenario: prompts.copied_file(scenario, folder), "copying of the prompt's file")


async def split(desk: Desk) -> None:
    """Turn the prompt's one text into messages. Raises ScenarioError."""
    await _put(desk, prompts.split, "splitting into messages")


async def _replace(desk: Desk, work: Callable[[Scenario], Replaced], words: str) -> None:
    replaced = await _worked_out(desk, work)
    if replaced is not None:
        desk.scenario.edit((), replaced.scenario, words)
        last = LastEdit(desk.scenario)
        desk.notices.say(" ".join(replaced.notes), "Undo", last.undo, can=last.is_last)


async def _put(desk: Desk, work: Callable[[Scenario], Prompt], words: str) -> None:
    prompt = await _worked_out(desk, work)
    if prompt is not None:
        desk.scenario.edit(("prompt",), prompt, words)


async def _worked_out(desk: Desk, work: Callable[[Scenario], Made]) -> Made | None:
    """What a thread makes of the scenario; what was typed meanwhile counts. None if another scenario was opened."""
    opening = desk.scenario.opening
    while True:
        before = desk.scenario.now
        made = await desk.thinking.do(work, before)
        if desk.scenario.opening != opening:
            desk.notices.say("The prompt was not replaced: another scenario was opened meanwhile")
            return None
        if desk.scenario.scenario is before:
            return made
