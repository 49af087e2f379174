"""From a target's description in the scenario to something that answers."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager, nullcontext

import msgspec

from stressdesk.errors import RunError
from stressdesk.journal.events import Provenance
from stressdesk.scenario.checks import Contains, Equals, Fields, Json, JsonSchema, OneOf
from stressdesk.scenario.model import Scenario
from stressdesk.scenario.targets import LiteLLM, Local, Simulated, TargetSpec
from stressdesk.targets.openai_providers import endpoint, speaks_openai
from stressdesk.targets.simulated_answers import EXPECTATION, as_text
from stressdesk.targets.target import Target
from stressdesk.targets.weights import model_name

_LITELLM = "litellm:"
SENTENCE = "The simulated answer is {expect}, as expected."


class TargetFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What a run file says of its target."""

    kind: str
    model: str
    provenance: Provenance


def open_target(spec: TargetSpec, scenario: Scenario, seed: int) -> AbstractAsyncContextManager[Target]:
    """The target, ready to be asked inside the context; entering raises `RunError` with what to do if it cannot be."""
    opening = _open(spec, scenario, seed)
    if not scenario.disturbance.is_on:
        return opening
    from stressdesk.targets.disturbed import open_disturbed  # noqa: PLC0415 - few scenarios disturb anything

    return open_disturbed(opening, spec, scenario.disturbance, seed)


def _open(spec: TargetSpec, scenario: Scenario, seed: int) -> AbstractAsyncContextManager[Target]:
    # Each kind loads its own libraries, some of which take seconds; only the one in use is imported.
    if isinstance(spec, Simulated):
        from stressdesk.targets.simulated import SimulatedTarget  # noqa: PLC0415 - as said above

        return nullcontext(SimulatedTarget(spec, seed, _right_answers(scenario), _wording(scenario)))
    if isinstance(spec, Local):
        from stressdesk.targets.local import open_local  # noqa: PLC0415 - as said above

        return open_local(spec)
    if speaks_openai(spec, scenario.prompt.parameters.extra):
        from stressdesk.targets.openai import open_openai  # noqa: PLC0415 - as said above

        return open_openai(endpoint(spec))
    from stressdesk.targets.litellm import open_litellm  # noqa: PLC0415 - as said above

    return open_litellm(spec)


def described(spec: TargetSpec) -> TargetFacts:
    """The target's kind and model, and how numbers gained from it came about."""
    if isinstance(spec, Simulated):
        return TargetFacts(kind="simulated", model="simulated", provenance="simulated")
    if isinstance(spec, Local):
        return TargetFacts(kind="local", model=model_name(spec), provenance="measured")
    return TargetFacts(kind="litellm", model=spec.model, provenance="measured")


def named(scenario: Scenario, name: str) -> TargetSpec:
    """The scenario's target of this name, or one that needs no description; raises `RunError` listing the choices."""
    if name in scenario.targets:
        return scenario.targets[name]
    if name == "simulated":
        return Simulated()
    if name in {"local", "embedded"}:
        return Local()
    if name.startswith(_LITELLM) and len(name) > len(_LITELLM):
        return LiteLLM(model=name.removeprefix(_LITELLM))
    choices = ", ".join([*scenario.targets, *({"simulated", "embedded"} - set(scenario.targets)), "litellm:MODEL"])
    meant = f"Did you mean {_LITELLM}{name}? " if "/" in name else ""
    raise RunError(f"There is no target {name!r}.", f"{meant}Choose one of: {choices}.")


def _right_answers(scenario: Scenario) -> tuple[str, ...]:
    """The expectations of the demo inputs, as a model would write them."""
    return tuple(as_text(example.expect) for example in scenario.demo if example.expect is not None)


def _wording(scenario: Scenario) -> str:
    """How a simulated answer puts an expectation so that a right one is right by all the scenario's checks."""
    kinds = {type(check) for check in scenario.checks}
    is_sentence = Contains in kinds and not kinds & {OneOf, Equals, Json, JsonSchema, Fields}
    return SENTENCE if is_sentence else EXPECTATION
