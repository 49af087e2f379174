"""All that can be done in the window, as one table: it fills the menus, the keys and the command palette."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from stressdesk.gui.actions import Deed
from stressdesk.gui.models.appearance import CHOICES
from stressdesk.gui.models.exporting import FORMS
from stressdesk.gui.parts.focus import finish_typing
from stressdesk.gui.views.panel import Entry
from stressdesk.scenario.samples import sample_names

if TYPE_CHECKING:
    from stressdesk.gui.window import MainWindow

TEXT_DEEDS = {"Cu&t": "cut", "&Copy": "copy", "&Paste": "paste", "Select &all": "selectAll"}


def deeds(window: MainWindow, panels: Sequence[Entry]) -> list[Deed]:
    """Menu by menu, in the order they are shown."""
    return [*_file(window), *_edit(window), *_run(window), *_view(window, panels), *_help(window)]


def _file(window: MainWindow) -> list[Deed]:
    files, exports = window.files, window.exports
    has_scenario, has_run = window.has_scenario, window.has_run
    reports = [
        Deed(menu="", name=f"Export report: {form.words}…", act=partial(exports.ask_report, form), can=has_run)
        for form in FORMS[1:]
    ]
    samples = [
        Deed(menu="", name=f"Open sample: {name.replace('-', ' ')}", act=partial(files.open_sample, name))
        for name in sample_names()
    ]
    return [
        Deed(menu="&File", name="&New scenario", keys="Ctrl+N", act=files.open_blank),
        Deed(menu="&File", name="&Open…", keys="Ctrl+O", act=files.ask_open),
        Deed(menu="&File", name="New from the &clipboard", keys="Ctrl+Shift+V", act=files.open_clipboard),
        Deed(menu="&File", name="Open the scenario of this run", act=files.open_scenario_of_run, can=has_run),
        Deed(menu="&File", name="&Save", keys="Ctrl+S", act=files.save, can=has_scenario, rule=True),
        Deed(menu="&File", name="Save &as…", keys="Ctrl+Shift+S", act=files.ask_save_as, can=has_scenario),
        Deed(
            menu="&File", name="&Export report…", keys="Ctrl+E", act=exports.ask_report, can=has_run, rule=True
        ),
        *reports,
        *samples,
        Deed(
            menu="&File", name="Copy pictu&re of the page", keys="Ctrl+Shift+P", act=exports.copy_screenshot,
            can=window.has_panel, rule=True,
        ),
        Deed(menu="&File", name="Save pic&ture of the page…", act=exports.ask_screenshot, can=window.has_panel),
        Deed(menu="&File", name="&Quit", keys="Ctrl+Q", act=window.close, rule=True),
    ]  # fmt: skip


def _edit(window: MainWindow) -> list[Deed]:
    scenario = window.desk.scenario
    return [
        Deed(
            menu="&Edit", name="&Undo", keys="Ctrl+Z", act=partial(_go_back, window), can=scenario.can_undo,
            words=lambda: f"&Undo {scenario.undo_words}".rstrip(),  # noqa: PLW0108 - asked anew each time
        ),
        Deed(
            menu="&Edit", name="&Redo", keys="Ctrl+Shift+Z", act=partial(_go_on, window), can=scenario.can_redo,
            words=lambda: f"&Redo {scenario.redo_words}".rstrip(),  # noqa: PLW0108 - asked anew each time
        ),
        *[
            Deed(
                menu="&Edit", name=name, act=partial(_in_text, method), can=partial(_text_can, method),
                rule=method == "cut",
            )
            for name, method in TEXT_DEEDS.items()
        ],
    ]  # fmt: skip


def _go_back(window: MainWindow) -> None:
    # What is half typed is the last edit.
    finish_typing(window)
    window.desk.scenario.undo()


def _go_on(window: MainWindow) -> None:
    finish_typing(window)
    window.desk.scenario.redo()


def _text_can(method: str) -> bool:
    """Does whatever has the keyboard know this?"""
    return callable(getattr(QApplication.focusWidget(), method, None))


def _in_text(method: str) -> None:
    """Do it to whatever has the keyboard."""
    if _text_can(method):
        getattr(QApplication.focusWidget(), method)()


def _run(window: MainWindow) -> list[Deed]:
    desk = window.desk
    return [
        Deed(
            menu="&Run", name="&Run…", keys="Ctrl+R", act=window.show_sheet, can=window.has_scenario
        ),
        Deed(
            menu="&Run", name="Start t&he run", keys="Ctrl+Return", act=partial(_start, window),
            can=partial(_can_start, window),
        ),
        Deed(menu="&Run", name="&Stop the run", keys="Ctrl+.", act=desk.run.stop, can=lambda: desk.run.is_on),
        Deed(
            menu="&Run", name="R&esume the run", act=partial(_resume, window), can=lambda: desk.starting.is_resumable
        ),
    ]  # fmt: skip


def _can_start(window: MainWindow) -> bool:
    """Is the sheet of a run shown, and nothing in its way?"""
    desk = window.desk
    return desk.navigation.current == "Run" and desk.starting.face == "sheet" and desk.may_run


def _start(window: MainWindow) -> None:
    # Keys are looked at before the menu: what could be done when it was last opened may be another thing now.
    if not _can_start(window):
        return
    finish_typing(window)
    if _can_start(window):
        window.desk.troubles.start(window.desk.starting.start(), "The run did not start")
    else:
        window.desk.notices.say("What you just typed counts now: look at the sheet again, then start the run")


def _resume(window: MainWindow) -> None:
    desk = window.desk
    if desk.starting.is_resumable and desk.run.path is not None:
        desk.navigation.go("Run")
        desk.troubles.start(desk.starting.resume(desk.run.path), "The run could not be resumed")


def _view(window: MainWindow, panels: Sequence[Entry]) -> list[Deed]:
    desk = window.desk
    pages = [
        Deed(
            menu="&View", name=panel.title, keys=panel.keys, act=partial(desk.navigation.go, panel.title),
            can=window.sidebar.buttons[panel.title].isEnabled,
        )
        for panel in panels
    ]  # fmt: skip
    themes = [
        Deed(
            menu="&View", name=f"Colours: {name}", act=partial(desk.appearance.choose, choice),
            rule=choice == "system",
        )
        for choice, name in CHOICES.items()
    ]  # fmt: skip
    return [*pages, *themes]


def _help(window: MainWindow) -> list[Deed]:
    return [
        Deed(menu="&Help", name="&Commands…", keys="Ctrl+K", act=window.show_palette),
        Deed(menu="&Help", name="&Keyboard shortcuts", keys="F1", act=window.show_shortcuts),
    ]
