"""What two runs were set to differently, by the words of the pages on which it is set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from stressdesk.analysis import words
from stressdesk.analysis.own_names import name_words
from stressdesk.errors import Problem, ScenarioError
from stressdesk.gui.models.disturbance import FAULTS, NETWORKS
from stressdesk.gui.models.goals import GOALS, LIMITS
from stressdesk.gui.models.weights import persona_weights, shares
from stressdesk.gui.models.wording import in_window
from stressdesk.journal.events import Header
from stressdesk.scenario.clusters import cut, without_start
from stressdesk.scenario.plain import complete, restore

Place = tuple[str | int, ...]

NONE = "none"
LONGEST = 200
BEFORE_DIFFERENCE = 60
NAMES: Mapping[str, str] = {
    "name": "Name of the scenario",
    "prompt.file": "File of the prompt",
    "prompt.input": "User's words go into",
    "prompt.memory": "Later turns carry",
    "prompt.parameters.top_p": "Top p",
    "prompt.parameters.max_tokens": "Most tokens",
    "prompt.parameters.seed": "Seed of the prompt's parameters",
    "prompt.parameters.stop": "Stop at",
    "traffic.mess.severity": "Severity of mess",
    "traffic.mess.writing": "People write",
    "traffic.mess.off": "Mess that is switched off",
    "traffic.sessions.mean_turns": "Turns on average",
    "traffic.sessions.single_turn_share": "One message only",
    "traffic.sessions.think_median_seconds": "Time to think",
    "traffic.sessions.think_sigma": "Spread of the time to think",
    "traffic.sessions.think_sigma_below": "Spread of short times to think",
    "traffic.sessions.resend_share": "Sent again unchanged",
    "traffic.hostile_classes": "Classes of hostile messages",
    "traffic.degenerate": "Hardly an input",
    "traffic.examples": "Further inputs",
    "traffic.lengths": "Lengths of messages",
    "traffic.replay": "Replayed log",
    "wordings": "Other words for the inputs",
    "written": "Messages written by a model",
    "load.window_minutes": "Window in which all arrive",
    "load.live": "Production queries",
    "load.loop": "People ask",
    "load.users": "People at once",
    "load.max_in_flight": "Most under way at once",
    "load.patience_seconds": "Patience",
    "load.paced": "Keeps the provider's rate limits",
    "load.retry.attempts": "Retries",
    "load.retry.kinds": "Tried again after",
    "load.retry.backoff_seconds": "Wait before the first retry",
    "load.retry.honour_retry_after": "Waits as long as the provider asks for",
    "disturbance.network.preset": "Network of users",
    "disturbance.network.delay_ms": "Network: delay a round trip",
    "disturbance.network.jitter_ms": "Network: varies by",
    "disturbance.network.loss": "Network: round trips lost",
    "disturbance.network.down_kbit": "Network: link down",
    "disturbance.network.up_kbit": "Network: link up",
    **{f"disturbance.faults.{name}": f"Injected: {label[0].lower()}{label[1:]}" for name, label in FAULTS},
    "disturbance.faults.retry_after_seconds": "Injected 429 asks to wait",
    "queries_per_month": "Queries a month",
    **{f"goals.{goal.name}": f"Goal: {goal.label[0].lower()}{goal.label[1:]}" for goal in GOALS},
    **{f"limits.{limit.name}": f"Limit: {limit.label[0].lower()}{limit.label[1:]}" for limit in LIMITS},
    "goals.system_failure_rate": "Goal: system failures",
    "limits.failure_rate_of_last": "Limit: of the last queries",
}
CHOICES: Mapping[str, Mapping[str, str]] = {
    "prompt.memory": {"conversation": "the conversation so far", "none": "nothing"},
    "traffic.mess.writing": {"web": "as on a public chat page", "careful": "with care"},
    "load.loop": {"open": "whether or not answers come", "closed": "one after the other"},
    "disturbance.network.preset": {preset: name.lower() for preset, name in NETWORKS},
}
SHARES = (
    "share",
    "rate",
    "rates",
    "personas",
    "off_topic",
    "hostile",
    "degenerate",
    "base",
    "other_mess",
    "load",
    "loss",
)
UNITS = {"seconds": "s", "minutes": "min", "_ms": "ms", "_kbit": "kbit/s"}
GROUPS = ("prompt", "parameters", "traffic", "sessions", "load", "targets")
"""Parts of a place that a name is clear without."""


class SettingTold(msgspec.Struct, frozen=True):
    """One setting that differs, and what it was in each of the runs."""

    name: str
    before: str
    after: str


def named_words(problem: Problem) -> str:
    """What is wrong, after the name the window has for its setting if that is a single field: "Most tokens: ..."."""
    said, name = in_window(problem.message), NAMES.get(problem.field, "")
    return f"{name}: {said}" if name else f"{said[:1].upper()}{said[1:]}"


def differing(before: Header, after: Header) -> list[SettingTold]:
    """Every setting that differs, in the order of the file; what stands at its default differs from nothing."""
    told = [
        SettingTold(_name(place), *_around(_value(place, one), _value(place, other)))
        for place, one, other in _changes((), _effective(before, after), _effective(after, before))
    ]
    return [one for one in told if one.before != one.after]


def _effective(own: Header, other: Header) -> Any:
    """The scenario as it was run, with every default; other targets than those asked are left out."""
    try:
        scenario = restore(own.scenario)
    except ScenarioError:  # a file of old: compare what it says as it stands
        return own.scenario
    found = complete(scenario)
    found["target"] = own.target
    found["targets"] = {name: found["targets"].get(name) for name in {own.target} & {other.target}}
    found["traffic"]["personas"] = shares(persona_weights(scenario))
    prompt = found["prompt"]
    said = [f"{one['role']}: {one['content']}" for one in prompt.pop("messages")]
    prompt["messages"] = [{"content": one} for one in (*filter(None, [prompt.pop("text")]), *said)]
    found["load"]["retry"]["kinds"].sort()
    return found


def _changes(place: Place, one: Any, other: Any) -> Iterator[tuple[Place, Any, Any]]:
    """The smallest parts that differ. What only one of the two has is one part, and so is another kind of thing."""
    if one == other:
        return
    are_mappings = isinstance(one, Mapping) and isinstance(other, Mapping)
    if are_mappings and place == ("traffic", "personas"):
        yield from _personas(one, other)
    elif are_mappings and one.get("kind") == other.get("kind"):
        for name in [*one, *(name for name in other if name not in one)]:
            yield from _changes((*place, name), one.get(name), other.get(name))
    elif _is_list_of_parts(one) and _is_list_of_parts(other) and (one or other):
        for at in range(max(len(one), len(other))):
            left, right = (parts[at] if at < len(parts) else None for parts in (one, other))
            yield from _changes((*place, at), left, right)
    else:
        yield place, one, other


def _personas(one: Mapping[str, float], other: Mapping[str, float]) -> Iterator[tuple[Place, Any, Any]]:
    """The shares of the users that moved; those that only made room keep their proportion and are not told."""
    ratios = [other[name] / one[name] for name in one if one[name] and other.get(name)]
    usual = max(ratios, key=lambda ratio: sum(abs(ratio - another) < 1e-6 * ratio for another in ratios), default=1.0)
    for name in [*one, *(name for name in other if name not in one)]:
        left, right = one.get(name, 0.0), other.get(name, 0.0)
        if abs(left * usual - right) > 1e-6:  # noqa: PLR2004 - more than the rounding of shares
            yield ("traffic", "personas", name), left, right


def _is_list_of_parts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(part, Mapping) for part in value)


def _name(place: Place) -> str:
    written = ".".join(map(str, place))
    if written in NAMES:
        return NAMES[written]
    match place:
        case ("demo", int(at), *rest):
            first = f"Demo input {at + 1}"
        case ("prompt", "messages", int(at), *rest):
            first = f"Message {at + 1} of the prompt"
        case ("checks", int(at), *rest):
            first = f"Check {at + 1}"
        case ("traffic", "personas", name):
            first, rest = f"Persona: {name_words(str(name))}", []
        case ("disturbance", "personas", name, *rest):
            first = f"Network of {name_words(str(name))} users"
        case ("traffic", "mess", "rates", kind):
            first, rest = f"Mess: {name_words(str(kind))}", []
        case _:
            parts = [part for part in place if part not in GROUPS] or list(place)
            first, rest = _parted(parts[0]), parts[1:]
    return _with_rest(first, [part for part in rest if part not in ("text", "content")])


def _with_rest(first: str, rest: Sequence[str | int]) -> str:
    said = ", ".join((first, *map(_parted, rest)))
    return said[:1].upper() + said[1:]


def _parted(part: str | int) -> str:
    said = name_words(str(part)).removesuffix(" seconds").removesuffix(" usd")
    return {"expect": "expected answer"}.get(said, said)


def _value(place: Place, value: Any) -> str:
    """A value as a person would write it: "5 %", "30 s", "none"."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if _is_empty(value):
        return NONE
    if isinstance(value, int | float):
        return _number(str(place[-1]), str(place[-2]) if len(place) > 1 else "", value)
    if isinstance(value, str):
        chosen = CHOICES.get(".".join(map(str, place)), {}).get(value, value)
        return name_words(chosen) if place[:3] == ("load", "retry", "kinds") else chosen
    if isinstance(value, Mapping):
        return _mapping(place, value)
    return " · ".join(_value((*place, at), part) for at, part in enumerate(value))


