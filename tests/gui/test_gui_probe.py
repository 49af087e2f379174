"""A few queries asked and paid before a run, as the window does it."""

from __future__ import annotations

import pytest
from gui.runs import put_on, until
from gui.test_gui_run_words import ahead

from stressdesk.gui.views.preflight import PreflightSheet
from stressdesk.journal.ahead import Experience, PerQuery, Probe

EACH = PerQuery(low=1.0, value=2.0, high=3.0)
LEARNT = Experience(run="", queries=5, input_tokens=EACH, output_tokens=EACH, usd=EACH, seconds=1.0)
PROBE = Probe(asked=5, answered=5, usd=0.002, at_most_usd=0.002)


@pytest.fixture
def asked(desk, loop, tmp_path, monkeypatch):
    """What the command line was asked, by a desk with a scenario on it."""
    calls = []

    async def ask(arguments, _shape):
        calls.append(arguments)
        is_known = "--probe" in arguments or "--probed" in arguments
        return ahead(learnt=LEARNT, probe=PROBE) if is_known else ahead(probe_at_most_usd=0.012)

    monkeypatch.setattr(desk.program, "ask", ask)
    put_on(desk, tmp_path)
    return calls


def test_a_probe_is_asked_once_and_known_until_something_else_would_be_asked(desk, asked, run):
    async def journey():
        desk.ahead.want(is_wanted=True)
        await until(lambda: desk.ahead.is_startable)
        await desk.ahead.probe()
        assert asked[-1][-3:] == ["--probe", "5", "--yes"]
        assert desk.ahead.preflight.probe == PROBE
        desk.scenario.edit(("load", "live"), 41)
        await until(lambda: desk.ahead.is_startable)
        assert "--probed" in asked[-1]
        assert desk.ahead.preflight.probe == PROBE
        desk.scenario.edit(("prompt", "memory"), "none")
        await until(lambda: desk.ahead.is_startable)
        assert "--probed" not in asked[-1]
        assert sum("--probe" in arguments for arguments in asked) == 1

    run(journey())


def test_the_sheet_offers_it_and_then_says_what_it_cost(desk, asked, run, qtbot):
    page = PreflightSheet(desk)
    qtbot.addWidget(page)
    page.resize(1000, 900)
    page.show()

    async def journey():
        desk.ahead.want(is_wanted=True)
        await until(lambda: desk.may_run)
        assert page.probe.isVisible()
        assert page.probe.text() == "Ask 5 queries to sharpen this"
        page.probe.click()
        await until(lambda: desk.ahead.preflight.probe is not None)
        assert not page.probe.isVisible()

    run(journey())


def test_the_focus_waits_for_a_probe_and_then_is_on_the_run(desk, asked, run, qtbot):
    page = PreflightSheet(desk)
    qtbot.addWidget(page)
    page.show()
    seen = []

    async def journey():
        desk.ahead.want(is_wanted=True)
        await until(lambda: desk.may_run)
        page.probe.setFocus()
        desk.ahead.changed.connect(lambda: seen.append((desk.ahead.is_probing, page.focusWidget())))
        page.probe.click()
        await until(lambda: desk.ahead.preflight.probe is not None)
        await until(lambda: page.focusWidget() is page.run)

    run(journey())
    assert (True, page) in seen
