"""What is sent for one demo input: rendered in a thread as a run would, with what the prompt uses and lacks."""

from __future__ import annotations

from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Signal

from stressdesk.errors import Problem, ScenarioError
from stressdesk.gui.models.background import Background, Latest
from stressdesk.gui.models.scenario import ScenarioModel
from stressdesk.scenario.clusters import cut
from stressdesk.scenario.model import Prompt, Role, Scenario
from stressdesk.scenario.prompt_source import source
from stressdesk.scenario.rendering import Rendering
from stressdesk.scenario.seeds import rng
from stressdesk.scenario.variables import Variables
from stressdesk.targets.tokens import estimated_input_tokens

DELAY_MS = 60
MOST_SHOWN = 50
LONGEST_SHOWN = 8_000


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """One message as it is sent; `content` is cut, `characters` counts all of it."""

    role: Role
    content: str
    characters: int


class Example(msgspec.Struct, frozen=True, kw_only=True):
    """What is sent for one demo input; `problems` say why it cannot be.

    `used` are the variables the prompt mentions, `missing` those of them that no demo input or source gives a value.
    `written` are the prompt's messages as its file holds them, where it is in a file.
    """

    row: int
    messages: tuple[Sent, ...] = ()
    left_out: int = 0
    tokens: int = 0
    problems: tuple[Problem, ...] = ()
    used: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()
    written: tuple[Sent, ...] = ()


class Rendered(QObject):
    """Follows the scenario and the chosen demo input; `changed` when there is a new `example`."""

    changed = Signal()
    row_changed = Signal(int)

    def __init__(self, model: ScenarioModel, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.row = 0
        self.example: Example | None = None
        self._latest = Latest(background, DELAY_MS, self)
        self._latest.done.connect(self._take)
        model.changed.connect(self._follow)
        model.file_changed.connect(self._ask)
        self._ask()

    @property
    def is_waiting(self) -> bool:
        """Is what is shown that of an earlier state still?"""
        return self._latest.is_waiting

    def choose(self, row: int) -> None:
        """Show the demo input of this row, counted from 0."""
        if row != self.row:
            self.row = row
            self.row_changed.emit(row)
            self._ask()

    def _follow(self, before: Scenario | None, after: Scenario) -> None:
        if before is None or any(
            getattr(before, part) is not getattr(after, part) for part in ("prompt", "variables", "demo", "seed")
        ):
            self._ask()

    def _ask(self) -> None:
        if self._model.scenario is not None:
            self._latest.ask(rendered, self._model.scenario, self._model.folder, self.row)

    def _take(self, example: Example) -> None:
        self.example = example
        self.changed.emit()


def rendered(scenario: Scenario, folder: Path, row: int) -> Example:
    """The messages of one demo input, with the same invented values as in a run of this scenario's seed."""
    row = max(0, min(row, len(scenario.demo) - 1))
    try:
        rendering = Rendering(scenario.prompt, folder)
    except ScenarioError as error:
        return Example(row=row, problems=error.problems, written=_written(scenario.prompt, folder))
    example = Example(
        row=row,
        used=rendering.variables,
        missing=_missing(scenario, rendering),
        written=_written(scenario.prompt, folder, rendering.variables),
    )
    if not scenario.demo:
        problem = Problem("there is no demo input", hint="Add one to see what is sent for it.", field="demo")
        return msgspec.structs.replace(example, problems=(problem,))
    demo = scenario.demo[row]
    if lacking := sorted(_needed(scenario, rendering) - set(demo.variables)):
        hint = "Give it one under Variables, or for this demo input in the table."
        problems = tuple(Problem(f"{{{{{name}}}}} has no value", hint=hint, field="variables") for name in lacking)
        return msgspec.structs.replace(example, problems=problems)
    try:
        drawn = (
            Variables(scenario, folder).draw(rng(scenario.seed, "variables", "demo", row)) if scenario.variables else {}
        )
        messages = rendering.messages({**drawn, **demo.variables}, demo.text)
    except ScenarioError as error:
        return msgspec.structs.replace(example, problems=error.problems)
    shown = messages[:MOST_SHOWN] if len(messages) <= MOST_SHOWN else (*messages[: MOST_SHOWN - 1], messages[-1])
    return msgspec.structs.replace(
        example,
        messages=tuple(_sent(one.role, one.content) for one in shown),
        left_out=len(messages) - len(shown),
        tokens=estimated_input_tokens(messages),
    )


def _missing(scenario: Scenario, rendering: Rendering) -> frozenset[str]:
    needed = _needed(scenario, rendering)
    return frozenset(name for name in needed if any(name not in one.variables for one in scenario.demo))


def _needed(scenario: Scenario, rendering: Rendering) -> frozenset[str]:
    return rendering.variables - rendering.optional - {scenario.prompt.input} - set(scenario.variables)


def _written(prompt: Prompt, folder: Path, used: frozenset[str] = frozenset()) -> tuple[Sent, ...]:
    if prompt.file is None:
        return ()
    try:
        found = source(prompt, folder)
    except ScenarioError:
        return ()
    if found.text is not None:
        # As it is sent: with the user's words in it, a text is a message of theirs.
        return (_sent("user" if prompt.input in used else "system", found.text),)
    return tuple(_sent(one.role, one.content) for one in found.messages[:MOST_SHOWN])


def _sent(role: Role, content: str) -> Sent:
    return Sent(role=role, content=cut(content, LONGEST_SHOWN), characters=len(content))
