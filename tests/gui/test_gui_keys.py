from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import keyring
import pytest
from analysis import invented
from gui.runs import until
from keyring.backend import KeyringBackend
from keyring.backends import fail
from keyring.errors import KeyringError
from pytestqt.qtbot import QtBot

from stressdesk.errors import StressDeskError
from stressdesk.gui.models import keystore, telling
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.troubles import Trouble
from stressdesk.gui.views.key_rows import KeyRow
from stressdesk.journal.events import Ending
from stressdesk.journal.writer import Writer
from stressdesk.scenario import file
from stressdesk.scenario.model import Scenario
from stressdesk.scenario.targets import LiteLLM

PLANTED = "planted-key-0123456789-abcdef"
HOSTED = LiteLLM(model="openai/gpt-4o-mini")


class FakeStore(KeyringBackend):
    """A key store in memory."""

    priority = 1
    name = "Fake wallet"

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.is_locked = False

    def get_password(self, service: str, username: str) -> str | None:
        self._ensure_open("")
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._ensure_open(password)
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._ensure_open("")
        del self.kept[service, username]

    def _ensure_open(self, password: str) -> None:
        if self.is_locked:
            raise KeyringError(f"locked, cannot take {password}")


class PlaintextKeyring(FakeStore):
    """Named like the store of keyrings.alt that writes keys into a file."""


PlaintextKeyring.__module__ = "keyrings.alt.file"


@pytest.fixture
def wallet(monkeypatch: pytest.MonkeyPatch) -> FakeStore:
    made = FakeStore()
    monkeypatch.setattr(keyring, "get_keyring", lambda: made)
    return made


@pytest.fixture(params=[fail.Keyring, PlaintextKeyring])
def no_wallet(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Any:
    made = request.param()
    monkeypatch.setattr(keyring, "get_keyring", lambda: made)
    return made


@pytest.fixture(autouse=True)
def no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)


def hosted(desk: Desk, qtbot: QtBot) -> None:
    desk.scenario.edit(("targets", "hosted"), HOSTED)
    qtbot.waitUntil(lambda: desk.keys.needed == ("OPENAI_API_KEY",) and desk.keys.store is not None)


def test_a_scenario_without_hosted_targets_needs_no_key(open_desk: Desk, wallet: FakeStore) -> None:
    assert open_desk.keys.needed == ()
    assert dict(open_desk.keys.given) == {}


def test_a_key_goes_into_the_store_and_to_children(open_desk: Desk, wallet: FakeStore, qtbot: QtBot) -> None:
    hosted(open_desk, qtbot)
    assert open_desk.keys.where("OPENAI_API_KEY") == "nowhere"
    open_desk.keys.enter("OPENAI_API_KEY", f" {PLANTED}\n")
    assert open_desk.program.environment()["OPENAI_API_KEY"] == PLANTED
    qtbot.waitUntil(lambda: open_desk.keys.where("OPENAI_API_KEY") == "key store")
    assert wallet.kept == {("StressDesk", "OPENAI_API_KEY"): PLANTED}
    assert open_desk.program.environment()["OPENAI_API_KEY"] == PLANTED


def test_a_key_in_the_store_is_found_when_a_target_needs_it(open_desk: Desk, wallet: FakeStore, qtbot: QtBot) -> None:
    wallet.kept["StressDesk", "OPENAI_API_KEY"] = PLANTED
    wallet.kept["StressDesk", "GROQ_API_KEY"] = "another-key-0123456789"
    hosted(open_desk, qtbot)
    qtbot.waitUntil(lambda: open_desk.keys.where("OPENAI_API_KEY") == "key store")
    assert dict(open_desk.keys.given) == {"OPENAI_API_KEY": PLANTED}


