"""What to do about each way a target can fail, in words, for the target that failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stressdesk.scenario.targets import LiteLLM, Local, Simulated
from stressdesk.targets.price_table import price_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stressdesk.errors import FailureKind
    from stressdesk.scenario.targets import TargetSpec

# Where the variable is not the provider's name with _API_KEY; as LiteLLM 1.106 has it, `validate_environment`.
KEY_VARIABLES: Mapping[str, str] = {
    "bedrock": "AWS_ACCESS_KEY_ID",
    "bedrock_converse": "AWS_ACCESS_KEY_ID",
    "cohere_chat": "COHERE_API_KEY",
    "perplexity": "PERPLEXITYAI_API_KEY",
    "sagemaker": "AWS_ACCESS_KEY_ID",
    "text-completion-openai": "OPENAI_API_KEY",
    "together_ai": "TOGETHERAI_API_KEY",
    "watsonx": "WATSONX_APIKEY",
}
GOOGLE_CREDENTIALS = "GOOGLE_APPLICATION_CREDENTIALS"
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
    "bug": "Please report it, with the prompt left out if it is confidential.",
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


def key_variable(spec: LiteLLM) -> str | None:
    """The environment variable the target's key is read from; None where an address of one's own needs none."""
    if spec.key_env is not None:
        return spec.key_env
    if spec.base_url is not None:
        return None
    provider = _provider(spec.model)
    if not provider:
        return None
    if provider.startswith("vertex_ai"):
        return GOOGLE_CREDENTIALS
    return KEY_VARIABLES.get(provider, f"{provider.upper().replace('-', '_')}_API_KEY")


def _provider(model: str) -> str:
    provider, slash, _ = model.partition("/")
    if slash:
        return provider.lower()
    table = price_table()
    name = table.name(model)
    return str(table.models[name].get("litellm_provider", "")) if name else ""


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
        "timeout": f"Raise the target's `timeout_seconds` (now {spec.timeout_seconds:g}), or find what keeps it busy.",
    }
    return hints.get(kind) or HINTS.get(kind, LATER)


def _about_key(spec: LiteLLM) -> str:
    variable = key_variable(spec)
    if variable is None:
        return "It asks for a key: put one into an environment variable, and name that as the target's `key_env`."
    return f"Check the key in the environment variable {variable}, and that it may use {spec.model}."
