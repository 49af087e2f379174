"""Another prompt in place of the scenario's, worked out in a thread; one step to undo, and said in words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from stressdesk.gui.models import prompts
from stressdesk.gui.models.desk import Desk
from stressdesk.scenario.importing.replacing import Replaced
from stressdesk.scenario.model import Prompt, Scenario


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
    while True:
        before = desk.scenario.now
        replaced = await desk.thinking.do(work, before)
        if desk.scenario.scenario is before:
            break
    desk.scenario.edit((), replaced.scenario, words)
    desk.notices.say(" ".join(replaced.notes), "Undo", desk.scenario.undo)


async def _put(desk: Desk, work: Callable[[Scenario], Prompt], words: str) -> None:
    """Edit the prompt to what a thread makes of it; what was typed meanwhile counts."""
    while True:
        before = desk.scenario.now
        prompt = await desk.thinking.do(work, before)
        if desk.scenario.scenario is before:
            break
    desk.scenario.edit(("prompt",), prompt, words)
