"""Work in threads, and what becomes of its answers."""

import threading

import pytest
from PySide6.QtCore import QObject
from shiboken6 import delete

from stressdesk.gui.models.background import Background, Latest


@pytest.fixture
def background(qapp):
    made = Background("working")
    yield made
    made.close()


def test_an_answer_comes_on_the_thread_that_asked(background, qtbot):
    latest = Latest(background)
    told = []
    latest.done.connect(lambda answer: told.append((answer, threading.current_thread().name)))
    with qtbot.waitSignal(latest.done):
        latest.ask(lambda: threading.current_thread().name)
    assert told[0][0].startswith("working")
    assert told[0][1] == "MainThread"


def test_only_the_newest_answer_is_told(background, qtbot):
    latest, told, begun, gate = Latest(background), [], threading.Event(), threading.Event()
    latest.done.connect(told.append)

    def old():
        begun.set()
        gate.wait(10)
        return "old"

    latest.ask(old)
    qtbot.waitUntil(begun.is_set)
    latest.ask(lambda: "new")
    gate.set()
    qtbot.waitUntil(lambda: not latest.is_waiting)
    assert told == ["new"]


def test_what_goes_wrong_in_the_thread_is_told_as_such(background, qtbot):
    latest = Latest(background)
    with qtbot.waitSignal(latest.failed) as caught:
        latest.ask(lambda: 1 / 0)
    assert isinstance(caught.args[0], ZeroDivisionError)


def test_whoever_is_taken_down_while_the_thread_works_is_told_nothing(background, qtbot):
    owner, told = QObject(), []
    latest = Latest(background, 0, owner)
    latest.done.connect(told.append)
    begun, gate = threading.Event(), threading.Event()

    def work():
        begun.set()
        gate.wait(10)

    latest.ask(work)
    qtbot.waitUntil(begun.is_set)
    delete(owner)
    gate.set()
    other = Latest(background)
    with qtbot.waitSignal(other.done):
        other.ask(lambda: None)
    assert told == []


def test_what_lets_go_of_a_file_is_done_though_the_rest_is_forgotten():
    made = Background("closing")
    is_closing, done = threading.Event(), []
    made.start(is_closing.wait, 20)
    made.finish(lambda: done.append("let go"))
    forgotten = made.start(done.append, "forgotten")
    forgotten.add_done_callback(lambda _: is_closing.set())
    made.close()
    assert forgotten.cancelled()
    assert done == ["let go"]
