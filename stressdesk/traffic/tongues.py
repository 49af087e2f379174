"""Who writes in which language, how much of it is said in that language, and by whom it was written; also in words."""

from __future__ import annotations

from collections.abc import Iterator

from stressdesk.scenario.amounts import counted
from stressdesk.scenario.model import Scenario
from stressdesk.traffic.languages import FRAMED_BY_RATE, known_languages, language_of
from stressdesk.traffic.mess import OTHER_LANGUAGE

LANGUAGE_NAMES = {
    "en": "English",
    "es": "Spanish",
    "de": "German",
    "fr": "French",
    "pt": "Portuguese",
    "zh": "Chinese",
    "hi": "Hindi",
    "ar": "Arabic",
}
_INPUTS_READ = 20


def language_shares(scenario: Scenario) -> dict[str, float]:
    """Shares of the languages users write in; empty where everybody writes in that of the demo inputs."""
    mess = scenario.traffic.mess
    if OTHER_LANGUAGE in mess.off:
        return {}
    weights = {language: weight for language, weight in sorted(scenario.traffic.languages.items()) if weight > 0}
    if not weights:
        rate = mess.rates.get(OTHER_LANGUAGE, 0.0)
        return {language: rate / len(FRAMED_BY_RATE) for language in FRAMED_BY_RATE} if rate else {}
    total = sum(weights.values())
    return {language: weight / total for language, weight in weights.items()}


def home_language(scenario: Scenario) -> str:
    """The language of the demo inputs; English where it is none that can be weighed."""
    code = language_of(" ".join(demo.text[:500] for demo in scenario.demo[:_INPUTS_READ]))
    return code if code in known_languages() else "en"


def language_words(scenario: Scenario) -> tuple[str, ...]:
    """Which languages come in words of their own and which framed, and what a model wrote; nothing for neither."""
    shares = language_shares(scenario)
    home = home_language(scenario)
    said: dict[str, list[str]] = {}
    for language in shares:
        if language != home:
            name = LANGUAGE_NAMES.get(language, language)
            said.setdefault(_how(scenario, language), []).append(name)
    return (*(f"{', '.join(names)}: {how}" for how, names in said.items()), *_written(scenario))


def _how(scenario: Scenario, language: str) -> str:
    worded = {wording.of for wording in scenario.wordings if wording.texts.get(language)}
    count = sum(one.text in worded for one in scenario.demo)
    if count == len(scenario.demo):
        return "the whole request in the user's own words"
    if not count:
        return "the demo's request framed, not translated"
    inputs = counted(len(scenario.demo), "demo input")
    return f"{count:,} of {inputs} in the user's own words, the others framed, not translated"


def _written(scenario: Scenario) -> Iterator[str]:
    """How many wordings each model wrote, and that a person has let them pass."""
    total = sum(len(texts) for wording in scenario.wordings for texts in wording.texts.values())
    by_model: dict[str, int] = {}
    for wording in scenario.wordings:
        if wording.by:
            count = sum(len(texts) for texts in wording.texts.values())
            by_model[wording.by] = by_model.get(wording.by, 0) + count
    for model, count in by_model.items():
        were = "was" if count == 1 else "were"
        yield f"{count:,} of {counted(total, 'wording')} {were} written by {model} and reviewed"
