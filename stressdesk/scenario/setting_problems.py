"""Finds settings that no request is sent with: each query would fail for them, or measure something else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stressdesk.errors import Problem
from stressdesk.scenario.keys import names_a_secret
from stressdesk.scenario.places import field_name
from stressdesk.scenario.targets import LiteLLM

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from stressdesk.scenario.model import Scenario
    from stressdesk.scenario.places import Path

# They would change what is measured, or make it up; each with what to write in its place, where there is something.
_NOT_SENT = {
    "n": "Remove it: each query asks for one answer.",
    "model": "Name it under `model:` of the target.",
    "messages": "Write them under `prompt: messages:`.",
    "base_url": "Write it under `base_url:` of the target.",
    "api_base": "Write it under `base_url:` of the target.",
    "timeout": "Write it under `timeout_seconds:` of the target.",
    "max_retries": "Write it under `load: retry:`.",
    "num_retries": "Write it under `load: retry:`.",
    "stream": "Remove it: every answer is streamed.",
    "stream_options": "Remove it: every answer is streamed.",
    **dict.fromkeys(
        ("api_key", "fallbacks", "context_window_fallback_dict", "drop_params", "caching", "callbacks"), "Remove it."
    ),
}
_MADE_UP = "mock_"
# LiteLLM merges what stands here into the body of a request.
_MERGED = "extra_body"


def unsendable(settings: Mapping[str, Any]) -> Iterator[Path]:
    """Where in the prompt's extra parameters or a target's options such settings stand."""
    for name, value in settings.items():
        if name in _NOT_SENT or name.startswith(_MADE_UP):
            yield (name,)
        elif name == _MERGED and isinstance(value, dict):
            yield from ((name, inner) for inner in value if inner in _NOT_SENT)


def setting_problems(scenario: Scenario) -> Iterator[Problem]:
    """Every setting that cannot be sent, but for keys, which are found as such."""
    settings: dict[Path, Mapping[str, Any]] = {("prompt", "parameters", "extra"): scenario.prompt.parameters.extra}
    for name, spec in scenario.targets.items():
        if isinstance(spec, LiteLLM):
            settings["targets", name, "options"] = spec.options
    for start, given in settings.items():
        for path in unsendable(given):
            if not names_a_secret(str(path[-1])):
                hint = _NOT_SENT.get(str(path[-1]), "Remove it: answers are never made up here.")
                yield Problem("this cannot be set in a scenario", hint=hint, field=field_name((*start, *path)))
