from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from stressdesk.gui.models import preview as preview_module
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.preview import EXAMPLES, SHOWN_CHARACTERS, PreviewModel
from stressdesk.gui.models.troubles import Trouble
from stressdesk.scenario.model import DemoInput, Variable
from stressdesk.scenario.traffic import Mess, Spike
from stressdesk.traffic.mess import MESS


@pytest.fixture
def preview(open_desk: Desk) -> PreviewModel:
    return PreviewModel(open_desk, open_desk)


@pytest.fixture
def planned(preview: PreviewModel, qtbot: QtBot) -> Callable[[], PreviewModel]:
    """Waits until everything asked for is there."""

    def wait() -> PreviewModel:
        qtbot.waitUntil(lambda: not preview.is_waiting, timeout=20_000)
        return preview

    preview.want(wanted=True)
    return wait


def test_the_same_scenario_and_seed_give_the_same_twenty(planned: Callable[[], PreviewModel], desk: Desk) -> None:
    first = planned()
    messages, composition, bustle = first.messages, first.composition, first.bustle
    assert len(messages) == EXAMPLES
    assert [message.number for message in messages] == list(range(1, EXAMPLES + 1))
    desk.scenario.edit(("seed",), 77)
    assert planned().messages != messages
    desk.scenario.undo()
    again = planned()
    assert (again.messages, again.composition, again.bustle) == (messages, composition, bustle)


def test_only_the_newest_of_many_edits_is_planned(
    planned: Callable[[], PreviewModel], desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned()
    severities = []
    write = preview_module._written

    def counting(scenario, offset, folder):
        severities.append(scenario.traffic.off_topic)
        return write(scenario, offset, folder)

    monkeypatch.setattr(preview_module, "_written", counting)
    for step in range(1, 41):
        desk.scenario.edit(("traffic", "off_topic"), step / 50, goes_on=True)
    shown = planned()
    assert severities == [0.8]
    assert sum("off-topic" in message.mess for message in shown.messages) > EXAMPLES / 2


def test_other_twenty_come_from_another_seed_and_stay_until_asked_again(
    planned: Callable[[], PreviewModel], desk: Desk
) -> None:
    model = planned()
    before, seed, composition = model.messages, desk.scenario.now.seed, model.composition
    model.show_others()
    assert planned().messages != before
    assert desk.scenario.now.seed == seed
    assert desk.scenario.undo_words == ""
    assert model.composition == composition


def test_a_scenario_that_cannot_be_planned_is_words_and_mends(planned: Callable[[], PreviewModel], desk: Desk) -> None:
    told: list[Trouble] = []
    desk.troubles.told.connect(told.append)
    planned()
    desk.scenario.edit(("traffic", "languages"), {"xx": 1.0})
    model = planned()
    assert model.messages == ()
    assert model.composition is None
    assert model.bustle is None
    assert model.trouble.startswith('There is no language "xx"')
    desk.scenario.undo()
    model = planned()
    assert model.trouble == ""
    assert len(model.messages) == EXAMPLES
    assert model.bustle is not None
    assert told == []


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("load", "window_minutes"), -1.0),
        (("traffic", "sessions", "mean_turns"), -3.0),
        (("load", "arrivals"), Spike(width=0.0)),
        (("demo",), ()),
        (("demo", 0, "text"), ""),
        (("variables",), {"broken": Variable(file="nowhere.txt")}),
        (("variables",), {"broken": Variable()}),
        (("variables",), {"broken": Variable(faker="no_such_thing")}),
    ],
)
def test_values_out_of_bounds_are_words_and_never_a_crash(
    planned: Callable[[], PreviewModel], desk: Desk, qtbot: QtBot, place: tuple[str | int, ...], value: object
) -> None:
    told: list[Trouble] = []
    desk.troubles.told.connect(told.append)
    planned()
    desk.scenario.edit(place, value)
    model = planned()
    qtbot.waitUntil(lambda: not desk.scenario.is_looking)
    assert bool(model.trouble) == (model.messages == ())
    assert told == []
    desk.scenario.undo()
    assert len(planned().messages) == EXAMPLES


def test_a_bug_of_ours_is_told_once_and_said_where_the_messages_would_be(
    planned: Callable[[], PreviewModel], desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Trouble] = []
    desk.troubles.told.connect(told.append)

    def broken(*_: object) -> None:
        raise ZeroDivisionError("ours")

    monkeypatch.setattr(preview_module, "_written", broken)
    monkeypatch.setattr(preview_module, "_counted", broken)
    desk.scenario.edit(("seed",), 9)
    model = planned()
    qtbot.waitUntil(lambda: not desk.scenario.is_looking)
    assert [trouble.title for trouble in told] == ["StressDesk has a bug"]
    assert model.trouble


def test_a_message_of_a_megabyte_is_cut_for_display(planned: Callable[[], PreviewModel], desk: Desk) -> None:
    planned()
    text = "Where is my order? " + "word " * 20_000 + "x" * 1_000_000
    scenario = msgspec.structs.replace(
        desk.scenario.now,
        demo=(DemoInput(text=text),),
        traffic=msgspec.structs.replace(
            desk.scenario.now.traffic, examples=(), off_topic=0.0, hostile=0.0, degenerate=0.0,
            mess=Mess(off=tuple(kind.name for kind in MESS)),
        ),
    )  # fmt: skip
    desk.scenario.open(scenario, None, desk.scenario.folder)
    model = planned()
    assert len(model.messages) == EXAMPLES
    first = model.messages[0]
    assert len(first.marked.text) <= SHOWN_CHARACTERS
    assert first.marked.cut > 900_000
    assert len(first.clean) <= SHOWN_CHARACTERS
    assert model.composition is not None
    assert model.composition.messages == EXAMPLES


def test_arrivals_are_planned_anew_for_another_scale_only(planned: Callable[[], PreviewModel], desk: Desk) -> None:
    model = planned()
    assert model.bustle is not None
    assert model.bustle.queries == model.scale == 1_000
    bustle = model.bustle
    desk.scenario.edit(("demo", 0, "text"), "Where is it?")
    assert planned().bustle is bustle
    model.show_scale(10_000)
    assert planned().bustle.queries == 10_000
    desk.scenario.edit(("load", "scales"), (5, 300, 1_000_000))
    assert planned().scales == (5, 300, 1_000)
    assert planned().bustle.queries == 1_000


def test_another_scenario_on_the_desk_is_planned_from_its_own_folder(
    planned: Callable[[], PreviewModel], desk: Desk, tmp_path: Path
) -> None:
    planned()
    desk.scenario.open(msgspec.structs.replace(desk.scenario.now, seed=5), None, tmp_path)
    assert len(planned().messages) == EXAMPLES
