"""What a run will ask for, in words: the preflight sheet as the window shows it."""

from __future__ import annotations

import msgspec

from stressdesk.analysis.words import count, counted, money, money_range, seconds
from stressdesk.gui.models.course import stage_name
from stressdesk.journal.ahead import Preflight
from stressdesk.journal.events import StagePlan

PAGES = {
    "load": "Load and target",
    "target": "Load and target",
    "targets": "Load and target",
    "traffic": "Traffic",
    "checks": "Checks and goals",
    "goals": "Checks and goals",
    "limits": "Checks and goals",
    "queries_per_month": "Checks and goals",
}
THOUSAND, MILLION = 1_000, 1_000_000


class Amount(msgspec.Struct, frozen=True):
    """One number of the sheet, and what is to be said of it."""

    figure: str
    detail: str


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """The sheet in words. `stages` are (name, queries, when)."""

    queries: Amount
    tokens: Amount
    spend: Amount
    time: Amount
    stages: tuple[tuple[str, str, str], ...]
    notes: tuple[str, ...]
    target: str
    provenance: str
    sent_to: str
    prices: str
    button: str


def sheet(ahead: Preflight) -> Sheet:
    """Everything the sheet says of a run."""
    return Sheet(
        queries=Amount(count(ahead.queries), _requests(ahead)),
        tokens=Amount(
            f"{rough(ahead.input_tokens)} in",
            f"{_rough_range(*ahead.output_tokens)} out, estimated",
        ),
        spend=_spend(ahead),
        time=Amount(f"about {seconds(ahead.seconds)}", _pace(ahead)),
        stages=tuple((stage_name(plan), count(plan.queries), _when(plan, ahead.users)) for plan in ahead.stages),
        notes=ahead.skipped,
        target=ahead.target if ahead.model in ("", ahead.target) else f"{ahead.target}: {ahead.model}",
        provenance=ahead.provenance,
        sent_to=_sentence(ahead.sent_to),
        prices=_prices(ahead),
        button=_button(ahead),
    )


def page_of(field: str) -> str:
    """The page on which a field of the scenario, such as "load.window_minutes", can be edited."""
    part = field.partition(".")[0].partition("[")[0]
    return PAGES.get(part, "Prompt")


def rough(number: int) -> str:
    """A large number to two or three digits: "850", "12,400", "2.4 million"."""
    if number < 10 * THOUSAND:
        return count(number)
    if number < MILLION:
        return count(round(number, -2))
    return f"{number / MILLION:,.1f} million"


def _requests(ahead: Preflight) -> str:
    if ahead.most_requests > ahead.queries:
        return f"up to {count(ahead.most_requests)} requests with retries"
    return "one request each"


def _rough_range(low: int, high: int) -> str:
    return f"up to {rough(high)}" if low == high else f"{rough(low)} to {rough(high)}"


def _spend(ahead: Preflight) -> Amount:
    limit = f"limit {money(ahead.spend_limit_usd)}" if ahead.spend_limit_usd is not None else "no limit set"
    if ahead.usd is None or ahead.prices is None:
        return Amount("unknown", "no price is known for this target")
    if ahead.provenance == "simulated" or ahead.prices.priced_as:
        return Amount(money_range(*ahead.usd), f"projected, nothing is billed · {limit}")
    return Amount(money_range(*ahead.usd), f"estimated · {limit}")


def _pace(ahead: Preflight) -> str:
    return "simulated time passes faster" if ahead.provenance == "simulated" else "in real time"


def _when(plan: StagePlan, users: int | None) -> str:
    if plan.name == "demo":
        return "one at a time"
    if users is not None:
        return f"by {counted(users, 'user')}, one after the other"
    return f"arriving within {seconds(plan.window_seconds)}"


def _prices(ahead: Preflight) -> str:
    prices = ahead.prices
    if prices is None:
        return "No price is known."
    if prices.typed_in:
        return "Prices as typed in for this target (assumed)."
    start = f"Priced as {prices.model}" if prices.priced_as else f"Prices of {prices.model}"
    return f"{start}, from {prices.table or 'the price table'}."


def _button(ahead: Preflight) -> str:
    if ahead.provenance == "simulated":
        return f"Run {count(ahead.queries)} simulated {'query' if ahead.queries == 1 else 'queries'}"
    if ahead.usd is None or ahead.prices is None or ahead.prices.priced_as:
        return f"Run {counted(ahead.queries, 'query')}"
    return f"Run {counted(ahead.queries, 'query')} for about {money_range(*ahead.usd)}"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}" + ("" if text.endswith(".") else ".")
