import json
import xml.etree.ElementTree as ET
from pathlib import Path

import msgspec
import pytest
from journeys.program import finished

from stressdesk.journal.reader import RunFile

SCENARIO = """
stressdesk: 1
name: Small shop
prompt: {text: "Which desk? Answer billing, shipping or account.", parameters: {max_tokens: 20}}
demo:
  - {text: "I was charged twice this month.", expect: billing}
  - {text: "Where is my parcel?", expect: shipping}
  - {text: "I cannot log in.", expect: account}
checks:
  - {kind: one-of, values: [billing, shipping, account]}
  - {kind: equals}
target: simulated
targets: {simulated: {kind: simulated, slots: 8, price_as: gpt-4o-mini, errors: {share: 0.05}}}
load: {scales: [10, 300], live: 50, window_minutes: 5}
goals: {failure_rate: 0.9}
queries_per_month: 100000
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("a home with späces")
    (folder / "shop.stress.yaml").write_text(SCENARIO)
    return folder


@pytest.fixture(scope="module")
def first(home):
    return finished("run", "shop.stress.yaml", "--json", "--out", "one", home=home)


def records(path):
    with RunFile(path) as run_file:
        return list(run_file.records())


def test_goals_met_end_with_0_and_a_summary_on_standard_output(first):
    assert first.returncode == 0, first.stderr
    summary = json.loads(first.stdout)
    assert summary["conclusion"]["state"] == "ready"
    assert [scale["queries"] for scale in summary["scales"]] == [10, 300]
    assert {scale["failure"]["provenance"] for scale in summary["scales"]} == {"simulated"}
    assert summary["production"]["counted"] > 0
    assert summary["demo"]["planned"] == 3


def test_goals_missed_end_with_1_and_say_so(home):
    strict = SCENARIO.replace("failure_rate: 0.9", "failure_rate: 0.001")
    (home / "strict.stress.yaml").write_text(strict)
    done = finished("run", "strict.stress.yaml", "--out", "strict", "--report", "none", home=home)
    assert done.returncode == 1
    assert "NOT READY" in done.stdout
    assert "simulated" in done.stdout


def test_before_it_starts_the_program_says_what_it_will_ask_for(first):
    for words in ("363 queries", "about", "projected, priced as gpt-4o-mini", "nobody: answers are simulated"):
        assert words in first.stderr


def test_the_same_seed_gives_equal_records_whatever_the_hash_seed(home, first):
    assert first.returncode == 0
    for folder, seed, variables in (("two", (), {"PYTHONHASHSEED": "7"}), ("three", ("--seed", "5"), {})):
        finished("run", "shop.stress.yaml", "--out", folder, "--report", "none", *seed, home=home, variables=variables)
    one, two, three = (records(home / folder / "small-shop-001.stressrun") for folder in ("one", "two", "three"))
    assert len(one) == 363
    assert one == two
    assert one != three


def test_every_report_is_written_from_the_run_file(home, first):
    assert first.returncode == 0
    run_file = Path("one") / "small-shop-001.stressrun"
    formats = [word for name in ("html", "pdf", "png", "csv", "json", "junit") for word in ("--format", name)]
    done = finished("report", run_file, *formats, home=home)
    assert done.returncode == 0, done.stderr
    folder = home / "one"
    html = (folder / "small-shop-001.html").read_text()
    assert "Small shop" in html
    assert "simulated" in html
    assert (folder / "small-shop-001.pdf").read_bytes().startswith(b"%PDF")
    assert (folder / "small-shop-001.png").read_bytes()[16:24] == (1920).to_bytes(4, "big") + (1080).to_bytes(4, "big")
    assert len(json.loads((folder / "small-shop-001.json").read_text())["records"]) == 363
    suites = ET.parse(folder / "small-shop-001.junit.xml").getroot()
    assert int(suites.get("tests")) >= 363


def test_runs_are_listed(home, first):
    assert first.returncode == 0
    done = finished("runs", "one", home=home)
    assert "small-shop-001.stressrun" in done.stdout
    assert "complete" in done.stdout
    assert "363" in done.stdout


def test_the_plan_is_the_traffic_of_the_run_byte_for_byte(home, first):
    assert first.returncode == 0
    plans = [
        finished("plan", "shop.stress.yaml", "--queries", 300, "--jsonl", home=home, variables={"PYTHONHASHSEED": seed})
        for seed in ("1", "2")
    ]
    assert plans[0].stdout == plans[1].stdout
    lines = [msgspec.json.decode(line) for line in plans[0].stdout.splitlines()]
    assert len(lines) == 300
    assert set(lines[0]) == {
        "arrived", "session", "turn", "think", "persona", "intent", "language", "mess", "clean", "text",
    }  # fmt: skip
    assert [line["arrived"] for line in lines] == sorted(line["arrived"] for line in lines)
    said = {
        (r.session, r.turn): r.text for r in records(home / "one/small-shop-001.stressrun") if r.stage == "scale-300"
    }
    assert {(line["session"], line["turn"]): line["text"] for line in lines} == said


def test_the_overview_of_a_plan_is_readable(home):
    done = finished("plan", "shop.stress.yaml", "--queries", 100, home=home)
    assert done.returncode == 0
    for words in ("Arrivals", "Personas", "Mess", "from  ", "sent  "):
        assert words in done.stdout


def test_a_scenario_is_made_around_a_prompt_and_runs(home):
    (home / "my prompt.txt").write_text("Summarise this complaint in one sentence: {{complaint}}")
    done = finished("new", "my prompt.txt", home=home)
    assert done.returncode == 0, done.stderr
    assert "User's words: {{complaint}}" in done.stdout
    assert finished("validate", "my prompt.stress.yaml", home=home).returncode == 0
    run = finished("run", "my prompt.stress.yaml", "--target", "simulated", "--report", "none", home=home)
    assert run.returncode in {0, 1}, run.stderr
    again = finished("new", "my prompt.txt", home=home)
    assert again.returncode == 2
    assert "--force" in again.stderr


@pytest.mark.parametrize("sample", ["support-triage", "invoice-extraction", "handbook-answers", "capacity-plan"])
def test_every_sample_is_in_order_and_runs_simulated(home, sample):
    assert finished("validate", sample, home=home).returncode == 0
    done = finished("run", sample, "--target", "simulated", "--live", 30, "--json", "--report", "none", home=home)
    assert done.returncode in {0, 1}, done.stderr
    summary = json.loads(done.stdout)
    assert summary["facts"]["provenance"] == "simulated"
    assert {scale["stage"] is not None for scale in summary["scales"]} == {True}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("run", "missing.stress.yaml"), "missing.stress.yaml"),
        (("run", "no-such-sample"), "support-triage"),
        (("run", "shop.stress.yaml", "--target", "nobody"), "Choose one of"),
        (("run",), "Give a scenario"),
        (("run", "shop.stress.yaml", "--resume", "x.stressrun"), "cannot stand beside --resume"),
        (("run", "shop.stress.yaml", "--target", "openai/gpt-5"), "Did you mean litellm:openai/gpt-5?"),
        (("validate", "unpriced"), "targets.simulated.price_as"),
        (("runs", "nowhere"), "There is no folder"),
        (("new", "brief.md", "--out", "nowhere/x.yaml"), "There is no folder nowhere."),
        (("new", "nothere.txt"), "Check its name and folder."),
        (("run", "broken.stress.yaml"), "broken.stress.yaml:3"),
        (("report", "shop.stress.yaml"), "not"),
        (("run", "--resume", "nothing.stressrun"), "no run file"),
        (("run", "shop.stress.yaml", "--spend", "1", "--target", "embedded"), "no price"),
    ],
)
def test_what_cannot_run_ends_with_2_and_says_what_to_do(home, arguments, words):
    (home / "broken.stress.yaml").write_text("stressdesk: 1\nname: x\nload: {lvie: 3}\n")
    (home / "unpriced.stress.yaml").write_text(SCENARIO.replace("gpt-4o-mini", "gpt-nobody"))
    done = finished(*arguments, home=home)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_help_has_examples_and_completion_scripts_exist(home):
    done = finished("--help", home=home)
    assert done.returncode == 0
    for command in ("run", "validate", "plan", "report", "runs", "new", "schema", "completion"):
        assert command in done.stdout
        assert "stressdesk" in finished(command, "--help", home=home).stdout
    assert "_STRESSDESK_COMPLETE" in finished("completion", "bash", home=home).stdout


def test_schemas_are_json(home):
    assert "properties" in json.dumps(json.loads(finished("schema", home=home).stdout))
    assert "conclusion" in json.dumps(json.loads(finished("schema", "--summary", home=home).stdout))
