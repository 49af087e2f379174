"""Learns a traffic profile from a log: what people ask, how long, how messily, in which languages, and when.

What a log does not say stays as the scenario has it, and the reason is told in words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
import numpy as np

from stressdesk.errors import StressDeskError
from stressdesk.scenario.amounts import counted
from stressdesk.scenario.importing.log import Entry, Log
from stressdesk.scenario.importing.masking import Masked, Masker
from stressdesk.scenario.model import DemoInput, Prompt, Scenario
from stressdesk.scenario.seeds import rng
from stressdesk.scenario.targets import Simulated
from stressdesk.scenario.tokens import estimated_tokens
from stressdesk.scenario.traffic import Load, Traffic
from stressdesk.traffic import learnt_times
from stressdesk.traffic.intents import MOST_LOOKED_AT, Group, groups
from stressdesk.traffic.languages import known_languages
from stressdesk.traffic.learnt_typos import TYPOS, typo_rate
from stressdesk.traffic.measure_arrivals import ks
from stressdesk.traffic.mess import MESS
from stressdesk.traffic.observed import MOST_TEXTS, Observed, of_log, ordinary_texts, prompt_tokens
from stressdesk.traffic.observed_mess import FEWEST, Seen, seen
from stressdesk.traffic.observed_typos import Typos, typos_in
from stressdesk.traffic.spoken import languages, of_conversations
from stressdesk.traffic.tidying import tidied
from stressdesk.traffic.told import Told

EXAMPLES = 60
_PLANNED = 1_200
_FEWEST_LENGTHS = 20
_FEWEST_LANGUAGES = 20
_POINTS = (11, 21, 51, 101)
_NEAR = 0.015
_AS_USUAL = 0.15
_LEAST_SHARE = 0.005
_LONGEST_EXAMPLE = 4_000
_USUAL = {kind.name: kind.rate for kind in MESS}


class Wishes(msgspec.Struct, frozen=True, kw_only=True):
    """How a log is to be learnt from: at most so many examples; whether personal data is masked, by which seed."""

    examples: int = EXAMPLES
    mask: bool = True
    seed: int = 1


class Learnt(msgspec.Struct, frozen=True, kw_only=True):
    """What a log says: the `traffic` and `load` it makes of a scenario's, what each was learnt from, what it lacks.

    `languages` counts messages; `asked` are groups of requests; `notes` and `lacks` are sentences for a person.
    """

    columns: str
    messages: int
    traffic: Traffic
    load: Load
    asked: tuple[Group, ...]
    languages: dict[str, int]
    mess: tuple[Seen, ...]
    masked: tuple[Masked, ...] | None
    notes: tuple[str, ...]
    lacks: tuple[str, ...]

    def put_into(self, scenario: Scenario) -> Scenario:
        """The scenario with this traffic."""
        return msgspec.structs.replace(scenario, traffic=self.traffic, load=self.load)


def learnt(log: Log, scenario: Scenario, folder: Path, wishes: Wishes) -> Learnt:
    """What the log says of how a scenario's traffic should be. Raises StressDeskError where it says nothing."""
    entries = list(log.entries())
    if not entries:
        why = f"{log.left_out()} It was read as {log.columns.words()}.".lstrip()
        raise StressDeskError(f"{log.path.name} has no message of a user.", why)
    learning = _Learning(entries, of_log(log.path.name, entries), scenario, folder, wishes)
    learning.languages()
    learning.look_for_typos()
    learning.examples()
    learning.lengths()
    learning.conversations()
    learning.arrivals()
    learning.mess()
    return Learnt(
        columns=log.columns.words(),
        messages=len(entries),
        traffic=learning.traffic,
        load=learning.load,
        asked=tuple(learning.asked),
        languages=dict(learning.spoken.most_common()),
        mess=learning.seen,
        masked=learning.masker.counts() if learning.masker else None,
        notes=(*filter(None, [log.left_out()]), *learning.notes),
        lacks=tuple(learning.lacks),
    )


