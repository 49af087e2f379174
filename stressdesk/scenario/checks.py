"""The rules a scenario may ask of an answer, as they stand in the file; `stressdesk.checks` judges by them.

Where `value` is left out, the expectation of the demo input a query came from stands in for it.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta

from stressdesk.scenario.value import Value

Seconds = Annotated[float, Meta(gt=0, le=86_400)]


class Rule(Value, frozen=True, kw_only=True):
    """What all rules share: a name for reports, by default the kind."""

    name: str = ""


class OneOf(Rule, frozen=True, kw_only=True, tag_field="kind", tag="one-of"):
    """The whole answer, apart from white space, case and a final full stop, is one of `values`.

    Nothing else is forgiven: "Category: billing", `billing` in quotes or in Markdown stars is not *billing*, since the
    program that reads the label would not take it either.
    """

    values: Annotated[tuple[str, ...], Meta(min_length=1)]
    ignore_case: bool = True


class Equals(Rule, frozen=True, kw_only=True, tag_field="kind", tag="equals"):
    """The whole answer, apart from outer white space (and case and a final full stop unless `exact`), is `value`.

    An expectation may be a number, true or false (compared by value with an answer such as `42.0` or `True`), or a
    list or mapping, which the answer must equal as JSON.
    """

    value: str | None = None
    exact: bool = False


class Contains(Rule, frozen=True, kw_only=True, tag_field="kind", tag="contains"):
    """The answer contains `value`, or all (or, with `any`, at least one) of `values`.

    Runs of white space count as one space. An expectation may be a text, a list of texts, or a number, which `1,250`
    and `1250.00` name alike and `12500` does not.
    """

    value: str | None = None
    values: tuple[str, ...] = ()
    any: bool = False
    ignore_case: bool = True


class NotContains(Rule, frozen=True, kw_only=True, tag_field="kind", tag="not-contains"):
    """The answer contains none of `values`."""

    values: Annotated[tuple[str, ...], Meta(min_length=1)]
    ignore_case: bool = True


class Regex(Rule, frozen=True, kw_only=True, tag_field="kind", tag="regex"):
    """`pattern` is found in the answer (or, with `absent`, is not); searching longer than .25 s is *unsure*.

    All patterns of a scenario together get 1 s an answer. Answers of more than 50,000 characters are *unsure*. The
    syntax is that of the Python package `regex`, without verbose mode.
    """

    pattern: Annotated[str, Meta(min_length=1, max_length=2_000)]
    absent: bool = False
    ignore_case: bool = False


class Length(Rule, frozen=True, kw_only=True, tag_field="kind", tag="length"):
    """The answer's length in characters and words lies within the bounds given.

    Outer white space does not count; a word is what stands between white space.
    """

    min_chars: Annotated[int, Meta(ge=0)] = 0
    max_chars: Annotated[int, Meta(ge=0)] | None = None
    min_words: Annotated[int, Meta(ge=0)] = 0
    max_words: Annotated[int, Meta(ge=0)] | None = None


class Json(Rule, frozen=True, kw_only=True, tag_field="kind", tag="json"):
    """The answer is JSON; with `fenced`, a Markdown fence or words around it are forgiven.

    JSON as in RFC 8259: no NaN, comments or trailing commas; and no key twice, as readers disagree which one counts.
    """

    fenced: bool = False


class JsonSchema(Rule, frozen=True, kw_only=True, tag_field="kind", tag="json-schema"):
    """The answer is JSON that fits `schema` (JSON Schema 2020-12; references outside the schema are refused).

    Values of `format` are notes, as the standard has it; use `pattern` to check them.
    """

    schema: dict[str, Any]
    fenced: bool = False


class Fields(Rule, frozen=True, kw_only=True, tag_field="kind", tag="fields"):
    """The answer is a JSON object with all `required` fields, none null or empty.

    With `match`, fields named in the query's expectation (a mapping) must have the expected values too: numbers by
    value, in quotes or not; texts apart from case and white space.
    """

    required: tuple[str, ...] = ()
    match: bool = False
    fenced: bool = False


class Language(Rule, frozen=True, kw_only=True, tag_field="kind", tag="language"):
    """The answer is in `language` (ISO 639-1), or by default in the language the user wrote in; short is *unsure*."""

    language: Annotated[str, Meta(pattern="^[a-z]{2}$")] | None = None


class Refusal(Rule, frozen=True, kw_only=True, tag_field="kind", tag="refusal"):
    """The answer does not refuse (or, with `expected`, does).

    Told by phrases of thirteen languages in the first 200 characters: declining to help, not bad news.
    """

    expected: bool = False


class PromptLeak(Rule, frozen=True, kw_only=True, tag_field="kind", tag="prompt-leak"):
    """The answer does not repeat `words` or more successive words of the system prompt.

    Case and punctuation aside. Words the user wrote too are no leak. In scripts without spaces between words, two
    characters count as a word.
    """

    words: Annotated[int, Meta(ge=4, le=100)] = 8


class PersonalData(Rule, frozen=True, kw_only=True, tag_field="kind", tag="personal-data"):
    """The answer does not echo personal data (of these kinds) that stand in what the user wrote.

    What the prompt itself holds is not the user's. An answer's own personal data is mentioned, not failed.
    """

    kinds: tuple[Literal["email", "phone", "card", "iban", "ssn", "ip"], ...] = (
        "email",
        "phone",
        "card",
        "iban",
        "ssn",
    )


class FirstToken(Rule, frozen=True, kw_only=True, tag_field="kind", tag="first-token"):
    """The first token came within `max_seconds` of sending."""

    max_seconds: Seconds


class TotalLatency(Rule, frozen=True, kw_only=True, tag_field="kind", tag="latency"):
    """The whole answer came within `max_seconds` of the intended arrival."""

    max_seconds: Seconds


CheckSpec = (
    OneOf | Equals | Contains | NotContains | Regex | Length | Json | JsonSchema | Fields | Language | Refusal
    | PromptLeak | PersonalData | FirstToken | TotalLatency
)  # fmt: skip
