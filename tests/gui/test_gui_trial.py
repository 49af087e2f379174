from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
from pytestqt.qtbot import QtBot
from servers.openai_server import ANSWER, serve

from stressdesk.errors import FailureKind
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.trial import Trials
from stressdesk.gui.models.wording import in_window
from stressdesk.scenario.checks import Regex
from stressdesk.scenario.model import Scenario
from stressdesk.scenario.targets import LiteLLM, Local, Prices, Simulated, TargetSpec
from stressdesk.targets.hints import hint

Run = Callable[[Awaitable[Any]], Any]
PLANTED = "planted-key-0123456789-abcdef"


pytestmark = pytest.mark.usefixtures("no_wallet")


def trials(desk: Desk) -> Trials:
    return Trials(desk.scenario, desk.keys, desk.program, desk.thinking, desk.settings.folder / "snapshots")


def use(desk: Desk, spec: LiteLLM) -> None:
    scenario = desk.scenario.now
    targets = {**scenario.targets, "hosted": spec}
    desk.scenario.edit((), msgspec.structs.replace(scenario, targets=targets, target="hosted"))


def test_a_simulated_target_answers_and_says_it_is_simulated(open_desk: Desk, run: Run) -> None:
    open_desk.scenario.edit(("target",), "simulated")
    tried = trials(open_desk)
    run(tried.ask(2))
    assert tried.state in ("answered", "failed")
    assert tried.trial is not None
    assert tried.trial.record.text == open_desk.scenario.now.demo[2].text
    assert tried.outcome is not None
    assert "simulated" in tried.outcome.facts
    assert not tried.is_stale
    open_desk.scenario.edit(("targets", "simulated", "slots"), 3)
    assert tried.is_stale


def test_a_broken_check_is_no_reason_not_to_try(open_desk: Desk, run: Run, qtbot: QtBot) -> None:
    with qtbot.waitSignal(open_desk.scenario.problems_changed):
        open_desk.scenario.edit(("checks",), (Regex(pattern="("),))
    open_desk.scenario.edit(("target",), "simulated")
    tried = trials(open_desk)
    run(tried.ask())
    assert tried.trial is not None


def test_a_broken_target_beside_the_one_in_use_is_no_reason_not_to_try(open_desk: Desk, run: Run, qtbot: QtBot) -> None:
    priced_twice = Simulated(price_as="gpt-4o", prices=Prices(input_usd_per_million=1, output_usd_per_million=1))
    with qtbot.waitSignal(open_desk.scenario.problems_changed):
        open_desk.scenario.edit(("targets", "simulated-2"), priced_twice)
    open_desk.scenario.edit(("target",), "simulated")
    tried = trials(open_desk)
    run(tried.ask())
    assert [problem.field for problem in open_desk.scenario.problems] == ["targets.simulated-2.prices"]
    assert tried.trial is not None


def test_a_broken_prompt_is_named(open_desk: Desk, run: Run, qtbot: QtBot) -> None:
    with qtbot.waitSignal(open_desk.scenario.problems_changed):
        open_desk.scenario.edit(("prompt", "messages", 0, "content"), "Hello {{nobody}}")
    tried = trials(open_desk)
    run(tried.ask())
    assert tried.state == "failed"
    assert tried.outcome is not None
    assert tried.outcome.title == "{{nobody}} has no value."
    assert "“Variables”" in tried.outcome.hint


def test_a_missing_key_is_told_without_asking_anybody(open_desk: Desk, run: Run, qtbot: QtBot) -> None:
    use(open_desk, LiteLLM(model="openai/gpt-4o-mini"))
    tried = trials(open_desk)
    run(tried.ask())
    assert tried.outcome is not None
    assert tried.outcome.title == "OPENAI_API_KEY is not set."
    assert "Enter it" in tried.outcome.hint


def test_a_dead_address_is_named_with_what_to_do(open_desk: Desk, run: Run) -> None:
    use(open_desk, LiteLLM(model="openai/mine", base_url="http://127.0.0.1:9/v1"))
    tried = trials(open_desk)
    run(tried.ask())
    assert tried.state == "failed"
    assert tried.outcome is not None
    assert "connection" in tried.outcome.title
    assert "http://127.0.0.1:9/v1" in tried.outcome.hint


@pytest.mark.parametrize(
    "spec",
    [LiteLLM(model="openai/gpt-4o-mini"), LiteLLM(model="openai/mine", base_url="http://x/v1"), Local(), Simulated()],
)
def test_no_hint_names_a_setting_as_only_the_file_calls_it(spec: TargetSpec) -> None:
    said = [in_window(hint(kind, spec)) for kind in get_args(FailureKind)]
    assert [one for one in said if "`" in one or "_" in one.replace("OPENAI_API_KEY", "")] == []


def test_a_model_at_an_address_is_called_as_its_field_shows_it(open_desk: Desk, run: Run) -> None:
    async def asked(tried: Trials) -> None:
        async with serve() as address:
            use(open_desk, LiteLLM(model="openai/missing", base_url=f"{address}/openai/v1"))
            await tried.ask()

    tried = trials(open_desk)
    run(asked(tried))
    assert tried.outcome is not None
    assert "Check the model name missing and the address http" in tried.outcome.hint
    assert "/openai/v1; many servers" in tried.outcome.hint


def test_asking_can_be_cancelled(open_desk: Desk, run: Run) -> None:
    async def started_and_cancelled(tried: Trials) -> None:
        task = asyncio.ensure_future(tried.ask())
        await asyncio.sleep(0)
        assert tried.state == "asking"
        tried.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

    tried = trials(open_desk)
    run(started_and_cancelled(tried))
    assert tried.state == "idle"
    assert tried.outcome is None


def test_the_key_reaches_the_server_and_nothing_else(open_desk: Desk, run: Run, qtbot: QtBot, tmp_path: Path) -> None:
    seen: list[bytes] = []

    async def asked(tried: Trials) -> list[str]:
        async with serve() as address:
            use(open_desk, LiteLLM(model="openai/well", base_url=address, key_env="PLANTED_API_KEY"))
            open_desk.keys.enter("PLANTED_API_KEY", PLANTED)
            task = asyncio.ensure_future(tried.ask())
            while not task.done():
                seen.extend(_command_lines())
                await asyncio.sleep(0.05)
            await task
            return [one.headers.get("authorization", "") for one in address.received]

    tried = trials(open_desk)
    assert run(asked(tried)) == [f"Bearer {PLANTED}"]
    assert tried.outcome is not None
    assert tried.outcome.answer == ANSWER
    assert "measured" in tried.outcome.facts
    assert any(b"--target" in one for one in seen)
    assert [one for one in seen if PLANTED.encode() in one] == []
    open_desk.settings.save()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert any(path.name.endswith(".stress.yaml") for path in files)
    assert [path for path in files if PLANTED.encode() in path.read_bytes()] == []


def test_the_snapshot_holds_the_one_target_only(open_desk: Desk, run: Run, tmp_path: Path) -> None:
    open_desk.scenario.edit(("target",), "simulated")
    run(trials(open_desk).ask())
    (written,) = tmp_path.rglob("*.stress.yaml")
    text = written.read_text()
    assert "simulated" in text
    assert "embedded" not in text
    assert isinstance(open_desk.scenario.now, Scenario)


def _command_lines() -> list[bytes]:
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found.append(path.read_bytes())
        except OSError:
            continue
    return found
