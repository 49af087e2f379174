"""A disturbed target: the times a person sees, what is paid for, and the note of what was injected."""

import asyncio

import pytest
from engine.scripted import USAGE, ScriptedTarget, Table, query, session
from servers.openai_server import serve

from stressdesk.engine import clock
from stressdesk.engine.clock import now
from stressdesk.errors import TargetError
from stressdesk.journal.events import Injected
from stressdesk.scenario.disturbance import Disturbance, Faults, Network
from stressdesk.scenario.model import Parameters
from stressdesk.scenario.targets import LiteLLM, Prices
from stressdesk.scenario.traffic import Load, Retry
from stressdesk.targets import prices as pricing
from stressdesk.targets.disturbed import HEADER_BYTES, STALL_SECONDS, TOKEN_BYTES, DisturbedTarget
from stressdesk.targets.opening import open_target
from stressdesk.targets.target import Request

PRICES = pricing.typed(Prices(input_usd_per_million=1.0, output_usd_per_million=10.0), "typed")
WHOLE = pytest.approx(1000 * 1e-6 + 100 * 10e-6)
STEADY = Disturbance(network=Network(delay_ms=400))


def asked(disturbance, *steps, one=None, limit=None, virtual=True, **changes):
    """The record of one query put to a scripted target behind a disturbance, and what the target was asked."""

    async def main():
        target = ScriptedTarget(*(steps or [(2.0, "billing")]))
        table = Table(DisturbedTarget(target, disturbance, 1, STALL_SECONDS), prices=PRICES, limit=limit, **changes)
        record = await table.asking.ask(query(one))
        return record, target, table

    return clock.run(main, virtual=virtual)


def test_a_delay_moves_first_words_and_end_and_is_noted():
    record, _, _ = asked(STEADY)
    assert (record.sent, record.first_token, record.finished) == (0, pytest.approx(1.4), pytest.approx(2.4))
    assert record.attempts[0].injected == Injected(
        effects=("delay",), seconds=pytest.approx(0.4), first_token_seconds=pytest.approx(0.4)
    )


def test_a_narrow_link_stretches_an_answer_that_comes_faster_than_it_carries():
    record, _, _ = asked(Disturbance(network=Network(down_kbit=40)))
    # 100 tokens from second 1 on, through 5 kB a second.
    seconds = (HEADER_BYTES + 100 * TOKEN_BYTES) / 5_000
    assert (record.first_token, record.finished) == (pytest.approx(1), pytest.approx(1 + seconds))
    assert record.attempts[0].injected == Injected(effects=("bandwidth",), seconds=pytest.approx(seconds - 1))


def test_a_wide_link_leaves_an_answer_as_it_came():
    record, _, _ = asked(Disturbance(network=Network(down_kbit=100_000)))
    assert (record.first_token, record.finished) == (1, 2)
    assert record.attempts[0].injected is None


def test_a_persona_has_its_own_network_and_the_others_everybodys():
    disturbance = Disturbance(network=Network(delay_ms=100), personas={"everyday": Network(delay_ms=3_000)})
    assert asked(disturbance)[0].finished == pytest.approx(5)
    assert asked(Disturbance(network=Network(delay_ms=100), personas={"phone": Network()}))[0].finished < 2.2


@pytest.mark.parametrize("kind", ["rate_limit", "server", "overloaded"])
def test_a_fault_in_place_of_the_answer_asks_nobody_and_costs_nothing(kind):
    record, target, table = asked(Disturbance(faults=Faults(**{kind: 1})), limit=1.0)
    assert (record.outcome, record.kind, record.failure, record.cost_usd) == ("failed", kind, "system", 0)
    assert record.reason.startswith("Injected: ")
    assert record.attempts[0].injected == Injected(fault=kind)
    assert target.requests == []
    assert table.ledger.spent == 0


def test_a_cut_answer_was_really_given_and_is_paid_for_by_its_real_usage():
    answer = "Your bill is fine and will be paid."
    record, target, table = asked(Disturbance(faults=Faults(cut_stream=1)), (2.0, answer), limit=1.0)
    assert (record.kind, record.answer) == ("cut_stream", "Your bill is")
    assert (record.usage, record.cost_usd, record.attempts[0].at_most_usd) == (USAGE, WHOLE, None)
    assert table.ledger.spent == WHOLE
    assert len(target.requests) == 1


def test_a_stall_lasts_until_patience_ends_and_is_paid_for():
    record, _, _ = asked(Disturbance(faults=Faults(stall=1)), one=session(patience=30))
    assert (record.outcome, record.finished, record.cost_usd) == ("gave_up", 30, WHOLE)
    assert record.reason == "gave up after 30.0 s, at an injected stall after the first words"
    assert record.attempts[0].injected == Injected(fault="stall", seconds=28)


