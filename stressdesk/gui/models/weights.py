"""Who writes, and in which language: weights by name, and the shares they come to."""

from __future__ import annotations

from collections.abc import Iterable

from stressdesk.gui.models.scenario import ScenarioModel
from stressdesk.scenario.model import Scenario
from stressdesk.traffic.languages import known_languages, language_of
from stressdesk.traffic.personas import PERSONAS

PERSONAS_PLACE = ("traffic", "personas")
LANGUAGES_PLACE = ("traffic", "languages")
LANGUAGE_NAMES = {"en": "English", "es": "Spanish", "de": "German", "fr": "French", "pt": "Portuguese"}
_DEMOS_READ = 20


def persona_weights(scenario: Scenario) -> dict[str, float]:
    """The weight of every persona: the scenario's own, or those of the usual mix where it names none."""
    given = scenario.traffic.personas
    return {persona.name: given.get(persona.name, 0.0) if given else persona.weight for persona in PERSONAS}


def language_weights(scenario: Scenario) -> dict[str, float]:
    """The weight of every language; all 0 where everybody writes in that of the demo inputs."""
    return {code: scenario.traffic.languages.get(code, 0.0) for code in known_languages()}


def shares(weights: dict[str, float]) -> dict[str, float]:
    """What part of the whole each weight is; all 0 where the weights are."""
    total = sum(weights.values())
    return {name: weight / total if total else 0.0 for name, weight in weights.items()}


def full_scale(weights: Iterable[float]) -> float:
    """What a slider at its right end stands for: 1, or the largest weight where that is more."""
    return max([1.0, *weights])


def set_persona_weight(model: ScenarioModel, name: str, weight: float, *, goes_on: bool = False) -> None:
    """Give a persona another weight; the usual mix is written out first, so that the others keep theirs."""
    weights = {**_unknown(model.now.traffic.personas), **persona_weights(model.now), name: weight}
    model.edit(PERSONAS_PLACE, weights, f"change of weight of {name}", goes_on=goes_on)


def reset_personas(model: ScenarioModel) -> None:
    """Go back to the usual mix."""
    model.edit(PERSONAS_PLACE, {}, "usual mix of personas")


def set_language_weight(model: ScenarioModel, code: str, weight: float, *, goes_on: bool = False) -> None:
    """Give a language another weight. The first one ever given leaves that of the demo inputs a weight of 1."""
    given = model.now.traffic.languages
    weights = {**(given or {home_language(model.now): 1.0}), code: weight}
    name = LANGUAGE_NAMES.get(code, code)
    model.edit(LANGUAGES_PLACE, weights, f"change of weight of {name}", goes_on=goes_on)


def reset_languages(model: ScenarioModel) -> None:
    """Let everybody write in the language of the demo inputs."""
    model.edit(LANGUAGES_PLACE, {}, "languages of the demo inputs")


def home_language(scenario: Scenario) -> str:
    """The language of the demo inputs; English where it is none that can be weighed."""
    code = language_of(" ".join(demo.text[:500] for demo in scenario.demo[:_DEMOS_READ]))
    return code if code in known_languages() else "en"


def _unknown(weights: dict[str, float]) -> dict[str, float]:
    """Names nobody knows stay in the scenario, where they are said to be wrong."""
    known = {persona.name for persona in PERSONAS}
    return {name: weight for name, weight in weights.items() if name not in known}
