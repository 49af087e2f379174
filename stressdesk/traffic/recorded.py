"""A recorded trace on disk: when its sessions start, and what keeps it from being replayed."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from stressdesk.errors import Problem, ScenarioError, StressDeskError
from stressdesk.scenario.importing.log import Log
from stressdesk.scenario.model import Scenario
from stressdesk.scenario.traffic import Trace
from stressdesk.traffic.returning import starts

FIELD = "load.arrivals.file"
OTHERWISE = "or choose other arrivals"
_FEWEST_EVENTS = 2
_MOST_CHARACTERS = 300


def recorded(path: Path) -> tuple[float, ...]:
    """The arrivals of a trace as shares of its length, from 0; read once as long as the file does not change.

    Raises ScenarioError with what is wrong with the file.
    """
    try:
        if path.exists() and not path.is_file():
            # Reading a pipe or a device might never end.
            raise _unusable(f"the trace {_named(path)} is no file", "Name a CSV or JSON lines file")
        return _read(path.absolute(), path.stat().st_mtime)
    except FileNotFoundError as missing:
        raise _unusable(
            f"there is no trace file {path.name}", f"Put it into {path.absolute().parent}, name another file"
        ) from missing
    except StressDeskError as error:
        if isinstance(error, ScenarioError):
            raise
        raise _unusable(error.message.rstrip("."), f"{error.hint} Mend it, name another file") from error
    except (OSError, ValueError) as error:
        # A name too long, or with a zero byte, is no file's.
        why = error.strerror if isinstance(error, OSError) else "no file can be called so"
        raise _unusable(f"the trace file {_named(path)} cannot be read: {why}", "Name another file") from error


def trace_problems(scenario: Scenario, folder: Path) -> list[Problem]:
    """Why the trace that a scenario's arrivals replay cannot be; empty where it can, and where they replay none."""
    if not isinstance(scenario.load.arrivals, Trace):
        return []
    try:
        recorded(folder / scenario.load.arrivals.file)
    except ScenarioError as error:
        return list(error.problems)
    return []


def _unusable(words: str, remedy: str) -> ScenarioError:
    return ScenarioError([Problem(words, hint=f"{remedy}, {OTHERWISE}.", field=FIELD)])


def _named(path: Path) -> str:
    return str(path)[:_MOST_CHARACTERS]


def _no_times(path: Path, times: int, sessions: int) -> StressDeskError:
    """Why too few sessions start: no times, or one conversation alone has them all."""
    if not times:
        return StressDeskError(f"{path.name} has no times.", "Name their column t_seconds or timestamp.")
    if sessions == 1 and times > 1:
        return StressDeskError(
            f"all {times:,} times of {path.name} are of one conversation, which starts once.",
            "Leave out the column that names it, and each is an arrival of its own.",
        )
    return StressDeskError(f"{path.name} has no two different times.", "Give a trace with a column of times.")


@lru_cache(maxsize=4)
def _read(path: Path, _changed: float) -> tuple[float, ...]:
    seconds: list[float] = []
    times = 0
    named: dict[str, list[float]] = {}
    for entry in Log(path).entries():
        if entry.seconds is None:
            continue
        times += 1
        if entry.session is None:
            seconds.append(entry.seconds)
        else:
            named.setdefault(entry.session, []).append(entry.seconds)
    began = [start for one in named.values() for start in starts(one)]
    seconds = sorted([*seconds, *began])
    if len(seconds) < _FEWEST_EVENTS or seconds[-1] <= seconds[0]:
        raise _no_times(path, times, len(began))
    # The last arrival is followed by one mean gap, so that a trace repeated end to end keeps its rate.
    span = (seconds[-1] - seconds[0]) * len(seconds) / (len(seconds) - 1)
    return tuple((one - seconds[0]) / span for one in seconds)
