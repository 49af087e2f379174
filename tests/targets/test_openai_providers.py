"""What is sent without LiteLLM is what LiteLLM would send, and the same scenario gives the same record either way."""

import asyncio
import contextlib
import os

import msgspec
import pytest
from servers.asking import request
from servers.openai_server import serve

from stressdesk.engine.clock import now
from stressdesk.engine.limits import Ledger, Stop
from stressdesk.engine.query import Asking
from stressdesk.engine.records import Query
from stressdesk.engine.rules import Rules
from stressdesk.errors import RunError, TargetError
from stressdesk.scenario.model import DemoInput, Message, Parameters, Prompt, Scenario
from stressdesk.scenario.targets import LiteLLM
from stressdesk.scenario.traffic import Load, Retry
from stressdesk.targets import prices
from stressdesk.targets.litellm import open_litellm
from stressdesk.targets.openai import open_openai
from stressdesk.targets.openai_providers import AZURE_API_VERSION, PROVIDERS, address, endpoint, speaks_openai
from stressdesk.traffic.session import Session, Turn

pytestmark = pytest.mark.filterwarnings("ignore::pydantic.warnings.PydanticDeprecatedSince211")
KEY = "sk-planted-0123456789abcdef0123456789"
VARIABLES = {
    name
    for provider in PROVIDERS.values()
    for name in (
        *provider.key_variables,
        *provider.address_variables,
        *(one for names in provider.header_variables.values() for one in names),
    )
}


@pytest.fixture(autouse=True)
def environment(monkeypatch):
    for name in (*VARIABLES, "AZURE_API_VERSION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PLANTED_KEY", KEY)


def opened(client, spec):
    return open_litellm(spec) if client == "litellm" else open_openai(endpoint(spec))


async def received(client, model, parameters, **more):
    """What the server is sent, by either client, for one request: address, key and body."""
    async with serve() as base_url:
        spec = LiteLLM(model=model, base_url=str(base_url), **{"key_env": "PLANTED_KEY", **more})
        async with opened(client, spec) as target:
            with contextlib.suppress(TargetError):  # the server knows few of these models; what it got is what counts
                await target.ask(request(**parameters))
        (one,) = [request for request in base_url.received if request.model]
        keys = {name: one.headers.get(name) for name in ("authorization", "api-key")}
        return one.address, keys, one.body


ALL = {"temperature": 0.5, "top_p": 0.5, "max_tokens": 9, "stop": ("END",), "seed": 4}
EXTRA = {"presence_penalty": 0.25, "frequency_penalty": 0.5}


@pytest.mark.parametrize(
    ("model", "parameters", "more"),
    [
        *((f"{name}/some/well", {**ALL, "extra": EXTRA}, {}) for name in PROVIDERS if name != "azure"),
        ("openai/well", {"extra": {"top_k": 3}}, {"options": {"min_p": 0.1}}),
        ("openai/well", {"extra": {"reasoning_effort": "low", "response_format": {"type": "json_object"}}}, {}),
        ("hosted_vllm/well", {"extra": {"response_format": {"type": "json_object"}, "ignore_eos": True}}, {}),
        ("azure/well", {**ALL, "extra": EXTRA}, {}),
        ("azure/well", {"max_tokens": 9}, {"options": {"api_version": "2025-01-01-preview"}}),
        *((f"{name}", {"max_tokens": 9}, {}) for name in ("gpt-4o-mini", "gpt-5-mini")),
        *(
            (f"openai/{name}", {"max_tokens": 9}, {})
            for name in ("gpt-4o-mini", "gpt-5-mini", "gpt-5.1", "gpt-5-chat-latest", "gpt-oss-20b")
        ),
        *((f"azure/{name}", {"max_tokens": 9}, {}) for name in ("gpt-5-mini", "gpt-5-chat", "gpt-4o")),
        ("groq/gpt-5", {"max_tokens": 9}, {}),
    ],
)
def test_the_same_is_sent_with_and_without_litellm(model, parameters, more):
    spec = LiteLLM(model=model, base_url="http://127.0.0.1:9/v1", **{"key_env": "PLANTED_KEY", **more})
    assert speaks_openai(spec, parameters.get("extra", {}))
    lean, through = (asyncio.run(received(client, model, parameters, **more)) for client in ("openai", "litellm"))
    assert lean == through


