"""Everything that can be wrong with a scenario beyond the types of its fields; nothing starts while there is any."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from stressdesk.errors import Problem
from stressdesk.scenario.check_problems import check_problems
from stressdesk.scenario.disturbance_problems import disturbance_problems
from stressdesk.scenario.key_problems import key_problems
from stressdesk.scenario.model import Scenario
from stressdesk.scenario.places import field_name
from stressdesk.scenario.prompt_problems import prompt_problems
from stressdesk.scenario.setting_problems import setting_problems
from stressdesk.scenario.targets import LiteLLM, Simulated, TargetSpec
from stressdesk.scenario.traffic import Day, Ramp
from stressdesk.scenario.wordings import wording_problems
from stressdesk.scenario.written import written_problems

_MINUTES_A_DAY = 1_440


def problems(scenario: Scenario, folder: Path) -> list[Problem]:
    """What is wrong, each with field and hint, in the order of the file; files are looked up in `folder`."""
    return [
        *prompt_problems(scenario, folder),
        *check_problems(scenario),
        *_target_problems(scenario),
        *_traffic_problems(scenario),
        *_load_problems(scenario),
        *wording_problems(scenario),
        *written_problems(scenario, folder),
        *disturbance_problems(scenario.disturbance),
        *setting_problems(scenario),
        *key_problems(scenario),
    ]


def _target_problems(scenario: Scenario) -> Iterator[Problem]:
    if scenario.target not in scenario.targets:
        names = ", ".join(scenario.targets)
        message = f"there is no target called {scenario.target[:60]}"
        yield Problem(message, hint=f"Write `target:` with one of {names}.", field="target")
    for name, spec in scenario.targets.items():
        yield from _spec_problems(spec, field_name(("targets", name)))


def _spec_problems(spec: TargetSpec, field: str) -> Iterator[Problem]:
    if spec.price_as is not None and spec.prices is not None:
        yield Problem(
            "`price_as` and `prices` are given together", hint="Keep one of the two.", field=f"{field}.prices"
        )
    if isinstance(spec, Simulated):
        errors = spec.errors
        if errors.share > 0 and errors.rate_limit + errors.timeout + errors.server + errors.rejected == 0:
            hint = "Give one kind of error a weight above 0, or write `share: 0`."
            yield Problem("errors happen, but of no kind", hint=hint, field=f"{field}.errors")
    if isinstance(spec, LiteLLM) and spec.base_url is not None:
        yield from _address_problems(spec.base_url, f"{field}.base_url")


def _address_problems(address: str, field: str) -> Iterator[Problem]:
    from urllib.parse import urlsplit  # noqa: PLC0415 - few scenarios name an address

    try:
        parts = urlsplit(address)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and address.split() == [address]
        has_password = parts.username is not None or parts.password is not None
    except ValueError:
        is_web, has_password = False, False
    if not is_web:
        hint = "Write it in full, such as http://127.0.0.1:8000/v1."
        yield Problem("this is no web address (http or https)", hint=hint, field=field)
    elif has_password:
        hint = "Put the key into the environment and name that variable under `key_env:`."
        yield Problem("the address holds a user name or password", hint=hint, field=field)
    elif "?" in address or "#" in address:
        # What is sent goes to a path below it; and this text, with whatever key is in it, stands in every run file.
        hint = "Drop what begins with ? or #. A key goes into the environment, under the name given as `key_env:`; an "
        hint += "API version under `options:`."
        yield Problem("the address goes on after its path, with ? or #", hint=hint, field=field)


def _longest(scenario: Scenario) -> Iterator[Problem]:
    """A real target would have to be asked for as long as the window is; virtual time costs nobody any."""
    load, spec = scenario.load, scenario.targets.get(scenario.target)
    if load.window_minutes > _MINUTES_A_DAY and load.loop == "open" and spec and not isinstance(spec, Simulated):
        hint = f"Shorten it to {_MINUTES_A_DAY:,} or less, or set `target` to a simulated one."
        yield Problem("a target that is really asked takes at most a day", hint=hint, field="load.window_minutes")


def _traffic_problems(scenario: Scenario) -> Iterator[Problem]:
    traffic = scenario.traffic
    if traffic.off_topic + traffic.hostile + traffic.degenerate > 1:
        message = "`off_topic`, `hostile` and `degenerate` add up to more than 1"
        yield Problem(message, hint="They are shares of all queries: lower one.", field="traffic")
    for name, weights in (("personas", traffic.personas), ("languages", traffic.languages)):
        if weights and not any(weights.values()):
            hint = "Give one a weight above 0, or leave the whole list out."
            yield Problem("all weights are 0", hint=hint, field=f"traffic.{name}")


def _load_problems(scenario: Scenario) -> Iterator[Problem]:
    load = scenario.load
    if list(load.scales) != sorted(set(load.scales)):
        hint = f"Write {sorted(set(load.scales))}."
        yield Problem("the scales must grow, each standing once", hint=hint, field="load.scales")
    if isinstance(load.arrivals, Ramp) and load.arrivals.start + load.arrivals.end <= 0:
        hint = "Give `start` or `end` a number above 0."
        yield Problem("nobody ever arrives: the rate starts and ends at 0", hint=hint, field="load.arrivals")
    if isinstance(load.arrivals, Day) and not _is_ever_busy(load.arrivals):
        hint = "Give an hour of `hours`, and a day of `days`, a number above 0."
        yield Problem("nobody ever arrives: all hours of the week are at 0", hint=hint, field="load.arrivals")
    yield from _longest(scenario)


def _is_ever_busy(day: Day) -> bool:
    weekend = day.hours if day.weekend_hours is None else day.weekend_hours
    return (any(day.hours) and any(day.days[:5])) or (any(weekend) and any(day.days[5:]))
