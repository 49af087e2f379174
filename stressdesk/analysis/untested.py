"""What this run did not test, in plain sentences, each true of this run alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stressdesk.analysis import words
from stressdesk.analysis.projection import run_in_full
from stressdesk.scenario.traffic import HOSTILE_CLASSES
from stressdesk.traffic.hostile import hostile_share

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stressdesk.analysis.study import Study
    from stressdesk.journal.events import Header
    from stressdesk.scenario.model import Scenario

MOSTLY = 0.5
SEVERITIES = {
    1: "as measured in real traffic",
    3: "three times that of real traffic",
    10: "ten times that of real traffic",
}
LANGUAGES = {
    "ar": "Arabic", "de": "German", "en": "English", "es": "Spanish", "fr": "French", "hi": "Hindi", "id": "Indonesian",
    "it": "Italian", "ja": "Japanese", "ko": "Korean", "nl": "Dutch", "pl": "Polish", "pt": "Portuguese",
    "ru": "Russian", "tr": "Turkish", "uk": "Ukrainian", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip


def not_tested(scenario: Scenario, header: Header, studies: Sequence[Study], content: Study | None) -> tuple[str, ...]:
    """The limits of what was found, the weightiest first."""
    return (
        *_target(header),
        *_scales(scenario, header, studies),
        *_answers(scenario, content),
        *_traffic(scenario, content),
        *_load(scenario, studies),
        *_disturbance(scenario),
        *_prices(header),
    )


def _target(header: Header) -> Iterator[str]:
    if header.provenance == "simulated":
        yield (
            "No real model was asked. Answers, times, tokens and failures are those of the simulated target, as the "
            "scenario describes it."
        )
    elif header.target_kind == "local":
        yield f"Only {header.model} was asked, a model on this machine: a small stand-in for a model in production."
        yield "The model ran on the machine that sent the queries: its times are not those of a service over a network."
    else:
        yield f"Only {header.model} was asked, as it answered on the day of the run; models change behind their names."


def scales_left_out(skipped: Sequence[str]) -> list[str]:
    """Sentences on scales that were left out, those with one reason as one."""
    sizes: dict[str, list[str]] = {}
    for sentence in skipped:
        size, _, rest = sentence.partition(" ")
        sizes.setdefault(rest, []).append(size)
    return [f"{words.listing(same)} {rest}".rstrip() for rest, same in sizes.items()]


def _scales(scenario: Scenario, header: Header, studies: Sequence[Study]) -> Iterator[str]:
    missing = [queries for queries in scenario.load.scales if run_in_full(queries, studies) is None]
    if missing:
        yield (
            f"{words.scales_were(missing)} not run in full: failure rate and spend are projected, and what load does "
            f"to them is not known."
        )
    yield from scales_left_out(header.skipped)


def _answers(scenario: Scenario, content: Study | None) -> Iterator[str]:
    if not scenario.checks:
        yield "No checks were set: whether an answer was right was not tested."
    else:
        yield "Answers were judged by fixed rules; whether a well-formed answer is also true or helpful was not tested."
    for name in _mostly_unsure(content):
        yield f"The check “{name}” could not decide on most answers."
    yield "Pictures, files, tools and retrieval were not tested: queries and answers are text alone."


def _mostly_unsure(content: Study | None) -> list[str]:
    if content is None:
        return []
    columns = content.columns
    counts = np.bincount(columns.sample().rulings, minlength=len(columns.rulings.known)).tolist()
    asked: dict[str, int] = {}
    unsure: dict[str, int] = {}
    for pattern, count in zip(columns.rulings.known, counts, strict=True):
        for ruling in pattern:
            asked[ruling.check] = asked.get(ruling.check, 0) + count
            unsure[ruling.check] = unsure.get(ruling.check, 0) + count * (ruling.judgement == "unsure")
    return sorted(name for name, total in asked.items() if unsure[name] > MOSTLY * total)


def _traffic(scenario: Scenario, content: Study | None) -> Iterator[str]:
    traffic = scenario.traffic
    if content is None:
        yield "No production traffic was sent: how the prompt does with real users was not tested."
        return
    languages = sorted(LANGUAGES.get(language, language) for language in content.columns.languages if language)
    if languages:
        yield f"Users wrote in {words.listing(languages)}; other languages were not tested."
    care = ", writing with care," if traffic.mess.writing == "careful" else ","
    yield (
        f"Users were invented{care} with the mess of their writing {SEVERITIES[traffic.mess.severity]} "
        f"(severity x{traffic.mess.severity}); your own users may differ."
    )
    if not (share := hostile_share(traffic)):
        yield "Hostile users were left out."
    else:
        yield f"Attacks were {words.percent(share)} of queries, of known kinds; this is no security audit."
        if off := [name.replace("-", " ") for name in HOSTILE_CLASSES if name not in traffic.hostile_classes]:
            yield f"These classes of attacks were switched off: {words.listing(off)}."
    if traffic.mess.off:
        yield f"These kinds of mess were switched off: {words.listing(traffic.mess.off)}."


def _load(scenario: Scenario, studies: Sequence[Study]) -> Iterator[str]:
    load = scenario.load
    if load.loop == "open":
        window = words.seconds(load.window_minutes * 60)
        yield (
            f"Queries were meant to come within one window of {window}: other times of day, long runs and other "
            f"traffic on the same account were not tested."
        )
    else:
        yield (
            f"{words.counted(load.users, 'user')} each waited for an answer before asking again, so that a slow target "
            f"was asked less: crowds that keep coming were not tested."
        )
    for study in studies:
        left_out = study.summary.dropped + study.summary.cancelled
        if left_out:
            many = "was not asked to the end and counts" if left_out == 1 else "were not asked to the end and count"
            yield f"{words.count(left_out)} of {study.named(study.records, 'planned ')} {many} nowhere."


def _disturbance(scenario: Scenario) -> Iterator[str]:
    if scenario.disturbance.is_on:
        yield (
            "Network conditions and faults were put in on purpose at assumed rates, not while the demo ran: how often "
            "your own users and your provider have them was not tested."
        )
    else:
        yield "Slow or lossy networks of users were not tested: every query went the way of the sending program."


def _prices(header: Header) -> Iterator[str]:
    prices = header.prices
    if prices is None:
        yield "No price is known for this model: what it costs was not found."
    elif prices.priced_as:
        yield (
            f"Spend is projected on the prices of {prices.model}, which was not asked: its tokeniser and the length of "
            f"its answers differ."
        )
    elif prices.typed_in:
        yield "Prices are those typed into the scenario; they were not compared with any price list."
    else:
        yield "Prices are list prices; discounts, free tiers, taxes and minimum fees were left out."