@pytest.mark.parametrize(
    ("model", "more"),
    [
        ("anthropic/claude-haiku-4-5", {}),
        ("gemini/gemini-2.5-flash", {}),
        ("ollama/llama3", {}),
        ("custom_openai/well", {}),
        ("litellm_proxy/well", {}),
        ("nobody-knows-this", {}),
        ("openai/", {}),
        ("openai/gpt-5-codex", {}),
        ("openai/o4-mini", {}),
        ("azure/my-o3", {"base_url": "http://127.0.0.1:9"}),
        ("openai/responses/gpt-5", {}),
        ("openrouter/auto", {}),
        ("azure/o_series/mine", {"base_url": "http://127.0.0.1:9"}),
        ("azure/mine", {"base_url": "http://127.0.0.1:9/openai/v1"}),
        ("azure/mine", {}),
        ("openai/well", {"options": {"mock_response": "x"}}),
        ("openai/well", {"options": {"api_key": "x"}}),
        ("openai/well", {"options": {"extra_headers": {"a": "b"}}}),
        ("groq/well", {"options": {"response_format": {"type": "json_object"}}}),
    ],
)
def test_what_only_litellm_can_do_stays_with_litellm(model, more):
    assert not speaks_openai(LiteLLM(model=model, **more))


@pytest.mark.parametrize("name", PROVIDERS)
def test_litellm_knows_the_same_addresses_and_keys(name, monkeypatch):
    provider = PROVIDERS[name]
    monkeypatch.setenv("LITELLM_LOCAL_MODEL_COST_MAP", "True")
    litellm = pytest.importorskip("litellm")
    missing = litellm.validate_environment(f"{name}/some-model")["missing_keys"]
    assert {key for key in missing if key.endswith("_API_KEY")} == (
        set(provider.key_variables[:1]) if provider.needs_key else set()
    )
    if name in {"groq", "together_ai", "deepseek"}:
        *_, known = litellm.get_llm_provider(f"{name}/some-model")
        assert known == provider.base_url
    for variable in provider.key_variables if name in {"groq", "together_ai", "deepseek", "hosted_vllm"} else ():
        with monkeypatch.context() as patch:
            patch.setenv(variable, KEY)
            assert litellm.get_llm_provider(f"{name}/some-model")[2] == KEY


