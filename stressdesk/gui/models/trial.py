"""Puts one demo input to the target in use, through `stressdesk ask`, and says in words what came of it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Literal

import msgspec
from PySide6.QtCore import QObject, Signal

from stressdesk.analysis.words import count, money, seconds
from stressdesk.errors import Problem, StressDeskError
from stressdesk.gui.models.background import Background
from stressdesk.gui.models.keys import Keys
from stressdesk.gui.models.program import Program
from stressdesk.gui.models.scenario import ScenarioModel
from stressdesk.gui.models.setting_words import named_words
from stressdesk.gui.models.snapshot import Source, snapshot
from stressdesk.gui.models.target import OPENAI
from stressdesk.gui.models.wording import in_window
from stressdesk.journal.trial import Trial
from stressdesk.scenario.model import Goals, Limits, Scenario
from stressdesk.scenario.places import field_name, is_within
from stressdesk.scenario.targets import LiteLLM
from stressdesk.scenario.traffic import Load, Traffic

State = Literal["idle", "asking", "answered", "failed"]

# What a trial needs to be right; a mistake elsewhere in the scenario is no reason not to try the target.
NEEDED = ("name", "prompt", "variables", "demo")


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a trial: a title, the facts in one line, what to do, and the answer as it came."""

    title: str
    facts: str = ""
    hint: str = ""
    answer: str = ""


class Trials(QObject):
    """One trial at a time. `changed` when it begins and ends; `outcome` is its result in words, `trial` the whole.

    `number` is the demo input that was put, counted from 0; `lacks` the variable whose key was missing, or "".
    """

    changed = Signal()

    def __init__(
        self, scenario: ScenarioModel, keys: Keys, program: Program, thinking: Background, folder: Path
    ) -> None:
        super().__init__(scenario)
        self._scenario = scenario
        self._keys = keys
        self._program = program
        self._thinking = thinking
        self._folder = folder
        self._tested: tuple[object, ...] = ()
        self._task: asyncio.Task[None] | None = None
        self.state: State = "idle"
        self.number = 0
        self.lacks = ""
        self._keys_entered = 0
        keys.changed.connect(self._forgive)
        self.trial: Trial | None = None
        self.outcome: Outcome | None = None

    @property
    def is_stale(self) -> bool:
        """Have target, prompt or demo inputs been changed since it was tried?"""
        scenario = self._scenario.scenario
        return scenario is None or _subject(scenario) != self._tested

    async def ask(self, number: int = 0) -> None:
        """Put demo input `number` to the target. What goes wrong is the outcome."""
        if self.state == "asking":
            return
        self._task = asyncio.current_task()
        scenario, folder = self._scenario.now, self._scenario.folder
        self._tested = _subject(scenario)
        self.number, self.lacks, self._keys_entered = number, "", self._keys.entered
        self.state, self.trial, self.outcome = "asking", None, None
        self.changed.emit()
        try:
            self._ensure_whole(scenario)
            await self._ensure_key(scenario)
            source = Source(scenario=_reduced(scenario, self._scenario.problems), path=None, folder=folder)
            path = await self._thinking.do(snapshot, source, self._folder)
            arguments = ["ask", str(path), "--target", scenario.target, "--input", str(number + 1), "--json"]
            self.trial = await self._program.ask(arguments, Trial)
            self.outcome = outcome(self.trial)
            self.state = "answered" if self.trial.record.outcome == "answered" else "failed"
        except StressDeskError as error:
            self.state, self.outcome = "failed", Outcome(title=in_window(error.message), hint=_in_a_window(error.hint))
        finally:
            if self.state == "asking":  # cancelled
                self.state, self._tested = "idle", ()
            self._task = None
            self.changed.emit()

    def cancel(self) -> None:
        """Ask no longer."""
        if self._task is not None:
            self._task.cancel()

    def _forgive(self) -> None:
        """Forget a failure when a key is entered, which may have been what was wrong."""
        if self.state == "failed" and self._keys.entered != self._keys_entered:
            self.state, self.trial, self.outcome, self.lacks = "idle", None, None, ""
            self.changed.emit()

    def _ensure_whole(self, scenario: Scenario) -> None:
        needed = (*NEEDED, field_name(("targets", scenario.target)))
        for problem in self._scenario.problems:
            if any(is_within(problem.field, place) for place in needed):
                raise StressDeskError(f"{named_words(problem)}.", problem.hint or "Mend this first.")

    async def _ensure_key(self, scenario: Scenario) -> None:
        spec = scenario.targets.get(scenario.target)
        if not isinstance(spec, LiteLLM):
            return
        variables = await self._thinking.do(_variables, spec)
        await self._keys.looked_up(variables)
        for variable in variables:
            if self._keys.where(variable) == "nowhere":
                self.lacks = variable
                raise StressDeskError(
                    f"{variable} is not set.", "Enter it under Load and target, or set the variable and start again."
                )


def _subject(scenario: Scenario) -> tuple[object, ...]:
    return (scenario.targets.get(scenario.target), scenario.prompt, scenario.demo)


def outcome(trial: Trial) -> Outcome:
    """A trial in words."""
    record = trial.record
    if record.outcome != "answered":
        kind = (record.kind or record.outcome).replace("_", " ")
        return Outcome(
            title=in_window(f"No answer ({kind}). {record.reason}".strip()),
            facts=_facts(trial) if record.usage is not None else "",
            hint=_in_a_window(trial.hint),
            answer=record.answer,
        )
    took = "" if record.sent is None or record.finished is None else f" in {seconds(record.finished - record.sent)}"
    return Outcome(title=f"Answered{took}", facts=_facts(trial), answer=record.answer)


def _facts(trial: Trial) -> str:
    record = trial.record
    parts: list[str] = [trial.provenance]
    if record.sent is not None and record.first_token is not None:
        parts.append(f"first token after {seconds(record.first_token - record.sent)}")
    if record.usage is not None:
        estimated = "" if record.usage.source == "provider" else f" ({record.usage.source})"
        parts.append(f"{count(record.usage.input)} tokens in, {count(record.usage.output)} out{estimated}")
    if record.outcome == "answered":
        parts.append("no price known" if record.cost_usd is None else money(record.cost_usd))
    return " · ".join(parts)


def _reduced(scenario: Scenario, faults: tuple[Problem, ...]) -> Scenario:
    """The scenario with nothing in it that a trial does not need."""
    has_good_checks = not any(is_within(problem.field, "checks") for problem in faults)
    return msgspec.structs.replace(
        scenario,
        checks=scenario.checks if has_good_checks else (),
        targets={scenario.target: scenario.targets[scenario.target]},
        traffic=Traffic(),
        load=Load(),
        limits=Limits(),
        goals=Goals(),
        queries_per_month=None,
    )


def _variables(spec: LiteLLM) -> tuple[str, ...]:
    from stressdesk.targets.key_names import key_variables  # noqa: PLC0415 - may read the price table

    return key_variables(spec)


def _in_a_window(hint: str) -> str:
    """A hint for the command line, for somebody who sees a window."""
    # At an address of one's own, the field shows the model without its protocol.
    return in_window(hint.replace(f"model name {OPENAI}", "model name ") if "and the address" in hint else hint)
