"""Which hosted models are asked without LiteLLM: those whose servers speak OpenAI's protocol, and how to reach each.

What is sent is what LiteLLM would send, byte order aside: tests/targets/test_openai_providers.py holds both against one
server. Every other provider, and every option that is an instruction to LiteLLM, stays with LiteLLM. A name such as
`custom_openai/NAME` or `litellm_proxy/NAME` is LiteLLM's too, should a server need what only LiteLLM does.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import msgspec

from stressdesk.errors import RunError
from stressdesk.targets.endpoint import Endpoint
from stressdesk.targets.price_table import price_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from stressdesk.scenario.targets import LiteLLM

# Parameters that mean the same to all these servers, so that nothing has to be translated.
PLAIN = frozenset(
    {"presence_penalty", "frequency_penalty", "logit_bias", "logprobs", "top_logprobs", "top_k", "min_p",
     "repetition_penalty", "max_completion_tokens"}
)  # fmt: skip
# Those LiteLLM rewrites for some providers; these servers take them as OpenAI's documentation has them.
OPENAIS = PLAIN | {
    "response_format", "tools", "tool_choice", "parallel_tool_calls", "reasoning_effort", "verbosity", "service_tier",
    "store", "prompt_cache_key", "safety_identifier",
}  # fmt: skip
VLLMS = OPENAIS | {"chat_template_kwargs", "guided_choice", "guided_json", "guided_regex", "ignore_eos", "min_tokens"}

# OpenAI's models that reason take no `max_tokens`: platform.openai.com, "Reasoning models"; which of them by name is
# as LiteLLM has it (llms/openai/chat/gpt_5_transformation.py). For the older ones LiteLLM also rewrites messages.
_REASONS = re.compile(r"gpt-[5-9](?!-chat)", re.IGNORECASE)
_REASONS_ON_AZURE = re.compile(r"gpt-[5-9]", re.IGNORECASE)
_REWRITTEN = re.compile(r"\bo[1-9]\b", re.IGNORECASE)
_RENAMED = {"max_tokens": "max_completion_tokens"}
# What LiteLLM takes where nobody names one: AZURE_DEFAULT_API_VERSION in its __init__.py.
AZURE_API_VERSION = "2025-02-01-preview"
_API_VERSION = "api_version"
_AZURE = "azure"
_OPENAI = "openai"


class Provider(msgspec.Struct, frozen=True, kw_only=True):
    """One provider: its address, the variables an address or a key of one's own is read from, and where that is told.

    The first variable that is set counts. `example` is an address to show where there is none by default; `as_is` are
    the optional parameters that need no translation; `says` is added to every request.
    """

    source: str
    base_url: str | None = None
    address_variables: Sequence[str] = ()
    key_variables: Sequence[str] = ()
    needs_key: bool = True
    example: str = ""
    as_is: frozenset[str] = PLAIN
    says: Mapping[str, object] = {}
    header_variables: Mapping[str, Sequence[str]] = {}


# Addresses and variables as in LiteLLM 1.110 under `source`, checked against each provider's own documentation there.
PROVIDERS: Mapping[str, Provider] = {
    _OPENAI: Provider(
        source="llms/openai/common_utils.py; platform.openai.com/docs/api-reference",
        base_url="https://api.openai.com/v1",
        address_variables=("OPENAI_BASE_URL", "OPENAI_API_BASE"),
        key_variables=("OPENAI_API_KEY",),
        as_is=VLLMS,  # many a server of one's own is reached under this name
        header_variables={
            "OpenAI-Organization": ("OPENAI_ORGANIZATION", "OPENAI_ORG_ID"),
            "OpenAI-Project": ("OPENAI_PROJECT_ID",),
        },
    ),
    _AZURE: Provider(
        source="llms/azure/common_utils.py; learn.microsoft.com/azure/ai-services/openai/reference",
        address_variables=("AZURE_API_BASE",),
        key_variables=("AZURE_API_KEY",),
        example="https://NAME.openai.azure.com",
        as_is=OPENAIS | {_API_VERSION},
    ),
    "hosted_vllm": Provider(
        source="llms/hosted_vllm/chat/transformation.py; docs.vllm.ai, OpenAI-compatible server",
        address_variables=("HOSTED_VLLM_API_BASE",),
        key_variables=("HOSTED_VLLM_API_KEY",),
        needs_key=False,
        example="http://127.0.0.1:8000/v1",
        as_is=VLLMS,
    ),
    "lm_studio": Provider(
        source="llms/lm_studio/chat/transformation.py; lmstudio.ai/docs, OpenAI compatibility",
        address_variables=("LM_STUDIO_API_BASE",),
        key_variables=("LM_STUDIO_API_KEY",),
        needs_key=False,
        example="http://127.0.0.1:1234/v1",
    ),
    "groq": Provider(
        source="llms/groq/chat/transformation.py; console.groq.com/docs/openai",
        base_url="https://api.groq.com/openai/v1",
        address_variables=("GROQ_API_BASE",),
        key_variables=("GROQ_API_KEY",),
    ),
    "together_ai": Provider(
        source="litellm_core_utils/get_llm_provider_logic.py; docs.together.ai, OpenAI compatibility",
        base_url="https://api.together.ai/v1",
        address_variables=("TOGETHER_AI_API_BASE",),
        key_variables=("TOGETHERAI_API_KEY", "TOGETHER_API_KEY", "TOGETHER_AI_API_KEY", "TOGETHER_AI_TOKEN"),
    ),
    "openrouter": Provider(
        source="llms/openrouter/common_utils.py; openrouter.ai/docs/api-reference",
        base_url="https://openrouter.ai/api/v1",
        address_variables=("OPENROUTER_API_BASE",),
        key_variables=("OPENROUTER_API_KEY", "OR_API_KEY"),
        says={"usage": {"include": True}},
    ),
    "deepseek": Provider(
        source="llms/deepseek/chat/transformation.py; api-docs.deepseek.com",
        base_url="https://api.deepseek.com/beta",
        address_variables=("DEEPSEEK_API_BASE",),
        key_variables=("DEEPSEEK_API_KEY",),
    ),
}


class Reached(msgspec.Struct, frozen=True):
    """A model found in the table: its provider, that one's name, and the model as the provider calls it."""

    name: str
    provider: Provider
    model: str

    @property
    def renamed(self) -> Mapping[str, str]:
        """The protocol's parameter names for which this model has others."""
        reasons = {_AZURE: _REASONS_ON_AZURE, _OPENAI: _REASONS}.get(self.name)
        return _RENAMED if reasons is not None and reasons.search(self.model) else {}


