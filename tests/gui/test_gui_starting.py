"""A run from the sheet to its end, by the models alone, with the real engine as a child."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from gui.runs import MANY, put_on, until

from stressdesk.errors import StressDeskError
from stressdesk.gui.models import telling
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.process import EngineProcess, complaint
from stressdesk.gui.models.snapshot import MOST_KEPT, Source, snapshot
from stressdesk.gui.models.unfinished import unfinished
from stressdesk.journal.liveness import is_running, writing_process
from stressdesk.journal.reader import RunFile
from stressdesk.scenario import file as scenario_file
from stressdesk.scenario.updating import with_value


@pytest.fixture
def ready(desk, loop, tmp_path):
    """A desk with a small simulated scenario on it."""
    return put_on(desk, tmp_path)


@pytest.fixture
def long_one(desk, loop, tmp_path):
    """A desk with a scenario that takes half a minute even on the simulated target."""
    return put_on(desk, tmp_path, live=MANY)


@pytest.fixture
def engines():
    """Processes that outlive their window on purpose; whatever still runs is ended after the test."""
    started: list[EngineProcess] = []
    yield started
    for engine in started:
        if engine.exit_code is None:
            os.kill(engine.number, signal.SIGKILL)


async def started(desk: Desk, records: int = 1) -> None:
    """The scenario's run is under way, with some records to show."""
    await desk.starting.start()
    await until(lambda: desk.run.done >= records)


def test_the_sheet_says_what_a_run_of_unsaved_work_asks_for(ready, run):
    async def journey():
        ready.ahead.want(is_wanted=True)
        await until(lambda: ready.ahead.preflight is not None)
        assert ready.ahead.preflight.queries == 311
        ready.scenario.edit(("load", "live"), 40)
        assert ready.ahead.is_looking
        await until(lambda: not ready.ahead.is_looking)
        assert ready.ahead.preflight.queries == 51

    run(journey())


def test_the_sheet_keeps_its_numbers_when_an_edit_is_taken_back(ready, run):
    async def journey():
        ready.ahead.want(is_wanted=True)
        await until(lambda: ready.ahead.preflight is not None)
        ready.scenario.edit(("load", "live"), 40)
        await until(lambda: not ready.ahead.is_looking)
        ready.scenario.undo()
        assert ready.ahead.preflight.queries == 51
        assert ready.ahead.is_looking
        await until(lambda: not ready.ahead.is_looking)
        assert ready.ahead.preflight.queries == 311

    run(journey())


def test_the_sheet_of_one_scenario_never_stands_in_for_that_of_another(ready, run, tmp_path):
    async def journey():
        ready.ahead.want(is_wanted=True)
        await until(lambda: ready.ahead.preflight is not None)
        put_on(ready, tmp_path, live=40)
        assert ready.ahead.preflight is None
        ready.ahead.want(is_wanted=False)
        ready.ahead.want(is_wanted=True)
        await until(lambda: ready.ahead._is_asking)
        put_on(ready, tmp_path, live=50)
        await until(lambda: not ready.ahead._is_asking)
        assert ready.ahead.preflight is None
        await until(lambda: ready.ahead.preflight is not None)
        assert ready.ahead.preflight.queries == 61

    run(journey())


def test_nothing_is_looked_up_while_nobody_looks_or_the_scenario_is_wrong(ready, run):
    async def journey():
        await until(lambda: not ready.scenario.is_looking)
        ready.ahead.want(is_wanted=True)
        await until(lambda: ready.ahead.preflight is not None)
        ready.scenario.edit(("load", "window_minutes"), -1.0)
        await until(lambda: bool(ready.scenario.problems))
        assert ready.ahead.preflight is None
        assert not ready.ahead.is_startable
        assert not ready.ahead.is_looking

    run(journey())


