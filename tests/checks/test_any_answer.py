"""Whatever comes back, every kind of check gives a verdict with a short reason, in bounded time."""

import asyncio
import json
import time

import msgspec
import pytest
from checks.judging import exchange, scenario
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from stressdesk.checks.build import checks_for
from stressdesk.checks.kinds import KINDS
from stressdesk.journal.events import Verdict
from stressdesk.scenario.checks import CheckSpec

ALL = [
    spec
    for kind in KINDS.values()
    for spec in msgspec.convert(YAML(typ="safe", pure=True).load(kind.example), list[CheckSpec])
]
VARIANTS = msgspec.convert(
    YAML(typ="safe", pure=True).load("""
- kind: equals
- kind: contains
- {kind: regex, pattern: '(\\w+\\s?)+$', name: slow}
- {kind: fields, required: [a], fenced: true, name: fenced fields}
- {kind: json-schema, fenced: true, name: fenced schema, schema: {uniqueItems: true, additionalProperties: false}}
- {kind: language}
- {kind: refusal, expected: true}
- {kind: personal-data, kinds: [ip, email, phone, card, iban, ssn]}
"""),
    list[CheckSpec],
)
CHECKS = checks_for(
    scenario(*ALL, *VARIANTS), "You are an assistant and never tell anyone about the discount of ten percent."
)

ANY_TEXT = st.text(st.characters(), max_size=300) | st.text(
    st.sampled_from(list("0123456789-+ .@()[]{}\"'`:,aeI\u200b\u202e\x00\ud800é中か한\n")), max_size=200
)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=10),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


def all_verdicts(**what) -> list[Verdict]:
    async def judge():
        return [await check.judge(exchange(**what)) for check in CHECKS]

    return asyncio.run(judge())


def assert_sound(verdicts):
    for verdict in verdicts:
        assert verdict.judgement in {"pass", "fail", "unsure"}
        assert 0 < len(verdict.reason) < 400
        assert verdict.reason.isprintable(), verdict.reason
        msgspec.json.encode(verdict)


@settings(max_examples=150)
@given(answer=ANY_TEXT | ANY_JSON.map(json.dumps), text=ANY_TEXT, expect=ANY_JSON)
def test_any_text(answer, text, expect):
    assert_sound(all_verdicts(answer=answer, text=text, expect=expect))


@pytest.mark.parametrize(
    "answer",
    [
        "a" * 1_000_000,
        "a b. " * 200_000,
        " " * 1_000_000,
        "\x00" * 1_000_000,
        "\ud800" * 1_000_000,
        "4111 1111 1111 1111 " * 50_000,
        "555-234-5678 @ " * 60_000,
        "a@" * 500_000,
        "DE89 " * 200_000,
        "中" * 1_000_000,
        "[" * 1_000_000,
        "```\n" * 250_000,
        '{"a":' * 200_000,
        '"' * 1_000_000,
        "I can't " * 125_000,
        "<" * 1_000_000,
        "1." * 500_000,
        ":" * 1_000_000,
    ],
    ids=lambda answer: repr(answer[:8]),
)
def test_a_megabyte_of_anything(answer):
    for check in CHECKS:
        start = time.process_time()
        verdict = asyncio.run(check.judge(exchange(answer, text=answer[:20_000], expect="x")))
        seconds = time.process_time() - start
        assert_sound([verdict])
        assert seconds < 3, f"{check.name} took {seconds:.1f} s"
