"""The window around the panels: files, drafts, pictures, commands, one instance."""

from __future__ import annotations

import asyncio
import gc
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from gui.runs import question, until
from gui.test_shelf_model import put
from PySide6.QtCore import QCoreApplication, QMimeData, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QGuiApplication, QImage, QPalette, QScreen
from PySide6.QtWidgets import QFileDialog, QLabel, QMenu, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from stressdesk.charts.look import DARK
from stressdesk.gui.instance import Instance
from stressdesk.gui.models import replacing
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.drafts import Draft, left_behind
from stressdesk.gui.models.notices import Notice
from stressdesk.gui.models.troubles import Trouble
from stressdesk.gui.parts.notices import Banner
from stressdesk.gui.parts.words import Elided
from stressdesk.gui.views import toast
from stressdesk.gui.views.palette import fitting, shown_name
from stressdesk.gui.views.prompt import PromptPanel
from stressdesk.gui.views.welcome import SAMPLES
from stressdesk.gui.window import MainWindow
from stressdesk.scenario import file as scenario_file
from stressdesk.scenario.model import DemoInput, Scenario
from stressdesk.scenario.plain import plain
from stressdesk.scenario.samples import sample_names

NOBODY = 2**22 - 3  # above the usual largest process number


@pytest.fixture
def path(window: MainWindow, settle: Callable[[], None], run: Callable[[Any], Any], tmp_path: Path) -> Path:
    """The file of a new scenario, which has just been saved."""
    window.files.open_blank()
    settle()
    made = tmp_path / "mine.stress.yaml"
    run(window.files.save_to(made))
    return made


def command(window: MainWindow, name: str) -> None:
    next(action for action in window.menus.actions if shown_name(action) == name).trigger()


def test_the_first_window_offers_the_sample_and_a_prompt(
    window: MainWindow, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    assert window.welcome.isVisible()
    assert window.welcome.sample.hasFocus()
    qtbot.keyClick(window.welcome.sample, Qt.Key.Key_Space)
    settle()
    assert window.desk.scenario.now.name == "Support triage"
    assert window.desk.scenario.path is None


def test_a_dropped_prompt_becomes_a_scenario(window: MainWindow, tmp_path: Path, settle: Callable[[], None]) -> None:
    prompt = tmp_path / "my prompt.txt"
    prompt.write_text("Answer {{question}} in one word.")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(prompt))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(300, 300), Qt.DropAction.CopyAction, mime, buttons, keys))
    settle()
    assert window.desk.scenario.now.prompt.input == "question"
    assert window.desk.navigation.current == "Prompt"


def test_of_several_dropped_files_one_is_opened_and_said(
    window: MainWindow, tmp_path: Path, settle: Callable[[], None]
) -> None:
    paths = [tmp_path / name for name in ("one.txt", "two.txt")]
    for path in paths:
        path.write_text(f"Answer {{{{question}}}}: {path.stem}.")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    said: list[Notice] = []
    window.desk.notices.said.connect(said.append)
    window.dropEvent(QDropEvent(QPointF(300, 300), Qt.DropAction.CopyAction, mime, buttons, keys))
    settle()
    assert window.desk.scenario.now.name == "one"
    assert [one.words for one in said] == ["Only one file at a time can be opened: one.txt"]


def test_a_dropped_text_becomes_a_scenario_and_stays_where_it_comes_from(
    window: MainWindow, settle: Callable[[], None]
) -> None:
    mime = QMimeData()
    mime.setText("Answer {{question}} in one word.")
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    both = Qt.DropAction.MoveAction | Qt.DropAction.CopyAction
    event = QDropEvent(QPointF(300, 300), both, mime, buttons, keys)
    event.setDropAction(Qt.DropAction.MoveAction)
    window.dropEvent(event)
    settle()
    assert window.desk.scenario.now.prompt.input == "question"
    assert event.isAccepted()
    assert event.dropAction() == Qt.DropAction.CopyAction