def test_a_key_that_no_target_needs_is_not_given_away(open_desk: Desk, wallet: FakeStore, qtbot: QtBot) -> None:
    hosted(open_desk, qtbot)
    open_desk.keys.enter("OPENAI_API_KEY", PLANTED)
    open_desk.scenario.undo()
    qtbot.waitUntil(lambda: open_desk.keys.needed == ())
    assert dict(open_desk.keys.given) == {}
    assert "OPENAI_API_KEY" not in open_desk.program.environment()


def test_removing_takes_it_out_of_the_store(open_desk: Desk, wallet: FakeStore, qtbot: QtBot) -> None:
    hosted(open_desk, qtbot)
    open_desk.keys.enter("OPENAI_API_KEY", PLANTED)
    open_desk.keys.remove("OPENAI_API_KEY")
    assert open_desk.keys.where("OPENAI_API_KEY") == "nowhere"
    qtbot.waitUntil(lambda: wallet.kept == {} and open_desk.keys.where("OPENAI_API_KEY") == "nowhere")
    assert dict(open_desk.keys.given) == {}


def test_the_environment_goes_before_the_store(
    open_desk: Desk, wallet: FakeStore, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    wallet.kept["StressDesk", "OPENAI_API_KEY"] = PLANTED
    hosted(open_desk, qtbot)
    monkeypatch.setenv("OPENAI_API_KEY", "from-the-environment")
    assert open_desk.keys.where("OPENAI_API_KEY") == "environment"
    assert open_desk.program.environment()["OPENAI_API_KEY"] == "from-the-environment"


def test_without_a_store_a_key_lives_as_long_as_the_window(open_desk: Desk, no_wallet: Any, qtbot: QtBot) -> None:
    hosted(open_desk, qtbot)
    open_desk.keys.enter("OPENAI_API_KEY", PLANTED)
    qtbot.waitUntil(lambda: open_desk.keys.where("OPENAI_API_KEY") == "this window")
    store = open_desk.keys.store
    assert store is not None
    assert not store.is_there
    assert "no key store" in store.words
    assert open_desk.program.environment()["OPENAI_API_KEY"] == PLANTED
    assert getattr(no_wallet, "kept", {}) == {}


def test_a_locked_store_is_told_without_the_key(
    open_desk: Desk, wallet: FakeStore, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    hosted(open_desk, qtbot)
    wallet.is_locked = True
    told: list[Trouble] = []
    open_desk.troubles.told.connect(told.append)
    with qtbot.waitSignal(open_desk.keys.failed) as failed, caplog.at_level(logging.DEBUG):
        open_desk.keys.enter("OPENAI_API_KEY", PLANTED)
    (error,) = failed.args
    assert [one.title for one in told] == ["The key store did not take part"]
    assert PLANTED not in repr(told)
    assert "key store" in str(error)
    assert PLANTED not in str(error)
    assert error.__suppress_context__
    assert PLANTED not in caplog.text
    assert open_desk.keys.where("OPENAI_API_KEY") == "this window"


def test_a_key_that_a_locked_store_keeps_is_said_to_be_there_still(
    open_desk: Desk, wallet: FakeStore, qtbot: QtBot
) -> None:
    wallet.kept["StressDesk", "OPENAI_API_KEY"] = PLANTED
    hosted(open_desk, qtbot)
    qtbot.waitUntil(lambda: open_desk.keys.where("OPENAI_API_KEY") == "key store")
    wallet.is_locked = True
    with qtbot.waitSignal(open_desk.keys.failed) as failed:
        open_desk.keys.remove("OPENAI_API_KEY")
    (error,) = failed.args
    assert "press Remove again" in str(error.hint)
    assert open_desk.keys.where("OPENAI_API_KEY") == "key store"
    assert "OPENAI_API_KEY" in open_desk.keys.names
    wallet.is_locked = False
    open_desk.keys.remove("OPENAI_API_KEY")
    qtbot.waitUntil(lambda: wallet.kept == {})
    assert open_desk.keys.where("OPENAI_API_KEY") == "nowhere"


def test_a_key_typed_for_the_window_is_forgotten_though_the_store_is_locked(
    open_desk: Desk, wallet: FakeStore, qtbot: QtBot
) -> None:
    hosted(open_desk, qtbot)
    wallet.is_locked = True
    with qtbot.waitSignal(open_desk.keys.failed):
        open_desk.keys.enter("OPENAI_API_KEY", PLANTED)
    with qtbot.assertNotEmitted(open_desk.keys.failed):
        open_desk.keys.remove("OPENAI_API_KEY")
        with qtbot.waitSignal(open_desk.keys.changed):
            pass
    assert open_desk.keys.where("OPENAI_API_KEY") == "nowhere"


def test_a_store_that_was_locked_is_looked_into_again(open_desk: Desk, wallet: FakeStore, qtbot: QtBot) -> None:
    wallet.kept["StressDesk", "OPENAI_API_KEY"] = PLANTED
    wallet.is_locked = True
    hosted(open_desk, qtbot)
    row = KeyRow(open_desk, "OPENAI_API_KEY")
    qtbot.addWidget(row)
    qtbot.waitUntil(lambda: open_desk.keys.where("OPENAI_API_KEY") == "nowhere")
    assert row.again.isVisibleTo(row)
    assert "cannot be read" in row.note.text()
    wallet.is_locked = False
    row.again.click()
    assert open_desk.keys.where("OPENAI_API_KEY") == "looking"
    qtbot.waitUntil(lambda: open_desk.keys.where("OPENAI_API_KEY") == "key store")
    assert not row.again.isVisibleTo(row)


def test_a_store_that_had_no_key_before_it_was_locked_is_looked_into_again(
    open_desk: Desk, wallet: FakeStore, qtbot: QtBot
) -> None:
    hosted(open_desk, qtbot)
    row = KeyRow(open_desk, "OPENAI_API_KEY")
    qtbot.addWidget(row)
    wallet.is_locked = True
    open_desk.keys.look(("ANTHROPIC_API_KEY",))
    qtbot.waitUntil(lambda: row.again.isVisibleTo(row))
    wallet.is_locked = False
    wallet.kept["StressDesk", "OPENAI_API_KEY"] = PLANTED
    row.again.click()
    qtbot.waitUntil(lambda: open_desk.keys.where("OPENAI_API_KEY") == "key store")


def test_without_a_store_there_is_nothing_to_look_into_again(open_desk: Desk, no_wallet: Any, qtbot: QtBot) -> None:
    hosted(open_desk, qtbot)
    row = KeyRow(open_desk, "OPENAI_API_KEY")
    qtbot.addWidget(row)
    qtbot.waitUntil(lambda: open_desk.keys.where("OPENAI_API_KEY") == "nowhere")
    assert not row.again.isVisibleTo(row)


def test_a_locked_store_in_the_way_of_a_run_is_not_called_a_missing_key(
    open_desk: Desk, wallet: FakeStore, qtbot: QtBot
) -> None:
    wallet.is_locked = True
    open_desk.scenario.edit(("target",), "hosted")
    hosted(open_desk, qtbot)
    qtbot.waitUntil(lambda: len(open_desk.obstacles.blocking) == 1)
    (remark,) = open_desk.obstacles.blocking
    assert "cannot be read" in remark.words
    assert "look again" in remark.hint


def test_a_key_reaches_no_file(open_desk: Desk, no_wallet: Any, qtbot: QtBot, tmp_path: Path) -> None:
    hosted(open_desk, qtbot)
    open_desk.keys.enter("OPENAI_API_KEY", PLANTED)
    scenario: Scenario = open_desk.scenario.now
    file.save(scenario, tmp_path / "saved.stress.yaml")
    open_desk.settings.put("theme", "dark")
    open_desk.settings.save()
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.name for path in written} >= {"saved.stress.yaml", "settings.ini"}
    assert [path for path in written if PLANTED.encode() in path.read_bytes()] == []
    assert PLANTED not in repr(open_desk.keys.given)


def test_names_of_kept_keys_are_remembered_and_keys_are_not(
    open_desk: Desk, wallet: FakeStore, qtbot: QtBot, tmp_path: Path
) -> None:
    hosted(open_desk, qtbot)
    open_desk.keys.enter("OPENAI_API_KEY", PLANTED)
    qtbot.waitUntil(lambda: open_desk.keys.where("OPENAI_API_KEY") == "key store")
    open_desk.settings.save()
    kept = (tmp_path / "settings.ini").read_text()
    assert "OPENAI_API_KEY" in kept
    assert PLANTED not in kept


def test_a_store_of_a_chain_without_members_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    class Chain:
        backends: tuple[Any, ...] = ()

    monkeypatch.setattr(keyring, "get_keyring", Chain)
    assert not keystore.store().is_there


def test_a_store_that_is_slow_is_waited_for_and_holds_nothing_up(
    open_desk: Desk, wallet: FakeStore, run: Callable[[Awaitable[Any]], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    unlocked = threading.Event()
    monkeypatch.setattr(wallet, "_ensure_open", lambda _password: unlocked.wait(20))
    wallet.kept["StressDesk", "OPENAI_API_KEY"] = PLANTED

    async def asked() -> str:
        waiting = asyncio.ensure_future(open_desk.keys.looked_up(("OPENAI_API_KEY",)))
        await asyncio.sleep(0.05)
        assert open_desk.keys.where("OPENAI_API_KEY") == "looking"
        assert not waiting.done()
        unlocked.set()
        await waiting
        return open_desk.keys.where("OPENAI_API_KEY")

    assert run(asked()) == "key store"
    assert open_desk.program.environment()["OPENAI_API_KEY"] == PLANTED


class SpiedError(StressDeskError):
    """Instead of an engine."""


@pytest.fixture
def handed(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What an engine would be started with; none is."""
    seen: dict[str, Any] = {}

    def spy(_arguments: object, environment: object) -> None:
        seen["environment"] = environment
        raise SpiedError("no engine here")

    monkeypatch.setattr("stressdesk.gui.models.starting.EngineProcess", spy)
    return seen


@pytest.fixture
def stopped(tmp_path: Path) -> Path:
    """The file of a run on a hosted target, which was stopped."""
    path = tmp_path / "stopped.stressrun"
    writer = Writer.create(path, invented.header(("production", 20)))
    writer.append(invented.record(0))
    writer.close(Ending(state="stopped", reason="stopped by the user (the window)", ended="", run_seconds=63.0))
    return path


def test_a_run_is_gone_on_with_by_its_own_key_whatever_scenario_is_open(
    desk: Desk, wallet: FakeStore, run: Callable[[Awaitable[Any]], Any], stopped: Path, handed: dict[str, Any]
) -> None:
    wallet.kept["StressDesk", "OPENAI_API_KEY"] = PLANTED
    run(desk.starting.resume(stopped))
    assert isinstance(desk.starting.trouble, SpiedError)
    assert handed["environment"]["OPENAI_API_KEY"] == PLANTED


def test_going_on_without_the_key_of_the_target_says_where_to_enter_it(
    desk: Desk, no_wallet: Any, run: Callable[[Awaitable[Any]], Any], stopped: Path, handed: dict[str, Any]
) -> None:
    run(desk.starting.resume(stopped))
    assert handed == {}
    run(until(lambda: desk.run.state == "stopped"))
    assert desk.starting.face == "ended"
    told = telling.ending(desk.run, desk.starting)
    assert (told.title, told.sentence) == ("The run could not go on", "The key of its target is missing.")
    assert "OPENAI_API_KEY under Settings" in told.hint
    assert told.resume == "Resume: 19 queries left"
    assert "OPENAI_API_KEY" in desk.keys.names
    desk.keys.enter("OPENAI_API_KEY", PLANTED)
    run(desk.starting.resume(stopped))
    assert handed["environment"]["OPENAI_API_KEY"] == PLANTED
