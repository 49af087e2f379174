"""What a scenario's load means, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from stressdesk.analysis.words import EN_DASH, count, counted, listing, seconds
from stressdesk.scenario.model import Scenario
from stressdesk.scenario.targets import Simulated
from stressdesk.scenario.traffic import Load

RETRY_KINDS = (
    ("rate_limit", "Too many requests"),
    ("timeout", "Timeouts"),
    ("connection", "No connection"),
    ("server", "Server errors"),
    ("overloaded", "Overloaded"),
    ("cut_stream", "Broken-off answers"),
)
MOST_SCALES = 6
MINUTES_A_DAY = 1_440
SECOND_FROM = 120.0
"""From so many a minute on, the rate is said a second too."""


def load_words(scenario: Scenario) -> str:
    """What will arrive, how fast, and what people and the product do about waiting and failures."""
    load = scenario.load
    if min(load.window_minutes, load.live, *load.scales) <= 0:
        return "What arrives can be said when the fields marked above are mended."
    is_simulated = isinstance(scenario.targets.get(scenario.target), Simulated)
    return " ".join(
        [*_arriving(load), _scales(load, is_simulated=is_simulated), _waiting(load), _again(load), *_paced(load)]
    )


def _arriving(load: Load) -> Iterator[str]:
    asked = counted(load.live, "query")
    if load.loop == "closed":
        users = counted(load.users, "person", "people")
        yield f"{users} ask, wait for the answer, think, and ask again, until {asked} are asked."
        return
    sentence = f"{asked} arrive within {minutes(load.window_minutes)}, {rate(load.live, load.window_minutes)}"
    largest = max(load.scales, default=0)
    if largest > load.live:
        sentence += f"; at {count(largest)} that is {rate(largest, load.window_minutes)}"
    yield f"{sentence}."
    yield f"Never are more than {counted(load.max_in_flight, 'query')} under way at once."


def _scales(load: Load, *, is_simulated: bool) -> str:
    listed = listing([count(one) for one in load.scales])
    if is_simulated:
        return f"The simulated target is asked {listed} in full."
    full = [one for one in load.scales if one <= load.live]
    projected = [one for one in load.scales if one > load.live]
    if not projected:
        return f"Really asked: {listed}."
    said = f"{listing([count(one) for one in full])} {'is' if full == [1] else 'are'} asked in full, " if full else ""
    return f"{said}{listing([count(one) for one in projected])} are projected from what is asked.".capitalize()


def _waiting(load: Load) -> str:
    return f"People wait {seconds(load.patience_seconds)} for an answer, then leave."


def _paced(load: Load) -> Iterator[str]:
    if load.paced:
        yield "Requests wait their turn, so that the provider's rate limits are kept."


def _again(load: Load) -> str:
    retry = load.retry
    if not retry.attempts or not retry.kinds:
        return "A failing query is not asked again."
    names = dict(RETRY_KINDS)
    kinds = listing([names[one].lower() for one in retry.kinds], "or")
    last = retry.backoff_seconds * 2 ** (retry.attempts - 1)
    wait = f"about {retry.backoff_seconds:g} s"
    if retry.attempts > 1:
        wait = f"{retry.backoff_seconds:g} to {last:g} s"
    longer = ", longer where the provider asks for it" if retry.honour_retry_after else ""
    return f"After {kinds}, a query is asked up to {counted(retry.attempts, 'more time')}, {wait} apart{longer}."


def minutes(value: float) -> str:
    """A window in words: "10 minutes", "30 seconds", "1.5 minutes", "7 days"."""
    if value >= 2 * MINUTES_A_DAY:
        return f"{value / MINUTES_A_DAY:.3g} days"
    if value < 1:
        return counted(round(value * 60), "second")
    return "1 minute" if value == 1 else f"{value:g} minutes"


def rate(queries: int, window_minutes: float) -> str:
    """How fast that many arrive: "about 20 a minute", "1,000 a minute, 17 a second"."""
    each = queries / window_minutes if window_minutes > 0 else 0.0
    if each < 1:
        return f"about one every {seconds(60 / each)}" if each else EN_DASH
    said = f"about {_rounded(each)} a minute"
    return f"{said}, {_rounded(each / 60)} a second" if each >= SECOND_FROM else said


def _rounded(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.1f}".removesuffix(".0")  # noqa: PLR2004
