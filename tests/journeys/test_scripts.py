"""Right-to-left words, combining marks and emoji of several code points come through every stage as they were."""

from __future__ import annotations

import csv
import html
import json

import msgspec
import pytest
from journeys.program import finished
from journeys.serving import serving
from journeys.watching import Quiet

from stressdesk.engine import job as jobs
from stressdesk.engine.run import execute
from stressdesk.journal.reader import RunFile
from stressdesk.scenario import file
from stressdesk.scenario.model import DemoInput, Message, Prompt, Scenario, Wording
from stressdesk.scenario.targets import LiteLLM
from stressdesk.scenario.traffic import Load, Mess, Traffic
from stressdesk.traffic.mess import MESS
from stressdesk.traffic.plan import demo, plan

FAMILY, WAVE, ACCENT, FLAG = "👩‍👩‍👧", "👋🏽", "cafe\u0301", "🇧🇷"
ARABIC = f"أين طلبي رقم 4417، لُغةٌ {FAMILY}؟"
HINDI = f"ज़िन्दगी का ऑर्डर 4417 कहाँ है {FLAG}?"
CHINESE = f"订单4417到哪了，𠮷野家{WAVE}"
HEBREW = f"איפה ההזמנה שלי ({ACCENT})?"
ANSWER = f"تم ✅ {FAMILY} न्दी {ACCENT} 𠮷"
SYSTEM = f"Say it in the user's language {WAVE}: عربي, हिन्दी."
TEXTS = (ARABIC, HINDI, CHINESE, HEBREW)


@pytest.fixture(scope="module")
def served():
    with serving() as url:
        yield url


def _made(base_url: str) -> Scenario:
    return Scenario(
        name=f"Polyglot {FAMILY} عربي",
        prompt=Prompt(messages=(Message(role="system", content=SYSTEM), Message(role="user", content="{{message}}"))),
        demo=(DemoInput(text=HEBREW, expect=ANSWER), DemoInput(text="Where is my order?", expect=ANSWER)),
        wordings=tuple(
            Wording(of=of, texts={"ar": (ARABIC,), "hi": (HINDI,), "zh": (CHINESE,)})
            for of in (HEBREW, "Where is my order?")
        ),
        target="served",
        targets={"served": LiteLLM(model=f"openai/well={ANSWER}", base_url=base_url, timeout_seconds=10)},
        traffic=Traffic(
            languages={"ar": 1, "hi": 1, "zh": 1},
            mess=Mess(off=tuple(kind.name for kind in MESS if kind.name != "other-language")),
            hostile=0,
            off_topic=0,
            degenerate=0,
        ),
        load=Load(scales=(12,), live=12, window_minutes=0.01),
    )


@pytest.fixture(scope="module")
def ran(served, tmp_path_factory):
    """The scenario's file, its run file and its records."""
    home = tmp_path_factory.mktemp("scripts")
    path = home / "polyglot.stress.yaml"
    file.save(_made(served), path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENAI_API_KEY", "sk-test-4d8f3b2a9c7e6f5012345678")
        execute(jobs.prepare(file.load(path), path, jobs.Wishes()), home / "run.stressrun", Quiet())
    with RunFile(home / "run.stressrun") as run_file:
        return path, home / "run.stressrun", list(run_file.records())


def test_the_scenario_file_holds_every_text_as_it_was(ran, served):
    path, _, _ = ran
    assert file.load(path) == _made(served)
    for text in (*TEXTS, SYSTEM, ANSWER):
        assert text in path.read_text(encoding="utf-8"), "a person reads it in the file, not its code points"


def test_what_was_planned_is_what_went_over_the_wire_byte_for_byte(ran, served):
    path, _, records = ran
    scenario = file.load(path)
    planned = [
        turn.text.encode()
        for stage in (demo(scenario, seed=1, folder=path.parent), plan(scenario, 12, seed=1, folder=path.parent))
        for session in stage.sessions()
        for turn in session.turns
    ]
    sent = [request.body["messages"][-1]["content"].encode() for request in served.received]
    assert sorted(set(sent)) == sorted(set(planned))
    assert all(request.body["messages"][0]["content"] == SYSTEM for request in served.received)
    assert {text for text in (ARABIC, HINDI, CHINESE) if any(text.encode() in one for one in sent)} == {
        ARABIC,
        HINDI,
        CHINESE,
    }
    assert {record.text.encode() for record in records} == set(planned)


def test_the_run_file_gives_back_texts_and_answers(ran):
    _, _, records = ran
    answered = [record for record in records if record.outcome == "answered"]
    assert len(answered) == len(records) >= 14
    assert {record.answer for record in answered} == {ANSWER}
    assert HEBREW in {record.text for record in records}


def test_every_report_carries_them(ran):
    _, run, _ = ran
    home = run.parent
    for form in ("csv", "json", "html", "junit", "pdf", "png"):
        done = finished("report", str(run), "--format", form, home=home)
        assert done.returncode == 0, done.stderr
    written = {path.suffix: path for path in home.iterdir()}
    with written[".csv"].open(encoding="utf-8-sig", newline="") as table:
        rows = list(csv.DictReader(table))
    # A spreadsheet may be kept from taking a text for a formula; the text itself is all there.
    cells = [cell for row in rows for cell in row.values()]
    assert all(any(text in cell for cell in cells) for text in (*TEXTS, ANSWER))
    page = html.unescape(written[".html"].read_text(encoding="utf-8"))
    assert f"Polyglot {FAMILY} عربي" in page
    kept = json.loads(written[".json"].read_text(encoding="utf-8"))
    assert kept["summary"]["facts"]["name"] == f"Polyglot {FAMILY} عربي"
    assert written[".pdf"].stat().st_size > 5_000
    assert written[".png"].stat().st_size > 5_000


def test_the_terminal_shows_them_and_makes_what_would_reorder_it_visible(ran):
    path, _, _ = ran
    turned = msgspec.structs.replace(file.load(path), name="safe\u202egnp.exe")
    file.save(turned, path.parent / "turned.stress.yaml")
    shown = finished("plan", "turned.stress.yaml", "--queries", "40", home=path.parent)
    assert "\u202e" not in shown.stdout
    assert "safe\N{REPLACEMENT CHARACTER}gnp.exe" in shown.stdout
    assert any(FAMILY in line for line in shown.stdout.splitlines())
    lines = finished("plan", "turned.stress.yaml", "--queries", "40", "--jsonl", home=path.parent).stdout
    assert any(ARABIC in json.loads(line)["text"] for line in lines.splitlines())
