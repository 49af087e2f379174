"""Whatever happens in a run, stopped, cut off and gone on with as often as may be: the provider never bills more."""

import asyncio
import contextlib
import tempfile
from pathlib import Path
from unittest import mock

from engine.scripted import scenario
from hypothesis import given, settings
from hypothesis import strategies as st

from stressdesk.engine import job as jobs
from stressdesk.engine import run as running
from stressdesk.engine.run import execute
from stressdesk.engine.sending import POSSIBLY_BILLED
from stressdesk.errors import RunError, TargetError
from stressdesk.journal.events import Usage
from stressdesk.journal.reader import RunFile
from stressdesk.scenario.model import Limits, Parameters, Prompt
from stressdesk.scenario.seeds import rng
from stressdesk.scenario.targets import Prices, Simulated
from stressdesk.scenario.traffic import Load, Retry
from stressdesk.targets import prices as pricing
from stressdesk.targets import tokens
from stressdesk.targets.target import Reply

MOST_TOKENS = 60
KINDS = ("rate_limit", "server", "timeout", "cut_stream", "empty_answer", "connection", "bug")
SILENT = 0.2
# Far below a cent, and far above the rounding of sums of floats.
HARDLY_ANYTHING = 1e-9


class Provider:
    """Bills what it likes within what a request can cost, fails as it likes, and keeps its own books.

    `billed` is what it will have charged for all requests that ended, `open` what those under way may cost at most.
    """

    def __init__(self, prices, limit, seed, share_failing):
        self.prices = prices
        self.limit = limit
        self.seed = seed
        self.share_failing = share_failing
        self.billed = 0.0
        self.open = 0.0
        self.requests = 0

    async def ask(self, request):
        self.requests += 1
        draws = rng(self.seed, "provider", self.requests)
        most_input = tokens.upper_bound_tokens(request.messages)
        most = pricing.worst_case_usd(self.prices, most_input, MOST_TOKENS)
        self.open += most
        assert self.billed + self.open <= self.limit + HARDLY_ANYTHING
        used = Usage(input=draws.choice((1, most_input)), output=draws.choice((1, MOST_TOKENS)), source="provider")
        usd = pricing.cost_usd(self.prices, used)
        kind = draws.choice(KINDS) if draws.random() < self.share_failing else None
        try:
            await asyncio.sleep(draws.choice((0.0, 0.5, 3.0, 40.0)))
        except asyncio.CancelledError:
            self.billed += usd
            raise
        finally:
            self.open -= most
        if kind is None:
            self.billed += usd
            # Some never say what was used; whatever is put down for them then is a guess.
            is_silent = draws.random() < SILENT
            return Reply(text="billing", usage=Usage(input=1, output=1, source="estimated") if is_silent else used)
        # Half of the connections that fail have taken the request there first; only of the others is that known.
        request.note.is_sent = kind != "connection" or draws.random() < 0.5
        partial = "bil" if request.note.is_sent and draws.random() < 0.5 else ""
        self.billed += usd if request.note.is_sent and (kind in POSSIBLY_BILLED or partial) else 0.0
        if kind == "bug":
            raise ZeroDivisionError
        raise TargetError(kind, "as drawn", partial=partial)


class Impatient:
    """Asks a run to end after so many records, and at once where `is_hasty`."""

    def __init__(self, stop_after, *, is_hasty):
        self.left = stop_after
        self.is_hasty = is_hasty

    def began(self, stop):
        self.stop = stop

    def stage_began(self, plan):
        pass

    def recorded(self, record):
        self.left -= 1
        if self.left == 0:
            self.stop.request("stopped by the user (test)", by_user=True)
            if self.is_hasty:
                self.stop.request("at once", by_user=True)


loads = st.builds(
    Load,
    scales=st.just((10,)),
    live=st.integers(1, 25),
    window_minutes=st.sampled_from((0.01, 1.0)),
    loop=st.sampled_from(("open", "closed")),
    users=st.integers(1, 8),
    max_in_flight=st.sampled_from((1, 4, 1_000)),
    patience_seconds=st.sampled_from((1.0, 30.0)),
    paced=st.booleans(),
    retry=st.builds(
        Retry,
        attempts=st.integers(0, 3),
        kinds=st.just(("rate_limit", "timeout", "connection", "server", "cut_stream")),
        backoff_seconds=st.sampled_from((0.01, 2.0)),
    ),
)
rates = st.floats(0, 100, allow_nan=False)
stops = st.lists(st.tuples(st.integers(1, 12), st.booleans()), max_size=3)


@given(loads, st.tuples(rates, rates), st.floats(0, 12), st.tuples(st.integers(0, 1_000), st.floats(0, 1)), stops)
@settings(max_examples=60)
def test_what_is_billed_and_under_way_never_passes_the_limit(load, rates, affordable, draws, stops):
    seed, share_failing = draws
    stated = Prices(input_usd_per_million=rates[0], output_usd_per_million=rates[1])
    limit = affordable * (300 * rates[0] + MOST_TOKENS * rates[1]) / 1e6
    made = scenario(
        load=load,
        seed=seed,
        prompt=Prompt(text="Classify.", parameters=Parameters(max_tokens=MOST_TOKENS)),
        targets={"simulated": Simulated(prices=stated, requests_per_minute=20)},
        limits=Limits(spend_usd=limit, failure_rate=0.9, failure_rate_of_last=20),
    )
    provider = Provider(pricing.typed(stated, "typed"), limit, seed, share_failing)
    opening = mock.patch.object(running, "open_target", return_value=contextlib.nullcontext(provider))
    with tempfile.TemporaryDirectory() as folder, opening:
        job = jobs.prepare(made, Path(folder) / "x.stress.yaml", jobs.Wishes())
        path = Path(folder) / "x.stressrun"
        for number, (stop_after, is_hasty) in enumerate([*stops, (10**9, False)]):
            with contextlib.suppress(RunError):
                execute(job, path, Impatient(stop_after, is_hasty=is_hasty), resume=number > 0)
        with RunFile(path) as run_file:
            records = list(run_file.records())
    assert sum(len(record.attempts) for record in records) == provider.requests
    assert provider.open == 0 or abs(provider.open) < HARDLY_ANYTHING
    assert provider.billed <= limit + HARDLY_ANYTHING
