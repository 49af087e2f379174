"""The page of runs by mouse and keyboard: the sheet, the course, the end, and closing the window meanwhile."""

from __future__ import annotations

import os
import signal

import msgspec
import pytest
from gui.runs import MANY, put_on, until
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton, QWidget

from stressdesk.gui.models.failing import MOST, Failing
from stressdesk.gui.models.keystore import Store
from stressdesk.gui.parts.notices import Banner
from stressdesk.gui.window import MainWindow
from stressdesk.journal.events import Record
from stressdesk.journal.liveness import is_running
from stressdesk.journal.reader import RunFile
from stressdesk.scenario.doubts import PLACEHOLDER_START
from stressdesk.scenario.targets import LiteLLM, Local, Simulated

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(desk, loop, qtbot):
    """The real window; whatever becomes of it in the test, it is closed afterwards."""
    made = MainWindow(desk)
    made.resize(1280, 800)
    made.show()
    yield made
    made._may_close = True
    made.close()
    made.deleteLater()


@pytest.fixture
def page(window, desk, tmp_path):
    """The page of runs with a small simulated scenario on it."""
    put_on(desk, tmp_path)
    desk.navigation.go("Run")
    return window.panel("Run")


def press(qtbot, button: QPushButton) -> None:
    assert button.isVisible()
    assert button.isEnabled()
    qtbot.mouseClick(button, LEFT)


def record(number: int, **more) -> Record:
    values = {
        "stage": "production", "session": number, "turn": 0, "persona": "phone", "intent": "i", "language": "en",
        "mess": ("typos",), "clean": "clean", "text": f"message {number}", "arrived": 0.0, "outcome": "answered",
        "failure": "prompt", "answer": "wrong",
    }  # fmt: skip
    return Record(**{**values, **more})


def asked(kind: type[QMessageBox] = QMessageBox) -> QMessageBox | None:
    return next((one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()), None)


async def answer(words: str) -> None:
    """Press a button of the question that is being asked."""
    await until(lambda: asked() is not None)
    box = asked()
    next(button for button in box.buttons() if button.text() == words).click()


def test_two_clicks_lead_from_nothing_to_the_results_of_the_sample(window, desk, qtbot, run, tmp_path):
    desk.settings.put("runs_folder", str(tmp_path / "runs"))

    async def journey():
        press(qtbot, window.welcome.sample)
        await until(lambda: desk.navigation.current == "Run" and desk.ahead.is_startable)
        # The simulated target stands in for the embedded model, which takes a minute.
        desk.scenario.edit(("target",), "simulated")
        sheet = window.panel("Run").sheet
        await until(lambda: sheet.run.isEnabled() and "simulated" in sheet.run.text())
        press(qtbot, sheet.run)
        await until(lambda: desk.run.state == "complete")
        await until(lambda: desk.navigation.current == "Overview")

    run(journey())
    assert desk.run.done == desk.run.planned


def test_the_sheet_shows_what_is_asked_and_starts_by_keyboard(page, desk, qtbot, run):
    async def journey():
        await until(lambda: desk.ahead.is_startable and page.sheet.run.isEnabled())
        assert page.sheet.queries.figure.text() == "311"
        assert page.sheet.run.text().strip() == "Run 311 simulated queries"
        assert "nothing is billed" in page.sheet.spend.detail.text()
        page.sheet.run.setFocus()
        qtbot.keyClick(page.sheet.run, Qt.Key.Key_Space)
        await until(lambda: page.shown == "course")
        await until(lambda: not desk.run.is_on)

    run(journey())


def test_the_sheet_of_what_cannot_be_run_waits_for_no_numbers(page, desk, run, tmp_path):
    async def journey():
        await until(page.sheet.run.isEnabled)
        desk.scenario.edit(("targets", "gone"), Local(model=str(tmp_path / "none.gguf")))
        desk.scenario.edit(("target",), "gone")
        await until(lambda: desk.ahead.trouble is not None)
        assert page.sheet.trouble.isVisible()
        assert not page.sheet.queries.isVisible()
        assert page.sheet.amounts.subtitle.text() == "Mend what stands above first"
        desk.scenario.edit(("target",), "nobody")
        await until(lambda: bool(desk.scenario.problems))
        said = [one.text() for one in page.sheet.problems.findChildren(QLabel)]
        assert "Choose one that there is." in said

    run(journey())


