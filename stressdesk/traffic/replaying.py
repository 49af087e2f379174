"""A recorded log sent again: its conversations in their order, word for word, its times scaled to the window."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from stressdesk.errors import Problem, ScenarioError, StressDeskError
from stressdesk.scenario.amounts import counted
from stressdesk.scenario.importing.log import Entry, Log
from stressdesk.scenario.model import Scenario
from stressdesk.scenario.seeds import rng
from stressdesk.scenario.traffic import Replay
from stressdesk.traffic.languages import language_of
from stressdesk.traffic.returning import parted
from stressdesk.traffic.session import Session, Turn

if TYPE_CHECKING:
    from stressdesk.scenario.importing.masking import Masker

MOST_MESSAGES = 100_000
PERSONA = "recorded"
"""The persona of a replayed session: whoever wrote it."""

INTENT = "replayed"
FIELD = "traffic.replay"
_PAUSE_SECONDS = 45.0
"""Between turns without a time of their own: the usual median."""


class Said(msgspec.Struct, frozen=True):
    """One message of a log: seconds after its conversation began, its words and their language."""

    seconds: float
    text: str
    language: str


class Recorded(msgspec.Struct, frozen=True):
    """One conversation of a log: seconds after the log began, and what was said in it."""

    seconds: float
    said: tuple[Said, ...]


class Recording(msgspec.Struct, frozen=True):
    """The conversations of a log in order of their start, and how many seconds it lasts.

    `words` are how it was read and what of it was left out, for a person.
    """

    conversations: tuple[Recorded, ...]
    seconds: float
    messages: int
    words: tuple[str, ...] = ()


def replayed(scenario: Scenario, replay: Replay, queries: int, *, seed: int, folder: Path) -> list[Session]:
    """So many queries of the log: of fewer, conversations chosen by chance; of more, the log over itself again.

    Variables are left to be filled in. Raises ScenarioError for a log that cannot be read or has no text.
    """
    recording = recorded(replay, folder, scenario.seed)
    chosen = _chosen(recording, queries, seed)
    window_seconds = scenario.load.window_minutes * 60
    scale = window_seconds / recording.seconds
    sessions: list[Session] = []
    left = queries
    for index, (place, round_) in enumerate(chosen):
        one = recording.conversations[place]
        # A second copy comes between the conversations of the first, not on top of them.
        shift = round_ * recording.seconds / len(recording.conversations) / (chosen[-1][1] + 2)
        start = (one.seconds + shift) % recording.seconds * scale
        sessions.append(_session(index, start, one.said[:left], scale, scenario.load.patience_seconds))
        left -= len(one.said[:left])
    return sorted(sessions, key=lambda session: (session.start_seconds, session.index))


def replay_problems(scenario: Scenario, folder: Path) -> list[Problem]:
    """Why the log that a scenario replays cannot be; empty where it can, and where it replays none."""
    if scenario.traffic.replay is None:
        return []
    try:
        recorded(scenario.traffic.replay, folder, scenario.seed)
    except ScenarioError as error:
        return list(error.problems)
    return []


def replay_words(scenario: Scenario, folder: Path) -> tuple[str, ...]:
    """How the log that is sent again was read, and what of it is left out; nothing for a scenario without."""
    replay = scenario.traffic.replay
    return recorded(replay, folder, scenario.seed).words if replay else ()


def recorded(replay: Replay, folder: Path, seed: int) -> Recording:
    """The log as it will be sent; read once as long as the file does not change. Raises ScenarioError."""
    path = folder / replay.file
    try:
        if not path.is_file():
            raise _unusable(f"there is no log {str(path)[:300]}", f"Put it into {path.absolute().parent}")
        columns = tuple(sorted(replay.columns.items()))
        return _read(path.absolute(), path.stat().st_mtime, columns, seed if replay.mask else None)
    except ScenarioError:
        raise
    except StressDeskError as error:
        raise _unusable(error.message.rstrip("."), f"{error.hint} Mend it") from error
    except (OSError, ValueError) as error:
        raise _unusable(f"the log {str(path)[:300]} cannot be read", "Check the name and its permissions") from error


def _unusable(words: str, remedy: str) -> ScenarioError:
    hint = f"{remedy}, name another file, or leave `replay` out."
    return ScenarioError([Problem(words, hint=hint, field=FIELD)])


@lru_cache(maxsize=4)
def _read(path: Path, _changed: float, columns: tuple[tuple[str, str], ...], mask_seed: int | None) -> Recording:
    log = Log(path, dict(columns))
    entries = [entry for entry in log.entries(MOST_MESSAGES) if entry.text]
    if not entries:
        remedy = f"{log.left_out()} Say which column has the texts (`columns`).".lstrip()
        raise StressDeskError(f"{path.name} has no message of a user.", remedy)
    masker = _masker(mask_seed) if mask_seed is not None else None
    if masker:
        masker.look(entry.text or "" for entry in entries)
    by_session: dict[str, list[Entry]] = {}
    for number, entry in enumerate(entries):
        by_session.setdefault(entry.session if entry.session is not None else f"/{number}", []).append(entry)
    found = [_conversation(part, masker) for one in by_session.values() for part in parted(one)]
    times = [seconds for seconds, _ in found if seconds is not None]
    # Conversations without any time stand evenly, in the order of the log.
    begins = [seconds if len(times) == len(found) and seconds is not None else at * _PAUSE_SECONDS
              for at, (seconds, _) in enumerate(found)]  # fmt: skip
    first = min(begins)
    conversations = sorted(
        (Recorded(begin - first, said) for begin, (_, said) in zip(begins, found, strict=True)),
        key=lambda one: one.seconds,
    )
    last = max(one.seconds + one.said[-1].seconds for one in conversations)
    # The last message is followed by one mean gap, so that a log repeated end to end keeps its rate.
    seconds = last * len(entries) / max(1, len(entries) - 1) or _PAUSE_SECONDS
    read_as = f"{counted(len(entries), 'message')} in {counted(len(conversations), 'conversation')}"
    words = (f"{path.name}: {read_as}, read as {log.columns.words()}.", log.left_out())
    return Recording(tuple(conversations), seconds, len(entries), tuple(filter(None, words)))


def _masker(seed: int) -> Masker:
    from stressdesk.scenario.importing.masking import Masker  # noqa: PLC0415 - 80 ms, with Faker

    return Masker(seed)


def _conversation(entries: Sequence[Entry], masker: Masker | None) -> tuple[float | None, tuple[Said, ...]]:
    """When it began, if the log says, and its messages; those without a time follow after the usual pause."""
    if all(entry.seconds is not None for entry in entries):
        entries = sorted(entries, key=lambda entry: entry.seconds or 0.0)
    begin = entries[0].seconds
    # Names are invented for the language of the whole: one message alone may be too short, or too mixed, to tell it.
    around = next((one.language for one in entries if one.language), None)
    around = around or language_of(" ".join(one.text or "" for one in entries))
    said: list[Said] = []
    at = 0.0
    for number, entry in enumerate(entries):
        if number and begin is not None and entry.seconds is not None:
            at = max(at, entry.seconds - begin)
        elif number:
            at += _PAUSE_SECONDS
        text = entry.text or ""
        language = entry.language or language_of(text)
        said.append(Said(at, masker.masked(text, around) if masker else text, language))
    return begin, tuple(said)


def _chosen(recording: Recording, queries: int, seed: int) -> list[tuple[int, int]]:
    """Which conversations are sent, as place in the log and how many times it was sent whole before."""
    everything = range(len(recording.conversations))
    rounds, left = divmod(queries, recording.messages)
    chosen = [(place, round_) for round_ in range(rounds) for place in everything]
    draws = rng(seed, "replay")
    rest: list[int] = []
    for place in draws.sample(everything, len(everything)):
        if left <= 0:
            break
        rest.append(place)
        left -= len(recording.conversations[place].said)
    return [*chosen, *((place, rounds) for place in rest)]


def _session(index: int, start: float, said: Sequence[Said], scale: float, patience_seconds: float) -> Session:
    before = [0.0, *(one.seconds for one in said[:-1])]
    return Session(
        index=index,
        start_seconds=round(start, 3),
        persona=PERSONA,
        patience_seconds=patience_seconds,
        variables={},
        turns=tuple(
            Turn(
                index=at,
                due_seconds=round(start + one.seconds * scale, 3),
                think_seconds=round((one.seconds - earlier) * scale, 3),
                intent=INTENT,
                language=one.language,
                mess=(),
                clean=one.text,
                text=one.text,
            )
            for at, (one, earlier) in enumerate(zip(said, before, strict=True))
        ),
    )