def test_a_target_nobody_knows_is_told_on_the_sheet(ready, run):
    async def journey():
        ready.scenario.edit(("limits", "spend_usd"), 1.0)
        ready.scenario.edit(("targets", "simulated", "price_as"), None)
        ready.ahead.want(is_wanted=True)
        await until(lambda: ready.ahead.trouble is not None or ready.scenario.problems)
        shown = ready.ahead.trouble or ready.scenario.problems[0]
        assert "spend" in shown.message.lower()
        assert not ready.ahead.is_startable

    run(journey())


def test_a_run_is_followed_from_its_start_to_its_end(ready, run):
    faces = []

    async def journey():
        ready.run.changed.connect(lambda: faces.append(ready.starting.face))
        assert ready.starting.face == "sheet"
        await ready.starting.start()
        await until(lambda: not ready.run.is_on)
        await until(lambda: ready.run.summary is not None)

    run(journey())
    model = ready.run
    assert (model.state, model.done, model.planned) == ("complete", 311, 311)
    assert sum(model.failed_as.values()) == model.failed_queries > 0
    assert [step.state for step in model.steps] == ["over", "over", "over"]
    assert model.path.parent == ready.settings.runs_folder
    assert model.header.name == "Desk of simulated letters"
    assert faces[0] == "course"
    assert ready.starting.face == "ended"
    assert not ready.starting.is_resumable
    ready.starting.again()
    assert ready.starting.face == "sheet"


def test_figures_while_running_are_those_of_the_file(ready, run):
    async def journey():
        await ready.starting.start()
        await until(lambda: not ready.run.is_on)

    run(journey())
    with RunFile(ready.run.path) as file:
        known = file.standing()
    assert {name: (one.records, one.failed) for name, one in known.items()} == {
        name: (one.records, one.failed) for name, one in ready.run.standing.items()
    }
    assert sum(one.usd for one in known.values()) == pytest.approx(ready.run.spent_usd)


def test_stop_ends_a_run_gently_and_it_can_be_gone_on_with(long_one, run):
    async def journey():
        await started(long_one, 200)
        long_one.run.stop()
        assert long_one.run.state == "stopping"
        await until(lambda: not long_one.run.is_on)

    run(journey())
    assert long_one.run.state == "stopped"
    assert long_one.run.ending.reason == "stopped by the user (the window)"
    assert long_one.starting.is_resumable
    assert long_one.starting.left_over == long_one.run.planned - long_one.run.done > 0


def test_a_second_stop_reaches_the_engine(long_one, run):
    async def journey():
        await started(long_one)
        long_one.run.stop()
        long_one.run.stop()
        await until(lambda: not long_one.run.is_on)
        engine = long_one.run.process
        await until(lambda: engine.exit_code is not None)
        engine._words.seek(0)
        assert b"Stopping at once" in engine._words.read()

    run(journey())


def test_a_run_that_is_let_go_goes_on_and_is_watched_again(long_one, run, engines):
    async def journey():
        await started(long_one)
        path, engine = long_one.run.path, long_one.run.process
        engines.append(engine)
        long_one.run.leave()
        long_one.run.close()
        assert long_one.run.state == "none"
        assert writing_process(path) == engine.number
        (found,) = unfinished(path.parent, frozenset())
        assert (found.path, found.is_on) == (path, True)
        long_one.run.open(path)
        await until(lambda: long_one.run.state == "running")
        seen = long_one.run.done
        await until(lambda: long_one.run.done > seen)
        long_one.run.stop()
        await until(lambda: not long_one.run.is_on)
        await until(lambda: not is_running(engine.number))

    run(journey())
    assert long_one.run.state == "stopped"
    assert telling.ending(long_one.run, long_one.starting).sentence == "Stopped by you."


def test_opening_another_run_does_not_end_the_one_under_way(long_one, run, engines, tmp_path):
    async def journey():
        await started(long_one)
        path, engine = long_one.run.path, long_one.run.process
        engines.append(engine)
        long_one.run.open(tmp_path / "another.stressrun")
        await until(lambda: long_one.run.state == "failed")
        assert engine.exit_code is None
        assert writing_process(path) == engine.number

    run(journey())