def test_the_providers_own_key_and_address_come_from_the_environment(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", f" {KEY} ")
    reached = endpoint(LiteLLM(model="openai/gpt-4o-mini"))
    assert (reached.url, reached.key) == ("https://api.openai.com/v1/chat/completions", KEY)
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:1/v1/")
    monkeypatch.setenv("OPENAI_ORG_ID", "org-1")
    reached = endpoint(LiteLLM(model="openai/gpt-4o-mini"))
    assert reached.url == "http://127.0.0.1:1/v1/chat/completions"
    assert reached.headers == {"OpenAI-Organization": "org-1"}


def test_nothing_from_the_environment_is_sent_to_an_address_of_ones_own(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("OPENAI_ORG_ID", "org-1")
    reached = endpoint(LiteLLM(model="openai/gpt-4o-mini", base_url="http://127.0.0.1:1/v1"))
    assert (reached.key, reached.headers) == (None, {})


def test_azure_is_asked_at_the_place_of_its_deployment(monkeypatch):
    monkeypatch.setenv("AZURE_API_KEY", KEY)
    monkeypatch.setenv("AZURE_API_BASE", "https://mine.openai.azure.com/")
    spec = LiteLLM(model="azure/my deployment")
    assert speaks_openai(spec)
    reached = endpoint(spec)
    place = "https://mine.openai.azure.com/openai/deployments/my%20deployment/chat/completions?api-version="
    assert reached.url == place + AZURE_API_VERSION
    assert reached.key_header == "api-key"
    monkeypatch.setenv("AZURE_API_VERSION", "2024-10-21")
    assert endpoint(spec).url == f"{place}2024-10-21"


@pytest.mark.parametrize(
    ("spec", "hint"),
    [
        (LiteLLM(model="openai/gpt-5-mini"), "export OPENAI_API_KEY="),
        (LiteLLM(model="groq/any"), "export GROQ_API_KEY="),
        (LiteLLM(model="openai/gpt-5-mini", key_env="MY_KEY"), "export MY_KEY="),
        (LiteLLM(model="hosted_vllm/any"), "http://127.0.0.1:8000/v1"),
    ],
)
def test_a_missing_key_or_address_is_named_before_anything_is_sent(spec, hint):
    with pytest.raises(RunError, match=hint):
        endpoint(spec)


def test_a_server_on_this_machine_needs_no_key(monkeypatch):
    monkeypatch.setenv("HOSTED_VLLM_API_BASE", "http://127.0.0.1:8000/v1")
    assert endpoint(LiteLLM(model="hosted_vllm/any")).key is None
    assert address(LiteLLM(model="hosted_vllm/any")) == "http://127.0.0.1:8000/v1"


SCENARIO = Scenario(
    name="Both",
    prompt=Prompt(text="Answer.", parameters=Parameters(max_tokens=20, temperature=0.0)),
    demo=(DemoInput(text="a"),),
    targets={},
    load=Load(retry=Retry(attempts=1, backoff_seconds=0.01)),
)
TURN = Turn(
    index=0, text="Where?", clean="Where?", due_seconds=0.0, think_seconds=0.0, intent="a", language="en", mess=()
)


def session(index):
    return Session(
        index=index, persona="careful", patience_seconds=20.0, start_seconds=0.0, variables={}, turns=(TURN,)
    )


async def records(client, models):
    """One record of each model's behaviour, in order."""
    kept = []
    async with serve() as base_url:
        for index, model in enumerate(models):
            spec = LiteLLM(model=f"openai/{model}", base_url=str(base_url), key_env="PLANTED_KEY", timeout_seconds=1.0)
            async with opened(client, spec) as target:
                began = now()
                rules = Rules(
                    scenario=msgspec.structs.replace(SCENARIO, target=model, targets={model: spec}),
                    seed=1,
                    target=target,
                    checks=(),
                    prices=prices.find("gpt-4o-mini"),
                    origin=began,
                )
                asking = Asking(rules, Ledger(None), Stop(), kept.append)
                messages = (Message(role="user", content="Where?"),)
                query = Query(stage="production", session=session(index), turn=TURN, messages=messages, arrived=began)
                await asking.ask(query)
    return kept


MOMENTS = {"arrived", "sent", "first_token", "finished"}


def comparable(record):
    """The record without its moments, but with which of them there are; likewise words nobody sent us."""
    plain = msgspec.to_builtins(record)
    for part in (plain, *plain["attempts"]):
        part.pop("written", None)  # only the lean client knows
        part.update({name: part[name] is not None for name in MOMENTS & part.keys()})
        if part["kind"] == "cut_stream":
            part["reason"] = bool(part["reason"])
    return plain


def test_both_paths_give_equal_records_field_by_field():
    models = (
        *("well", "slow", "reasoning", "no_usage", "two_done", "split_bytes", "echo", "filtered_midway"),
        *("rate_limit_soon>well", "quota", "error_500", "unavailable", "unauthorized", "context_overflow"),
        *("content_filter", "empty", "tools", "cut", "stalls", "never", "echo_key", "echo_key_answer"),
    )
    lean, through = (asyncio.run(records(client, models)) for client in ("openai", "litellm"))
    assert len(lean) == len(through) == len(models)
    for model, one, other in zip(models, lean, through, strict=True):
        assert comparable(one) == comparable(other), model
    assert KEY not in str(lean)
    assert os.environ["PLANTED_KEY"] == KEY
