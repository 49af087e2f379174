"""What is wrong with a scenario's traffic before anything is planned: names nobody knows, shares that do not add up."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches

from stressdesk.errors import Problem, ScenarioError
from stressdesk.scenario.model import Scenario
from stressdesk.scenario.traffic import Ramp, Sessions, Traffic
from stressdesk.traffic.languages import known_languages
from stressdesk.traffic.mess import MESS
from stressdesk.traffic.personas import PERSONAS

_SHARES = {"off-topic": "off_topic", "hostile": "hostile", "degenerate": "degenerate"}


def problems(scenario: Scenario) -> list[Problem]:
    """Every mistake in traffic, arrivals and networks that the file's own rules cannot see; empty if there is none."""
    return [*_names(scenario), *_shares(scenario.traffic), *_shapes(scenario)]


def raise_problems(scenario: Scenario) -> None:
    """Raise ScenarioError with all problems, if there are any."""
    found = problems(scenario)
    if found:
        raise ScenarioError(found)


def _names(scenario: Scenario) -> Iterator[Problem]:
    traffic = scenario.traffic
    kinds, personas = [kind.name for kind in MESS], [persona.name for persona in PERSONAS]
    yield from _unknown("persona", traffic.personas, personas, "traffic.personas")
    yield from _unknown("persona", scenario.disturbance.personas, personas, "disturbance.personas")
    yield from _unknown("kind of mess", traffic.mess.rates, kinds, "traffic.mess.rates")
    yield from _unknown("kind of mess", traffic.mess.off, kinds, "traffic.mess.off")
    worded = {language for wording in scenario.wordings for language in wording.texts}
    languages = (*known_languages(), *sorted(worded.difference(known_languages())))
    yield from _unknown("language", traffic.languages, languages, "traffic.languages")
    said_by = {wording.persona for wording in scenario.wordings if wording.persona}
    yield from _unknown("persona", sorted(said_by), personas, "wordings")


def _unknown(what: str, names: Iterable[str], known: Collection[str], field: str) -> Iterator[Problem]:
    for name in names:
        if name in known:
            continue
        near = get_close_matches(name, known, n=1)
        guess = f"Did you mean {near[0]}? " if near else ""
        if name in _SHARES and what == "kind of mess":
            guess = f"Set traffic.{_SHARES[name]} instead. "
        yield Problem(f'there is no {what} "{name}"', hint=f"{guess}Known: {', '.join(known)}.", field=field)


def _shares(traffic: Traffic) -> Iterator[Problem]:
    total = traffic.off_topic + traffic.hostile + traffic.degenerate
    if total > 1:
        yield Problem(
            f"off_topic, hostile and degenerate are shares of all queries, but add up to {total:g}",
            hint="Lower them until they add up to 1 or less.",
            field="traffic",
        )
    for field, weights in (("personas", traffic.personas), ("languages", traffic.languages)):
        if weights and not any(weights.values()):
            yield Problem(
                "all weights are 0, so nobody would write",
                hint=f"Give at least one a weight above 0, or leave {field} out.",
                field=f"traffic.{field}",
            )


def _shapes(scenario: Scenario) -> Iterator[Problem]:
    lengths = scenario.traffic.lengths
    if len(lengths) == 1 or list(lengths) != sorted(lengths):
        yield Problem(
            "lengths are quantiles from the shortest to the longest, at least two, none smaller than the one before",
            hint="Write them in rising order, such as [5, 12, 40, 300], or leave them out.",
            field="traffic.lengths",
        )
    arrivals = scenario.load.arrivals
    if isinstance(arrivals, Ramp) and arrivals.start == arrivals.end == 0:
        yield Problem("a ramp from 0 to 0 lets nobody in", hint="Set start or end above 0.", field="load.arrivals")
    sessions = scenario.traffic.sessions
    if _is_unreachable(sessions):
        yield Problem(
            f"all sessions have a single turn, so mean_turns cannot be {sessions.mean_turns:g}",
            hint="Set mean_turns to 1, or single_turn_share below 1.",
            field="traffic.sessions",
        )


def _is_unreachable(sessions: Sessions) -> bool:
    return sessions.single_turn_share == 1 and sessions.mean_turns > 1
