"""A complete scenario around any prompt file, for a person to go on from: `stressdesk new PROMPTFILE`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import filterfalse, pairwise
from pathlib import Path
from typing import Any

import msgspec

from stressdesk.errors import ScenarioError
from stressdesk.scenario import checks
from stressdesk.scenario.doubts import PLACEHOLDER_START
from stressdesk.scenario.model import DemoInput, Goals, Limits, Message, Prompt, Scenario, Variable
from stressdesk.scenario.moving import reference
from stressdesk.scenario.prompt_source import PromptSource, from_file, from_text, strict_json
from stressdesk.scenario.rendering import Rendering
from stressdesk.scenario.targets import Local, Simulated
from stressdesk.scenario.traffic import Load

PLACEHOLDERS = (
    f"{PLACEHOLDER_START}something a user writes in the demo.",
    f"{PLACEHOLDER_START}another thing a user writes, or remove it.",
)

_USUAL_INPUTS = (
    "message", "user_message", "question", "user_question", "input", "user_input", "query", "user_query", "text",
    "user_text", "utterance", "request", "prompt", "content", "comment", "review", "ticket", "email_body",
)  # fmt: skip

# Words in the names of variables that hold what the product knows, and never what somebody asks it.
_KNOWN_BEFORE = {
    "policy", "policies", "handbook", "manual", "guideline", "guidelines", "rules", "instructions", "context",
    "background", "knowledge", "documentation", "docs", "faq", "history", "examples", "company", "organisation",
    "organization", "employer", "brand", "role", "persona", "tone", "style", "language", "schema", "format",
    "today", "now",
}  # fmt: skip
_ASKED = {"message", "question", "input", "query", "utterance", "request", "comment", "review"}

# The first line that shares a word with a variable's name says what Faker invents for it.
_INVENTED = {
    "": ("product", "item", "file", "model", "document", "context"),
    "email": ("email", "mail"),
    "phone_number": ("phone", "mobile", "telephone"),
    "date": ("date", "day", "deadline", "birthday"),
    "url": ("url", "link", "website"),
    "bothify": ("order", "id", "ticket", "invoice", "reference", "number", "code", "account", "sku"),
    "company": ("company", "organisation", "organization", "employer", "firm", "brand"),
    "street_address": ("address", "street"),
    "city": ("city", "town"),
    "postcode": ("postcode", "zip", "zipcode"),
    "country": ("country",),
    "job": ("job", "occupation", "profession"),
    "first_name": ("first", "firstname", "forename"),
    "last_name": ("last", "lastname", "surname"),
    "name": ("name", "user", "customer", "person", "agent", "author", "client", "patient", "username"),
}

_VARIABLE = re.compile(r"\{\{-?\s*([A-Za-z_]\w*)")
_SINGLE_BRACES = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")
_MOST_DEMO_INPUTS = 10
_MOST_LABELS = 12
_LABEL_WORDS = 3
_LEAK_WORDS = 8
_MAX_TOKENS = 256


def new_scenario(path: Path, scenario_path: Path | None = None) -> Scenario:
    """A scenario that can be run as it is; the prompt is named as seen from `scenario_path`, by default beside it.

    Raises ScenarioError where the prompt cannot be read.
    """
    folder = (scenario_path or path).parent
    found = from_file(path)
    prompt, note = _prompt(found, path, folder)
    return _around(found, prompt, (path.stem.strip() or "prompt", f"Made from {path.name}.{note}"), folder)


def pasted_scenario(text: str) -> Scenario:
    """A scenario around a prompt that is in no file, such as the clipboard's; raises ScenarioError where there is none.

    One that cannot be read is taken as it is: what is wrong with it is told at the prompt, where it can be mended.
    """
    found = from_text(text)
    prompt, note = copied(found)
    return _around(found, prompt, ("Pasted prompt", f"Made from a prompt that was pasted.{note}"), Path())


def copied(found: PromptSource) -> tuple[Prompt, str]:
    """The prompt with its words in the scenario itself, and a note where they had to be changed."""
    is_single = _has_single_braces(_texts(found))
    note = " Its {names} in single braces are written {{names}} here." if is_single else ""
    written = _doubled if is_single else str
    if found.text is not None:
        return Prompt(text=written(found.text), parameters=found.parameters), note
    messages = tuple(Message(role=one.role, content=written(one.content)) for one in found.messages)
    return Prompt(messages=messages, parameters=found.parameters), note


def guessed_input(prompt: Prompt) -> str:
    """The variable of a prompt in the scenario itself that what the user writes most likely goes into."""
    return _input(PromptSource(prompt.messages, prompt.text))


def _around(found: PromptSource, prompt: Prompt, words: tuple[str, str], folder: Path) -> Scenario:
    """The scenario with this name and description around a prompt as found."""
    guessed = _input(found if prompt.file else PromptSource(prompt.messages, prompt.text))
    prompt = msgspec.structs.replace(prompt, input=guessed)
    rendering = _rendering(prompt, folder)
    if (rendering.parameters if rendering else prompt.parameters).max_tokens is None:
        limited = msgspec.structs.replace(prompt.parameters, max_tokens=_MAX_TOKENS)
        prompt = msgspec.structs.replace(prompt, parameters=limited)
    used = rendering.variables if rendering else frozenset[str]()
    demo = _demo(found)
    left_out = f" Not taken over from it: {', '.join(found.left_out)}." if found.left_out else ""
    name, description = words
    return Scenario(
        name=name[:200],
        description=f"{description}{left_out}",
        prompt=prompt,
        variables={name: guessed_variable(name) for name in sorted(used - {prompt.input})},
        demo=demo,
        checks=_checks(demo, rendering.system_text if rendering else ""),
        target="embedded",
        targets={"embedded": Local(), "simulated": Simulated()},
        load=Load(window_minutes=2, live=50),
        limits=Limits(minutes=15),
        goals=Goals(failure_rate=0.05, p95_latency_seconds=10),
    )


def _rendering(prompt: Prompt, folder: Path) -> Rendering | None:
    try:
        return Rendering(prompt, folder)
    except ScenarioError:
        if prompt.file is not None:  # only there can it be mended
            raise
        return None


def explained(scenario: Scenario, path: Path, folder: Path) -> list[str]:
    """What `new_scenario` took for what in the prompt of `path`, to be checked; `folder` is the scenario's.

    Raises ScenarioError where the prompt cannot be read any more.
    """
    mentions = scenario.prompt.input in Rendering(scenario.prompt, folder).variables
    words = f"{{{{{scenario.prompt.input}}}}}" if mentions else "a message of their own after the prompt"
    taken = [f"User's words: {words}", *(f"{name}: {_origin(one)}" for name, one in scenario.variables.items())]
    places = "`prompt.input` and `variables`" if scenario.variables else "`prompt.input`"
    notes = [f"{'; '.join(taken)} — change them under {places} if that is wrong."]
    if scenario.prompt.file is None:
        notes.append(
            "The prompt was copied into the scenario with {{name}} for {name}; "
            f"later changes to {path.name} do not count."
        )
    return notes


def _origin(variable: Variable) -> str:
    return f"Faker {variable.faker}" if variable.faker else f"{len(variable.values)} placeholders to replace"


def _prompt(found: PromptSource, path: Path, folder: Path) -> tuple[Prompt, str]:
    """The prompt, and a note where its text had to be changed."""
    if not _has_single_braces(_texts(found)):
        return Prompt(file=reference(path, folder)), ""
    prompt, note = copied(found)
    return prompt, f"{note[:-1]}; later changes of the file are not seen."


def _texts(found: PromptSource) -> list[str]:
    return [message.content for message in found.messages] or [found.text or ""]


def _has_single_braces(texts: Sequence[str]) -> bool:
    """Are variables written {name}? Only if no other brace stands anywhere: then it may be JSON or program text."""
    whole = "\n".join(texts)
    return bool(_SINGLE_BRACES.search(whole)) and not re.search(r"[{}]", _SINGLE_BRACES.sub("", whole))


def _doubled(text: str) -> str:
    return _SINGLE_BRACES.sub(r"{{\1}}", text)


def _input(found: PromptSource) -> str:
    """The variable that the user's words go into; one the prompt does not mention where they follow as a message."""
    names = [name for text in _texts(found) for name in _VARIABLE.findall(text)]
    usual = [name for name in _USUAL_INPUTS if name in names]
    asked = [message.content for message in found.messages if message.role == "user"][-1:]
    last = [name for text in asked for name in _VARIABLE.findall(text)] or list(filterfalse(_is_known_before, names))
    return (usual or last[-1:] or ["message"])[0]


