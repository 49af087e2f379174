"""What a run will ask for, in words: the preflight sheet as the window shows it."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from stressdesk.analysis.open_files import connection_words
from stressdesk.analysis.rate_limits import rate_limit_words
from stressdesk.analysis.words import count, counted, listing, money, money_range, percent, percent_range, seconds
from stressdesk.gui.models.course import stage_name
from stressdesk.journal.ahead import Preflight
from stressdesk.journal.events import StagePlan
from stressdesk.journal.stages import DEMO, PRODUCTION
from stressdesk.scenario.disturbance_words import disturbance_words

PAGES = {
    "load": "Load and target",
    "disturbance": "Load and target",
    "target": "Load and target",
    "targets": "Load and target",
    "traffic": "Traffic",
    "wordings": "Traffic",
    "written": "Traffic",
    "checks": "Checks and goals",
    "goals": "Checks and goals",
    "limits": "Checks and goals",
    "queries_per_month": "Checks and goals",
}
FREE = "free on this machine"
PROBED = 5
MOST_OF_TROUBLE = 200
THOUSAND, MILLION = 1_000, 1_000_000


class Amount(msgspec.Struct, frozen=True):
    """One number of the sheet, and what is to be said of it."""

    figure: str
    detail: str


class Remark(msgspec.Struct, frozen=True, kw_only=True):
    """Something to be thought of before a run, what can be done about it, and the page where."""

    words: str
    hint: str = ""
    page: str


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """The sheet in words. `stages` are (name, queries, when); `probe` is "" where none is offered."""

    queries: Amount
    tokens: Amount
    spend: Amount
    time: Amount
    stages: tuple[tuple[str, str, str], ...]
    notes: tuple[str, ...]
    remarks: tuple[Remark, ...]
    target: str
    provenance: str
    sent_to: str
    prices: str
    button: str
    probe: str = ""
    probe_cost: str = ""


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
        notes=_notes(ahead),
        remarks=_limit_remarks(ahead),
        target=ahead.target if ahead.model in ("", ahead.target) else f"{ahead.target}: {ahead.model}",
        provenance=f"will be {ahead.provenance}",
        sent_to=_sentence(ahead.sent_to),
        prices=_prices(ahead),
        button=_button(ahead),
        probe=_probe(ahead),
        probe_cost=_probe_cost(ahead),
    )


def is_free(target_kind: str, *, is_priced: bool) -> bool:
    """Does the target run on this machine, with nobody's price to go by?"""
    return target_kind in ("local", "simulated") and not is_priced


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
    if is_free(ahead.target_kind, is_priced=ahead.usd is not None):
        return Amount("$0", FREE)
    if ahead.usd is None or ahead.prices is None:
        return Amount("unknown", "no price is known for this target")
    if not _is_billed(ahead):
        return Amount(money_range(*ahead.usd), f"projected, nothing is billed · {limit}")
    return Amount(money_range(*ahead.usd), f"estimated · {limit}")


def _is_billed(ahead: Preflight) -> bool:
    return ahead.provenance != "simulated" and ahead.prices is not None and not ahead.prices.priced_as


def _notes(ahead: Preflight) -> tuple[str, ...]:
    kept = rate_limit_words(ahead.stated_limits, {}, is_paced=ahead.is_paced)
    injected = [f"Injected: {phrase}." for phrase in disturbance_words(ahead.disturbance)]
    said = (f"{kept[:1].upper()}{kept[1:]}.",) if kept else ()
    return (*_projected(ahead), *_basis(ahead), *_machine(ahead), *_connections(ahead), *said, *injected)


def _connections(ahead: Preflight) -> Iterator[str]:
    if short := connection_words(ahead):
        yield f"{short[:1].upper()}{short[1:]}."


def _machine(ahead: Preflight) -> Iterator[str]:
    """What this machine can generate, where it was tried."""
    most, asked, sharing = ahead.machine_per_second, ahead.asked_per_second or 0.0, ahead.processes
    if most is not None:
        able = f"This machine can send about {rough(round(most))} such queries a second"
        by = "" if sharing == 1 else f" with each core, and the run is shared out over {sharing} processes"
        beyond = f", and the plan asks for {rough(round(asked))}: it would be the limit, not the target"
        yield f"{able}{by}{beyond if asked > most * sharing else ''}."


