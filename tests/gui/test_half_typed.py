"""Text that is still in its field counts: it is saved, asked about and undone, and never meant for another scenario."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest
from gui.runs import question, until
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from stressdesk.gui.models.disturbance import PERSONAS_PLACE
from stressdesk.gui.parts.grid_cells import CellEditor
from stressdesk.gui.parts.lists import Chips, ParsedText
from stressdesk.gui.views.checks import ChecksPanel
from stressdesk.gui.views.load import LoadPanel
from stressdesk.gui.views.prompt import PromptPanel
from stressdesk.gui.views.run import RunPanel
from stressdesk.gui.window import MainWindow
from stressdesk.scenario import file as scenario_file
from stressdesk.scenario.disturbance import Network
from stressdesk.scenario.model import Scenario
from stressdesk.scenario.targets import LiteLLM

CONTROL = Qt.KeyboardModifier.ControlModifier


def replaced(scenario: Scenario, **values: Any) -> Scenario:
    return msgspec.structs.replace(scenario, **values)


@pytest.fixture
def path(window: MainWindow, sample: tuple[Scenario, Path], tmp_path: Path, qtbot: QtBot) -> Path:
    """The file of the scenario in the window, without a limit of spend."""
    scenario = replaced(sample[0], limits=replaced(sample[0].limits, spend_usd=None))
    made = tmp_path / "own.stress.yaml"
    scenario_file.save(scenario, made)
    window.desk.scenario.open(scenario_file.load(made), made, tmp_path)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return made


def spend(window: MainWindow) -> QLineEdit:
    window.desk.navigation.go("Checks and goals")
    panel = window.panel("Checks and goals")
    assert isinstance(panel, ChecksPanel)
    line = panel.limits.fields["spend_usd"]
    assert isinstance(line, QLineEdit)
    return line


def cell(window: MainWindow) -> QWidget:
    window.desk.navigation.go("Prompt")
    panel = window.panel("Prompt")
    assert isinstance(panel, PromptPanel)
    view = panel.demo.view
    view.setFocus()
    view.setCurrentIndex(panel.demo.table.index(0, 0))
    view.edit(panel.demo.table.index(0, 0))
    return view.findChildren(CellEditor)[0]


def target_name(window: MainWindow) -> QLineEdit:
    window.desk.navigation.go("Load and target")
    panel = window.panel("Load and target")
    assert isinstance(panel, LoadPanel)
    return panel.target.name


def scales(window: MainWindow) -> QLineEdit:
    window.desk.navigation.go("Load and target")
    return window.panel("Load and target").findChildren(Chips)[0].line


class Case(NamedTuple):
    """A field, what is typed into it, and whether a scenario holds that."""

    field: Callable[[MainWindow], QWidget]
    text: str
    is_in: Callable[[Scenario], object]


CASES = [
    Case(spend, "5", lambda scenario: scenario.limits.spend_usd == 5),
    Case(cell, "typed", lambda scenario: scenario.demo[0].text == "typed"),
    Case(target_name, "renamed", lambda scenario: "renamed" in scenario.targets),
    Case(scales, "5000", lambda scenario: 5000 in scenario.load.scales),
]


def type_into(window: MainWindow, qtbot: QtBot, field: Callable[[MainWindow], QWidget], text: str) -> QWidget:
    control = field(window)
    qtbot.waitUntil(control.isVisible)
    control.setFocus()
    if not isinstance(control.parent(), Chips):
        qtbot.keyClick(control, Qt.Key.Key_A, CONTROL)
    qtbot.keyClicks(control, text)
    return control


@pytest.mark.parametrize("case", CASES, ids=["number", "cell", "name", "chip"])
def test_it_is_saved(window: MainWindow, path: Path, qtbot: QtBot, settle: Callable[[], None], case: Case) -> None:
    control = type_into(window, qtbot, case.field, case.text)
    assert not case.is_in(window.desk.scenario.now)
    qtbot.keyClick(control, Qt.Key.Key_S, CONTROL)
    settle()
    assert case.is_in(scenario_file.load(path))
    if case.field is not cell:
        assert control.hasFocus()


@pytest.mark.parametrize("case", CASES, ids=["number", "cell", "name", "chip"])
def test_it_is_asked_about(window: MainWindow, path: Path, qtbot: QtBot, run: Callable[[Any], Any], case: Case) -> None:
    type_into(window, qtbot, case.field, case.text)

    async def leave() -> bool:
        leaving = asyncio.ensure_future(window.files.may_leave())
        (await question(window)).reject()
        return await leaving

    assert run(leave()) is False
    assert case.is_in(window.desk.scenario.now)
    assert not case.is_in(scenario_file.load(path))


@pytest.mark.parametrize("case", CASES, ids=["number", "cell", "name", "chip"])
def test_it_is_not_meant_for_a_scenario_opened_since(window: MainWindow, path: Path, qtbot: QtBot, case: Case) -> None:
    control = type_into(window, qtbot, case.field, case.text)
    another = replaced(scenario_file.load(path), name="Another")
    window.desk.scenario.open(another, None, path.parent)
    if isinstance(control, QLineEdit):
        assert control.text() != case.text
    window.desk.navigation.go("Run")
    assert window.desk.scenario.now == another


def own(name: str, window: MainWindow) -> QLineEdit:
    model = window.desk.scenario
    targets = {"m": LiteLLM(model="openai/gpt-4o-mini")}
    model.open(replaced(model.now, targets=targets, target="m"), None, model.folder)
    window.desk.navigation.go("Load and target")
    panel = window.panel("Load and target")
    assert isinstance(panel, LoadPanel)
    assert panel.target.editor is not None
    panel.target.editor.more.open(opened=True)
    line = panel.target.editor.fields[name]
    assert isinstance(line, QLineEdit)
    return line


def loss(window: MainWindow) -> QLineEdit:
    window.desk.scenario.edit(PERSONAS_PLACE, {"phone": Network(loss=0.02)})
    window.desk.navigation.go("Load and target")
    panel = window.panel("Load and target")
    assert isinstance(panel, LoadPanel)
    panel.disturbance.personas.open()
    return panel.disturbance.own.figures.fields["loss"]


@pytest.mark.parametrize(
    ("field", "text"), [(partial(own, "requests_per_minute"), "40"), (partial(own, "key_env"), "MY_KEY"), (loss, "5")]
)
def test_a_field_whose_place_another_scenario_does_not_have_lets_its_text_go(
    window: MainWindow,
    path: Path,
    qtbot: QtBot,
    sample: tuple[Scenario, Path],
    field: Callable[[MainWindow], QLineEdit],
    text: str,
) -> None:
    type_into(window, qtbot, field, text)
    with qtbot.captureExceptions() as bugs:
        window.desk.scenario.open(sample[0], None, path.parent)
        window.desk.navigation.go("Prompt")
        qtbot.wait(1)  # what was taken down is gone
    assert bugs == []
    assert window.desk.scenario.now == sample[0]


def test_text_that_could_not_be_read_is_gone_with_its_scenario(window: MainWindow, path: Path, qtbot: QtBot) -> None:
    model = window.desk.scenario
    mine = replaced(model.now, targets={"m": LiteLLM(model="openai/gpt-4o-mini")}, target="m")
    model.open(mine, None, path.parent)
    window.desk.navigation.go("Load and target")
    panel = window.panel("Load and target")
    assert isinstance(panel, LoadPanel)
    assert panel.target.editor is not None
    panel.target.editor.more.open(opened=True)
    options = panel.target.editor.fields["options"].parentWidget()
    assert isinstance(options, ParsedText)
    options.edit.setPlainText('{"top_k": 4, oops')
    assert options.trouble
    model.open(replaced(mine, name="Another"), None, path.parent)
    assert options.edit.toPlainText() == "{}"
    assert not options.trouble


def test_undo_takes_it_back_and_nothing_else(window: MainWindow, path: Path, qtbot: QtBot) -> None:
    window.desk.scenario.edit(("description",), "an hour of work")
    line = type_into(window, qtbot, spend, "77")
    assert isinstance(line, QLineEdit)
    qtbot.keyClick(line, Qt.Key.Key_Z, CONTROL)
    assert (line.text(), window.desk.scenario.now.limits.spend_usd) == ("", None)
    assert window.desk.scenario.now.description == "an hour of work"
    assert QApplication.focusWidget() is line
    qtbot.keyClick(line, Qt.Key.Key_Z, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert line.text() == "77"


def test_a_run_is_not_started_past_a_limit_just_typed(
    window: MainWindow, path: Path, qtbot: QtBot, run: Callable[[Any], Any]
) -> None:
    desk = window.desk
    said: list[str] = []
    desk.notices.said.connect(lambda notice: said.append(notice.words))

    async def start() -> None:
        window.show_sheet()
        sheet = window.panel("Run")
        assert isinstance(sheet, RunPanel)
        await until(sheet.sheet.run.isEnabled)
        line = next(one for one in sheet.findChildren(QLineEdit) if one.accessibleName() == "Spend limit")
        line.setFocus()
        line.selectAll()
        qtbot.keyClicks(line, "0.5")
        qtbot.keyClick(line, Qt.Key.Key_Return, CONTROL)
        assert desk.scenario.now.limits.spend_usd == 0.5
        assert not desk.starting.is_starting
        assert said[-1].startswith("What you just typed counts now")

    run(start())