def test_what_was_edited_a_moment_ago_cannot_be_run_before_the_sheet_says_what_it_asks_for(
    window, page, desk, qtbot, run
):
    async def journey():
        await until(page.sheet.run.isEnabled)
        desk.scenario.edit(("load", "live"), 40)
        assert not page.sheet.run.isEnabled()
        start = next(one for one in window.findChildren(QAction) if one.shortcut().toString() == "Ctrl+Return")
        assert not start.isEnabled()
        start.property("deed").act()
        # The scenario is known to be without problems long before it is known what it asks for.
        await until(lambda: not desk.scenario.is_looking)
        assert not page.sheet.run.isEnabled()
        await until(page.sheet.run.isEnabled)
        assert page.sheet.run.text().strip() == "Run 51 simulated queries"
        assert start.isEnabled()

    run(journey())
    assert desk.run.path is None


def test_the_button_has_the_focus_once_it_can_be_pressed(window, desk, qtbot, run, tmp_path):
    put_on(desk, tmp_path)
    desk.navigation.go("Run")
    page = window.panel("Run")

    async def journey():
        assert page.sheet.hasFocus()
        await until(page.sheet.run.isEnabled)
        assert page.sheet.run.hasFocus()

    window.activateWindow()
    run(journey())


def test_problems_take_the_place_of_the_sheet_and_lead_to_their_page(page, desk, qtbot, run):
    async def journey():
        await until(lambda: desk.ahead.is_startable)
        desk.scenario.edit(("load", "window_minutes"), -1.0)
        await until(lambda: any(one.isVisible() for one in page.sheet.problems.findChildren(QPushButton)))
        assert not page.sheet.run.isEnabled()
        lead = next(one for one in page.sheet.problems.findChildren(QPushButton) if one.isVisible())
        assert lead.text() == "Go to Load and target"
        press(qtbot, lead)
        assert desk.navigation.current == "Load and target"
        desk.scenario.undo()
        desk.navigation.go("Run")
        await until(page.sheet.run.isEnabled)
        assert not page.sheet.problems.isVisible()

    run(journey())


def leads(card: QWidget) -> list[QPushButton]:
    return [one for one in card.findChildren(QPushButton) if one.isVisible()]


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [
        (("load", "window_minutes"), -1.0, "Window in which all arrive: -1 is out of bounds"),
        (("load", "scales"), (1_000, 10), "Put them in this order: 10, 1000."),
        (("traffic", "hostile"), 0.99, "“Off topic”, “Hostile” and “Hardly an input” add up to more than 100 %"),
        (("target",), "nobody", "Choose one that there is."),
    ],
    ids=str,
)
def test_what_is_in_the_way_is_said_without_words_of_the_file(page, desk, run, place, value, said):
    def shown() -> str:
        return "\n".join(one.text() for one in page.sheet.problems.findChildren(QLabel) if one.isVisible())

    async def watch():
        await until(lambda: desk.ahead.is_startable)
        desk.scenario.edit(place, value)
        await until(lambda: said in shown())

    run(watch())
    assert "`" not in shown()
    assert ".".join(place) + ":" not in shown()


def test_why_a_limit_cannot_be_kept_is_said_without_words_of_the_file(page, desk, run):
    async def watch():
        await until(lambda: desk.ahead.is_startable)
        desk.scenario.edit(("targets", "simulated"), Simulated())
        desk.scenario.edit(("limits", "spend_usd"), 5.0)
        await until(page.sheet.trouble.isVisible)

    run(watch())
    said = page.sheet.trouble.sentence.text()
    assert "Give the target a price on the page Load and target" in said
    assert "`" not in said