def test_closing_the_desk_ends_a_run_that_was_not_let_go(long_one, run, engines):
    async def journey():
        await started(long_one)
        engine, path = long_one.run.process, long_one.run.path
        engines.append(engine)
        long_one.run.close()
        await until(lambda: not is_running(engine.number))
        return path

    path = run(journey())
    with RunFile(path) as file:
        assert file.ending.state == "stopped"
    (found,) = unfinished(path.parent, frozenset())
    assert (found.path, found.is_on) == (path, False)


def test_a_killed_engine_is_noticed_within_a_second_and_its_run_completed(desk, loop, tmp_path, run):
    put_on(desk, tmp_path, live=6_000)

    async def journey():
        await started(desk, 100)
        os.kill(desk.run.process.number, signal.SIGKILL)
        await until(lambda: not desk.run.is_on, seconds=1.0)
        assert desk.run.state == "cut_off"
        assert "killed" in desk.run.trouble.message
        assert desk.starting.face == "ended"
        before, path = desk.run.done, desk.run.path
        assert 100 <= before < desk.run.planned
        await desk.starting.resume(path)
        assert desk.starting.face == "course"
        await until(lambda: not desk.run.is_on)
        assert desk.run.path == path

    run(journey())
    assert (desk.run.state, desk.run.done) == ("complete", desk.run.planned)
    assert desk.run.trouble is None


def test_going_on_with_a_stopped_run_is_not_taken_for_its_old_ending(desk, loop, tmp_path, run):
    put_on(desk, tmp_path, live=6_000)
    states = []

    async def journey():
        await started(desk, 50)
        desk.run.stop()
        await until(lambda: not desk.run.is_on)
        assert desk.run.state == "stopped"
        await desk.starting.resume(desk.run.path)
        desk.run.changed.connect(lambda: states.append(desk.run.state))
        await until(lambda: desk.run.state == "complete")

    run(journey())
    assert "stopped" not in states
    assert desk.run.done == desk.run.planned


def test_an_engine_that_cannot_start_says_why(ready, run, tmp_path):
    weights = tmp_path / "none.gguf"
    local = {"kind": "local", "model": str(weights)}
    scenario = scenario_file.restore({**scenario_file.plain(ready.scenario.now), "targets": {"simulated": local}})
    ready.scenario.open(scenario, None, tmp_path)

    async def journey():
        await ready.starting.start()
        await until(lambda: not ready.run.is_on)

    run(journey())
    assert ready.run.state == "failed"
    assert ready.starting.face == "ended"
    assert "none.gguf" in ready.run.trouble.message
    assert ".gguf" in ready.run.trouble.hint
    assert not ready.run.path.exists()


def test_a_folder_that_cannot_be_written_is_told(ready, run, tmp_path):
    (tmp_path / "taken").write_text("a file, where a folder should be")
    ready.settings.put("runs_folder", str(tmp_path / "taken"))

    async def journey():
        await ready.starting.start()
        await until(lambda: not ready.run.is_on)

    run(journey())
    assert ready.run.state == "failed"
    assert "cannot be written" in ready.run.trouble.message


def test_keys_given_to_the_window_reach_the_engine_by_its_environment_only(ready, run, monkeypatch):
    seen = {}
    real = EngineProcess.__init__

    def spy(self, arguments, environment):
        seen.update(arguments=arguments, environment=environment)
        real(self, arguments, environment)

    monkeypatch.setattr(EngineProcess, "__init__", spy)
    ready.starting._program.keys = {"OPENAI_API_KEY": "sk-planted"}

    async def journey():
        await ready.starting.start()
        await until(lambda: not ready.run.is_on)

    run(journey())
    assert seen["environment"]["OPENAI_API_KEY"] == "sk-planted"
    assert "sk-planted" not in str(seen["arguments"])
    assert b"sk-planted" not in ready.run.path.read_bytes()