def test_a_link_to_a_page_elsewhere_is_not_taken(window: MainWindow) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.invalid/prompt.txt")])
    mime.setText("https://example.invalid/prompt.txt")
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(300, 300), Qt.DropAction.CopyAction, mime, buttons, keys)
    window.dropEvent(event)
    assert not event.isAccepted()


def test_a_broken_scenario_is_told_with_line_and_remedy(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    broken = tmp_path / "broken.stress.yaml"
    broken.write_text("stressdesk: 1\nname: x\nprompt: {text: hi}\ndemo: [{text: a}]\ntargets: {a: {kind: locl}}\n")
    told: list[Any] = []
    window.desk.troubles.told.connect(told.append)
    window.files.open(broken)
    settle()
    (trouble,) = told
    assert "broken.stress.yaml:5" in trouble.words
    assert window.desk.scenario.scenario is None
    (box,) = [one for one in QGuiApplication.topLevelWindows() if one.isModal()] or [None]
    assert box is not None
    for one in window.children():
        if isinstance(one, QMessageBox):
            one.close()


def test_saving_and_reopening_gives_the_same_scenario(
    window: MainWindow, tmp_path: Path, settle: Callable[[], None], run: Callable[[Any], Any]
) -> None:
    window.files.open_sample("handbook-answers")
    settle()
    path = tmp_path / "elsewhere" / "handbook.stress.yaml"
    path.parent.mkdir()
    run(window.files.save_to(path))
    saved = window.desk.scenario.now
    assert not window.desk.scenario.is_dirty
    assert scenario_file.load(path) == saved  # load looks for the handbook too: it must be found from there


def test_a_scenario_saved_elsewhere_still_finds_its_files(
    window: MainWindow, tmp_path: Path, settle: Callable[[], None], run: Callable[[Any], Any]
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    prompt = tmp_path / "a" / "prompt.txt"
    prompt.write_text("Answer {{question}}.")
    window.files.open(prompt)
    settle()
    run(window.files.save_to(tmp_path / "b" / "one.stress.yaml"))
    assert window.desk.scenario.now.prompt.file == "../a/prompt.txt"
    assert scenario_file.load(tmp_path / "b" / "one.stress.yaml").prompt.file == "../a/prompt.txt"


def test_unsaved_work_is_found_after_a_crash(window: MainWindow, qtbot: QtBot, settle: Callable[[], None]) -> None:
    desk = window.desk
    window.files.open_sample()
    settle()
    desk.scenario.edit(("name",), "Half done")
    qtbot.waitUntil(desk.drafts.file.exists)
    draft = msgspec.json.decode(desk.drafts.file.read_bytes(), type=Draft)
    draft.process = NOBODY
    desk.drafts.file.with_name("1-abc.draft.json").write_bytes(msgspec.json.encode(draft))
    (found,) = left_behind(desk.settings.folder / "drafts")
    assert found.scenario == desk.scenario.now
    desk.scenario.saved(desk.settings.folder / "x.stress.yaml")
    assert not desk.drafts.file.exists()


def test_a_draft_with_a_half_typed_value_still_gives_the_last_sound_state(
    window: MainWindow, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    desk = window.desk
    window.files.open_sample()
    settle()
    desk.scenario.edit(("name",), "Sound")
    qtbot.waitUntil(desk.drafts.file.exists)
    desk.scenario.edit(("name",), "")
    qtbot.waitUntil(lambda: b'"name":""' in desk.drafts.file.read_bytes())
    draft = msgspec.json.decode(desk.drafts.file.read_bytes(), type=Draft)
    draft.process = NOBODY
    desk.drafts.file.with_name("1-abc.draft.json").write_bytes(msgspec.json.encode(draft))
    (found,) = left_behind(desk.settings.folder / "drafts")
    assert found.scenario.name == "Sound"


def test_a_file_changed_by_another_program_is_noticed_and_reloaded(
    window: MainWindow, path: Path, qtbot: QtBot
) -> None:
    text = path.read_text()
    with qtbot.waitSignal(window.desk.disk.changed_outside):
        path.write_text(f"{text}seed: 7\n")
    assert window.questions.isVisible()
    window.desk.scenario.reload(scenario_file.parse(path.read_text(), path))
    assert window.desk.scenario.now.seed == 7
    assert not window.desk.scenario.is_dirty
    window.desk.scenario.undo()
    assert window.desk.scenario.now.seed == 1


def test_a_file_changed_back_again_is_no_question_any_more(window: MainWindow, path: Path, qtbot: QtBot) -> None:
    text = path.read_text()
    with qtbot.waitSignal(window.desk.disk.changed_outside):
        path.write_text(f"{text}seed: 7\n")
    assert window.questions.isVisible()
    path.write_text(text)
    qtbot.waitUntil(lambda: not window.questions.isVisible())
    assert not window.desk.scenario.is_dirty


def test_our_own_saving_is_no_change_from_outside(
    window: MainWindow, path: Path, qtbot: QtBot, run: Callable[[Any], Any]
) -> None:
    window.desk.scenario.edit(("seed",), 9)
    with qtbot.assertNotEmitted(window.desk.disk.changed_outside, wait=900):
        run(window.files.saved())


def test_what_is_typed_while_saving_is_no_change_from_outside_and_the_file_is_taken(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, settle: Callable[[], None], run: Callable[[Any], Any]
) -> None:
    path = tmp_path / "mine.stress.yaml"
    window.files.open_blank()
    settle()
    model = window.desk.scenario

    async def saved() -> None:
        saving = asyncio.ensure_future(window.files.save_to(path))
        await asyncio.sleep(0)
        model.edit(("description",), "typed meanwhile")
        await saving

    with qtbot.assertNotEmitted(window.desk.disk.changed_outside, wait=900):
        run(saved())
    assert (model.path, model.folder, model.is_dirty) == (path, tmp_path, True)
    assert scenario_file.load(path).description != "typed meanwhile"
    run(window.files.saved())
    assert (scenario_file.load(path).description, model.is_dirty) == ("typed meanwhile", False)


def test_a_scenario_opened_while_another_is_saved_has_nothing_to_do_with_that_file(
    window: MainWindow, tmp_path: Path, settle: Callable[[], None], run: Callable[[Any], Any]
) -> None:
    window.files.open_blank()
    settle()
    model = window.desk.scenario
    other = msgspec.structs.replace(model.now, name="Other")

    async def saved() -> None:
        saving = asyncio.ensure_future(window.files.save_to(tmp_path / "mine.stress.yaml"))
        await asyncio.sleep(0)
        model.open(other, None, tmp_path, is_saved=False)
        await saving

    run(saved())
    assert (model.path, model.now, model.is_dirty) == (None, other, True)


def test_a_scenario_opened_just_after_saving_another_is_never_written_into_its_file(
    window: MainWindow, path: Path, tmp_path: Path, run: Callable[[Any], Any]
) -> None:
    before = path.read_text()
    model = window.desk.scenario

    async def saved() -> bool:
        saving = asyncio.ensure_future(window.files.saved())
        await asyncio.sleep(0)
        model.open(msgspec.structs.replace(model.now, name="Other"), None, tmp_path, is_saved=False)
        return await asyncio.wait_for(saving, 5)

    assert not run(saved())
    assert path.read_text() == before
    assert model.path is None


def test_a_scenario_opened_while_another_asks_to_write_over_a_file_is_not_written_there(
    window: MainWindow, path: Path, tmp_path: Path, run: Callable[[Any], Any]
) -> None:
    model = window.desk.scenario
    path.write_text(path.read_text().replace(f"name: {model.now.name}", "name: By another program"))
    before = path.read_text()

    async def saved() -> bool:
        saving = asyncio.ensure_future(window.files.saved())
        asked = await question(window)
        model.open(msgspec.structs.replace(model.now, name="Other"), None, tmp_path, is_saved=False)
        asked.button(QMessageBox.StandardButton.Save).click()
        return await asyncio.wait_for(saving, 5)

    assert not run(saved())
    assert path.read_text() == before
    assert model.path is None


def test_a_scenario_opened_while_a_place_for_another_is_chosen_is_not_written_there(
    window: MainWindow, path: Path, tmp_path: Path, run: Callable[[Any], Any]
) -> None:
    model = window.desk.scenario
    said: list[str] = []
    window.desk.notices.said.connect(lambda notice: said.append(notice.words))

    async def chosen() -> None:
        window.files.ask_save_as()
        await until(lambda: window.findChildren(QFileDialog))
        (dialog,) = window.findChildren(QFileDialog)
        model.open(msgspec.structs.replace(model.now, name="Other"), None, tmp_path, is_saved=False)
        dialog.selectFile(str(tmp_path / "chosen.stress.yaml"))
        dialog.accept()
        await until(lambda: not window.desk.troubles._tasks)

    run(chosen())
    assert not (tmp_path / "chosen.stress.yaml").exists()
    assert said == ["Nothing was saved: another scenario was opened meanwhile"]


def test_the_name_of_a_scenario_is_plain_text_in_the_question(
    window: MainWindow, settle: Callable[[], None], run: Callable[[Any], Any]
) -> None:
    window.files.open_blank()
    settle()
    window.desk.scenario.edit(("name",), "<h1>Big</h1><img src='/etc/hostname'>")

    async def asked() -> None:
        leaving = asyncio.ensure_future(window.files.may_leave())
        box = await question(window)
        assert box.textFormat() == Qt.TextFormat.PlainText
        box.reject()
        assert not await leaving

    run(asked())


def test_a_file_that_was_gone_and_came_back_is_watched_again(window: MainWindow, path: Path, qtbot: QtBot) -> None:
    text = path.read_text()
    with qtbot.waitSignal(window.desk.disk.gone):
        path.unlink()
    with qtbot.waitSignal(window.desk.disk.changed_outside):
        path.write_text(f"{text}seed: 7\n")
    with qtbot.waitSignal(window.desk.disk.changed_outside) as told:
        path.write_text(f"{text}seed: 8\n")
    assert told.args[0].seed == 8


def test_what_another_program_wrote_is_not_written_over_unasked(
    window: MainWindow, path: Path, run: Callable[[Any], Any]
) -> None:
    theirs = f"{path.read_text()}seed: 7\n"
    window.desk.scenario.edit(("description",), "mine")
    path.write_text(theirs)

    async def asked() -> None:
        saving = asyncio.ensure_future(window.files.saved())
        (await question(window)).reject()
        assert not await saving

    run(asked())
    assert path.read_text() == theirs
    assert window.desk.scenario.is_dirty


def test_what_the_user_chose_to_keep_is_saved_without_another_question(
    window: MainWindow, path: Path, run: Callable[[Any], Any]
) -> None:
    path.write_text(f"{path.read_text()}seed: 7\n")
    window.desk.scenario.differs(scenario_file.load(path))
    window.desk.scenario.edit(("description",), "mine")
    assert run(window.files.saved())
    assert scenario_file.load(path).description == "mine"


def test_a_picture_of_a_page_is_twice_as_fine_and_says_what_it_shows(
    window: MainWindow, run: Callable[[Any], Any], tmp_path: Path, settle: Callable[[], None]
) -> None:
    window.files.open_sample()
    settle()
    path = tmp_path / "page.png"

    async def saved() -> None:
        await window.exports._save_screenshot(path)

    run(saved())
    image = QImage(str(path))
    panel, _ = window.shown()
    assert image.width() == 2 * panel.width()
    colours = {
        image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(image.height() - 60, image.height())
    }
    assert len(colours) > 3  # the footer has words


def test_news_longer_than_a_line_are_read_to_their_end(window: MainWindow, settle: Callable[[], None]) -> None:
    window.files.open_sample()
    settle()
    toast = window.toast
    window.desk.notices.say("Taken as 2 chat messages.")
    short = toast.height()
    window.desk.notices.say("Not taken over from it: " + "model, temperature, response_format, " * 4, "Undo", print)
    said = toast.findChildren(QLabel)[0]
    assert toast.height() > short
    assert said.height() >= said.heightForWidth(said.width())
    assert window.rect().contains(toast.geometry())


def test_undo_on_the_news_takes_back_what_the_news_is_of_and_nothing_else(
    window: MainWindow, settle: Callable[[], None], run: Callable[[Any], Any]
) -> None:
    window.files.open_sample()
    settle()
    model, toast = window.desk.scenario, window.toast
    before = model.now
    run(replacing.paste(window.desk, "Sort {{message}}"))
    assert not toast.button.isHidden()
    model.edit(("description",), "typed after")
    assert toast.isVisible()
    assert toast.button.isHidden()
    toast.button.click()
    assert model.now.description == "typed after"
    model.undo()
    assert not toast.button.isHidden()
    toast.show()
    toast.button.click()
    assert model.now == before


def test_commands_are_found_by_their_letters(window: MainWindow) -> None:
    names = [shown_name(action) for action in fitting("dark", window.menus.actions)]
    assert names[0] == "Colours: Dark"
    assert fitting("zzzz", window.menus.actions) == []


def test_every_command_has_a_key_of_its_own(window: MainWindow) -> None:
    keys = [action.shortcut().toString() for action in window.menus.actions if not action.shortcut().isEmpty()]
    assert len(keys) == len(set(keys)) > 10


def test_colours_change_by_command(window: MainWindow, qtbot: QtBot) -> None:
    command(window, "Colours: Dark")
    assert window.desk.appearance.look.name == "dark"
    background = window.desk.appearance.look.background
    qtbot.waitUntil(lambda: window.palette().window().color().name() == background)
    command(window, "Colours: Light")


def test_a_second_start_hands_its_files_to_the_first(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    first, second = Instance(tmp_path), Instance(tmp_path)
    assert not second.hand_over([])
    first.listen()
    with qtbot.waitSignal(first.asked) as asked:
        assert second.hand_over([Path("one.stress.yaml")])
    assert asked.args == [[Path.cwd() / "one.stress.yaml"]]
    first.close()


def test_text_of_the_clipboard_becomes_a_scenario(window: MainWindow, settle: Callable[[], None]) -> None:
    QGuiApplication.clipboard().setText('[{"role": "system", "content": "Be brief."}]')
    command(window, "New from the clipboard")
    settle()
    assert window.desk.scenario.now.prompt.messages[0].content == "Be brief."


def test_closing_asks_for_unsaved_work(
    window: MainWindow, settle: Callable[[], None], run: Callable[[Any], Any]
) -> None:
    window.files.open_sample()
    settle()
    window.desk.scenario.edit(("seed",), 5)
    assert not window.close()

    async def answer(button: QMessageBox.StandardButton) -> str:
        box = await shown_question(window)
        text = box.text()
        box.button(button).click()
        return text

    assert "Support triage" in run(answer(QMessageBox.StandardButton.Cancel))
    settle()
    assert window.isVisible()
    assert not window.close()
    run(answer(QMessageBox.StandardButton.Discard))
    settle()
    assert not window.isVisible()


async def shown_question(window: MainWindow) -> QMessageBox:
    while not (boxes := [one for one in window.children() if isinstance(one, QMessageBox) and one.isVisible()]):  # noqa: ASYNC110 - Qt tells nobody
        await asyncio.sleep(0.01)
    return boxes[0]


def test_enter_presses_the_button_that_has_the_keyboard(
    window: MainWindow, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    qtbot.keyClick(window.welcome.sample, Qt.Key.Key_Return)
    settle()
    assert window.desk.scenario.now.name == "Support triage"


def test_menus_outlive_a_sweep_of_pythons_garbage(window: MainWindow) -> None:
    gc.collect()
    for action in window.menuBar().actions():
        menu = action.menu()
        assert isinstance(menu, QMenu)
        menu.aboutToShow.emit()
        for inner in menu.actions():
            if isinstance(within := inner.menu(), QMenu):
                within.aboutToShow.emit()
                assert within.actions()
        gc.collect()


def test_samples_and_reports_are_found_by_typing(window: MainWindow) -> None:
    names = [shown_name(action) for action in fitting("sample: capacity", window.menus.actions)]
    assert names[0] == "Open sample: capacity plan"
    assert shown_name(fitting("report: pdf", window.menus.actions)[0]) == "Export report: PDF"


def test_news_of_a_new_demo_input_leads_to_it(qtbot: QtBot, window: MainWindow, settle: Callable[[], None]) -> None:
    window.files.open_sample()
    settle()
    desk = window.desk
    demo = desk.scenario.now.demo
    desk.navigation.go("Traffic")
    desk.scenario.edit(("demo",), (*demo, DemoInput(text="as it was sent")), "demo input from a record")
    desk.notices.say(
        "Added.", "Undo", desk.scenario.undo, show=partial(desk.navigation.point, "Prompt", ("demo", len(demo)))
    )
    assert window.toast.button.text() == "Undo"
    qtbot.mouseClick(window.toast.show_button, Qt.MouseButton.LeftButton)
    assert desk.navigation.current == "Prompt"
    (page,) = window.findChildren(PromptPanel)
    assert page.demo.rows() == [len(demo)]
    assert not window.toast.isVisible()
    desk.notices.say("Copied.")
    assert not window.toast.show_button.isVisible()


def test_news_stands_above_the_bar_of_a_run(window: MainWindow) -> None:
    window.desk.notices.say("Copied")
    low = window.toast.geometry().bottom()
    window.run_bar.setVisible(True)
    window.desk.notices.say("Copied again")
    assert window.toast.geometry().bottom() < low


def test_every_sample_can_be_begun_from_the_welcome() -> None:
    assert sorted(name for name, _, _ in SAMPLES) == sample_names()


def test_no_line_of_the_welcome_is_squeezed_in_a_small_window(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / f"{number}.stress.yaml").touch()
        window.desk.settings.add_recent(tmp_path / f"{number}.stress.yaml")
    window.resize(window.minimumSize())
    recent = window.welcome.findChildren(QPushButton)[-1]
    qtbot.waitUntil(lambda: recent.isVisible() and window.welcome.height() < window.height())
    QCoreApplication.processEvents()
    lines = [one for one in window.welcome.findChildren(QWidget) if isinstance(one, QLabel | QPushButton)]
    assert not [one for one in lines if one.isVisible() and one.height() < one.sizeHint().height()]


@pytest.mark.parametrize(
    ("room", "wanted"), [((1366, 728), (1280, 688)), ((2560, 1400), (1280, 800)), ((960, 540), (960, 500))]
)
def test_the_first_window_is_no_larger_than_the_screen(
    room: tuple[int, int], wanted: tuple[int, int], desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QScreen, "availableSize", lambda _screen: QSize(*room))
    made = MainWindow(desk)
    assert made.size() == QSize(*wanted)
    made._may_close = True
    made.close()
    made.deleteLater()


def test_a_file_that_takes_long_to_read_is_said_to_be_opened_and_leaves_the_page_alone(
    window: MainWindow, qtbot: QtBot, path: Path, settle: Callable[[], None]
) -> None:
    may_read = threading.Event()
    window.desk.navigation.go("Prompt")
    window.desk.thinking.start(may_read.wait, 30)
    window.files.open(path)
    qtbot.waitUntil(lambda: window.toast.accessibleName() == f"Opening {path.name}…")
    assert window.toast.isVisible()
    window.desk.navigation.go("Load and target")
    may_read.set()
    settle()
    assert window.desk.scenario.path == path
    assert window.desk.navigation.current == "Load and target"
    assert not window.toast.isVisible()


def test_a_question_that_waits_is_coloured_as_the_window_goes_dark(window: MainWindow) -> None:
    window.questions.ask("cut", "warn", ("A run was cut off.", "60 of 80 are recorded."), [("Open it", list)])
    (banner,) = window.questions.findChildren(Banner)
    light = banner.sign.pixmap().toImage()
    window.desk.appearance.choose("dark")
    assert banner.title.palette().color(QPalette.ColorRole.WindowText) == QColor(DARK.warn)
    assert banner.sign.pixmap().toImage() != light


def test_a_new_scenario_is_not_said_to_have_been_pasted(window: MainWindow, settle: Callable[[], None]) -> None:
    window.files.open_blank()
    settle()
    assert (window.desk.scenario.now.name, window.desk.scenario.now.description) == ("New scenario", "")


def test_recent_files_of_one_name_are_told_apart_by_their_folders(window: MainWindow, tmp_path: Path) -> None:
    for folder in ("first", "second"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.stressrun").touch()
        window.desk.settings.add_recent(tmp_path / folder / "a.stressrun")
    shown = [label.text() for label in window.welcome.findChildren(Elided)][-2:]
    assert shown == [str(tmp_path / "second"), str(tmp_path / "first")]


@pytest.mark.parametrize(
    ("name", "words"), [("gone.stress.yaml", "There is no "), ("folder.stress.yaml", " is a folder.")]
)
def test_a_file_that_cannot_be_read_is_told_in_plain_words(
    window: MainWindow, tmp_path: Path, run: Callable[[Any], Any], name: str, words: str
) -> None:
    (tmp_path / "folder.stress.yaml").mkdir()
    told: list[Trouble] = []
    window.desk.troubles.told.connect(told.append)
    window.files.open(tmp_path / name)
    run(until(lambda: told))
    (trouble,) = told
    assert words in trouble.words
    assert "Errno" not in trouble.words
    assert trouble.hint


def test_a_file_that_is_no_run_is_said_not_to_open_and_a_run_names_the_window(
    window: MainWindow, tmp_path: Path, run: Callable[[Any], Any]
) -> None:
    (tmp_path / "no.stressrun").write_text("not a run")
    told: list[Trouble] = []
    window.desk.troubles.told.connect(told.append)
    window.files.open(tmp_path / "no.stressrun")
    run(until(lambda: told))
    assert told[0].title == "no.stressrun cannot be opened"
    window.files.open(put(tmp_path, "a.stressrun"))
    run(until(lambda: window.windowTitle() == "Support triage — StressDesk"))


def test_news_is_read_out_though_it_takes_no_focus(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    heard = SimpleNamespace(updateAccessibility=lambda event: said.append(event.message()))
    monkeypatch.setattr(toast, "QAccessible", heard)
    window.desk.notices.say("Copied a picture of this page")
    assert said == ["Copied a picture of this page"]


def test_the_last_page_is_reached_on_a_screen_that_is_low(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QScreen, "availableSize", lambda _screen: QSize(960, 540))
    made = MainWindow(desk)
    made.show()
    last = made.sidebar.buttons["Settings"]
    bar = made.side.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    assert not last.visibleRegion().isEmpty()
    assert last.visibleRegion().boundingRect().height() == last.height()
    made._may_close = True
    made.close()
    made.deleteLater()


def test_a_verdict_by_goals_that_were_changed_since_says_so(
    window: MainWindow, qtbot: QtBot, sample: tuple[Scenario, Path], tmp_path: Path
) -> None:
    desk, (scenario, folder) = window.desk, sample
    desk.scenario.open(scenario, None, folder)
    desk.run.open(put(tmp_path, "a.stressrun", name=scenario.name, scenario=plain(scenario)))
    qtbot.waitUntil(lambda: desk.run.header is not None)
    desk.navigation.go("Overview")
    badge = window.header._other
    assert not badge.isVisibleTo(window)
    desk.scenario.edit(("goals", "failure_rate"), 0.4)
    assert badge.isVisibleTo(window)
    assert badge.text() == "Judged by earlier goals"
    desk.scenario.undo()
    assert not badge.isVisibleTo(window)
    desk.scenario.edit(("name",), "Another")
    assert badge.text() == "Not the open scenario"


def test_a_simulated_target_is_named_once_beside_its_queries(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    shown = window.header._facts.text
    for file, name, said in (("a", "simulated", "a · 20 queries"), ("b", "rush", "b · rush · 20 queries")):
        facts = {"provenance": "simulated", "target": name, "model": name}
        window.desk.run.open(put(tmp_path, f"{file}.stressrun", **facts))
        window.desk.navigation.go("Overview")
        qtbot.waitUntil(partial(lambda start: shown().startswith(start), f"{said} simulated · "))
