"""What holds on every page, at every size and in every colour: nothing is cut, nameless or too faint."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from gui.runs import simulated, until
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QScrollArea, QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from stressdesk.charts.look import DARK, LIGHT, Look, mixed
from stressdesk.gui import theme
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.panels import PANELS
from stressdesk.gui.parts.words import Elided
from stressdesk.gui.window import SMALLEST, MainWindow
from stressdesk.resources import console_command
from stressdesk.scenario.file import save

AA, AA_DRAWN = 4.5, 3.0
PARTS_OF_QT = ("qt_spinbox_lineedit", "qt_scrollarea_viewport")


@pytest.fixture(scope="module")
def run_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    scenario, path = folder / "letters.stress.yaml", folder / "letters-001.stressrun"
    save(simulated(), scenario)
    command = [*console_command(), "run", str(scenario), "--run-file", str(path), "--report", "none"]
    subprocess.run(command, check=False, capture_output=True, timeout=120)
    return path


@pytest.fixture
def window(desk: Desk, qtbot: QtBot, loop: asyncio.AbstractEventLoop) -> Iterator[MainWindow]:
    made = MainWindow(desk)
    yield made
    made._may_close = True
    made.close()
    made.deleteLater()


@pytest.mark.parametrize("size", [SMALLEST, (1280, 800), (1920, 1080)], ids=str)
def test_nothing_is_cut_or_nameless(
    window: MainWindow, run: Callable[[Any], Any], run_file: Path, tmp_path: Path, size: tuple[int, int]
) -> None:
    desk = window.desk
    desk.settings.put("runs_folder", str(tmp_path))
    window.resize(*size)
    window.show()
    found: list[str] = []

    async def walk() -> None:
        desk.scenario.open(simulated(), None, tmp_path)
        desk.run.open(run_file)
        await until(lambda: desk.run.summary is not None and desk.results.findings is not None)
        for entry in PANELS:
            desk.navigation.go(entry.title)
            await asyncio.sleep(0.3)
            for background in (desk.thinking, desk.reading):
                await background.do(int)
            await asyncio.sleep(0.1)
            children = window.panel(entry.title).findChildren(QWidget)
            found.extend(f"{entry.title}: {fault}" for one in children if one.isVisible() for fault in faults(one))

    run(walk())
    assert found == []


def faults(widget: QWidget) -> Iterator[str]:
    name = f"{type(widget).__name__} {spoken(widget)[:60]!r}"
    is_reached = widget.focusPolicy() != Qt.FocusPolicy.NoFocus and not isinstance(widget, QScrollArea | QScrollBar)
    if is_reached and not spoken(widget) and widget.objectName() not in PARTS_OF_QT:
        yield f"{name} has no name that a screen reader could say"
    if isinstance(widget, QPushButton | QLabel) and not isinstance(widget, Elided) and spoken(widget):
        wraps = isinstance(widget, QLabel) and widget.wordWrap()
        if not wraps and widget.width() + 1 < widget.sizeHint().width():
            yield f"{name} is cut: {widget.width()} of {widget.sizeHint().width()} pixels"
        if wraps and widget.height() + 1 < widget.heightForWidth(widget.width()):
            yield f"{name} is cut below"
    if isinstance(widget, QScrollArea) and widget.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff:
        hidden = widget.widget().width() - widget.viewport().width()
        if hidden > 0:
            yield f"{name} hides {hidden} pixels at its right"


def spoken(widget: QWidget) -> str:
    text = widget.text().strip() if isinstance(widget, QAbstractButton | QLabel) else ""
    return widget.accessibleName() or text


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=lambda look: look.name)
def test_text_stands_out_from_what_is_behind_it(look: Look) -> None:
    grounds = {"surface": look.surface, "background": look.background}
    pairs = [(name, ground) for name in ("text", "secondary", "tertiary", "accent", "bad") for ground in grounds]
    faint = [pair for pair in pairs if contrast(getattr(look, pair[0]), grounds[pair[1]]) < AA]
    tones = ("good", "bad", "warn", "accent")
    faint += [(tone, "its tint") for tone in tones if contrast(getattr(look, tone), getattr(look, f"{tone}_tint")) < AA]
    greys = ("text", "secondary", "tertiary")
    faint += [
        (grey, f"{tone} tint")
        for grey in greys
        for tone in tones
        if contrast(getattr(look, grey), getattr(look, f"{tone}_tint")) < AA
    ]
    if contrast(look.surface, look.accent) < AA:
        faint.append(("surface", "accent"))
    assert faint == []


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=lambda look: look.name)
def test_fields_focus_and_what_cannot_be_used_can_be_seen(look: Look) -> None:
    drawn = {"edge of a field": theme.edge(look), "not of use now": theme.faint(look), "focus": look.accent}
    grounds = (look.surface, look.background)
    assert [name for name, one in drawn.items() if min(contrast(one, ground) for ground in grounds) < AA_DRAWN] == []


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=lambda look: look.name)
def test_the_style_sheet_has_a_value_for_every_colour(look: Look) -> None:
    sheet = theme.style_sheet(look)
    assert "${" not in sheet
    assert look.accent in sheet


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#ffffff", mixed("#ffffff", "#000000", 1)) == pytest.approx(1)


def contrast(one: str, other: str) -> float:
    """Contrast ratio as in WCAG 2.2, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
