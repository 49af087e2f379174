"""One input put to a target: simulated, embedded, and a server of one's own that misbehaves."""

import socket

import msgspec
import pytest
from journeys.program import finished
from journeys.serving import scenario, serving

from stressdesk.journal.trial import Trial

SIMULATED = """
stressdesk: 1
name: Small
prompt: {text: "Which desk is {{desk}}?", parameters: {max_tokens: 20}}
variables: {desk: {values: [ours]}}
demo:
  - {text: "I was charged twice this month.", expect: billing}
  - {text: "Where is my parcel?", expect: shipping, variables: {desk: theirs}}
checks: [{kind: equals}]
target: simulated
targets:
  simulated: {kind: simulated, errors: {share: 0}, answers: {base: 0, other_mess: 0}}
  broken: {kind: simulated, errors: {share: 1}}
load: {retry: {attempts: 3}}
limits: {spend_usd: 1}
"""
KEY = "sk-test-4d8f3b2a9c7e6f5012345678"


@pytest.fixture(scope="module")
def base_url():
    with serving() as url:
        yield url


def asked(home, text, *more, seconds=60, **variables):
    """The exit code, what came back as JSON, and everything that was printed."""
    (home / "asked.stress.yaml").write_text(text)
    done = finished("ask", "asked", "--json", *more, home=home, seconds=seconds, variables=variables)
    assert "Traceback" not in done.stderr, done.stderr
    trial = msgspec.json.decode(done.stdout, type=Trial) if done.stdout else None
    return done.returncode, trial, done.stdout + done.stderr


def test_the_first_demo_input_is_asked_and_judged(tmp_path):
    code, trial, _ = asked(tmp_path, SIMULATED)
    assert (code, trial.record.outcome, trial.record.answer, trial.hint) == (0, "answered", "billing", "")
    assert [verdict.judgement for verdict in trial.record.verdicts] == ["pass"]
    assert [message.content for message in trial.messages] == [
        "Which desk is ours?",
        "I was charged twice this month.",
    ]
    assert trial.provenance == "simulated"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["asked.stress.yaml"]


def test_another_input_or_words_of_ones_own_take_its_variables(tmp_path):
    _, trial, _ = asked(tmp_path, SIMULATED, "--input", "2")
    assert (trial.record.text, trial.record.answer) == ("Where is my parcel?", "shipping")
    _, trial, _ = asked(tmp_path, SIMULATED, "--input", "2", "--text", "Hello?")
    assert (trial.record.text, trial.record.expect) == ("Hello?", None)
    assert trial.messages[0].content == "Which desk is theirs?"
    assert [verdict.judgement for verdict in trial.record.verdicts] == ["unsure"]


def test_a_failure_is_told_with_what_to_do_and_is_not_tried_again(tmp_path):
    code, trial, _ = asked(tmp_path, SIMULATED, "--target", "broken")
    assert (code, trial.record.outcome, len(trial.record.attempts)) == (1, "failed", 1)
    assert "simulated" in trial.hint


@pytest.mark.parametrize(
    "more", [["--input", "3"], ["--target", "nowhere"], ["--target", "litellm:openai/gpt-4o-mini"]]
)
def test_what_cannot_be_tried_says_why(tmp_path, more):
    code, trial, printed = asked(tmp_path, SIMULATED, *more)
    assert (code, trial) == (2, None)
    assert len(printed.splitlines()) == 2


@pytest.mark.model
def test_the_embedded_model_answers(tmp_path):
    code, trial, _ = asked(tmp_path, SIMULATED, "--target", "embedded")
    assert (code, trial.provenance, trial.record.outcome) == (0, "measured", "answered")
    assert trial.record.usage.source == "provider"


def test_a_server_of_ones_own_answers(tmp_path, base_url):
    code, trial, _ = asked(tmp_path, scenario(base_url, "well=Paris"))
    assert (code, trial.record.outcome, trial.target_kind) == (0, "answered", "litellm")
    assert trial.record.finished < 10


def test_where_no_server_listens_the_hint_names_the_address(tmp_path):
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{deaf.getsockname()[1]}/v1"
        code, trial, _ = asked(tmp_path, scenario(address, "well"))
    assert (code, trial.record.kind) == (1, "connection")
    assert f"running at {address}" in trial.hint


def test_a_key_is_used_but_never_shown_although_the_server_repeats_it(tmp_path, base_url):
    text = scenario(base_url, "echo_key", more="key_env: MY_KEY")
    code, trial, printed = asked(tmp_path, text, MY_KEY=KEY)
    assert (code, trial.record.kind) == (1, "authentication")
    assert "MY_KEY" in trial.hint
    assert KEY not in printed
    code, _, printed = asked(tmp_path, text.replace("echo_key", "echo_key_answer"), MY_KEY=KEY)
    assert code == 0
    assert KEY not in printed


def test_a_person_reads_it(tmp_path):
    (tmp_path / "asked.stress.yaml").write_text(SIMULATED)
    done = finished("ask", "asked", home=tmp_path)
    for words in ("simulated (target simulated)", "Pass", "Took", "no price is known", "    billing"):
        assert words in done.stdout
    done = finished("ask", "asked", "--target", "broken", home=tmp_path)
    assert done.returncode == 1
    for words in ("No answer", "What to do"):
        assert words in done.stdout
