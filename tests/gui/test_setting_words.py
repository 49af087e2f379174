"""What two runs were set to differently, as a person would say it."""

from __future__ import annotations

from typing import Any

from gui.test_records_model import SCENARIO
from journal.records import header

from stressdesk.gui.models.setting_words import differing
from stressdesk.gui.models.weights import persona_weights
from stressdesk.scenario.plain import restore


def told(before: dict[str, Any], after: dict[str, Any], **changes: Any) -> list[tuple[str, str, str]]:
    runs = (header(scenario={**SCENARIO, **before}), header(scenario={**SCENARIO, **after}, **changes))
    return [(one.name, one.before, one.after) for one in differing(*runs)]


def test_settings_are_named_and_written_as_on_their_pages() -> None:
    assert told(
        {"goals": {"failure_rate": 0.1}},
        {
            "prompt": {"text": "Sort: {{message}}", "parameters": {"temperature": 0}},
            "load": {"patience_seconds": 45, "retry": {"attempts": 2}},
            "traffic": {"off_topic": 0.1, "sessions": {"single_turn_share": 0.8}, "mess": {"severity": 3}},
            "limits": {"spend_usd": 5},
        },
    ) == [
        ("Temperature", "none", "0"),
        ("Severity of mess", "1", "3"),
        ("One message only", "59 %", "80 %"),
        ("Off topic", "3 %", "10 %"),
        ("Patience", "30 s", "45 s"),
        ("Retries", "0", "2"),
        ("Limit: dollars", "none", "$5"),
        ("Goal: queries that fail", "10 %", "none"),
    ]


def test_what_stands_at_its_default_differs_from_nothing() -> None:
    usual = persona_weights(restore(SCENARIO))
    assert told({}, {"traffic": {"personas": usual, "off_topic": 0.03}, "load": {"live": 200}}) == []


def test_one_slider_of_a_persona_is_one_setting() -> None:
    usual = persona_weights(restore(SCENARIO))
    assert told({}, {"traffic": {"personas": {**usual, "second-language": 0.95}}}) == [
        ("Persona: second language", "12 %", "51.9 %")
    ]


def test_a_demo_input_or_check_of_one_run_alone_is_one_setting() -> None:
    demo = [*SCENARIO["demo"], {"text": "Where is it?", "expect": "delivery"}]
    check = {"kind": "not-contains", "values": ["sorry"], "ignore_case": True}
    assert told({}, {"demo": demo, "checks": [check]}) == [
        ("Demo input 2", "none", "Where is it? (expected answer: delivery)"),
        ("Check 1", "none", "not contains (values: sorry; ignore case: yes)"),
    ]


def test_a_target_that_nobody_asked_is_no_difference() -> None:
    targets = {"embedded": {"kind": "local"}, "other": {"kind": "local", "slots": 9}}
    assert told({}, {"targets": targets}) == []
    assert told({}, {"targets": targets}, target="other")[0][0] == "Target"


def test_long_texts_are_shown_around_their_first_difference() -> None:
    before, after = ({"prompt": {"text": "x" * 1_000 + end + "y" * 1_000}} for end in ("one", "two"))
    assert told(before, after) == [
        ("Message 1 of the prompt", "…" + "x" * 60 + "one" + "y" * 137 + "…", "…" + "x" * 60 + "two" + "y" * 137 + "…")
    ]


def test_a_file_of_old_is_compared_as_it_stands() -> None:
    one, other = header(scenario={"old_field": 1}), header(scenario={"new": 2})
    assert [one.name for one in differing(one, other)] == ["Old field", "New"]
