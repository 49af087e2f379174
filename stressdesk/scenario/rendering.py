"""Turns the prompt and one set of values into the messages that are sent; values are text and never evaluated."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from stressdesk.errors import Problem, ScenarioError
from stressdesk.scenario.model import Message, Parameters, Prompt, Role
from stressdesk.scenario.prompt_source import PromptSource, source
from stressdesk.scenario.template import Template, TemplateFaultError


class Rendering:
    """A prompt, read once and rendered for every query.

    `variables` are the names the prompt uses, with the user's words if it mentions them; `optional` those of them it
    can do without. `parameters` are the prompt's own, and those of its file where it says nothing. Raises
    ScenarioError.
    """

    def __init__(self, prompt: Prompt, folder: Path) -> None:
        found = source(prompt, folder)
        self._prompt = prompt
        self._file = str(folder / prompt.file) if prompt.file is not None else ""
        self._is_text_file = prompt.file is not None and found.text is not None
        self._templates = self._read(found)
        self.variables = frozenset[str]().union(*(template.variables for template in self._templates))
        self.optional = frozenset[str]().union(*(template.optional for template in self._templates))
        self._words_follow = prompt.input not in self.variables
        role: Role = "system" if self._words_follow else "user"
        self._roles: list[Role] = [message.role for message in found.messages] or [role]
        self.parameters = overlaid(found.parameters, prompt.parameters)

    @property
    def system_text(self) -> str:
        """The words of the system messages, with variables as they are written, without values."""
        pairs = zip(self._roles, self._templates, strict=True)
        return "\n".join(template.source for role, template in pairs if role in ("system", "developer"))

    def messages(self, variables: Mapping[str, str], text: str) -> tuple[Message, ...]:
        """What is sent first for a user who writes `text`, which `prompt.input` stands for. Raises ScenarioError."""
        values = {**variables, self._prompt.input: text}
        rendered = [Message(role=role, content=self._render(index, values)) for index, role in enumerate(self._roles)]
        if self._words_follow:
            rendered.append(Message(role="user", content=text))
        return tuple(rendered)

    def _read(self, found: PromptSource) -> list[Template]:
        texts = [message.content for message in found.messages] or [found.text or ""]
        templates: list[Template] = []
        problems: list[Problem] = []
        for index, text in enumerate(texts):
            try:
                templates.append(Template(text))
            except TemplateFaultError as fault:
                problems.append(self._problem(fault, index))
        if problems:
            raise ScenarioError(problems)
        return templates

    def _render(self, index: int, variables: Mapping[str, str]) -> str:
        try:
            return self._templates[index].render(variables)
        except TemplateFaultError as fault:
            raise ScenarioError([self._problem(fault, index)]) from fault

    def _problem(self, fault: TemplateFaultError, index: int) -> Problem:
        prompt = self._prompt
        if self._is_text_file:
            return Problem(fault.message, hint=fault.hint, file=self._file, line=fault.line, field="prompt.file")
        if prompt.file is not None:
            message = f"message {index + 1}: {fault.message}"
            return Problem(message, hint=fault.hint, file=self._file, field="prompt.file")
        field = f"prompt.messages[{index}].content" if prompt.messages else "prompt.text"
        place = f"in line {fault.line} of the text: " if fault.line is not None else ""
        return Problem(place + fault.message, hint=fault.hint, field=field)


def overlaid(parameters: Parameters, over: Parameters) -> Parameters:
    """The first's parameters, with whatever the second gives in their place."""
    given = {
        field.name: value
        for field in msgspec.structs.fields(Parameters)
        if (value := getattr(over, field.name)) not in (field.default, {})
    }
    return msgspec.structs.replace(parameters, **given)
