"""The scenario: everything needed to run again, as frozen values that mirror the file field by field."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta

from stressdesk.scenario.checks import CheckSpec
from stressdesk.scenario.disturbance import Disturbance
from stressdesk.scenario.targets import TargetSpec
from stressdesk.scenario.traffic import Load, Traffic
from stressdesk.scenario.value import Value

VERSION = 1

Role = Literal["system", "developer", "user", "assistant"]


class Message(Value, frozen=True, kw_only=True):
    """One message of the prompt, with `{{variables}}`, or one of a conversation, without."""

    role: Role
    content: str


class Parameters(Value, frozen=True, kw_only=True):
    """What is sent with every request; `extra` goes to the target as it stands."""

    temperature: Annotated[float, Meta(ge=0, le=2)] | None = None
    top_p: Annotated[float, Meta(gt=0, le=1)] | None = None
    max_tokens: Annotated[int, Meta(ge=1, le=1_000_000)] | None = None
    stop: tuple[str, ...] = ()
    seed: int | None = None
    extra: dict[str, Any] = {}


class Prompt(Value, frozen=True, kw_only=True):
    """The text under test: `messages`, or a short `text`, or a `file` beside the scenario holding either.

    `input` names the variable that what a user writes goes into. A prompt that never mentions it is a system prompt,
    and the user's words follow as a message of their own. `memory`: does the next turn carry the conversation so far?
    """

    messages: tuple[Message, ...] = ()
    text: str | None = None
    file: str | None = None
    parameters: Parameters = Parameters()
    input: Annotated[str, Meta(pattern="^[A-Za-z_][A-Za-z0-9_]*$")] = "message"
    memory: Literal["conversation", "none"] = "conversation"


class Variable(Value, frozen=True, kw_only=True):
    """Where a variable other than the user's words gets its values; exactly one source.

    `text` one value · `file` the text of a file · `values` a list · `csv` with `column` · `faker` a provider name.
    """

    text: str | None = None
    file: str | None = None
    values: tuple[str, ...] = ()
    csv: str | None = None
    column: str | None = None
    faker: str | None = None
    locale: str = "en_US"


class DemoInput(Value, frozen=True, kw_only=True):
    """One clean input shown on stage: what the user writes, what else it needs, and what should come back."""

    text: str
    expect: Any = None
    variables: dict[str, str] = {}


class Wording(Value, frozen=True, kw_only=True):
    """How people put one clean input: `texts` by language (two letters), as they would really write them.

    `of` is the text of the demo input or example they put; what is expected of that is expected of them. In braces may
    stand {name}, {city}, {order}, {date}, {time} or {amount}: each user has their own. `by` names the model that wrote
    them where no person did, `persona` the only one who says them.
    """

    of: str
    texts: dict[str, Annotated[tuple[str, ...], Meta(max_length=1_000)]]
    by: str = ""
    persona: str = ""


class Limits(Value, frozen=True, kw_only=True):
    """Reasons to stop early; none by default but the size of the run itself. `minutes` are real ones, not simulated.

    `failure_rate` stops a run as soon as this share of the last `failure_rate_of_last` queries failed, whatever failed:
    wrong answers, system failures and users who gave up, as in the goal of the same name.
    """

    spend_usd: Annotated[float, Meta(ge=0, le=1e6)] | None = None
    minutes: Annotated[float, Meta(gt=0, le=10_080)] | None = None
    requests: Annotated[int, Meta(ge=1, le=100_000_000)] | None = None
    failure_rate: Annotated[float, Meta(gt=0, le=1)] | None = None
    failure_rate_of_last: Annotated[int, Meta(ge=1, le=100_000)] = 100


class Goals(Value, frozen=True, kw_only=True):
    """What *ready* means, set beforehand; each may be left out. `failure_rate` counts every query that went wrong."""

    failure_rate: Annotated[float, Meta(ge=0, le=1)] | None = None
    system_failure_rate: Annotated[float, Meta(ge=0, le=1)] | None = None
    p95_latency_seconds: Annotated[float, Meta(gt=0, le=3_600)] | None = None
    p95_first_token_seconds: Annotated[float, Meta(gt=0, le=3_600)] | None = None
    usd_per_1000: Annotated[float, Meta(ge=0, le=1e6)] | None = None
    usd_per_month: Annotated[float, Meta(ge=0, le=1e9)] | None = None


class Scenario(Value, frozen=True, kw_only=True):
    """Everything needed to run again. `target` names one of `targets`.

    `written` is a file beside the scenario with messages a model wrote; those a person accepted are further wordings.
    """

    stressdesk: Annotated[int, Meta(ge=1)] = VERSION
    name: Annotated[str, Meta(min_length=1, max_length=200)]
    description: str = ""
    prompt: Prompt
    variables: dict[str, Variable] = {}
    demo: Annotated[tuple[DemoInput, ...], Meta(min_length=1, max_length=10_000)]
    checks: tuple[CheckSpec, ...] = ()
    target: str = "embedded"
    targets: Annotated[dict[str, TargetSpec], Meta(min_length=1)]
    traffic: Traffic = Traffic()
    load: Load = Load()
    disturbance: Disturbance = Disturbance()
    limits: Limits = Limits()
    goals: Goals = Goals()
    queries_per_month: Annotated[int, Meta(ge=1, le=10_000_000_000)] | None = None
    wordings: Annotated[tuple[Wording, ...], Meta(max_length=20_000)] = ()
    written: Annotated[str, Meta(min_length=1, max_length=1_000)] | None = None
    seed: Annotated[int, Meta(ge=0, le=2**63 - 1)] = 1
