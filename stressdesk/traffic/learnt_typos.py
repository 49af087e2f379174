"""The rate of typos at which planned traffic has as many as a log, and what there is to say of it."""

from __future__ import annotations

from pathlib import Path

import msgspec

from stressdesk.scenario.model import Scenario
from stressdesk.scenario.traffic import Load
from stressdesk.traffic.messing import REFERENCE_WORDS
from stressdesk.traffic.observed import planned_slips
from stressdesk.traffic.observed_mess import PRIOR_MESSAGES
from stressdesk.traffic.observed_typos import FEWEST_AT_USUAL, Typos, per_message, per_word
from stressdesk.traffic.told import Told

TYPOS = "typos"
_PLANNED = 1_200
# High enough that the typos of so few messages can be counted; what is wanted is a factor.
_TRIED = 0.3
_PRIOR_WORDS = PRIOR_MESSAGES * REFERENCE_WORDS


def typo_rate(typos: Typos | None, usual: float, scenario: Scenario, folder: Path) -> tuple[float | None, Told]:
    """The rate for a scenario with the traffic learnt so far; None where it stays as it is.

    Plans have fewer typos than the rate says: some parts of a text stay as they are, and some words are too short. So
    it is raised by what a plan lacks. The log's rate is drawn towards the usual one, which counts like 10 messages.
    """
    if typos is None:
        return None, Told(lacks=("Typos: the words to tell them by are not there; as usual.",))
    if not typos.is_enough:
        lack = f"Typos: at the usual rate {typos.expected:.0f} could be found, {FEWEST_AT_USUAL} are needed; as usual."
        return None, Told(lacks=(lack,))
    aim = (typos.found / typos.recall + _PRIOR_WORDS * per_word(usual)) / (typos.words + _PRIOR_WORDS)
    low, high = typos.interval
    note = (
        f"Typos: {typos.found:,} found, about {typos.recall:.0%} of all there are: {typos.rate:.1%} of messages of "
        f"{REFERENCE_WORDS} words have one (95 %: {low:.1%} to {high:.1%}), usually {usual:.0%}."
    )
    lacking = _had(scenario, folder)
    return None if lacking <= 0 else round(per_message(min(0.9, aim / lacking)), 4), Told(notes=(note,))


def _had(scenario: Scenario, folder: Path) -> float:
    """The typos that a plan has, beside those its rate says."""
    traffic = scenario.traffic
    mess = msgspec.structs.replace(traffic.mess, severity=1, rates={TYPOS: _TRIED}, off=())
    # Without lengths: a typo may decide how a text is brought to its length, and all its words would count as typos.
    ordinary = msgspec.structs.replace(
        traffic, mess=mess, lengths=(), languages={}, hostile=0, off_topic=0, degenerate=0
    )
    planned = msgspec.structs.replace(scenario, traffic=ordinary, load=Load())
    slips, words, _, _ = planned_slips(planned, _PLANNED, seed=1, folder=folder)
    return len(slips) / words / per_word(_TRIED) if words else 0.0
