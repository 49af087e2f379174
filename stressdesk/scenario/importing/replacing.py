"""Another prompt in place of a scenario's own: everything else stays, and what was taken for what is said."""

from __future__ import annotations

from pathlib import Path

import msgspec

from stressdesk.errors import ScenarioError
from stressdesk.scenario.importing.prompt import copied, guessed_input
from stressdesk.scenario.model import Prompt, Scenario
from stressdesk.scenario.prompt_source import PromptSource
from stressdesk.scenario.rendering import Rendering, overlaid


class Replaced(msgspec.Struct, frozen=True, kw_only=True):
    """The scenario with its new prompt, and in sentences what was taken for what."""

    scenario: Scenario
    notes: tuple[str, ...]


def with_prompt(scenario: Scenario, found: PromptSource) -> Replaced:
    """The scenario with the prompt as found copied into it; variables without a value are left to be seen as such."""
    brought, note = copied(found)
    names = _names(brought)
    own = scenario.prompt
    name = own.input if own.input in names or not names else guessed_input(brought)
    prompt = msgspec.structs.replace(
        brought, input=name, memory=own.memory, parameters=overlaid(own.parameters, found.parameters)
    )
    kept = {one: variable for one, variable in scenario.variables.items() if one != name}
    changed = msgspec.structs.replace(scenario, prompt=prompt, variables=kept)
    notes = [_shape(found), _place_of_words(prompt, names)]
    if note:
        notes.append(note.strip())
    if found.left_out:
        notes.append(f"Not taken over: {', '.join(found.left_out)[:200]}.")
    return Replaced(scenario=changed, notes=tuple(notes))


def _names(prompt: Prompt) -> frozenset[str]:
    try:
        return Rendering(prompt, Path()).variables
    except ScenarioError:
        # What is wrong with the template is told at the prompt, where it can be mended.
        return frozenset()


def _shape(found: PromptSource) -> str:
    if found.text is not None:
        return "Taken as plain text."
    count = len(found.messages)
    return f"Taken as {count} chat message{'' if count == 1 else 's'}."


def _place_of_words(prompt: Prompt, names: frozenset[str]) -> str:
    if prompt.input in names:
        return f"What the user writes goes into {{{{{prompt.input}}}}}."
    return "What the user writes follows as a message of its own."
