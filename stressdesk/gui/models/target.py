"""The targets of a scenario: kinds to choose from, what each is in words, and edits that keep the scenario whole."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from stressdesk.scenario.model import Scenario
from stressdesk.scenario.targets import LiteLLM, Local, Prices, Simulated, TargetSpec

Kind = Literal["embedded", "simulated", "hosted", "address"]
PriceBy = Literal["own", "as", "typed"]

OPENAI = "openai/"
LOCAL_ADDRESS = "http://127.0.0.1:8000/v1"
EMBEDDED_MODEL = "SmolLM2-135M-Instruct"
USUAL_PRICE = "gpt-4o-mini"


class Sort(msgspec.Struct, frozen=True):
    """A kind of target in words: its name, what it is, and one to start from."""

    kind: Kind
    title: str
    sentence: str
    start: TargetSpec


SORTS: tuple[Sort, ...] = (
    Sort(
        "embedded",
        "Embedded model",
        "A small model that runs on this machine: no key, no network, no bill. Answers are real.",
        Local(price_as=USUAL_PRICE),
    ),
    Sort(
        "simulated",
        "Simulated",
        "Nothing is asked: waiting times, limits, errors and wrong answers are computed. 10,000 queries take seconds.",
        Simulated(price_as=USUAL_PRICE),
    ),
    Sort(
        "hosted",
        "Hosted model",
        "Any provider and model that LiteLLM knows, such as OpenAI, Anthropic, Google or Mistral. Needs a key.",
        LiteLLM(model="openai/gpt-4o-mini"),
    ),
    Sort(
        "address",
        "OpenAI-compatible address",
        "A server of your own that speaks OpenAI's protocol: vLLM, llama.cpp, Ollama, LM Studio, a gateway.",
        LiteLLM(model=f"{OPENAI}my-model", base_url=LOCAL_ADDRESS),
    ),
)


def kind_of(spec: TargetSpec) -> Kind:
    """Which of the four kinds a target is."""
    match spec:
        case Local():
            return "embedded"
        case Simulated():
            return "simulated"
        case _:
            return "hosted" if spec.base_url is None else "address"


def sort_of(spec: TargetSpec) -> Sort:
    """The same with its words."""
    kind = kind_of(spec)
    return next(one for one in SORTS if one.kind == kind)


def described(spec: TargetSpec) -> str:
    """One line on who answers."""
    match spec:
        case Local():
            return f"{spec.model or EMBEDDED_MODEL}, on this machine, {spec.slots} at a time"
        case Simulated():
            return f"computed, {spec.slots:,} answers at a time, {spec.errors.share * 100:g} % errors"
        case _ if spec.base_url is None:
            return spec.model
        case _:
            return f"{shown_model(spec.model)} at {spec.base_url}"


def shown_model(model: str) -> str:
    """A model at an address of one's own, as its server calls it."""
    return model.removeprefix(OPENAI)


def written_model(text: str, before: str) -> str:
    """What stands in the scenario for a model of that name at an address that had model `before`."""
    return f"{OPENAI}{text}" if before.startswith(OPENAI) or not before else text


def added(scenario: Scenario, kind: Kind) -> Scenario:
    """The scenario with one more target, which is the one used."""
    spec = next(one.start for one in SORTS if one.kind == kind)
    name = free_name(scenario, kind)
    return _with(scenario, {**scenario.targets, name: spec}, name)


def duplicated(scenario: Scenario, name: str) -> Scenario:
    """The scenario with a second target like this one, which is the one used."""
    copy = free_name(scenario, name)
    return _with(scenario, {**scenario.targets, copy: scenario.targets[name]}, copy)


def removed(scenario: Scenario, name: str) -> Scenario:
    """The scenario without this target; the one before or after it is used instead."""
    names = list(scenario.targets)
    at = names.index(name)
    rest = {one: spec for one, spec in scenario.targets.items() if one != name}
    used = scenario.target if scenario.target != name else [*names[:at][-1:], *names[at + 1 :]][0]
    return _with(scenario, rest, used)


def renamed(scenario: Scenario, name: str, wanted: str) -> Scenario:
    """The scenario with this target under another name, at its place; the same where the name is taken or empty."""
    wanted = wanted.strip()
    if not wanted or wanted in scenario.targets:
        return scenario
    targets = {wanted if one == name else one: spec for one, spec in scenario.targets.items()}
    return _with(scenario, targets, wanted if scenario.target == name else scenario.target)


def name_problem(scenario: Scenario, name: str, wanted: str) -> str:
    """Why a target cannot have this name; "" where it can."""
    if not wanted.strip():
        return "A target needs a name."
    if wanted.strip() != name and wanted.strip() in scenario.targets:
        return "Another target has this name."
    return ""


def free_name(scenario: Scenario, wanted: str) -> str:
    """The name itself, or with a number where it is taken."""
    name, number = wanted, 2
    while name in scenario.targets:
        name, number = f"{wanted}-{number}", number + 1
    return name


def price_by(spec: TargetSpec) -> PriceBy:
    """Where the price comes from: the target's own, another model's, or typed in."""
    return "typed" if spec.prices is not None else "as" if spec.price_as is not None else "own"


def priced_by(spec: TargetSpec, way: PriceBy) -> TargetSpec:
    """The same target with its price from there."""
    kept: dict[str, Any] = {"price_as": None, "prices": None}
    if way == "as":
        kept["price_as"] = spec.price_as or USUAL_PRICE
    if way == "typed":
        kept["prices"] = spec.prices or Prices(input_usd_per_million=0, output_usd_per_million=0)
    return msgspec.structs.replace(spec, **kept)


def _with(scenario: Scenario, targets: dict[str, TargetSpec], used: str) -> Scenario:
    return msgspec.structs.replace(scenario, targets=targets, target=used)
