"""How near the traffic that was really asked is to real traffic: texts and times of the records, beside published ones.

Texts are counted as they come and never kept.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, get_args

import numpy as np

from stressdesk.analysis import words
from stressdesk.analysis.sample import OUTCOMES
from stressdesk.analysis.summary import Likeness
from stressdesk.traffic.measure import arrival_figures, habit_figures, published, session_figures
from stressdesk.traffic.measure_text import HabitCounts, is_short
from stressdesk.traffic.measure_typos import MESSAGES
from stressdesk.traffic.nearness import Figure, Nearness, caveats, judged, share_target, too_few
from stressdesk.traffic.observed import Observed
from stressdesk.traffic.session import ODD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stressdesk.analysis.study import Study
    from stressdesk.journal.events import Record
    from stressdesk.scenario.model import Scenario

MOST_SESSIONS = 1_500
"""Words are looked at in the first so many conversations of a stage: a text takes 65 us, and the order is by chance."""

_TYPO_SOURCE = "LMArena v0.1 and OASST (Apache-2.0)"


class Words:
    """Counts the habits of writing of a stage's users, typos and messages sent again."""

    def __init__(self) -> None:
        self.habits = HabitCounts()
        self.messages = 0
        self.with_typos = 0
        self._asked: dict[tuple[int, int], int] = {}

    def add(self, record: Record) -> None:
        """Count one query, if it was asked at all."""
        if record.session >= MOST_SESSIONS or record.outcome == "dropped":
            return
        # Only ever compared within this process, so that its salt does not matter.
        self._asked[record.session, record.turn] = hash(record.text.strip())
        if record.language != "en" or any(name in ODD for name in record.mess):
            return
        self.messages += 1
        self.with_typos += "typos" in record.mess
        if is_short(record.text):
            self.habits.add(record.text)

    @property
    def repeats(self) -> float | None:
        """Share of follow-ups that are the message before, word for word; None without follow-ups."""
        follow_ups = [
            self._asked[session, turn - 1] == said
            for (session, turn), said in self._asked.items()
            if (session, turn - 1) in self._asked
        ]
        return sum(follow_ups) / len(follow_ups) if follow_ups else None


def likeness(scenario: Scenario, study: Study, said: Words) -> Likeness:
    """The figures of a stage beside those of real traffic, and in a sentence how many of them are near."""
    observed = _observed(study, said)
    reasons = caveats(scenario)
    found = (
        *arrival_figures(observed),
        *session_figures(observed),
        *habit_figures(said.habits, published(scenario.traffic.mess.writing)),
        *_typos(said),
    )
    figures = tuple(judged(figure, reasons) for figure in found)
    return Likeness(
        stage=study.name,
        queries=observed.queries,
        messages=said.habits.messages,
        figures=figures,
        sentence=_sentence(figures),
    )


def in_short(found: Likeness) -> str:
    """How many figures are near, some way off, far and not judged, in a few words."""
    counts = Counter(figure.nearness for figure in found.figures)
    of = words.counted(len(found.figures), "figure")
    if counts["not judged"] == len(found.figures):
        return f"none of {of} can be judged"
    return f"of {of}, {', '.join(f'{counts[word]} {word}' for word in get_args(Nearness) if counts[word])}"


def _observed(study: Study, said: Words) -> Observed:
    sample = study.sample
    asked = sample.outcome != OUTCOMES["dropped"]
    arrived, session, turn = sample.arrived[asked], sample.session[asked], sample.turn[asked]
    goes_on = (np.diff(session) == 0) & (np.diff(turn) == 1)
    turns = np.bincount(session)
    times = np.sort(arrived)
    return Observed(
        name=study.name,
        queries=len(arrived),
        times=tuple((times - times[0]).tolist()) if len(times) else (),
        turns=tuple(turns[turns > 0].tolist()),
        gaps=tuple(np.diff(arrived)[goes_on].tolist()),
        repeats=said.repeats,
        follow_ups=int(goes_on.sum()),
        window_seconds=study.window_seconds or None,
    )


def _typos(said: Words) -> Iterator[Figure]:
    if not said.messages:
        return
    share = said.with_typos / said.messages
    yield Figure(
        group="typos",
        name="messages with a typo",
        value=share,
        reference=MESSAGES,
        distance=abs(share - MESSAGES),
        target=share_target(MESSAGES),
        chance=too_few(said.messages),
        unit="share",
        source=_TYPO_SOURCE,
    )


def _sentence(figures: tuple[Figure, ...]) -> str:
    """How many figures are near, some way off and far, which these are, and why others are not judged."""
    known = [figure for figure in figures if figure.nearness != "not judged"]
    # What nobody has published is missing in every run, and no fault of this one.
    unpublished = [figure for figure in figures if figure.value is not None and figure.reference is None]
    doubts = dict.fromkeys(one.note for one in figures if one.nearness == "not judged" and one not in unpublished)
    reasons = "; ".join(doubts)
    if not known:
        return f"How near this traffic is to real traffic cannot be judged{f': {reasons}' if reasons else ''}."
    near = sum(figure.nearness == "near" for figure in known)
    parts = [f"{near} of {words.counted(len(known), 'figure')} of this traffic are near real traffic"]
    for nearness in ("some way off", "far"):
        names = [figure.name for figure in known if figure.nearness == nearness]
        parts += [f"{len(names)} {nearness} ({', '.join(names)})"] if names else []
    return f"{', '.join(parts)}.{f' Not judged: {reasons}.' if reasons else ''}"
