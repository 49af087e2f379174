"""What is put together again is compared with what the engine really sent."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from engine.scripted import ScriptedTarget, scenario

from stressdesk.engine import job as jobs
from stressdesk.engine import run as running
from stressdesk.engine.run import execute
from stressdesk.errors import TargetError
from stressdesk.journal.conversation import sent_messages
from stressdesk.journal.reader import RunFile
from stressdesk.scenario.model import DemoInput, Parameters, Prompt
from stressdesk.scenario.plain import restore
from stressdesk.scenario.traffic import Load, Sessions, Traffic

SYSTEM = Prompt(text="Classify.", parameters=Parameters(max_tokens=100))
PROMPTS = {
    "a system prompt": SYSTEM,
    "words inside": Prompt(text="Classify: {{message}}", parameters=Parameters(max_tokens=100)),
    "no memory": Prompt(text="Classify.", memory="none", parameters=Parameters(max_tokens=100)),
}


class Silent:
    """A watcher that looks away."""

    def began(self, stop: object) -> None: ...

    def stage_began(self, plan: object) -> None: ...

    def recorded(self, record: object) -> None: ...


@pytest.mark.parametrize("prompt", PROMPTS.values(), ids=list(PROMPTS))
def test_every_conversation_is_put_together_as_it_was_sent(tmp_path: Path, monkeypatch, prompt: Prompt) -> None:
    steps = [(0.1, "billing"), (0.1, TargetError("bad_request", "no")), (0.1, "shipping")] * 400
    target = ScriptedTarget(*steps)
    monkeypatch.setattr(running, "open_target", lambda *_: contextlib.nullcontext(target))
    made = scenario(
        prompt=prompt,
        demo=(DemoInput(text="I was charged twice."), DemoInput(text="Where is my parcel?")),
        traffic=Traffic(sessions=Sessions(mean_turns=4, single_turn_share=0, think_median_seconds=5, think_sigma=0.2)),
        load=Load(scales=(10,), live=40, window_minutes=5),
    )
    job = jobs.prepare(made, tmp_path / "x.stress.yaml", jobs.Wishes())
    execute(job, tmp_path / "a.stressrun", Silent())
    sent = {tuple((one.role, one.content) for one in request.messages) for request in target.requests}
    with RunFile(tmp_path / "a.stressrun") as run_file:
        kept = restore(run_file.header.scenario)
        records = [record for record in run_file.records() if record.attempts]
        assert max(record.turn for record in records) > 1
        for record in records:
            turns = run_file.session(record.stage, record.session)
            earlier = [turn for turn in turns if turn.turn < record.turn]
            messages = sent_messages(kept, record, earlier)
            assert tuple((one.role, one.content) for one in messages) in sent
