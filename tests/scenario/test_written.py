from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from stressdesk.errors import ScenarioError
from stressdesk.scenario.model import DemoInput, Prompt, Scenario
from stressdesk.scenario.problems import problems
from stressdesk.scenario.targets import Simulated
from stressdesk.scenario.whole import whole
from stressdesk.scenario.written import Written, read_written, save_written, with_written, written_path

ONE = Written(
    text="wo ist meine\u2028rechnung 👩‍👩‍👧",
    of="Where is my bill?",
    intent="where-is-my-bill",
    persona="phone",
    language="de",
    model="some/model",
    prompt="write-1",
    date="2026-01-01T00:00:00+00:00",
)


def _scenario(written: str | None = "s.written.jsonl") -> Scenario:
    return Scenario(
        name="test",
        prompt=Prompt(text="Answer."),
        demo=(DemoInput(text=ONE.of),),
        targets={"simulated": Simulated()},
        target="simulated",
        written=written,
    )


def _with(**changes: object) -> Written:
    return msgspec.structs.replace(ONE, **changes)


def test_messages_come_back_as_they_were_saved(tmp_path: Path):
    messages = (ONE, _with(text="ملفي", state="accepted"), _with(text="न्दी", state="rejected"))
    save_written(tmp_path / "s.written.jsonl", messages)
    assert read_written(tmp_path / "s.written.jsonl") == messages
    assert [path.name for path in tmp_path.iterdir()] == ["s.written.jsonl"]


def test_only_accepted_messages_of_inputs_that_are_there_become_wordings(tmp_path: Path):
    save_written(
        tmp_path / "s.written.jsonl",
        [
            ONE,
            _with(text="rejected", state="rejected"),
            _with(text="ja", state="accepted"),
            _with(text="auch ja", state="accepted"),
            _with(text="lost", of="An input long gone", state="accepted"),
        ],
    )
    made = with_written(_scenario(), tmp_path)
    assert made.written is None
    (wording,) = made.wordings
    assert (wording.of, wording.by, wording.persona) == (ONE.of, "some/model", "phone")
    assert wording.texts == {"de": ("ja", "auch ja")}


def test_a_run_file_holds_them_and_needs_the_file_no_more(tmp_path: Path):
    save_written(tmp_path / "s.written.jsonl", [_with(state="accepted")])
    made = whole(_scenario(), tmp_path)
    (tmp_path / "s.written.jsonl").unlink()
    assert made.wordings[0].texts == {"de": (ONE.text,)}
    assert with_written(made, tmp_path) is made


def test_a_missing_file_and_a_broken_line_are_told_with_what_to_do(tmp_path: Path):
    (problem,) = problems(_scenario(), tmp_path)
    assert (problem.field, problem.message) == ("written", "there is no file s.written.jsonl")
    (tmp_path / "s.written.jsonl").write_text('{"text": "x"}\n')
    (problem,) = problems(_scenario(), tmp_path)
    assert "no written message" in problem.message
    with pytest.raises(ScenarioError) as raised:
        read_written(tmp_path / "s.written.jsonl")
    assert raised.value.problems[0].line == 1


def test_the_file_is_named_after_the_scenario_unless_it_names_another(tmp_path: Path):
    path = tmp_path / "lamp.stress.yaml"
    assert written_path(_scenario(None), path) == tmp_path / "lamp.written.jsonl"
    assert written_path(_scenario("mine.jsonl"), path) == tmp_path / "mine.jsonl"
