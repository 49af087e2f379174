"""A model writes messages, a person accepts some, and only those become traffic."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from journeys.serving import serving

from stressdesk.cli.main import program
from stressdesk.errors import RunError, StressDeskError
from stressdesk.scenario import file
from stressdesk.scenario.written import read_written
from stressdesk.traffic.plan import plan

LINES = "Here are the messages:\\nwhere's my parcel gone?\\nparcel 3 days late, any news\\nWhere is my parcel?"
SCENARIO = """
stressdesk: 1 # kept
name: Small
description: Sorts messages.
prompt: {{text: "Which desk?", parameters: {{max_tokens: 20, extra: {{response_format: {{type: json_object}}}}}}}}
demo: # kept too
  - {{text: "Where is my parcel?", expect: shipping}}
  - {{text: "I was charged twice this month.", expect: billing}}
target: simulated
targets:
  simulated: {{kind: simulated}}
  hosted:
    kind: litellm
    model: "openai/well={lines}"
    base_url: "{url}"
    prices: {{input_usd_per_million: 1, output_usd_per_million: 10}}
traffic: {{hostile: 0, off_topic: 0, degenerate: 0}}
load: {{live: 6, window_minutes: 1}}
"""


@pytest.fixture(scope="module")
def url():
    with serving() as url:
        yield url


@pytest.fixture
def here(tmp_path, monkeypatch, url):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test-4d8f3b2a9c7e6f5012345678")
    (tmp_path / "small.stress.yaml").write_text(SCENARIO.format(url=url, lines=LINES))
    url.received.clear()
    return tmp_path


def invoked(*arguments, said=None):
    return CliRunner().invoke(program, ["traffic", *arguments], standalone_mode=False, input=said)


def written(*arguments):
    result = invoked("write", "small", "--target", "hosted", "--yes", *arguments)
    assert result.exception is None, result.output
    return result


def test_what_comes_back_is_kept_for_review_and_used_by_nothing(here, url):
    result = written("--persona", "phone", "--count", "3")
    assert "asked 2 times for up to 6 messages, for at most $" in " ".join(result.output.split())
    found = read_written(here / "small.written.jsonl")
    # Both answers hold the same lines: the header is talk, and one line is an input itself.
    assert {(one.text, one.persona, one.language, one.state) for one in found} == {
        ("where's my parcel gone?", "phone", "en", "new"),
        ("parcel 3 days late, any news", "phone", "en", "new"),
        ("Where is my parcel?", "phone", "en", "new"),
    }
    assert "about the task" in result.output
    assert file.load(here / "small.stress.yaml").written is None
    sent = [request.body for request in url.received]
    assert all("response_format" not in body for body in sent)
    assert all("phone" not in body["messages"][0]["content"] for body in sent)
    assert {"Where is my parcel?" in body["messages"][1]["content"] for body in sent} == {True, False}
    assert not any("Which desk?" in json.dumps(body) for body in sent)


def test_what_is_there_already_is_not_asked_for_or_paid_again(here, url):
    written("--persona", "phone", "--count", "2")
    asked = len(url.received)
    assert asked == 2
    result = written("--persona", "phone", "--count", "2")
    assert len(url.received) == asked
    assert "2 messages of each kind already" in result.output


def test_a_spend_limit_and_a_number_of_requests_are_kept(here, url):
    result = written("--spend", "0.000001")
    assert not url.received
    assert "spend limit" in result.output
    written("--requests", "3")
    assert len(url.received) == 3


def test_nobody_pays_for_messages_without_having_agreed(here, url):
    refused = invoked("write", "small", "--target", "hosted")
    assert isinstance(refused.exception, RunError)
    assert "nobody can be asked here" in str(refused.exception)
    assert "Add --yes, or a limit with --spend." in str(refused.exception)
    assert not url.received
    assert invoked("write", "small", "--target", "hosted", "--spend", "1").exception is None
    assert url.received


def test_a_reviewed_message_is_traffic_and_says_who_wrote_it(here):
    written("--persona", "everyday", "--count", "2")
    result = invoked("review", "small", said="a\nr\ne\nwo bleibt das paket\nq\n")
    assert result.exception is None, result.output
    before = read_written(here / "small.written.jsonl")
    assert [one.state for one in before][:3] == ["accepted", "rejected", "accepted"]
    assert before[2].text == "wo bleibt das paket"
    text = (here / "small.stress.yaml").read_text()
    assert "# kept\n" in text
    assert "# kept too" in text
    assert "written: small.written.jsonl" in text

    scenario = file.load(here / "small.stress.yaml")
    turns = [turn for one in plan(scenario, 400, seed=1, folder=here).sessions() for turn in one.turns]
    marked = [turn for turn in turns if "model-written" in turn.mess]
    assert marked
    assert all(turn.expect in ("shipping", "billing", None) for turn in marked)
    shown = CliRunner().invoke(program, ["plan", "small"], standalone_mode=False).output
    assert "2 of 2 wordings were written by openai/well=" in shown
    assert "and reviewed" in shown

    written("--persona", "everyday", "--count", "6")
    after = read_written(here / "small.written.jsonl")
    assert after[: len(before)] == before


def test_review_can_be_left_and_gone_on_with(here):
    written("--persona", "everyday", "--count", "2")
    total = len(read_written(here / "small.written.jsonl"))
    invoked("review", "small", said="s\nq\n")
    assert file.load(here / "small.stress.yaml").written is None
    assert f"1 of {total}" in invoked("review", "small", said="a\nq\n").output
    assert f"1 of {total - 1}" in invoked("review", "small", said="q\n").output


def test_who_cannot_write_or_be_written_beside_says_so(here):
    assert isinstance(invoked("write", "small", "--target", "simulated").exception, RunError)
    assert isinstance(invoked("write", "support-triage").exception, StressDeskError)
    assert "no persona" in str(invoked("write", "small", "--persona", "ghost").exception)
    assert "no language" in str(invoked("write", "small", "--language", "Spanish").exception)
    assert "There is no small.written.jsonl" in str(invoked("review", "small").exception)