class _Learning:
    """Takes one part of the traffic after the other from the log; each says what it learnt or why it could not."""

    def __init__(
        self, entries: Sequence[Entry], observed: Observed, scenario: Scenario, folder: Path, wishes: Wishes
    ) -> None:
        self.traffic, self.load = msgspec.structs.replace(scenario.traffic, replay=None), scenario.load
        self.notes: list[str] = []
        self.lacks: list[str] = []
        self.asked: list[Group] = []
        self.spoken: Counter[str] = Counter()
        self.seen: tuple[Seen, ...] = ()
        self._texts = [entry for entry in entries if entry.text and entry.text.strip()][:MOST_TEXTS]
        self._codes: list[str] = []
        self._typos: Typos | None = None
        self._observed, self._scenario, self._folder, self._wishes = observed, scenario, folder, wishes
        self.masker = Masker(wishes.seed) if wishes.mask and self._texts else None

    def languages(self) -> None:
        """The mix of languages, of which the scenario can hold those that traffic is written in."""
        self._codes, self.spoken = languages(self._texts)
        told = self.spoken.total()
        if not self._texts:
            return
        if told < _FEWEST_LANGUAGES:
            self.lacks.append(f"Languages: fewer than {_FEWEST_LANGUAGES} messages are long enough to tell one.")
            return
        shares = {code: count / told for code, count in self.spoken.most_common() if count / told >= _LEAST_SHARE}
        known = {code: round(share, 3) for code, share in shares.items() if code in known_languages()}
        self.notes.append(f"Languages: {', '.join(f'{code} {share:.1%}' for code, share in shares.items())}.")
        if unknown := [code for code in shares if code not in known]:
            self.lacks.append(f"No traffic is written in {', '.join(unknown)}; only the examples may be.")
        is_plain = set(known) == {"en"} or not known
        self.traffic = msgspec.structs.replace(self.traffic, languages={} if is_plain else known)

    def look_for_typos(self) -> None:
        """Typos among the English words, which no example is to have: they are put back at their own rate."""
        self._typos = typos_in(self._english()) if self._texts else None

    def _english(self) -> list[str]:
        return [entry.text or "" for entry, code in zip(self._texts, self._codes, strict=True) if code == "en"]

    def examples(self) -> None:
        """Requests that stand for all of them, masked and tidied, since the mess is put back at its own rates."""
        if not self._texts:
            self.lacks.append("Requests, languages and mess: there is no column of texts.")
            return
        texts = [entry.text or "" for entry in self._texts]
        if self.masker is not None:
            self.masker.look(texts)
        looked_at: Sequence[int] = range(len(texts))
        if len(texts) > MOST_LOOKED_AT:
            looked_at = sorted(rng(self._wishes.seed, "looked at").sample(looked_at, MOST_LOOKED_AT))
        # Masked before they are grouped: the words a group is named by are people's own as well.
        around = of_conversations(self._texts, self._codes)
        kept = [(self._kept(texts[at], around[at] or self._codes[at]), self._codes[at]) for at in looked_at]
        self.asked = groups([text for text, _ in kept], self._wishes.examples, seed=self._wishes.seed)
        chosen = dict.fromkeys(tidied(*kept[at]) for group in self.asked for at in group.chosen)
        if not chosen:
            self.lacks.append("Requests: no text has two words or more.")
            return
        self.notes.append(
            f"Requests: {counted(len(chosen), 'example')} in {counted(len(self.asked), 'group')} "
            f"{'stands' if len(chosen) == 1 else 'stand'} for {counted(len(texts), 'message')}."
        )
        self.traffic = msgspec.structs.replace(self.traffic, examples=tuple(chosen))

    def _kept(self, text: str, code: str) -> str:
        """A text as it may stand in a scenario; "" for one too long or with typos."""
        typos = self._typos
        is_misspelled = typos is not None and typos.is_enough and typos.stand_in(text)
        if len(text) > _LONGEST_EXAMPLE or is_misspelled:
            return ""
        return self.masker.masked(text, code) if self.masker else text

    def lengths(self) -> None:
        """A grid of quantiles of tokens: as the log counts them, without the prompt's own, else as the texts have."""
        logged = [count for count in self._observed.input_tokens if count > 0]
        own = prompt_tokens(self._scenario, self._folder) if logged else 0
        lengths = [max(1, count - own) for count in logged] or [estimated_tokens(one.text or "") for one in self._texts]
        if len(lengths) < _FEWEST_LENGTHS:
            self.lacks.append(f"Lengths: fewer than {_FEWEST_LENGTHS} messages have one.")
            return
        grid = grid_of(lengths)
        middle, most = grid[len(grid) // 2], grid[-1]
        without = f" without the {own} of the prompt" if own else ""
        source = f"the log's counts{without}" if logged else "estimated from the texts"
        self.notes.append(f"Lengths: {counted(middle, 'token')} in the middle, up to {most:,}; {source}.")
        self.traffic = msgspec.structs.replace(self.traffic, lengths=grid)

    def conversations(self) -> None:
        """Turns, what is sent again, and the time between turns where the log has times."""
        found, told = learnt_times.conversations(self._observed, self.traffic)
        self.traffic = msgspec.structs.replace(self.traffic, sessions=found)
        self._tell(told)

    def arrivals(self) -> None:
        """When conversations start: hours and days where the log has them, and how the rate wanders."""
        self.load, told = learnt_times.arrivals(self._observed, self.load)
        self._tell(told)

    def _tell(self, told: Told) -> None:
        self.notes += told.notes
        self.lacks += told.lacks

    def mess(self) -> None:
        """The rates at which planned traffic shows as much of each kind as the log's English messages do."""
        texts = self._english()
        if len(texts) < FEWEST:
            if self._texts:
                self.lacks.append(f"Mess: fewer than {FEWEST} messages are in English.")
            return
        self.seen = seen(texts, self._planned())
        mess = self.traffic.mess
        learnt_rates = {one.name: one.rate for one in self.seen}
        scenario = msgspec.structs.replace(self._scenario, traffic=self.traffic)
        typos, told = typo_rate(self._typos, _USUAL[TYPOS], scenario, self._folder)
        if typos is not None:
            learnt_rates[TYPOS] = typos
        own = {name: rate for name, rate in learnt_rates.items() if abs(rate / _USUAL[name] - 1) > _AS_USUAL}
        kept = {name: rate for name, rate in mess.rates.items() if name not in learnt_rates}
        rates = {**kept, **own}
        off = tuple(name for name in mess.off if name not in rates)
        self.traffic = msgspec.structs.replace(
            self.traffic, mess=msgspec.structs.replace(mess, writing="web", severity=1, rates=rates, off=off)
        )
        self.notes.append(f"Mess: {counted(len(self.seen), 'kind')}, from {counted(len(texts), 'English message')}.")
        self._tell(told)
        self.lacks.append("What people leave out or mean otherwise cannot be seen in a message: as usual.")

    def _planned(self) -> Callable[[dict[str, float]], Sequence[str]]:
        """Plans messages at given rates, all else as learnt so far."""

        def show(rates: dict[str, float]) -> Sequence[str]:
            mess = msgspec.structs.replace(
                self.traffic.mess, writing="web", severity=1, rates={**self.traffic.mess.rates, **rates}, off=()
            )
            traffic = msgspec.structs.replace(
                self.traffic, mess=mess, languages={}, hostile=0, off_topic=0, degenerate=0
            )
            return ordinary_texts(
                msgspec.structs.replace(self._scenario, traffic=traffic, load=Load()),
                _PLANNED,
                seed=1,
                folder=self._folder,
            )

        return show


def grid_of(lengths: Sequence[int]) -> tuple[int, ...]:
    """Lengths as a scenario holds them: as few quantiles as are within .015 of all (Kolmogorov-Smirnov)."""
    ordered = np.sort(np.asarray(lengths, dtype=float))
    shares = (np.arange(2_000) + 0.5) / 2_000
    grid: tuple[int, ...] = ()
    for points in _POINTS:
        grid = tuple(max(1, round(float(one))) for one in np.quantile(ordered, np.linspace(0, 1, points)))
        drawn = np.rint(np.interp(shares, np.linspace(0, 1, points), grid))
        if ks(drawn, ordered) <= _NEAR:
            break
    return grid


def blank() -> Scenario:
    """A scenario with nothing but the user's words, to learn traffic for before there is one."""
    return Scenario(
        name="learnt",
        prompt=Prompt(text="{{message}}"),
        demo=(DemoInput(text="Can you help me with a question?"),),
        target="simulated",
        targets={"simulated": Simulated()},
    )