def test_an_error_is_found_behind_sheet_and_progress():
    words = """
Capacity plan  on simulated

  Asks         3 queries
  Takes        about 4 s

  Demo         1 of 1 query
The run file x cannot be written: disk full.
  Check that the folder has room.
"""
    error = complaint(words, "otherwise")
    assert error.message == "The run file x cannot be written: disk full."
    assert error.hint == "Check that the folder has room."


def test_a_bug_of_the_engine_is_told_in_one_line():
    words = "\nsheet\n\nTraceback (most recent call last):\n  File x\nKeyError: 'y'\nStressDesk has a bug. Please.\n"
    assert complaint(words, "").message == "The engine has a bug: KeyError: 'y'"


def test_an_engine_that_is_not_there_is_told(monkeypatch):
    monkeypatch.setattr("stressdesk.gui.models.process.console_command", lambda: ["/nowhere/stressdesk"])
    with pytest.raises(StressDeskError, match="cannot be started"):
        EngineProcess([], {})


def test_saved_work_is_run_from_its_own_file(ready, tmp_path):
    scenario = ready.scenario.now
    path = tmp_path / "mine.stress.yaml"
    scenario_file.save(scenario, path)
    assert snapshot(Source(scenario=scenario, path=path, folder=tmp_path), tmp_path / "kept") == path
    edited = with_value(scenario, ("seed",), 99)
    copy = snapshot(Source(scenario=edited, path=path, folder=tmp_path), tmp_path / "kept")
    assert scenario_file.load(copy) == edited
    assert scenario_file.load(path) == scenario


def test_few_snapshots_are_kept(ready, tmp_path):
    for seed in range(MOST_KEPT + 4):
        edited = with_value(ready.scenario.now, ("seed",), seed)
        last = snapshot(Source(scenario=edited, path=None, folder=tmp_path), tmp_path / "kept")
    assert last.exists()
    assert len(list((tmp_path / "kept").iterdir())) == MOST_KEPT


def test_a_dismissed_run_is_not_told_of_again(long_one, run, engines):
    async def journey():
        await started(long_one)
        engine, path = long_one.run.process, long_one.run.path
        os.kill(engine.number, signal.SIGKILL)
        await until(lambda: not long_one.run.is_on)
        long_one.run.close()
        long_one.unfinished.look()
        await until(lambda: bool(long_one.unfinished.found))
        (found,) = long_one.unfinished.found
        assert (found.path, found.is_on, found.name) == (path, False, "Desk of simulated letters")
        long_one.unfinished.dismiss(path)
        assert long_one.unfinished.found == ()
        long_one.unfinished.look()
        await until(lambda: not long_one.unfinished._latest.is_waiting)
        assert long_one.unfinished.found == ()

    run(journey())


DOOMED = """
import asyncio, sys
from pathlib import Path
import qasync
from PySide6.QtCore import QCoreApplication
sys.path.insert(0, sys.argv[2])
from gui.runs import MANY, put_on, until
from stressdesk.gui.models.desk import Desk

loop = qasync.QEventLoop(QCoreApplication([]))
asyncio.set_event_loop(loop)
folder = Path(sys.argv[1])
desk = put_on(Desk(folder / "settings.ini"), folder, live=MANY)

async def journey():
    await desk.starting.start()
    await until(lambda: desk.run.done > 0)
    print("under way", flush=True)
    await asyncio.sleep(60)

loop.run_until_complete(journey())
"""


def test_a_window_that_is_killed_leaves_a_run_that_the_next_one_finds(ready, run, tmp_path):
    tests = Path(__file__).parent.parent
    command = [sys.executable, "-c", DOOMED, str(tmp_path), str(tests)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as doomed:
        assert doomed.stdout.readline() == "under way\n"
        doomed.kill()

    async def journey():
        def look():
            ready.unfinished.look()
            return [one for one in ready.unfinished.found if not one.is_on]

        await until(look)
        (found,) = ready.unfinished.found
        await ready.starting.resume(found.path)
        await until(lambda: ready.run.state == "running" and ready.run.done > found.done)
        ready.run.stop()
        await until(lambda: not ready.run.is_on)

    run(journey())
