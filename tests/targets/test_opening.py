import asyncio
import subprocess
import sys

import msgspec
import pytest

from stressdesk.errors import RunError
from stressdesk.scenario.disturbance import Disturbance, Faults, Network
from stressdesk.scenario.model import DemoInput, Prompt, Scenario
from stressdesk.scenario.targets import LiteLLM, Local, Simulated
from stressdesk.targets.disturbed import DisturbedTarget
from stressdesk.targets.opening import _right_answers, described, named, open_target
from stressdesk.targets.simulated import SimulatedTarget

SCENARIO = Scenario(
    name="x",
    prompt=Prompt(text="Answer."),
    demo=(DemoInput(text="a", expect="billing"), DemoInput(text="b"), DemoInput(text="c", expect={"total": 3})),
    targets={"fast": Simulated(slots=8), "local": Local(slots=2)},
)


def test_numbers_of_the_simulated_target_are_called_simulated_and_all_others_measured():
    assert described(Simulated()).provenance == "simulated"
    assert described(Local()).provenance == "measured"
    assert described(LiteLLM(model="openai/gpt-5-mini")).provenance == "measured"


def test_a_target_is_described_by_its_model():
    assert described(Local()).model == "SmolLM2-135M-Instruct Q4_1"
    assert described(Local(model="/models/llama-3.gguf")).model == "llama-3"
    assert described(LiteLLM(model="openai/gpt-5-mini")).model == "openai/gpt-5-mini"


def test_names_of_the_scenario_come_first_and_some_need_no_description():
    assert named(SCENARIO, "fast").slots == 8
    assert named(SCENARIO, "local").slots == 2
    assert named(SCENARIO, "embedded") == Local()
    assert named(SCENARIO, "simulated") == Simulated()
    assert named(SCENARIO, "litellm:openai/gpt-5-mini") == LiteLLM(model="openai/gpt-5-mini")


@pytest.mark.parametrize("name", ["", "fats", "litellm:"])
def test_an_unknown_name_lists_the_choices(name):
    with pytest.raises(RunError) as caught:
        named(SCENARIO, name)
    for choice in ("fast", "local", "embedded", "simulated", "litellm:MODEL"):
        assert choice in str(caught.value)


def test_the_simulated_target_answers_with_the_demos_expectations():
    assert _right_answers(SCENARIO) == ("billing", '{"total":3}')

    async def opened():
        async with open_target(Simulated(), SCENARIO, 1) as target:
            return target

    assert isinstance(asyncio.run(opened()), SimulatedTarget)


@pytest.mark.parametrize("spec", [Simulated(), LiteLLM(model="openai/gpt-5-mini", base_url="http://127.0.0.1:9/v1")])
def test_every_kind_of_target_is_disturbed_where_the_scenario_says_so(spec, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-planted-0123456789abcdef")
    noisy = msgspec.structs.replace(SCENARIO, disturbance=Disturbance(faults=Faults(server=0.1)))
    calm = msgspec.structs.replace(SCENARIO, disturbance=Disturbance(personas={"phone": Network()}))

    async def opened(scenario):
        async with open_target(spec, scenario, 1) as target:
            return isinstance(target, DisturbedTarget)

    assert asyncio.run(opened(noisy))
    assert not asyncio.run(opened(calm))


def test_opening_one_kind_of_target_loads_no_other():
    program = (
        "import sys; from stressdesk.targets.opening import described; from stressdesk.scenario.targets import *;"
        "described(Simulated()); described(LiteLLM(model='a/b')); described(Local());"
        "print(*{'litellm', 'aiohttp', 'xllamacpp', 'tiktoken', 'stressdesk.targets.simulated'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
