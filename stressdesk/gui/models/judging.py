"""Tries all checks on one demo answer, in a thread and anew after every edit; a broken check spoils no other."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import msgspec
from PySide6.QtCore import QObject, Signal

from stressdesk.errors import ScenarioError, StressDeskError
from stressdesk.gui.models.background import Background, Latest
from stressdesk.gui.models.scenario import ScenarioModel
from stressdesk.gui.models.wording import problem_words
from stressdesk.journal.events import Record, Verdict
from stressdesk.scenario.model import Scenario
from stressdesk.targets.simulated_answers import as_text

if TYPE_CHECKING:
    from stressdesk.checks.check import Exchange

DELAY_MS = 60
Source = Literal["expected", "typed", "asked"]
NO_TIME = "only an answer that was asked for has taken time"
BROKEN = "see what is wrong with this check"


class Tried(msgspec.Struct, frozen=True):
    """The answer to try: what it is, where it comes from, and the record of the asking where there was one."""

    number: int
    answer: str
    source: Source
    record: Record | None = None


class Judging(QObject):
    """`verdicts` of all checks in order on what is tried; `changed` when they are new. `trouble` says why none are."""

    changed = Signal()

    def __init__(self, scenario: ScenarioModel, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scenario = scenario
        self.tried: Tried | None = None
        self.verdicts: tuple[Verdict, ...] = ()
        self.trouble = ""
        self._latest = Latest(background, DELAY_MS, self)
        self._latest.done.connect(self._take)
        self._latest.failed.connect(self._fail)
        scenario.changed.connect(self._look)

    def judge(self, tried: Tried | None) -> None:
        """Try this answer; None shows no verdicts."""
        self.tried = tried
        self._look()

    def expected(self, number: int) -> str:
        """What a demo input expects, as a model would write it; "" where it says nothing."""
        demo = self._scenario.now.demo
        expect = demo[number].expect if 0 <= number < len(demo) else None
        return "" if expect is None else as_text(expect)

    def _look(self, *_: object) -> None:
        scenario = self._scenario.scenario
        if self.tried is None or scenario is None or self.tried.number >= len(scenario.demo):
            self._latest.forget()
            self.verdicts, self.trouble = (), ""
            self.changed.emit()
            return
        self._latest.ask(verdicts, scenario, self._scenario.folder, self.tried)

    def _take(self, found: tuple[Verdict, ...]) -> None:
        self.verdicts, self.trouble = found, ""
        self.changed.emit()

    def _fail(self, error: object) -> None:
        self.verdicts = ()
        self.trouble = error.message if isinstance(error, StressDeskError) else str(error)
        if isinstance(error, ScenarioError) and error.problems:
            self.trouble = problem_words(error.problems[0])
        self.changed.emit()


def verdicts(scenario: Scenario, folder: Path, tried: Tried) -> tuple[Verdict, ...]:
    """What each check says of the answer, in order. Raises StressDeskError where the prompt cannot be filled in."""
    from stressdesk.checks.build import unique_names  # noqa: PLC0415 - loads word lists, in the thread
    from stressdesk.scenario.check_problems import check_problems  # noqa: PLC0415 - as above
    from stressdesk.scenario.rendering import Rendering  # noqa: PLC0415 - as above

    rendering = Rendering(scenario.prompt, folder)
    exchange = _exchange(scenario, folder, rendering, tried)
    # What demands too much of the machine is found by these, and must not be tried.
    wrong = {problem.field.split(".")[0].split("]")[0] + "]" for problem in check_problems(scenario)}
    found = []
    for at, name in enumerate(unique_names(scenario.checks)):
        is_wrong = f"checks[{at}]" in wrong
        found.append(_verdict(scenario, at, name, rendering.system_text, None if is_wrong else exchange, tried))
    return tuple(found)


def _exchange(scenario: Scenario, folder: Path, rendering: Any, tried: Tried) -> Exchange:
    from stressdesk.checks.check import Exchange  # noqa: PLC0415 - as above
    from stressdesk.traffic import plan as traffic  # noqa: PLC0415 - as above

    sessions = traffic.demo(scenario, seed=scenario.seed, folder=folder).sessions()
    session = next(islice(sessions, tried.number, None))
    (turn,) = session.turns
    record = tried.record
    took = first = None
    if record is not None and record.finished is not None:
        took = record.finished - record.arrived
        first = None if record.first_token is None or record.sent is None else record.first_token - record.sent
    return Exchange(
        messages=rendering.messages(session.variables, turn.text),
        text=turn.text,
        clean=turn.clean,
        language=turn.language,
        expect=turn.expect,
        answer=tried.answer,
        latency_seconds=took or 0.0,
        first_token_seconds=first,
    )


def _verdict(
    scenario: Scenario, at: int, name: str, system_text: str, exchange: Exchange | None, tried: Tried
) -> Verdict:
    """One check's verdict; unsure where it cannot judge."""
    import asyncio  # noqa: PLC0415 - as above

    from stressdesk.checks.build import checks_for  # noqa: PLC0415 - as above
    from stressdesk.scenario.checks import FirstToken, TotalLatency  # noqa: PLC0415 - as above

    spec = scenario.checks[at]
    if isinstance(spec, FirstToken | TotalLatency) and tried.record is None:
        return Verdict(check=name, judgement="unsure", reason=NO_TIME, about="speed")
    try:
        # An edited check may be out of its bounds, which nothing has refused yet.
        spec = msgspec.convert(msgspec.to_builtins(spec), type(spec))
        alone = msgspec.structs.replace(scenario, checks=(msgspec.structs.replace(spec, name=name),))
        (check,) = checks_for(alone, system_text)
    except (ScenarioError, msgspec.ValidationError):
        return Verdict(check=name, judgement="unsure", reason=BROKEN)
    if exchange is None:
        return Verdict(check=name, judgement="unsure", reason=BROKEN)
    # Judging is a coroutine that never waits: the interface is made for checks that ask a model.
    return asyncio.run(check.judge(exchange))
