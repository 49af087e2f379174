"""Putting one demo input to the target once: no retries, no limits, no run file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from stressdesk.engine import clock
from stressdesk.engine.limits import Ledger, Stop
from stressdesk.engine.query import Asking
from stressdesk.engine.records import Query
from stressdesk.engine.rules import NOBODY_WAITS_SECONDS, outside_a_run
from stressdesk.errors import RunError
from stressdesk.journal.stages import DEMO
from stressdesk.journal.trial import Trial
from stressdesk.scenario.model import DemoInput, Limits, Scenario
from stressdesk.scenario.rendering import Rendering
from stressdesk.scenario.traffic import Retry
from stressdesk.targets.hints import hint
from stressdesk.targets.opening import open_target
from stressdesk.traffic import plan as traffic

if TYPE_CHECKING:
    from stressdesk.engine.job import Job


def for_trial(scenario: Scenario, number: int, text: str | None) -> Scenario:
    """The scenario as one trial needs it, the input to try standing last among its demo inputs.

    `number` counts demo inputs from 0; `text` stands in for the words of that one, and then nothing is expected.
    """
    chosen = scenario.demo[number]
    tried = chosen if text is None else DemoInput(text=text, variables=chosen.variables)
    load = msgspec.structs.replace(scenario.load, retry=Retry(attempts=0), patience_seconds=NOBODY_WAITS_SECONDS)
    # A limit of a run says nothing about the one query that is tried before it.
    return msgspec.structs.replace(scenario, demo=(*scenario.demo, tried), load=load, limits=Limits())


def ask_once(job: Job) -> Trial:
    """Put the last demo input of a job made by `for_trial` to its target. Raises RunError where it cannot be opened."""
    return clock.run(lambda: _asked(job), virtual=job.is_virtual)


async def _asked(job: Job) -> Trial:
    rendering = Rendering(job.scenario.prompt, job.folder)
    *_, session = traffic.demo(job.scenario, seed=job.seed, folder=job.folder).sessions()
    (turn,) = session.turns
    messages = rendering.messages(session.variables, turn.text)
    async with open_target(job.target, job.scenario, job.seed) as target:
        rules = outside_a_run(job.scenario, job, target, rendering)
        stop = Stop()
        asking = Asking(rules, Ledger(None), stop, lambda _: None)
        query = Query(stage=DEMO, session=session, turn=turn, messages=messages, arrived=rules.origin)
        record = await asking.ask(query)
    if record is None:
        raise RunError(f"It could not be asked: {stop.reason}.")
    return Trial(
        name=job.scenario.name,
        target=job.target_name,
        target_kind=job.facts.kind,
        model=job.facts.model,
        provenance=job.facts.provenance,
        messages=messages,
        record=record,
        hint=hint(record.kind, job.target) if record.kind else "",
    )