def _mapping(place: Place, value: Mapping[str, Any]) -> str:
    parts = dict(value)
    first = [name_words(str(parts.pop(name))) for name in ("kind",) if name in parts]
    first += [str(parts.pop(name)) for name in ("text", "content") if parts.get(name)]
    rest = [f"{_parted(name)}: {_value((*place, name), part)}" for name, part in parts.items() if not _is_empty(part)]
    return f"{first[0]} ({'; '.join(rest)})" if first and rest else "; ".join([*first, *rest])


def _is_empty(value: Any) -> bool:
    return value is None or value is False or (isinstance(value, str | list | dict) and not value)


def _number(name: str, around: str, value: float) -> str:
    unit = next((unit for ending, unit in UNITS.items() if name.endswith(ending)), None)
    if unit is not None:
        return f"{value:g} {unit}"
    if around in ("personas", "rates", "faults") or name.endswith(SHARES):
        return words.percent(value)
    if "usd" in name:
        return words.money(value).removesuffix(".00")
    return words.count(value) if isinstance(value, int) else f"{value:g}"


def _around(one: str, other: str) -> tuple[str, str]:
    """Two texts cut to what surrounds their first difference, where either is long."""
    if max(len(one), len(other)) <= LONGEST:
        return one, other
    pairs = enumerate(zip(one, other, strict=False))
    first = next((at for at, (left, right) in pairs if left != right), min(len(one), len(other)))
    start = max(0, first - BEFORE_DIFFERENCE)
    return _cut(one, start), _cut(other, start)


def _cut(text: str, start: int) -> str:
    # The shorter of the two may end before the difference begins: then it is told from its own beginning.
    start = start if start < len(text) else 0
    rest = without_start(text, start)
    kept = cut(rest, LONGEST)
    return f"{'…' if start else ''}{kept}{'…' if len(kept) < len(rest) else ''}"