def _is_known_before(name: str) -> bool:
    words = _words(name)
    return not words.isdisjoint(_KNOWN_BEFORE) and words.isdisjoint(_ASKED)


def _words(name: str) -> set[str]:
    """The words in the name of a variable, such as userName or user_name."""
    return set(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower().split("_"))


def guessed_variable(name: str) -> Variable:
    """Something to begin with for a variable of this name: what Faker invents, or placeholders that say so."""
    words = _words(name)
    provider = next((provider for provider, signs in _INVENTED.items() if not words.isdisjoint(signs)), "")
    if provider:
        return Variable(faker=provider)
    return Variable(values=tuple(f"{PLACEHOLDER_START}{which} value of {name}." for which in ("a", "another")))


def _demo(found: PromptSource) -> tuple[DemoInput, ...]:
    """The worked examples in the prompt, if it has any; else placeholders that say so."""
    examples = [
        DemoInput(text=asked.content, expect=_expectation(answered.content))
        for asked, answered in pairwise(found.messages)
        if (asked.role, answered.role) == ("user", "assistant")
        and not _VARIABLE.search(asked.content + answered.content)
    ]
    return tuple(examples[:_MOST_DEMO_INPUTS]) or tuple(DemoInput(text=text) for text in PLACEHOLDERS)


def _expectation(answer: str) -> Any:
    """The fields of an answer that is a JSON object, else its text."""
    try:
        fields = strict_json(answer)
    except (ValueError, RecursionError):
        return answer
    return fields if isinstance(fields, dict) else answer


def _checks(demo: Sequence[DemoInput], system_text: str) -> tuple[checks.CheckSpec, ...]:
    expectations = [one.expect for one in demo if one.expect is not None]
    chosen: list[checks.CheckSpec] = []
    if expectations and all(isinstance(one, dict) for one in expectations):
        required = [name for name in expectations[0] if all(name in one for one in expectations)]
        chosen += [checks.Json(), checks.Fields(required=tuple(required), match=True)]
    elif _are_labels(expectations):
        chosen += [checks.OneOf(values=tuple(dict.fromkeys(expectations))), checks.Equals()]
    else:
        chosen += [checks.Refusal()]
    if len(system_text.split()) > _LEAK_WORDS:
        chosen.append(checks.PromptLeak())
    return (*chosen, checks.PersonalData(), checks.TotalLatency(max_seconds=30))


def _are_labels(expectations: Sequence[Any]) -> bool:
    """Are these a few short words, as a prompt that sorts messages answers?"""
    are_short = all(isinstance(one, str) and 0 < len(one.split()) <= _LABEL_WORDS for one in expectations)
    return bool(expectations) and are_short and 1 < len(set(expectations)) <= _MOST_LABELS
