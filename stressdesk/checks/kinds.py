"""Every kind of check with its meaning and an example, for help texts and windows."""

from __future__ import annotations

from typing import Final, get_args

import msgspec

from stressdesk.scenario.checks import CheckSpec


class Kind(msgspec.Struct, frozen=True):
    """One kind of check: its name in a scenario file, one sentence, and an example entry of `checks` in YAML."""

    name: str
    sentence: str
    example: str


_EXAMPLES: Final = {
    "one-of": "values: [billing, shipping, account, other]",
    "equals": 'value: "42"',
    "contains": "values: [30 days, receipt]\nany: true",
    "not-contains": "values: [as an AI, lorem ipsum]",
    "regex": "pattern: '\\b[A-Z]{2}-\\d{6}\\b'",
    "length": "max_words: 120",
    "json": "fenced: true",
    "json-schema": "schema:\n  type: object\n  required: [total]\n  properties:\n    total: {type: number, minimum: 0}",
    "fields": "required: [customer, total]\nmatch: true",
    "language": "language: en",
    "refusal": "expected: false",
    "prompt-leak": "words: 8",
    "personal-data": "kinds: [email, phone, card]",
    "first-token": "max_seconds: 1.5",
    "latency": "max_seconds: 10",
}


def kind_of(spec: CheckSpec | type[CheckSpec]) -> str:
    """The name of a rule's kind in a scenario file."""
    return str(spec.__struct_config__.tag)


def _kind(spec: type[CheckSpec]) -> Kind:
    name = kind_of(spec)
    sentence = " ".join((spec.__doc__ or "").split("\n\n")[0].split())
    lines = f"kind: {name}\n{_EXAMPLES[name]}".split("\n")
    return Kind(name, sentence, "- " + "\n  ".join(lines) + "\n")


KINDS: Final[dict[str, Kind]] = {kind_of(spec): _kind(spec) for spec in get_args(CheckSpec)}
