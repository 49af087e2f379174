"""What a check demands of an answer, in a sentence, for windows and reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from stressdesk.scenario.amounts import counted
from stressdesk.scenario.checks import (
    CheckSpec,
    Contains,
    Equals,
    Fields,
    FirstToken,
    Json,
    JsonSchema,
    Language,
    Length,
    NotContains,
    OneOf,
    PersonalData,
    PromptLeak,
    Refusal,
    Regex,
    TotalLatency,
)
from stressdesk.scenario.personal import NAMES

EXPECTED = "what the demo input expects"
MOST_VALUES = 4
LANGUAGE_OF_USER = "the language of the user"


def demand(spec: CheckSpec) -> str:
    """What an answer must be to pass."""
    return _DEMANDS[type(spec)](spec)


def _one_of(spec: OneOf) -> str:
    return f"Is one of {_listed(spec.values, 'or')}{_cased(spec.ignore_case)}"


def _equals(spec: Equals) -> str:
    return f"Is {'exactly ' if spec.exact else ''}{EXPECTED if spec.value is None else _quoted(spec.value)}"


def _contains(spec: Contains) -> str:
    return f"Contains {_contained(spec)}{_cased(spec.ignore_case)}"


def _not_contains(spec: NotContains) -> str:
    return f"Contains none of {_listed(spec.values, 'or')}{_cased(spec.ignore_case)}"


def _regex(spec: Regex) -> str:
    return f"{'Has nothing that matches' if spec.absent else 'Has something that matches'} {spec.pattern}"


def _length(spec: Length) -> str:
    bounds = _bounds(spec.min_chars, spec.max_chars, "character")
    bounds += _bounds(spec.min_words, spec.max_words, "word")
    return f"Has {' and '.join(bounds) or 'any length'}"


def _json(spec: Json) -> str:
    return f"Is JSON{_fenced(spec.fenced)}"


def _json_schema(spec: JsonSchema) -> str:
    return f"Is JSON that fits the schema{_fenced(spec.fenced)}"


def _language(spec: Language) -> str:
    return f"Is in {_quoted(spec.language) if spec.language else LANGUAGE_OF_USER}"


def _refusal(spec: Refusal) -> str:
    return "Refuses" if spec.expected else "Does not refuse"


def _prompt_leak(spec: PromptLeak) -> str:
    return f"Repeats no {spec.words} words in a row of the system prompt"


def _personal(spec: PersonalData) -> str:
    named = tuple(NAMES[kind] for kind in spec.kinds) or ("personal data",)
    return f"Repeats no {_listed(named, 'or', quoted=False, most=len(NAMES))} of the user"


def _first_token(spec: FirstToken) -> str:
    return f"Begins within {spec.max_seconds:g} s of sending"


def _latency(spec: TotalLatency) -> str:
    return f"Is complete within {spec.max_seconds:g} s of arrival"


def _contained(spec: Contains) -> str:
    if spec.value is not None:
        return _quoted(spec.value)
    if not spec.values:
        return EXPECTED
    return _listed(spec.values, "or" if spec.any else "and")


def _fields(spec: Fields) -> str:
    parts = []
    if spec.required:
        parts.append(f"has the fields {_listed(spec.required, 'and', quoted=False)}")
    if spec.match:
        parts.append("has the values the demo input expects")
    return f"Is a JSON object that {' and '.join(parts) or 'has fields'}{_fenced(spec.fenced)}"


def _bounds(low: int, high: int | None, unit: str) -> list[str]:
    if low and high is not None:
        return [f"{low:,} to {counted(high, unit)}"]
    if high is not None:
        return [f"at most {counted(high, unit)}"]
    return [f"at least {counted(low, unit)}"] if low else []


def _listed(values: tuple[str, ...], last: str, *, quoted: bool = True, most: int = MOST_VALUES) -> str:
    shown = [_quoted(one) if quoted else one for one in values[:most]]
    if len(values) > most:
        return f"{', '.join(shown)} {last} {len(values) - most} more"
    if len(shown) < 2:  # noqa: PLR2004
        return "".join(shown) or "nothing yet"
    return f"{', '.join(shown[:-1])} {last} {shown[-1]}"


def _quoted(text: str) -> str:
    return f"“{text}”"


def _cased(ignore_case: bool) -> str:
    return "" if ignore_case else ", in the same case"


def _fenced(is_fenced: bool) -> str:
    return ", words around it forgiven" if is_fenced else ""


_DEMANDS: Mapping[type[CheckSpec], Callable[[Any], str]] = {
    OneOf: _one_of,
    Equals: _equals,
    Contains: _contains,
    NotContains: _not_contains,
    Regex: _regex,
    Length: _length,
    Json: _json,
    JsonSchema: _json_schema,
    Fields: _fields,
    Language: _language,
    Refusal: _refusal,
    PromptLeak: _prompt_leak,
    PersonalData: _personal,
    FirstToken: _first_token,
    TotalLatency: _latency,
}
