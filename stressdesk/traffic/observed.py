"""Traffic as it can be measured, whatever it came from: a scenario's plan, a log or a trace."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice, pairwise
from pathlib import Path

import msgspec

from stressdesk.scenario.importing.log import Entry
from stressdesk.scenario.model import Scenario
from stressdesk.scenario.rendering import Rendering
from stressdesk.scenario.tokens import estimated_tokens
from stressdesk.scenario.traffic import Mess, Writing
from stressdesk.traffic.measure_text import short_english
from stressdesk.traffic.measure_typos import IN_SPELLING_LIST, Slip, found_typos
from stressdesk.traffic.mess import MESS
from stressdesk.traffic.nearness import Group, caveats
from stressdesk.traffic.plan import Plan, plan
from stressdesk.traffic.returning import parted
from stressdesk.traffic.session import ODD, Turn

MOST_TEXTS = 20_000
_FIRST_DATE, _LAST_DATE = 946_684_800, 4_102_444_800
"""2000 and 2100: seconds before or after are no date, but counted from somewhere."""
_MOST_LETTERS = 2


class Observed(msgspec.Struct, frozen=True, kw_only=True):
    """What can be seen of some traffic; whatever it does not say is empty.

    `times` are arrivals in seconds in rising order, from the first, which was `began` seconds after 1970 where the
    traffic has dates; `starts` are those of conversations, `turns` the number of each, `gaps` the seconds between two
    turns of one; a plan takes answers as immediate and ends with its window, and its `input_tokens` are an estimate of
    prompt and message, without what was said before. `repeats` is the share of `follow_ups` that are the message
    before. `slips` are typos among `words` words of `messages_looked_at` messages. `writing` says whose habits it is
    meant to show, `caveats` say which groups published figures are no measure for.
    """

    name: str
    queries: int
    times: tuple[float, ...] = ()
    began: float | None = None
    starts: tuple[float, ...] = ()
    turns: tuple[int, ...] = ()
    gaps: tuple[float, ...] = ()
    texts: tuple[str, ...] = ()
    repeats: float | None = None
    follow_ups: int = 0
    input_tokens: tuple[int, ...] = ()
    output_tokens: tuple[int, ...] = ()
    window_seconds: float | None = None
    slips: tuple[Slip, ...] = ()
    words: int = 0
    messages_looked_at: int = 0
    messages_with_slips: float | None = None
    writing: Writing = "web"
    caveats: dict[Group, str] = {}


def of_log(name: str, entries: Iterable[Entry]) -> Observed:
    """What a log or trace shows; at most 20,000 of its texts are kept.

    Many logs name the user, not the conversation: who comes back after more than a day begins another one.
    """
    times: list[float] = []
    inputs: list[int] = []
    outputs: list[int] = []
    texts: list[str] = []
    conversations: dict[str, list[Entry]] = {}
    queries = 0
    for entry in entries:
        queries += 1
        if entry.seconds is not None:
            times.append(entry.seconds)
        if entry.input_tokens is not None:
            inputs.append(entry.input_tokens)
        if entry.output_tokens is not None:
            outputs.append(entry.output_tokens)
        if entry.text is not None and len(texts) < MOST_TEXTS:
            texts.append(entry.text)
        if entry.session is not None:
            conversations.setdefault(entry.session, []).append(entry)
    times.sort()
    sessions = [part for one in conversations.values() for part in parted(one)]
    said = [[entry.text for entry in one if entry.text is not None] for one in sessions]
    return Observed(
        name=name,
        queries=queries,
        times=tuple(time - times[0] for time in times),
        began=times[0] if times and _FIRST_DATE <= times[0] < _LAST_DATE else None,
        starts=tuple(start - times[0] for start in sorted(_firsts(sessions))),
        turns=tuple(len(one) for one in sessions),
        gaps=tuple(_gaps(sessions)),
        texts=tuple(texts),
        repeats=_repeats(said),
        follow_ups=sum(max(0, len(texts) - 1) for texts in said),
        input_tokens=tuple(inputs),
        output_tokens=tuple(outputs),
    )


def of_plan(scenario: Scenario, queries: int, *, seed: int, folder: Path) -> Observed:
    """What a scenario's plan shows. Typos are counted exactly: its texts with and without them, and nothing else."""
    sessions = sorted(plan(scenario, queries, seed=seed, folder=folder).sessions(), key=lambda one: one.index)
    asked = [turn for session in sessions for turn in session.turns]
    slips, words, looked_at, with_slips = planned_slips(scenario, queries, seed=seed, folder=folder)
    own = prompt_tokens(scenario, folder)
    return Observed(
        name=scenario.name,
        queries=len(asked),
        times=tuple(sorted(turn.due_seconds for turn in asked)),
        starts=tuple(sorted(session.start_seconds for session in sessions)),
        turns=tuple(len(session.turns) for session in sessions),
        gaps=tuple(turn.think_seconds for turn in asked if turn.index > 0),
        texts=tuple(islice((turn.text for turn in asked if _is_ordinary(turn)), MOST_TEXTS)),
        repeats=_repeats([turn.text for turn in session.turns] for session in sessions),
        follow_ups=sum(turn.index > 0 for turn in asked),
        input_tokens=tuple(own + estimated_tokens(turn.text) for turn in asked),
        window_seconds=scenario.load.window_minutes * 60,
        slips=slips,
        words=words,
        messages_looked_at=looked_at,
        messages_with_slips=with_slips,
        writing=scenario.traffic.mess.writing,
        caveats=caveats(scenario),
    )


