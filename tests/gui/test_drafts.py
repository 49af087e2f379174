"""Unsaved work after a crash: what is offered, and that taking it over loses nothing else."""

from __future__ import annotations

from pathlib import Path

import msgspec
from pytestqt.qtbot import QtBot

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.drafts import Draft, Found, left_behind
from stressdesk.scenario.model import Scenario

NOBODY = 2**22 - 3  # above the usual largest process number


def draft_of(desk: Desk) -> Draft:
    return msgspec.json.decode(desk.drafts.file.read_bytes(), type=Draft)


def after_a_crash(desk: Desk) -> list[Found]:
    """What another window would be offered, had this one's process ended now."""
    draft = draft_of(desk)
    draft.process = NOBODY
    left = desk.drafts.file.with_name("1-abc.draft.json")
    left.write_bytes(msgspec.json.encode(draft))
    return left_behind(left.parent)


def test_a_scenario_is_never_offered_under_the_path_of_another(
    desk: Desk, qtbot: QtBot, sample: tuple[Scenario, Path], tmp_path: Path
) -> None:
    scenario, folder = sample
    desk.scenario.open(scenario, tmp_path / "one.stress.yaml", folder)
    desk.scenario.edit(("description",), "edited")
    qtbot.waitUntil(desk.drafts.file.exists)
    desk.scenario.open(msgspec.structs.replace(scenario, name="Two"), tmp_path / "two.stress.yaml", folder)
    desk.scenario.edit(("name",), "")  # not allowed in a file: there is no sound state of this scenario yet
    qtbot.waitUntil(desk.drafts.file.exists)
    assert draft_of(desk).path.endswith("two.stress.yaml")
    assert after_a_crash(desk) == []
    desk.scenario.edit(("name",), "Two again")
    qtbot.waitUntil(lambda: draft_of(desk).scenario["name"] == "Two again")
    assert [one.scenario.name for one in after_a_crash(desk)] == ["Two again"]
