"""How production differs from the demo: who writes, how messily, and when they arrive."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from msgspec import Meta, field

from stressdesk.scenario.value import Value

Share = Annotated[float, Meta(ge=0, le=1)]
Writing = Literal["web", "careful"]
HostileClass = Literal["prompt-injection", "prompt-extraction", "jailbreak", "encoded", "insult", "false-authority"]
HOSTILE_CLASSES: tuple[HostileClass, ...] = get_args(HostileClass)
Weight = Annotated[float, Meta(ge=0, le=1e6)]


class Mess(Value, frozen=True, kw_only=True):
    """How unclean inputs are: `severity` 1 is measured reality, 3 and 10 are stress; `rates` overrides single kinds.

    A rate is the share of queries a kind applies to at severity 1 before the persona's multiplier; 0 switches it off.
    The usual rates are those of `writing`: `web`, as anybody writes on a public chat page (LMArena), or `careful`, as
    volunteers do who sign up to write prompts (Open Assistant).
    """

    writing: Writing = "web"
    severity: Literal[1, 3, 10] = 1
    rates: dict[str, Share] = {}
    off: tuple[str, ...] = ()


class Sessions(Value, frozen=True, kw_only=True):
    """Turns and think time of a user. Turns are a 1-inflated geometric, think time has a heavy tail of late returns.

    The 90th percentile of think time is the median x exp(1.28 `think_sigma`); below the median it varies half as much,
    or where a log said so by `think_sigma_below`: the 10th percentile is the median x exp(-1.28 of that).
    `resend_share` of the later turns are the message before once more, word for word.
    Defaults: a task bot (campus question answering, RAGPulse): mean 1.75 turns, .59 single, median 45 s, sigma 1.35,
    .0574 sent again.
    """

    mean_turns: Annotated[float, Meta(ge=1, le=50)] = 1.75
    single_turn_share: Share = 0.59
    think_median_seconds: Annotated[float, Meta(gt=0, le=86_400)] = 45
    think_sigma: Annotated[float, Meta(ge=0, le=4)] = 1.35
    think_sigma_below: Annotated[float, Meta(ge=0, le=4)] | None = None
    resend_share: Share = 0.06


Tokens = Annotated[int, Meta(ge=1, le=1_000_000)]


class Replay(Value, frozen=True, kw_only=True):
    """A log of real conversations that is sent again as it is: its order, sessions and words, its times scaled.

    `file` stands beside the scenario: CSV, JSON lines or a JSON list. `columns` says what `stressdesk traffic learn`
    shows otherwise, such as `{text: body}`. Personal data is masked while it is read unless `mask` is false.
    """

    file: Annotated[str, Meta(min_length=1, max_length=1_000)]
    columns: dict[str, str] = {}
    mask: bool = True


class Traffic(Value, frozen=True, kw_only=True):
    """Who writes and how: personas by weight, mess, sessions, and shares of queries no demo ever shows.

    `examples` are further clean inputs beside the demo's, for which no expectation is known. `lengths` are how many
    tokens messages have, as a grid of quantiles: evenly spaced from the shortest to the longest; empty: as they come.
    Hostile messages of a class that is not among `hostile_classes` are ordinary ones instead; all others stay as they
    are. With `replay` the words and times are those of a log, and nothing else here counts.
    """

    personas: dict[str, Weight] = {}
    mess: Mess = Mess()
    sessions: Sessions = Sessions()
    off_topic: Share = 0.03
    hostile: Share = 0.03
    hostile_classes: tuple[HostileClass, ...] = HOSTILE_CLASSES
    degenerate: Share = 0.01
    languages: dict[str, Weight] = {}
    examples: tuple[str, ...] = ()
    lengths: Annotated[tuple[Tokens, ...], Meta(max_length=101)] = ()
    replay: Replay | None = None


class Constant(Value, frozen=True, kw_only=True, tag_field="kind", tag="constant"):
    """Sessions start at even distances."""


class Poisson(Value, frozen=True, kw_only=True, tag_field="kind", tag="poisson"):
    """Sessions start independently of each other at one rate."""


class Chat(Value, frozen=True, kw_only=True, tag_field="kind", tag="chat"):
    """Sessions start at a rate that wanders: the exponential of an Ornstein-Uhlenbeck process.

    `sigma` is the standard deviation of the log rate, `correlation_seconds` the time in which its memory falls to 1/e.
    No hour is busier than another: nights and weekends are `day`'s. Defaults: as uneven as the Azure 2023 conversation
    trace (.18 in 60 s windows), its halves and the whole alike.
    """

    sigma: Annotated[float, Meta(ge=0, le=3)] = 0.18
    correlation_seconds: Annotated[float, Meta(gt=0, le=86_400)] = 60


class Ramp(Value, frozen=True, kw_only=True, tag_field="kind", tag="ramp"):
    """The rate grows (or falls) linearly over the window from `start` to `end`, as multiples of the mean."""

    start: Annotated[float, Meta(ge=0, le=100)] = 0.1
    end: Annotated[float, Meta(ge=0, le=100)] = 1.9


class Spike(Value, frozen=True, kw_only=True, tag_field="kind", tag="spike"):
    """`share` of all sessions start within `width` (share of the window) around `at` (0 start, 1 end)."""

    share: Share = 0.5
    at: Share = 0.5
    width: Annotated[float, Meta(gt=0, le=1)] = 0.05


Hours = Annotated[tuple[Weight, ...], Meta(min_length=24, max_length=24)]
Days = Annotated[tuple[Weight, ...], Meta(min_length=7, max_length=7)]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class Day(Value, frozen=True, kw_only=True, tag_field="kind", tag="day"):
    """The rate follows the hour of the week and wanders besides. The window begins on `starts_on` at hour `starts_at`.

    `hours` are the rates of 24 hours beside each other: those of campus question answering (RAGPulse, days 0-3, local
    time), nearly asleep from 3 to 6. `weekend_hours` are those of Saturday and Sunday, where they differ, and `days`
    what each day from Monday on is multiplied by; the weekend's .75 is assumed. The rest is that of chat.
    """

    hours: Hours = (
        1.157, 0.399, 0.266, 0.06, 0.073, 0.027, 0.113, 0.299, 0.672, 1.097, 1.137, 1.244,
        1.43, 1.849, 1.782, 1.716, 1.303, 1.37, 1.436, 1.749, 1.064, 1.25, 1.51, 0.998,
    )  # fmt: skip
    weekend_hours: Hours | None = None
    days: Days = (1.0, 1.0, 1.0, 1.0, 1.0, 0.75, 0.75)
    starts_on: Weekday = "monday"
    starts_at: Annotated[float, Meta(ge=0, lt=24)] = 0
    sigma: Annotated[float, Meta(ge=0, le=3)] = 0.18
    correlation_seconds: Annotated[float, Meta(gt=0, le=86_400)] = 60


class Office(Value, frozen=True, kw_only=True, tag_field="kind", tag="office"):
    """An internal tool: busy from `opens` to `closes`, less at noon, nearly idle outside. Its figures are assumed.

    `noon`, `outside` and `weekend`, that of all of Saturday and Sunday, are rates beside that of a working hour. The
    window begins on `starts_on` at hour `starts_at`.
    """

    opens: Annotated[float, Meta(ge=0, le=24)] = 8
    closes: Annotated[float, Meta(ge=0, le=24)] = 18
    noon: Share = 0.55
    outside: Share = 0.04
    weekend: Share = 0.02
    starts_on: Weekday = "monday"
    starts_at: Annotated[float, Meta(ge=0, lt=24)] = 8


class FlashCrowd(Value, frozen=True, kw_only=True, tag_field="kind", tag="flash-crowd"):
    """A link that spreads: from `at` (share of the window) the rate climbs to `peak` times the usual, then dies away.

    It climbs over `rise` and falls to 1/e over `decay`, both shares of the window. Its figures are assumed.
    """

    at: Share = 0.3
    peak: Annotated[float, Meta(ge=1, le=1_000)] = 10
    rise: Annotated[float, Meta(gt=0, le=1)] = 0.02
    decay: Annotated[float, Meta(gt=0, le=1)] = 0.1


class Clients(Value, frozen=True, kw_only=True, tag_field="kind", tag="clients"):
    """Programs that call an API: each client at its own pace, a few send most (Zipf), most of them in bursts.

    The gaps of three in four clients are gamma, those of the others Weibull, with shapes drawn around `gamma_shape` and
    `weibull_shape` (below 1: bursts). Defaults: near the middle of three populations of 43, 73 and 162 clients, known
    to us as summaries alone, named as ServeGen's (arXiv 2505.09999) are; we have not refitted them.
    Give such traffic `sessions: {mean_turns: 1, single_turn_share: 1}`.
    """

    clients: Annotated[int, Meta(ge=1, le=10_000)] = 60
    zipf: Annotated[float, Meta(ge=0, le=5)] = 1.1
    gamma_shape: Annotated[float, Meta(gt=0, le=100)] = 0.88
    weibull_shape: Annotated[float, Meta(gt=0, le=100)] = 0.46


class Assistant(Value, frozen=True, kw_only=True, tag_field="kind", tag="assistant"):
    """A code assistant: nothing for long, then a burst of requests as somebody types. Its figures are assumed.

    A burst has `burst_requests` on average, `gap_seconds` apart in the median (lognormal, sigma 1).
    """

    burst_requests: Annotated[float, Meta(ge=1, le=10_000)] = 12
    gap_seconds: Annotated[float, Meta(gt=0, le=3_600)] = 8


class Trace(Value, frozen=True, kw_only=True, tag_field="kind", tag="trace"):
    """Sessions start as in a recorded log or trace, stretched or pressed into the window, whatever their number.

    `file` stands beside the scenario: CSV or JSON lines, as `stressdesk traffic measure` reads. Where it names sessions
    their starts count, else every request; then `sessions: {mean_turns: 1, single_turn_share: 1}` replays just those.
    """

    file: Annotated[str, Meta(min_length=1, max_length=1_000)] = "trace.csv"


Arrivals = Constant | Poisson | Chat | Ramp | Spike | Day | Office | FlashCrowd | Clients | Assistant | Trace


class Retry(Value, frozen=True, kw_only=True):
    """What the product under test does when a request fails: how many more attempts, for which kinds, how far apart.

    The wait before attempt n+1 is `backoff_seconds` x 2^(n-1), half of it random; a longer Retry-After is honoured.
    """

    attempts: Annotated[int, Meta(ge=0, le=10)] = 0
    kinds: tuple[Literal["rate_limit", "timeout", "connection", "server", "overloaded", "cut_stream"], ...] = (
        "rate_limit",
        "connection",
        "server",
        "overloaded",
    )
    backoff_seconds: Annotated[float, Meta(gt=0, le=600)] = 1
    honour_retry_after: bool = True


class Load(Value, frozen=True, kw_only=True):
    """How much arrives, when, and how long people wait.

    `scales` are numbers of queries that arrive in the one window, of at most 4 weeks; `live` is how many a live target
    is really asked in the production stage. Open loop: arrivals ignore answers. Closed loop: `users` each wait, think,
    and ask again.
    `paced`: every request waits its turn so that the provider's rate limits, stated with the target or told in its
    answers, are not passed; else what exceeds them is turned away, as the people in a rush would find.
    """

    scales: Annotated[tuple[Annotated[int, Meta(ge=1, le=1_000_000)], ...], Meta(min_length=1, max_length=6)] = (
        10,
        1_000,
        10_000,
    )
    window_minutes: Annotated[float, Meta(gt=0, le=40_320)] = 10
    live: Annotated[int, Meta(ge=1, le=1_000_000)] = 200
    arrivals: Arrivals = field(default_factory=Chat)
    loop: Literal["open", "closed"] = "open"
    users: Annotated[int, Meta(ge=1, le=100_000)] = 10
    max_in_flight: Annotated[int, Meta(ge=1, le=100_000)] = 1_000
    patience_seconds: Annotated[float, Meta(gt=0, le=3_600)] = 30
    retry: Retry = Retry()
    paced: bool = False