def test_a_missing_key_is_in_the_way_until_it_is_entered(page, desk, qtbot, run, monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.setattr("stressdesk.gui.models.keystore.store", lambda: Store(is_there=False, words="none"))

    async def journey():
        await until(page.sheet.run.isEnabled)
        desk.scenario.edit(("targets", "simulated"), LiteLLM(model="openai/gpt-4o-mini"))
        assert not desk.may_run
        await until(lambda: leads(page.sheet.problems))
        await until(lambda: not desk.ahead.is_looking)
        assert desk.ahead.is_startable
        assert not page.sheet.run.isEnabled()
        (lead,) = leads(page.sheet.problems)
        assert lead.text() == "Go to Load and target"
        desk.keys.enter("OPENAI_API_KEY", "planted")
        await until(page.sheet.run.isEnabled)
        assert not page.sheet.problems.isVisible()

    run(journey())


def test_inputs_that_were_never_written_are_in_the_way_and_missing_checks_are_told(page, desk, qtbot, run):
    async def journey():
        await until(page.sheet.run.isEnabled)
        desk.scenario.edit(("demo", 0, "text"), f"{PLACEHOLDER_START}something a user writes in the demo.")
        desk.scenario.edit(("checks",), ())
        await until(lambda: not desk.ahead.is_looking)
        assert not page.sheet.run.isEnabled()
        (lead,) = leads(page.sheet.problems)
        assert lead.text() == "Go to Prompt"
        assert [one.text() for one in leads(page.sheet.remarks)] == ["Go to Checks and goals"]
        desk.scenario.edit(("demo", 0, "text"), "Where is my parcel?")
        await until(page.sheet.run.isEnabled)
        assert page.sheet.remarks.isVisible()

    run(journey())


def test_before_it_is_known_what_a_run_asks_for_no_empty_cards_are_shown(window, desk):
    window.show()
    page = window.panel("Run")
    assert page.sheet._pair.isHidden()


def test_a_run_without_its_scenario_leads_to_it(window, desk, qtbot, run, tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(window.files, "open_scenario_of_run", lambda: asked.append(True))
    desk.navigation.reopening.connect(window.files.open_scenario_of_run)
    window.show()
    page = window.panel("Run")
    desk.navigation.go("Run")
    assert page.sheet.nothing.isVisible()
    press(qtbot, page.sheet.nothing.findChild(QPushButton))
    assert asked == [True]


def test_a_run_that_is_over_makes_room_for_the_next(window, page, desk, run):
    async def journey():
        desk.navigation.go("Traffic")
        await desk.starting.start()
        await until(lambda: not desk.run.is_on)
        desk.navigation.go("Run")
        assert page.shown == "ended"
        desk.navigation.go("Traffic")
        desk.navigation.go("Run")
        assert page.shown == "sheet"
        desk.run.open(desk.run.path)
        await until(lambda: desk.run.state == "complete")
        desk.run.state = "stopped"
        desk.run.changed.emit()
        assert page.shown == "ended"
        desk.navigation.go("Traffic")
        next(one for one in window.findChildren(QAction) if one.shortcut().toString() == "Ctrl+R").trigger()
        assert page.shown == "sheet"

    run(journey())


def test_stop_is_pressed_twice_to_stop_at_once(page, desk, qtbot, run, tmp_path):
    put_on(desk, tmp_path, live=MANY)

    async def journey():
        await desk.starting.start()
        await until(lambda: desk.run.done > 0)
        assert page.course.stop.text().strip() == "Stop"
        press(qtbot, page.course.stop)
        assert page.course.stop.text().strip() == "Stop at once"
        await until(lambda: page.shown == "ended")

    run(journey())
    assert desk.run.state == "stopped"
    assert page.ended.title.text() == "The run was stopped"
    assert page.ended.resume.text().strip().startswith("Resume: ")
    assert desk.navigation.current == "Run"


def test_a_killed_engine_is_said_to_be_gone_and_its_run_resumed_by_one_click(page, desk, qtbot, run, tmp_path):
    put_on(desk, tmp_path, live=6_000)

    async def journey():
        await desk.starting.start()
        await until(lambda: desk.run.done > 100)
        os.kill(desk.run.process.number, signal.SIGKILL)
        await until(lambda: page.shown == "ended", seconds=1.0)
        assert page.ended.title.text() == "The engine ended unexpectedly"
        assert desk.run.path.name in page.ended.saved.text()
        press(qtbot, page.ended.resume)
        await until(lambda: desk.run.state == "complete")

    run(journey())
    assert desk.run.done == desk.run.planned


def test_an_engine_that_cannot_start_is_explained_on_the_page_and_by_no_dialog(page, desk, qtbot, run, tmp_path):
    (tmp_path / "taken").write_text("a file, where a folder should be")
    desk.settings.put("runs_folder", str(tmp_path / "taken"))

    async def journey():
        await until(lambda: page.sheet.run.isEnabled() and desk.ahead.is_startable)
        press(qtbot, page.sheet.run)
        await until(lambda: desk.run.state == "failed")

    run(journey())
    assert page.ended.title.text() == "The run could not start"
    assert "cannot be written" in page.ended.sentence.text()
    assert asked() is None
    press(qtbot, page.ended.again)
    assert page.shown == "sheet"


def test_a_failing_answer_leads_to_its_record(window, page, desk, qtbot, run):
    async def journey():
        await desk.starting.start()
        await until(lambda: not desk.run.is_on)

    run(journey())
    desk.navigation.go("Run")
    feed = page.course.feed
    feed.refresh()
    assert feed.failing.record(0) is desk.run.failures[-1]
    chosen = feed.failing.record(1)
    feed._choose(feed.failing.index(1))
    assert desk.navigation.current == "Records"
    records = window.panel("Records")
    qtbot.waitUntil(lambda: records.looked.detail is not None)
    assert records.looked.detail.record == chosen


def test_failing_answers_that_wait_for_the_pointer_to_go_are_told(page, desk, monkeypatch):
    course, failures = page.course, [record(at, failure="prompt") for at in range(9)]
    monkeypatch.setattr(desk.run, "failures", failures)
    monkeypatch.setattr(type(desk.run), "is_on", property(lambda _: True))
    course._show_feed()
    assert course._lead.text() == "Click one to see all of it"
    monkeypatch.setattr(course.feed, "underMouse", lambda: True)
    failures.append(record(9, failure="prompt"))
    course._show_feed()
    assert course._lead.text() == "1 newer one waits while the pointer is on the list"
    assert course.feed.failing.rowCount() == 9
    failures += [record(at, failure="prompt") for at in range(10, 80)]
    course._show_feed()
    assert course._lead.text() == "40 or more newer ones wait while the pointer is on the list"


def test_the_feed_keeps_what_it_shows_and_no_more_than_it_can(qapp):
    feed = Failing()
    records = [record(number) for number in range(MOST + 30)]
    feed.show_failures(records[:5])
    inserted = []
    feed.rowsInserted.connect(lambda _parent, first, last: inserted.append((first, last)))
    feed.show_failures(records[:8])
    assert inserted == [(0, 2)]
    assert feed.record(0) is records[7]
    assert feed.fresh(records[:9]) == 1
    assert feed.fresh(records) == MOST
    feed.show_failures(records)
    assert feed.fresh(records) == 0
    assert feed.rowCount() == MOST
    assert feed.record(0) is records[-1]
    assert "message" in feed.index(0).data()


def test_what_a_model_answers_is_never_taken_for_markup(page, desk, qtbot):
    planted = record(1, answer="<img src='http://127.0.0.1/x'>\u202e" + "x" * 1_000_000, text="<b>bold</b>\x07")
    page.course.feed.failing.show_failures([planted])
    page._stack.setCurrentWidget(page.course)
    page.course.feed.setVisible(True)
    picture = page.course.feed.grab()
    assert not picture.isNull()
    assert len(page.course.feed.failing.index(0).data()) < 2_000


def test_closing_the_window_lets_the_run_go_on_and_the_next_one_watches_it(window, desk, run, tmp_path, qtbot):
    put_on(desk, tmp_path, live=MANY)

    async def journey():
        await desk.starting.start()
        await until(lambda: desk.run.done > 0)
        engine, path = desk.run.process, desk.run.path
        desk.scenario.saved(tmp_path / "saved.stress.yaml")
        window.close()
        await answer("Keep it running")
        await until(lambda: not window.isVisible())
        desk.run.close()
        assert is_running(engine.number)
        window._may_close = False
        window.show()
        desk.unfinished.look()
        await until(window.questions.isVisible)
        (told,) = window.questions.findChildren(Banner)
        counted = told.sentence.text()
        buttons = told.findChildren(QPushButton)
        await until(lambda: told.sentence.text() != counted)
        assert told.findChildren(QPushButton) == buttons  # whoever has the keyboard on one keeps it
        watch = next(one for one in window.questions.findChildren(QPushButton) if one.text() == "Watch it")
        press(qtbot, watch)
        await until(lambda: desk.run.state == "running")
        assert (desk.run.path, desk.navigation.current) == (path, "Run")
        assert window.panel("Run").shown == "course"
        press(qtbot, window.panel("Run").course.stop)
        await until(lambda: not desk.run.is_on)
        await until(lambda: not is_running(engine.number))

    run(journey())


def test_closing_the_window_can_stop_the_run(window, desk, run, tmp_path):
    put_on(desk, tmp_path, live=MANY)
    desk.scenario.saved(tmp_path / "saved.stress.yaml")

    async def journey():
        await desk.starting.start()
        await until(lambda: desk.run.done > 0)
        path = desk.run.path
        window.close()
        await answer("Stop the run")
        await until(lambda: not window.isVisible())
        return path

    with RunFile(run(journey())) as file:
        assert file.ending.state == "stopped"


def test_a_run_that_ended_while_closing_was_asked_about_is_not_waited_for(window, desk, run, tmp_path, monkeypatch):
    monkeypatch.setattr("stressdesk.gui.parting.PATIENCE_SECONDS", 600)
    put_on(desk, tmp_path, live=MANY)
    desk.scenario.saved(tmp_path / "saved.stress.yaml")

    async def journey():
        await desk.starting.start()
        await until(lambda: desk.run.done > 0)
        window.close()
        await until(lambda: asked() is not None)
        counted = asked().informativeText()
        await until(lambda: asked().informativeText() != counted)
        desk.run.stop()
        await until(lambda: not desk.run.is_on)
        assert "has ended" in asked().text()
        shown = {button.text() for button in asked().buttons() if button.isVisible()}
        assert shown == {"Close the window", "Cancel"}
        await answer("Close the window")
        await until(lambda: not window.isVisible(), seconds=10)

    run(journey())


def test_closing_the_window_can_be_thought_better_of(window, desk, run, tmp_path):
    put_on(desk, tmp_path, live=MANY)
    desk.scenario.saved(tmp_path / "saved.stress.yaml")

    async def journey():
        await desk.starting.start()
        await until(lambda: desk.run.done > 0)
        window.close()
        await answer("Cancel")
        seen = desk.run.done
        await until(lambda: desk.run.done > seen)
        assert window.isVisible()
        desk.run.stop()
        await until(lambda: not desk.run.is_on)

    run(journey())


def test_a_window_without_a_run_closes_unasked(window, desk, run, tmp_path):
    async def journey():
        window.close()
        await until(lambda: not window.isVisible())

    run(journey())
    assert asked() is None


def test_a_run_stays_in_sight_on_every_other_page(window, desk, run, qtbot, tmp_path):
    put_on(desk, tmp_path, live=MANY)

    async def journey():
        desk.navigation.go("Run")
        await desk.starting.start()
        await until(lambda: desk.run.done > 0)
        assert not window.run_bar.isVisible()
        desk.navigation.go("Traffic")
        await until(window.run_bar.isVisible)
        await until(lambda: "failed" in window.run_bar.line.text())
        press(qtbot, window.run_bar.watch)
        assert desk.navigation.current == "Run"
        desk.navigation.go("Traffic")
        press(qtbot, window.run_bar.stop)
        await until(lambda: not desk.run.is_on)
        assert not window.run_bar.isVisible()

    run(journey())
    assert desk.navigation.current == "Traffic"


def test_pressing_twice_to_start_does_not_stop(page, desk, qtbot, run, tmp_path):
    put_on(desk, tmp_path, live=MANY)

    async def journey():
        await until(lambda: desk.ahead.is_startable and page.sheet.run.isEnabled())
        page.sheet.run.setFocus()
        qtbot.keyClick(page.sheet.run, Qt.Key.Key_Space)
        await until(lambda: page.shown == "course")
        assert not page.course.stop.hasFocus()
        desk.run.stop()
        await until(lambda: not desk.run.is_on)

    run(journey())


def test_a_run_says_whose_it_is_while_another_scenario_is_open(window, desk, qtbot, run, tmp_path):
    put_on(desk, tmp_path, live=MANY)
    desk.navigation.go("Run")
    page = window.panel("Run")

    async def journey():
        await desk.starting.start()
        await until(lambda: desk.run.header is not None and page.shown == "course")
        assert not page.course.other.isVisible()
        plan = desk.scenario.now
        desk.scenario.open(msgspec.structs.replace(plan, name="Another <b>one</b>"), None, tmp_path)
        assert page.course.other.text() == "Of Desk of simulated letters, not the open scenario"
        assert page.course.other.isVisible()
        desk.navigation.go("Traffic")
        assert window.run_bar.line.text().startswith("Desk of simulated letters · ")
        desk.run.stop()
        await until(lambda: not desk.run.is_on)

    run(journey())
