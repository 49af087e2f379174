"""The targets a scenario may name, as they stand in the file; `stressdesk.targets` opens them."""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta, field

from stressdesk.scenario.value import Value

Share = Annotated[float, Meta(ge=0, le=1)]
Count = Annotated[int, Meta(ge=1, le=1_000_000_000)]
Positive = Annotated[float, Meta(gt=0, le=1e9)]
Rate = Annotated[float, Meta(ge=0, le=1e6)]


class Prices(Value, frozen=True, kw_only=True):
    """Prices typed in by hand, in US dollars per million tokens; what is computed from them is *assumed*."""

    input_usd_per_million: Rate
    output_usd_per_million: Rate
    cached_usd_per_million: Rate | None = None


class Lognormal(Value, frozen=True, kw_only=True):
    """A lognormal distribution by its median and the standard deviation of its logarithm."""

    median: Positive
    sigma: Annotated[float, Meta(ge=0, le=5)] = 0.5


class Errors(Value, frozen=True, kw_only=True):
    """How often the simulated target fails by itself, and how the failures divide.

    Defaults: 3 % failures, split 55 : 20 : 15 : 10 between rate limits, timeouts, server errors and refusals; an
    assumption in the middle of published failure shares (1-1.4 % for APIs, 5.5 % for chat, 7.3 % in one large trace).
    """

    share: Share = 0.03
    rate_limit: Rate = 55
    timeout: Rate = 20
    server: Rate = 15
    rejected: Rate = 10


class AnswerModel(Value, frozen=True, kw_only=True):
    """Which simulated answers come out wrong.

    The chance is `base` + the sum of `mess[kind]` over the kinds of mess on the query (`other_mess` for kinds not
    named) + `load` x (share of slots busy when the answer starts), capped at 1. A right answer is the query's
    expectation where it has one, else one of `right`; a wrong one is one of `wrong`. `wording` is the text around an
    expectation, which `{expect}` stands for; by default nothing, or a sentence where a `contains` check looks for it.
    """

    base: Share = 0.02
    mess: dict[str, Share] = {}
    other_mess: Share = 0.02
    load: Share = 0.0
    right: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    wording: str = ""


class Simulated(Value, frozen=True, kw_only=True, tag_field="kind", tag="simulated"):
    """A target that is computed, not asked: latency, queueing, limits, errors and wrong answers as stated.

    Latency defaults are assumptions: time to first token lognormal with median .6 s and sigma .8, 2 % in a retry tail
    ten times longer; time per token lognormal with median 13 ms and sigma .4.
    """

    slots: Count = 64
    queue: Annotated[int, Meta(ge=0, le=1_000_000_000)] | None = None
    first_token_seconds: Lognormal = field(default_factory=lambda: Lognormal(median=0.6, sigma=0.8))
    slow_share: Share = 0.02
    slow_factor: Annotated[float, Meta(ge=1, le=1000)] = 10
    token_seconds: Lognormal = field(default_factory=lambda: Lognormal(median=0.013, sigma=0.4))
    output_tokens: Lognormal = field(default_factory=lambda: Lognormal(median=80, sigma=0.6))
    requests_per_minute: Count | None = None
    tokens_per_minute: Count | None = None
    context_tokens: Count = 128_000
    errors: Errors = Errors()
    answers: AnswerModel = AnswerModel()
    price_as: str | None = None
    prices: Prices | None = None


class Local(Value, frozen=True, kw_only=True, tag_field="kind", tag="local"):
    """A model in GGUF format on this machine; by default the embedded SmolLM2-135M. `model` is a path to another."""

    model: str | None = None
    slots: Annotated[int, Meta(ge=1, le=64)] = 4
    context_tokens: Annotated[int, Meta(ge=256, le=131_072)] = 2_048
    price_as: str | None = None
    prices: Prices | None = None


class LiteLLM(Value, frozen=True, kw_only=True, tag_field="kind", tag="litellm"):
    """Any provider and model LiteLLM knows, by its LiteLLM name, such as `openai/gpt-5-mini`.

    `key_env` names the environment variable that holds the key, where it is not the provider's own. `max_tokens` and
    other parameters stand in the prompt. The key itself never stands in a scenario. The limits per minute are the
    provider's; `load.paced` stays under them. Those it tells in its answers need not be stated.
    """

    model: Annotated[str, Meta(min_length=1, max_length=300)]
    base_url: str | None = None
    key_env: Annotated[str, Meta(pattern="^[A-Za-z_][A-Za-z0-9_]*$")] | None = None
    timeout_seconds: Annotated[float, Meta(gt=0, le=3600)] = 120
    requests_per_minute: Count | None = None
    tokens_per_minute: Count | None = None
    price_as: str | None = None
    prices: Prices | None = None
    options: dict[str, Any] = {}


TargetSpec = Simulated | Local | LiteLLM