def test_a_stall_ends_as_a_timeout_where_patience_outlasts_it():
    record, _, _ = asked(Disturbance(faults=Faults(stall=1)), one=session(patience=900))
    assert (record.kind, record.finished) == ("timeout", 2 + STALL_SECONDS)


def test_who_leaves_while_the_whole_answer_is_on_its_way_pays_for_all_of_it():
    record, _, table = asked(Disturbance(network=Network(delay_ms=40_000)), one=session(patience=30), limit=1.0)
    assert (record.outcome, record.usage, record.cost_usd, table.ledger.spent) == ("gave_up", USAGE, WHOLE, WHOLE)
    assert (record.first_token, record.answer, record.reason) == (None, "", "gave up after 30.0 s without an answer")


def test_first_words_count_from_when_they_reached_the_user_who_then_left():
    stall = Disturbance(network=Network(delay_ms=400), faults=Faults(stall=1))
    record, _, _ = asked(stall, (2.0, "Your bill is fine."), one=session(patience=30))
    assert (record.outcome, record.first_token, record.answer) == ("gave_up", pytest.approx(1.4), "Your bill is")


def test_who_leaves_before_the_question_has_arrived_has_spent_nothing():
    record, target, table = asked(Disturbance(network=Network(delay_ms=60_000)), one=session(patience=20), limit=1.0)
    assert (record.outcome, record.cost_usd, table.ledger.spent) == ("gave_up", 0, 0)
    assert record.attempts[0].injected == Injected(effects=("delay",), seconds=20)
    assert target.requests == []


def test_a_failure_of_the_target_itself_is_not_marked_as_a_fault():
    record, _, _ = asked(STEADY, (1, TargetError("server", "500: it broke")))
    assert (record.kind, record.finished) == ("server", pytest.approx(1.4))
    assert record.attempts[0].injected.fault is None


def test_an_injected_429_is_tried_again_as_the_scenario_says():
    load = Load(retry=Retry(attempts=2, backoff_seconds=1))
    disturbance = Disturbance(faults=Faults(rate_limit=1, retry_after_seconds=10))
    record, _, _ = asked(disturbance, load=load)
    assert [attempt.sent for attempt in record.attempts] == [0, 10, 20]
    assert {attempt.retry_after_seconds for attempt in record.attempts} == {10}
    hasty = Load(retry=Retry(attempts=2, backoff_seconds=1, honour_retry_after=False))
    assert asked(disturbance, load=hasty)[0].finished < 3
    record, _, _ = asked(disturbance, load=load, one=session(patience=15))
    assert (record.outcome, len(record.attempts)) == ("gave_up", 2)


def test_the_demo_is_left_alone():
    one = DisturbedTarget(ScriptedTarget((2.0, "billing")), Disturbance(faults=Faults(server=1)), 1, STALL_SECONDS)

    async def main():
        reply = await one.ask(_request("demo"))
        with pytest.raises(TargetError):
            await one.ask(_request("production"))
        return reply.text

    assert clock.run(main, virtual=True) == "billing"


def _request(stage):
    return Request(messages=(), parameters=Parameters(), address=(stage, 0, 0, 0))


MIXED = Disturbance(
    network=Network(delay_ms=4, jitter_ms=2, loss=0.02),
    faults=Faults(rate_limit=0.1, server=0.1, overloaded=0.1, cut_stream=0.1),
)
QUERIES = 60


async def _marks(target):
    """What was injected into each of many queries under way at once, without the times."""
    table = Table(target, load=Load(retry=Retry(attempts=1, backoff_seconds=0.001)))
    async with asyncio.TaskGroup() as group:
        for index in range(QUERIES):
            group.create_task(table.asking.ask(query(session(index), arrived=now())))
    return {
        record.session: [(one.injected.effects, one.injected.fault, one.kind) for one in record.attempts]
        for record in table.records
    }


def test_a_real_server_in_real_time_gets_the_same_marks_as_virtual_time(monkeypatch):
    monkeypatch.setenv("MY_KEY", "sk-mine-12345678")

    async def virtually():
        return await _marks(DisturbedTarget(ScriptedTarget((2.0, "billing")), MIXED, 1, STALL_SECONDS))

    async def really():
        async with serve() as base_url:
            table = Table(None, disturbance=MIXED)
            spec = LiteLLM(model="openai/well", base_url=str(base_url), key_env="MY_KEY")
            async with open_target(spec, table.scenario, 1) as target:
                return await _marks(target)

    marks = clock.run(virtually, virtual=True)
    assert len({fault for attempts in marks.values() for _, fault, _ in attempts}) == 5
    assert clock.run(really, virtual=False) == marks