def reached_by(spec: LiteLLM) -> Reached | None:
    """The model in the table; None where its provider is not there."""
    name, slash, model = spec.model.partition("/")
    if not slash:
        entry = price_table().models.get(spec.model, {})
        name, model = (_OPENAI, spec.model) if entry.get("litellm_provider") == _OPENAI else ("", "")
    provider = PROVIDERS.get(name)
    return Reached(name, provider, model) if provider is not None and model else None


def speaks_openai(spec: LiteLLM, parameters: Iterable[str] = ()) -> bool:
    """Whether the target is asked without LiteLLM. `parameters` are the prompt's extra ones."""
    reached = reached_by(spec)
    return reached is not None and {*spec.options, *parameters} <= reached.provider.as_is and _is_chat(spec, reached)


def endpoint(spec: LiteLLM) -> Endpoint:
    """How to reach a target that `speaks_openai`; raises `RunError` where its key or its address is not known.

    Without `key_env`, a provider's own key is used, but never sent to a `base_url` of one's own: a scenario by someone
    else could otherwise name its author's server and collect the key.
    """
    reached = reached_by(spec)
    assert reached is not None
    is_azure = reached.name == _AZURE
    own_headers = {} if spec.base_url else reached.provider.header_variables
    headers = {name: _first_set(variables) for name, variables in own_headers.items()}
    return Endpoint(
        base_url=address(spec),
        model=reached.model,
        key=_key(spec, reached.provider),
        timeout_seconds=spec.timeout_seconds,
        options={**reached.provider.says, **{n: value for n, value in spec.options.items() if n != _API_VERSION}},
        path=_azure_path(spec, reached.model) if is_azure else "/chat/completions",
        key_header="api-key" if is_azure else "Authorization",
        headers={name: value for name, value in headers.items() if value},
        renamed=reached.renamed,
    )


def address(spec: LiteLLM) -> str:
    """The address a target that `speaks_openai` is asked at; raises `RunError` where nobody has named one."""
    reached = reached_by(spec)
    assert reached is not None
    provider = reached.provider
    known = spec.base_url or _first_set(provider.address_variables) or provider.base_url
    if known:
        return known
    variable = provider.address_variables[0]
    raise RunError(
        f"{spec.model} has no address: {variable} is not set in the environment.",
        f"Give the target a base_url, such as {provider.example}, or run: export {variable}=...",
    )


def _is_chat(spec: LiteLLM, reached: Reached) -> bool:
    """Whether LiteLLM, too, would send this model plain chat completions, and not to another interface."""
    models = price_table().models
    entry = models.get(spec.model) or (models.get(reached.model) if reached.name == _OPENAI else None) or {}
    is_openais = reached.name in {_OPENAI, _AZURE}
    if entry.get("mode", "chat") != "chat" or (is_openais and _REWRITTEN.search(reached.model)):
        return False
    if reached.name == _AZURE:
        # Without a key, LiteLLM tries Microsoft's other ways to sign in; paths in a name are its own routes.
        place = spec.base_url or _first_set(PROVIDERS[_AZURE].address_variables)
        has_key = bool(spec.key_env or spec.base_url or _first_set(PROVIDERS[_AZURE].key_variables))
        return has_key and "/" not in reached.model and "/openai/" not in f"{place}/"
    # OpenRouter's own models, such as openrouter/auto, keep their first word.
    return not reached.model.startswith("responses/") and (reached.name != "openrouter" or "/" in reached.model)


def _azure_path(spec: LiteLLM, model: str) -> str:
    version = str(spec.options.get(_API_VERSION) or _first_set(("AZURE_API_VERSION",)) or AZURE_API_VERSION)
    return f"/openai/deployments/{quote(model, safe='')}/chat/completions?api-version={quote(version, safe='')}"


def _key(spec: LiteLLM, provider: Provider) -> str | None:
    if spec.key_env is not None:
        key = _first_set((spec.key_env,))
        if not key:
            raise RunError(f"The environment variable {spec.key_env} is not set.", f"Run: export {spec.key_env}=...")
        return key
    if spec.base_url is not None:
        return None
    key = _first_set(provider.key_variables)
    if not key and provider.needs_key:
        variable = provider.key_variables[0]
        raise RunError(
            f"{spec.model} needs a key, and {variable} is not set in the environment.",
            f"Run: export {variable}=... or name another variable as the target's key_env.",
        )
    return key or None


def _first_set(variables: Iterable[str]) -> str:
    """The value of the first variable that is set to more than blanks, else nothing."""
    return next((value for name in variables if (value := os.environ.get(name, "").strip())), "")
