"""What can be done to the prompt as a whole; each is one step to undo."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import msgspec

from stressdesk.gui.models.scenario import ScenarioModel
from stressdesk.scenario.importing.prompt import copied
from stressdesk.scenario.importing.replacing import Replaced, with_prompt
from stressdesk.scenario.model import Message, Prompt, Role, Scenario
from stressdesk.scenario.prompt_source import from_file, from_text, source
from stressdesk.scenario.rendering import Rendering, overlaid

ROLES = tuple((role, role.capitalize()) for role in get_args(Role))
MESSAGES = ("prompt", "messages")


def shape(prompt: Prompt) -> str:
    """How the prompt is given: "file", "text" or "messages"."""
    return "file" if prompt.file is not None else "text" if prompt.text is not None else "messages"


def add_message(model: ScenarioModel, at: int | None = None) -> int:
    """Put an empty message in, by default at the end; the answer is its place. Roles alternate as in a chat."""
    messages = model.now.prompt.messages
    place = len(messages) if at is None else at
    before = messages[place - 1].role if place else None
    role: Role = "system" if before is None else "assistant" if before == "user" else "user"
    new = Message(role=role, content="")
    model.edit(MESSAGES, (*messages[:place], new, *messages[place:]), "adding of a message")
    return place


def remove_message(model: ScenarioModel, at: int) -> None:
    """Take a message out."""
    messages = model.now.prompt.messages
    model.edit(MESSAGES, (*messages[:at], *messages[at + 1 :]), "removal of a message")


def move_message(model: ScenarioModel, at: int, by: int) -> int:
    """Move a message up (-1) or down (1), as far as there is room; the answer is its place then."""
    messages = list(model.now.prompt.messages)
    place = max(0, min(at + by, len(messages) - 1))
    messages.insert(place, messages.pop(at))
    model.edit(MESSAGES, tuple(messages), "moving of a message")
    return place


def split(scenario: Scenario) -> Prompt:
    """The prompt's one text as messages that are sent alike. Raises ScenarioError where the text cannot be read."""
    prompt = scenario.prompt
    text = prompt.text or ""
    words = Message(role="user", content=f"{{{{{prompt.input}}}}}")
    if prompt.input in Rendering(Prompt(text=text), Path()).variables:
        messages: tuple[Message, ...] = (Message(role="user", content=text),)
    else:
        messages = (Message(role="system", content=text), words)
    return msgspec.structs.replace(prompt, text=None, messages=messages)


def copied_file(scenario: Scenario, folder: Path) -> Prompt:
    """The prompt with its file's words in the scenario itself. Reads the file: for a thread. Raises ScenarioError."""
    own = scenario.prompt
    found = source(own, folder)
    brought, _ = copied(found)
    parameters = overlaid(found.parameters, own.parameters)
    return msgspec.structs.replace(own, file=None, text=brought.text, messages=brought.messages, parameters=parameters)


def pasted(scenario: Scenario, text: str) -> Replaced:
    """The scenario with a prompt from the clipboard. May take a second: for a thread. Raises ScenarioError."""
    return with_prompt(scenario, from_text(text))


def dropped(scenario: Scenario, path: Path) -> Replaced:
    """The scenario with the prompt of a file. Reads it: for a thread. Raises ScenarioError."""
    return with_prompt(scenario, from_file(path))


def stops_written(stops: tuple[str, ...]) -> str:
    r"""Stop sequences on one line: separated by commas, with line ends as \n."""
    return ", ".join(_escaped(one) for one in stops)


def stops_read(line: str) -> tuple[str, ...]:
    """The stop sequences of such a line."""
    found, current, is_escaped = [], "", False
    for character in line:
        if is_escaped:
            current += {"n": "\n", "t": "\t", "r": "\r", "s": " "}.get(character, character)
        elif character == ",":
            found.append(current)
            current = ""
        elif character != "\\" and (current or character != " "):
            current += character
        is_escaped = character == "\\" and not is_escaped
    return tuple(one for one in (*found, current) if one)


def _escaped(stop: str) -> str:
    written = stop.replace("\\", "\\\\").replace(",", "\\,")
    for character, sign in (("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r")):
        written = written.replace(character, sign)
    return f"\\s{written[1:]}" if written.startswith(" ") else written
