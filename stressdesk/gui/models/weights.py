"""Who writes, and in which language: weights by name, and the shares they come to."""

from __future__ import annotations

from stressdesk.gui.models.scenario import ScenarioModel
from stressdesk.scenario.model import Scenario
from stressdesk.traffic.languages import known_languages
from stressdesk.traffic.personas import PERSONAS
from stressdesk.traffic.tongues import LANGUAGE_NAMES, home_language

PERSONAS_PLACE = ("traffic", "personas")
LANGUAGES_PLACE = ("traffic", "languages")
MOST = 0.99
"""The largest share that can be given: for all of it the others would have to be taken away."""


def persona_weights(scenario: Scenario) -> dict[str, float]:
    """The weight of every persona: the scenario's own, or those of the usual mix where it names none."""
    given = scenario.traffic.personas
    return {persona.name: given.get(persona.name, 0.0) if given else persona.weight for persona in PERSONAS}


def language_weights(scenario: Scenario) -> dict[str, float]:
    """The weight of every language: the scenario's own, or all of it for that of the demo inputs."""
    given = scenario.traffic.languages or {home_language(scenario): 1.0}
    return {code: given.get(code, 0.0) for code in known_languages()}


def shares(weights: dict[str, float]) -> dict[str, float]:
    """What part of the whole each weight is; all 0 where the weights are."""
    total = sum(weights.values())
    return {name: weight / total if total else 0.0 for name, weight in weights.items()}


def weight_for(share: float, name: str, weights: dict[str, float]) -> float:
    """The weight that gives a name this share beside the others, which keep theirs: share / (1 - share) * others."""
    others = sum(weight for other, weight in weights.items() if other != name)
    if not share or not others:
        return 1.0 if share else 0.0
    share = min(share, MOST)
    return float(f"{share / (1 - share) * others:.4g}")


def set_persona_share(model: ScenarioModel, name: str, share: float, *, goes_on: bool = False) -> None:
    """Let a persona write so many of the messages; the others share the rest as before."""
    set_persona_weight(model, name, weight_for(share, name, persona_weights(model.now)), goes_on=goes_on)


def set_persona_weight(model: ScenarioModel, name: str, weight: float, *, goes_on: bool = False) -> None:
    """Give a persona another weight; the usual mix is written out first, so that the others keep theirs."""
    weights = {**_unknown(model.now.traffic.personas), **persona_weights(model.now), name: weight}
    model.edit(PERSONAS_PLACE, weights, f"change of share of {name}", goes_on=goes_on)


def reset_personas(model: ScenarioModel) -> None:
    """Go back to the usual mix."""
    model.edit(PERSONAS_PLACE, {}, "usual mix of personas")


def set_language_share(model: ScenarioModel, code: str, share: float, *, goes_on: bool = False) -> None:
    """Let so many write in a language; the others share the rest as before, at first that of the demo inputs alone."""
    set_language_weight(model, code, weight_for(share, code, language_weights(model.now)), goes_on=goes_on)


def set_language_weight(model: ScenarioModel, code: str, weight: float, *, goes_on: bool = False) -> None:
    """Give a language another weight. The first one ever given leaves that of the demo inputs a weight of 1."""
    given = model.now.traffic.languages
    weights = {**(given or {home_language(model.now): 1.0}), code: weight}
    name = LANGUAGE_NAMES.get(code, code)
    model.edit(LANGUAGES_PLACE, weights, f"change of share of {name}", goes_on=goes_on)


def reset_languages(model: ScenarioModel) -> None:
    """Let everybody write in the language of the demo inputs."""
    model.edit(LANGUAGES_PLACE, {}, "languages of the demo inputs")


def _unknown(weights: dict[str, float]) -> dict[str, float]:
    """Names nobody knows stay in the scenario, where they are said to be wrong."""
    known = {persona.name for persona in PERSONAS}
    return {name: weight for name, weight in weights.items() if name not in known}
