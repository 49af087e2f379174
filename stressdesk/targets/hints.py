"""What to do about each way a target can fail, in words, for the target that failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stressdesk.scenario.targets import LiteLLM, Local, Simulated
from stressdesk.targets.key_names import key_variable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stressdesk.errors import FailureKind
    from stressdesk.scenario.targets import TargetSpec

SIMULATED = "This failure is simulated: `errors` and the limits of the target say how often such things happen."
LATER = "Try again in a moment; in a run, `load.retry` says whether and when a failing query is asked again."
HINTS: Mapping[FailureKind, str] = {
    "rate_limit": "The provider allows no more for now: wait a minute, lower the load, or ask for a higher limit.",
    "quota": "The account has no credit left: add some with the provider, or use another key.",
    "server": LATER,
    "overloaded": LATER,
    "cut_stream": LATER,
    "bad_answer": "Something that is no model answered: check the address, and whether a proxy stands in between.",
    "empty_answer": "The model sent no text: raise `max_tokens` if it spends them on reasoning, or mend the prompt.",
    "context_overflow": "Shorten the prompt or its variables, or choose a model with a longer context.",
    "content_filter": "The provider refused this text: try another input, or soften the prompt.",
    "bad_request": "Remove the parameter the message names from `prompt.parameters` or the target's `options`.",
    "bug": "If it is no limit of this machine, please report it, with the prompt left out if it is confidential.",
}


def hint(kind: FailureKind, spec: TargetSpec) -> str:
    """What to do when `spec` failed in this way."""
    match spec:
        case Simulated():
            return SIMULATED
        case Local() if kind in {"connection", "timeout", "not_found", "authentication"}:
            return "The model's own server does not answer: run it again, or choose a smaller model."
        case LiteLLM():
            return _of_hosted(kind, spec)
    return HINTS.get(kind, LATER)


def _of_hosted(kind: FailureKind, spec: LiteLLM) -> str:
    address = spec.base_url
    unknown = "`stressdesk models` lists those known, and an account may lack one"
    silent = "Check this machine's network, and whether a proxy or firewall stands in between"
    hints: Mapping[str, str] = {
        "authentication": _about_key(spec),
        "not_found": f"Check the model name {spec.model} and the address {address}; many servers want /v1 at its end."
        if address
        else f"Check the model name {spec.model}: {unknown}.",
        "connection": f"Is the server running at {address}? Check the address and its port."
        if address
        else f"{silent}.",
        "timeout": f"Raise the target's `timeout_seconds` (now {spec.timeout_seconds:g} s), "
        "or find what keeps it busy.",
    }
    return hints.get(kind) or HINTS.get(kind, LATER)


def _about_key(spec: LiteLLM) -> str:
    variable = key_variable(spec)
    if variable is None:
        return "It asks for a key: put one into an environment variable, and name that as the target's `key_env`."
    return f"Check the key in the environment variable {variable}, and that it may use {spec.model}."
