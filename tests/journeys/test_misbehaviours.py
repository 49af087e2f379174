"""A server that does anything at all: each query ends as the right outcome, and takes no other query down."""

import asyncio
import contextlib
import json
import re
import socket
import threading
from collections import defaultdict
from pathlib import Path

import pytest
from journeys.watching import Quiet
from servers.misbehaviours import MISBEHAVIOURS
from servers.wire_server import ANSWER, wire_server

from stressdesk.engine import clock
from stressdesk.engine import job as jobs
from stressdesk.engine.run import execute
from stressdesk.engine.sending import POSSIBLY_BILLED
from stressdesk.journal.reader import RunFile
from stressdesk.scenario import file

SCENARIO = """
stressdesk: 1
name: Wire
prompt:
  text: "Answer ticket {{{{ticket}}}} in one sentence."
  parameters: {{max_tokens: 20}}
demo:
  - {{text: "What is the capital of France?"}}
checks:
  - {{kind: contains, value: Paris}}
target: wire
targets:
  wire:
    kind: litellm
    model: openai/wire
    base_url: "{base_url}"
    timeout_seconds: {timeout}
    prices: {{input_usd_per_million: 1, output_usd_per_million: 2}}
traffic:
  off_topic: 0
  hostile: 0
  degenerate: 0
  sessions: {{mean_turns: 1, single_turn_share: 1}}
variables:
  # So many that hardly any two queries share one, and each can be told by it.
  ticket: {{values: {tickets}}}
load: {{loop: closed, users: {users}, scales: [{queries}], live: {queries}, patience_seconds: {patience}}}
"""
# What a run may take beyond the limit it was given: the machine may be busy with other tests.
MARGIN_SECONDS = 5.0
FILES = Path("/proc/self/fd")


@pytest.fixture(scope="module")
def server():
    with wire_server({name: told.raw for name, told in MISBEHAVIOURS.items()}) as running:
        yield running


