"""Everything that keeps a scenario from being run, of all kinds at once: the command line and the window ask here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from stressdesk.checks.build import checks_for
from stressdesk.errors import Problem, RunError, ScenarioError
from stressdesk.scenario.checks import Refusal
from stressdesk.scenario.places import field_name
from stressdesk.scenario.plain import plain, restore, restored
from stressdesk.scenario.problems import problems
from stressdesk.targets import prices
from stressdesk.traffic.problems import problems as traffic_problems
from stressdesk.traffic.recorded import trace_problems
from stressdesk.traffic.replaying import replay_problems

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from stressdesk.scenario.fitting import Misfit
    from stressdesk.scenario.model import Scenario

# What stands in for a part that does not fit, while the others are looked at: nothing can be wrong with these.
HARMLESS_PARTS: dict[str, dict[str, Any]] = {"checks": {"kind": "refusal"}, "targets": {"kind": "simulated"}}
HARMLESS_NAME = "unnamed"


def everything_wrong(scenario: Scenario, folder: Path) -> list[Problem]:
    """What is wrong, each with its field; nothing starts while there is any. Files are looked up in `folder`.

    Values out of their declared bounds come first: nothing checks a frozen scenario that was edited.
    """
    unfit: list[Misfit] = []
    ill_fitting = _ill_fitting(scenario, unfit)
    if not ill_fitting:
        return _of_every_kind(scenario, folder)
    fitting = _without(unfit, plain(scenario))
    return _together(ill_fitting, _of_every_kind(fitting, folder) if fitting is not None else ())


def _ill_fitting(scenario: Scenario, unfit: list[Misfit]) -> list[Problem]:
    def problem(misfit: Misfit) -> Problem:
        unfit.append(misfit)
        return Problem(misfit.message, hint=misfit.hint, field=field_name(misfit.path))

    try:
        restored(plain(scenario), problem)
    except ScenarioError as error:
        return list(error.problems)
    return []


def _without(unfit: Sequence[Misfit], fields: dict[str, Any]) -> Scenario | None:
    """The scenario with harmless parts in place of the unfit; None where nothing can stand in for one."""
    # The last first: taking a value out of a list moves those behind it.
    for misfit in reversed(unfit):
        match misfit.path:
            case ("prompt", "input"):
                # With another name for the user's words, their variable would seem to have no value.
                return None
            case ("checks" | "targets" as kind, str() | int() as place, *_):
                fields[kind][place] = HARMLESS_PARTS[kind]
            case ("name",):
                fields["name"] = HARMLESS_NAME
            case (*outer, last):
                _remove(fields, outer, last)
    try:
        return restore(fields)
    except ScenarioError:
        return None


def _remove(fields: Any, outer: Iterable[str | int], last: str | int) -> None:
    """Take one value out, so that its default stands there."""
    try:
        for part in outer:
            fields = fields[part]
        del fields[last]
    except (KeyError, IndexError, TypeError):
        return


def _of_every_kind(scenario: Scenario, folder: Path) -> list[Problem]:
    found = problems(scenario, folder)
    traffic = [*traffic_problems(scenario), *trace_problems(scenario, folder), *replay_problems(scenario, folder)]
    return _together(found, traffic, _unusable_checks(scenario, found), _unpriced(scenario))


def _unusable_checks(scenario: Scenario, found: Iterable[Problem]) -> Iterable[Problem]:
    """Patterns and schemas show what is wrong with them only when they are made ready to judge."""
    known = [problem.field for problem in found]
    # One that was found wrong is not tried: reading such a pattern can take half a second and 270 MB.
    usable = tuple(
        Refusal() if any(field.startswith(f"checks[{index}]") for field in known) else spec
        for index, spec in enumerate(scenario.checks)
    )
    try:
        checks_for(msgspec.structs.replace(scenario, checks=usable), system_text="")
    except ScenarioError as error:
        return error.problems
    return ()


def _unpriced(scenario: Scenario) -> Iterator[Problem]:
    """Targets priced as a model nobody knows the price of."""
    for name, target in scenario.targets.items():
        try:
            if target.price_as is not None:
                prices.for_target(target)
        except RunError as error:
            yield Problem(error.message, hint=error.hint, field=field_name(("targets", name, "price_as")))


def _together(*kinds: Iterable[Problem]) -> list[Problem]:
    """All of them, without what a later kind says of a field that an earlier one has spoken of."""
    said: list[Problem] = []
    for kind in kinds:
        fields = {problem.field for problem in said}
        said += [problem for problem in kind if problem.field not in fields]
    return said
