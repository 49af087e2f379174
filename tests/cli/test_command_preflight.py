import msgspec
import pytest
from click.testing import CliRunner

from stressdesk.cli.main import program
from stressdesk.cli.sheet import sheet
from stressdesk.errors import RunError, ScenarioError
from stressdesk.journal.ahead import Preflight

SCENARIO = """
stressdesk: 1
name: Small
prompt: {text: "Which desk?", parameters: {max_tokens: 20}}
demo: [{text: "I was charged twice this month.", expect: billing}]
target: simulated
targets:
  simulated: {kind: simulated, prices: {input_usd_per_million: 1, output_usd_per_million: 10}}
  missing: {kind: local, model: none.gguf}
  hosted: {kind: litellm, model: openai/gpt-4o-mini}
load: {scales: [5], live: 6, window_minutes: 1}
"""


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.stress.yaml").write_text(SCENARIO)
    return tmp_path


def invoked(*arguments):
    return CliRunner().invoke(program, ["preflight", "small", *arguments], standalone_mode=False)


def ahead(*arguments):
    result = invoked(*arguments, "--json")
    assert result.exception is None
    return msgspec.json.decode(result.stdout, type=Preflight)


def test_a_program_learns_what_a_run_would_ask(here):
    found = ahead()
    assert (found.name, found.target, found.model, found.provenance) == ("Small", "simulated", "simulated", "simulated")
    assert [(plan.name, plan.queries) for plan in found.stages] == [("demo", 1), ("production", 6), ("scale-5", 5)]
    assert found.queries == 12
    assert found.output_tokens == (12, 12 * 20)
    assert found.usd == pytest.approx([output * 10e-6 + found.input_tokens * 1e-6 for output in found.output_tokens])
    assert not (here / "runs").exists()


def test_wishes_change_it_as_they_change_the_run(here):
    found = ahead("--target", "hosted", "--live", "9", "--spend", "0.5", "--seed", "7")
    assert (found.provenance, found.target_kind, found.model) == ("measured", "litellm", "openai/gpt-4o-mini")
    assert [plan.queries for plan in found.stages] == [1, 9, 5]
    assert (found.spend_limit_usd, found.seed) == (0.5, 7)
    assert "hosted model" in found.sent_to


def test_a_person_reads_the_sheet(here):
    shown = invoked().stdout
    assert "12 queries" in shown
    assert "nobody: answers are simulated" in shown


def test_a_run_that_is_gone_on_with_says_what_is_left_of_it(here):
    shown = " ".join(sheet(ahead(), 11).split())
    assert "with 11 recorded already, 1 query left to ask; the figures above are of the whole run" in shown


def test_a_model_that_is_not_on_this_machine_is_said_before_anything_is_run(here):
    result = invoked("--target", "missing")
    assert isinstance(result.exception, RunError)
    assert "none.gguf cannot be read" in result.exception.message


def test_what_could_not_run_is_an_error(here):
    assert isinstance(invoked("--target", "nowhere").exception, RunError)
    (here / "small.stress.yaml").write_text(SCENARIO.replace("live: 6", "live: 0"))
    assert isinstance(invoked().exception, ScenarioError)