def _basis(ahead: Preflight) -> Iterator[str]:
    """What tokens and dollars are estimated from, and what a probe has cost."""
    learnt, probe = ahead.learnt, ahead.probe
    if learnt is not None:
        where = f"of the run {learnt.run}" if learnt.run else "just asked"
        yield f"Tokens and dollars are estimated from the {counted(learnt.queries, 'query')} {where}."
    if probe is not None:
        cost = "at a price that is not known" if probe.usd is None else f"for {money(probe.usd)}"
        # A server's own words: on one line, and not without end.
        trouble = f" {_sentence(' '.join(probe.trouble.split())[:MOST_OF_TROUBLE])}" if probe.trouble else ""
        yield f"The probe asked {counted(probe.asked, 'query')} {cost}; {count(probe.answered)} answered.{trouble}"


def _projected(ahead: Preflight) -> tuple[str, ...]:
    if not ahead.projected:
        return ()
    asked = next((plan.queries for plan in ahead.stages if plan.name == PRODUCTION), 0)
    scales = listing([count(queries) for queries in ahead.projected])
    verb = "is" if len(ahead.projected) == 1 else "are"
    return (f"{scales} {verb} projected from the {count(asked)} that are asked.",)


def _limit_remarks(ahead: Preflight) -> tuple[Remark, ...]:
    limit, usd = ahead.spend_limit_usd, ahead.usd
    if limit is None or usd is None or limit >= usd[1]:
        return ()
    words = f"The spend limit of {money(limit)} may stop this run before its end."
    if limit < usd[0]:
        least, most = limit / usd[1], limit / usd[0]
        is_one = percent(least, 0) == percent(most, 0)
        reached = percent(least, 0) if is_one else percent_range(least, most, 0)
        words = f"The spend limit of {money(limit)} will stop this run after about {reached} of it."
    if not _is_billed(ahead):
        words += " It counts projected dollars too, although nothing is billed."
    return (Remark(words=words, hint="Raise the limit or ask less.", page=page_of("limits")),)


def _pace(ahead: Preflight) -> str:
    return "simulated time passes faster" if ahead.provenance == "simulated" else "in real time"


def _when(plan: StagePlan, users: int | None) -> str:
    if plan.name == DEMO:
        return "one at a time"
    if users is not None:
        return f"by {counted(users, 'user')}, one after the other"
    return f"arriving within {seconds(plan.window_seconds)}"


def _prices(ahead: Preflight) -> str:
    prices = ahead.prices
    if is_free(ahead.target_kind, is_priced=prices is not None):
        return "It costs nothing. Choose a price on its page to see what the same traffic would cost elsewhere."
    if prices is None:
        return "No price is known."
    if prices.typed_in:
        return "Prices as typed in for this target (assumed)."
    start = f"Priced as {prices.model}" if prices.priced_as else f"Prices of {prices.model}"
    # Which state of the table it was matters to a report, and to nobody who is about to start a run.
    table = prices.table.partition(", git blob")[0]
    return f"{start}, from the {table.removeprefix('the ') or 'price table'}."


def _button(ahead: Preflight) -> str:
    if ahead.provenance == "simulated":
        return f"Run {counted(ahead.queries, 'simulated query')}"
    if ahead.usd is None or not _is_billed(ahead):
        return f"Run {counted(ahead.queries, 'query')}"
    return f"Run {counted(ahead.queries, 'query')} for about {money_range(*ahead.usd)}"


def _probe(ahead: Preflight) -> str:
    """The words of the button that asks a few queries beforehand; "" where nothing would be learnt so."""
    if ahead.provenance == "simulated" or ahead.learnt is not None:
        return ""
    return f"Ask {PROBED} queries to sharpen this"


def _probe_cost(ahead: Preflight) -> str:
    if is_free(ahead.target_kind, is_priced=ahead.usd is not None) or not _is_billed(ahead):
        return "Nobody is billed for them." if ahead.usd is not None or ahead.target_kind == "local" else ""
    most = ahead.probe_at_most_usd
    return (
        "What they cost is not known." if most is None else f"They cost at most {money(most)}, beside the run itself."
    )


def _sentence(text: str) -> str:
    # What begins with a model's name keeps it as the provider writes it.
    first = text.partition(",")[0].partition(":")[0]
    start = text if "/" in first else f"{text[:1].upper()}{text[1:]}"
    return start + ("" if text.endswith(".") else ".")