def ordinary_texts(scenario: Scenario, queries: int, *, seed: int, folder: Path) -> list[str]:
    """The English messages of a plan, but for those that no demo shows."""
    return list(_texts(scenario, queries, seed, folder))


def prompt_tokens(scenario: Scenario, folder: Path) -> int:
    """About how many tokens of every request are the prompt's own, the user's words and variables left out."""
    rendering = Rendering(scenario.prompt, folder)
    nothing = dict.fromkeys(rendering.variables, "")
    return sum(estimated_tokens(message.content) for message in rendering.messages(nothing, ""))


def with_typos(observed: Observed, spelling: Mapping[str, str]) -> Observed:
    """The same with the typos of its English texts that a list of misspellings knows, scaled to all there are.

    The list knows about .55 of real typos, so words are counted at that share.
    """
    texts = short_english(observed.texts)
    slips, words, messages = found_typos(texts, spelling)
    return msgspec.structs.replace(
        observed,
        slips=slips,
        words=round(words * IN_SPELLING_LIST),
        messages_looked_at=len(texts),
        messages_with_slips=messages / IN_SPELLING_LIST / len(texts) if texts else None,
    )


def planned_slips(
    scenario: Scenario, queries: int, *, seed: int, folder: Path
) -> tuple[tuple[Slip, ...], int, int, float | None]:
    """The typos of a plan, its words, its messages, and the share of these with one.

    Each kind of mess has its own stream, so a plan with typos alone and one with no mess differ in nothing else. But a
    typo may decide how a text is brought to the length that is meant: such a text has other words, and is left out.
    """
    others = tuple(kind.name for kind in MESS if kind.name != "typos")
    clean = _texts(_with_off(scenario, (*others, "typos")), queries, seed, folder)
    typed = _texts(_with_off(scenario, others), queries, seed, folder)
    slips: list[Slip] = []
    words = messages = messy = 0
    for meant, written in zip(clean, typed, strict=True):
        pairs = list(zip(meant.split(), written.split(), strict=False))
        found = [Slip(one, other) for one, other in pairs if one != other]
        if not all(map(_is_slip, found)):
            continue
        slips += found
        words += len(pairs)
        messages += 1
        messy += bool(found)
    return tuple(slips), words, messages, messy / messages if messages else None


def _is_ordinary(turn: Turn) -> bool:
    """Is it a request or what follows on one: nothing odd, and in English?"""
    return not any(name in ODD for name in turn.mess) and turn.language == "en"


def _is_slip(pair: Slip) -> bool:
    """Do the two words have the same letters but for one or two?"""
    meant, typed = Counter(pair.meant), Counter(pair.typed)
    return max((meant - typed).total(), (typed - meant).total()) <= _MOST_LETTERS


def _with_off(scenario: Scenario, off: tuple[str, ...]) -> Scenario:
    traffic = scenario.traffic
    mess = msgspec.structs.replace(traffic.mess, off=off)
    # Typos in the scenario's own list of what is off stay off in both.
    if "typos" in traffic.mess.off:
        mess = Mess(severity=mess.severity, off=tuple(kind.name for kind in MESS))
    return msgspec.structs.replace(scenario, traffic=msgspec.structs.replace(traffic, mess=mess))


def _texts(scenario: Scenario, queries: int, seed: int, folder: Path) -> Iterator[str]:
    planned: Plan = plan(scenario, queries, seed=seed, folder=folder)
    return (turn.text for session in planned.sessions() for turn in session.turns if _is_ordinary(turn))


def _firsts(conversations: Iterable[list[Entry]]) -> Iterator[float]:
    for one in conversations:
        yield from sorted(entry.seconds for entry in one if entry.seconds is not None)[:1]


def _gaps(conversations: Iterable[list[Entry]]) -> Iterator[float]:
    for one in conversations:
        times = sorted(entry.seconds for entry in one if entry.seconds is not None)
        yield from (later - sooner for sooner, later in pairwise(times))


def _repeats(conversations: Iterable[list[str]]) -> float | None:
    """Share of follow-ups that are the message before, word for word; None without follow-ups."""
    counts = Counter(sooner.strip() == later.strip() for texts in conversations for sooner, later in pairwise(texts))
    return counts[True] / counts.total() if counts else None