def sockets():
    """How many files and sockets this process has open, where the system tells."""
    return len(list(FILES.iterdir())) if FILES.is_dir() else 0


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Runs a scenario, and sees to it that no task outlives it."""
    left, really = [], clock.run

    def watched(main, *, virtual):
        async def to_the_end():
            result = await main()
            await asyncio.sleep(0)
            left.extend(asyncio.all_tasks() - {asyncio.current_task()})
            return result

        return really(to_the_end, virtual=virtual)

    monkeypatch.setattr(clock, "run", watched)

    def ask(base_url, **changes):
        path = tmp_path / "wire.stress.yaml"
        fields = {"timeout": 1, "users": 4, "queries": 7, "patience": 60, **changes}
        tickets = json.dumps([str(number) for number in range(50 * fields["queries"])])
        path.write_text(SCENARIO.format(base_url=base_url, tickets=tickets, **fields))
        execute(jobs.prepare(file.load(path), path, jobs.Wishes()), tmp_path / "a.stressrun", Quiet())
        assert not left
        with RunFile(tmp_path / "a.stressrun") as run_file:
            return list(run_file.records())

    return ask


def check_well(record):
    assert (record.outcome, record.answer) == ("answered", ANSWER), record
    assert (record.usage.input, record.usage.output, record.usage.source) == (21, 7, "provider")


def check(record, told, limit_seconds=1.0):
    assert len(record.attempts) == 1
    assert told.answer is None or record.answer == told.answer, record
    assert record.finished - record.sent < limit_seconds + MARGIN_SECONDS
    attempt = record.attempts[0]
    if told.kind is None:
        assert record.outcome == "answered", record
        assert record.usage.source == told.usage
        assert 0 < record.usage.input < 1_000
        assert 0 < record.usage.output < 1_000_000
        assert 0 <= record.usage.cached <= record.usage.input
        assert record.cost_usd > 0
        return
    assert record.outcome == "failed", record
    assert record.kind in told.kind.split("|"), record
    assert re.search(told.says, record.reason), record.reason
    assert record.reason.isprintable()
    assert record.failure == "system"
    assert attempt.retry_after_seconds == told.retry_after
    assert (record.cost_usd > 0) is (record.kind in POSSIBLY_BILLED or record.answer != "")


def met(server, records, start):
    """Each record with the name of the misbehaviour it met, or "" for none."""
    served, asked = defaultdict(list), defaultdict(list)
    for name, text in server.served[start:]:
        served[text.split(" ")[2]].append(name)
    for record in records:
        asked[record.variables["ticket"]].append(record)
    assert served.keys() == asked.keys()
    return [(names[0], asked[ticket][0]) for ticket, names in served.items() if len(names) == len(asked[ticket]) == 1]


@pytest.mark.parametrize("name", MISBEHAVIOURS)
def test_a_misbehaviour_is_named_and_the_queries_beside_it_are_answered(server, run, name):
    before, start = sockets(), len(server.served)
    records = run(server.url(name))
    # No request is sent twice behind anybody's back, and none is missing.
    assert server.requests[name] == len(records) == 8
    pairs = met(server, records, start)
    assert len(pairs) >= 6
    for odd, record in pairs:
        check(record, MISBEHAVIOURS[odd]) if odd else check_well(record)
    until(lambda: sockets() <= before)


def test_all_of_them_at_once_take_no_other_query_down(server, run):
    start = len(server.served)
    queries = 2 * len(MISBEHAVIOURS)
    records = run(server.url("everything"), users=30, queries=queries - 1, timeout=3)
    assert server.requests["everything"] == len(records) == queries
    pairs = met(server, records, start)
    assert len(pairs) > 0.9 * queries
    for odd, record in pairs:
        check(record, MISBEHAVIOURS[odd], 3.0) if odd else check_well(record)


@contextlib.contextmanager
def listening(answer=None):
    """A port where somebody takes connections and says nothing, or `answer` and no more."""
    with socket.create_server(("127.0.0.1", 0)) as place:
        kept, over = [], threading.Event()
        place.settimeout(0.05)

        def take():
            while not over.is_set():
                with contextlib.suppress(TimeoutError):
                    there, _ = place.accept()
                    kept.append(there)
                    if answer is not None:
                        there.sendall(answer)

        thread = threading.Thread(target=take)
        thread.start()
        yield place.getsockname()[1]
        over.set()
        thread.join()
        for there in kept:
            there.close()


@pytest.mark.parametrize(
    ("address", "answer", "says"),
    [
        ("http://127.0.0.1:9/v1", None, "127.0.0.1:9 failed: nothing listens there"),
        (f"http://{'long' * 20}.invalid/v1", None, "its name has no address"),
        ("https://127.0.0.1:{port}/v1", None, "no connection within 1 s"),
        ("https://127.0.0.1:{port}/v1", b"HTTP/1.1 400 Bad Request\r\n\r\n", "speaks no TLS.*http://"),
        ("http://127.0.0.1:{port}/v1", None, "target's limit of 1 s"),
        ("http://models.example/v1", b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", "proxy.*refused.*407"),
        ("http://models.example/v1", None, "no connection within 1 s"),
    ],
)
def test_a_server_that_cannot_be_reached_is_told_by_what_is_in_the_way(run, monkeypatch, address, answer, says):
    before = sockets()
    with listening(answer) as port:
        if "models.example" in address:
            monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{port}")
        records = run(address.format(port=port), queries=3)
    assert len(records) == 4
    for record in records:
        assert record.outcome == "failed"
        assert record.kind in {"connection", "timeout"}
        assert re.search(says, record.reason), record.reason
        # What never left costs nothing.
        assert (record.cost_usd > 0) is (record.kind == "timeout")
        assert record.finished - record.sent < 1 + MARGIN_SECONDS
    until(lambda: sockets() <= before)


def has_newer_address():
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True


@pytest.mark.skipif(not has_newer_address(), reason="this machine has no ::1")
def test_a_server_is_asked_on_this_machines_newer_address_as_well(server, run):
    records = run(server.url("http_1_0", "[::1]"))
    for record in records:
        check_well(record)


@pytest.mark.parametrize("name", ["never_answers", "stalls", "one_byte_a_second", "endless_pings", "half_a_head"])
def test_whoever_waits_in_vain_leaves_and_the_connection_is_given_up(server, run, name):
    before = sockets()
    records = run(server.url(name), timeout=60, patience=2)
    left = "before the answer was whole" if name == "stalls" else "without an answer"
    assert {record.outcome for record in records} == {"answered", "gave_up"}
    for record in records:
        if record.outcome == "answered":
            check_well(record)
        else:
            assert re.fullmatch(rf"gave up after [\d.]+ s {left}", record.reason)
            assert record.finished - record.sent < 2 * 2 + MARGIN_SECONDS
    until(lambda: sockets() <= before)


def until(is_so):
    """Wait for what nobody tells: that the system has let a socket go."""
    for _ in range(1_000):
        if is_so():
            return
        threading.Event().wait(0.01)
    raise AssertionError("still not so after 10 s")
