"""One stage, studied: its summary and what projections need beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stressdesk.analysis import latency, rates, words
from stressdesk.analysis.failures import failure_rates, flawless_note
from stressdesk.analysis.injected import injected_note, network_note
from stressdesk.analysis.pace import pace
from stressdesk.analysis.pacing import held_back
from stressdesk.analysis.requests import by_request
from stressdesk.analysis.sample import OUTCOMES
from stressdesk.analysis.spend import Spending, tokens
from stressdesk.analysis.summary import StageSummary
from stressdesk.journal.stages import DEMO, PROBE, PRODUCTION, scale_of

if TYPE_CHECKING:
    from stressdesk.analysis.columns import Columns
    from stressdesk.analysis.rates import Share
    from stressdesk.analysis.sample import Sample
    from stressdesk.journal.events import Header


class Study:
    """What the records of one stage come to, as far as they are in."""

    def __init__(self, name: str, columns: Columns, header: Header) -> None:
        self.name = name
        self.columns = columns
        self.records = len(columns)
        plan = next((plan for plan in header.stages if plan.name == name), None)
        self.planned = plan.queries if plan else self.records
        self.window_seconds = plan.window_seconds if plan else 0.0
        self.spending = Spending(columns, header)
        self.summary = self._summary(header)

    @property
    def is_traffic(self) -> bool:
        """Whether this stage is a sample of production traffic."""
        return self.name != DEMO and not self.name.startswith(PROBE)

    @property
    def is_whole(self) -> bool:
        """Whether every planned query has its record, and none was cut off in the middle."""
        summary = self.summary
        return self.records >= self.planned > 0 and summary.cancelled == summary.bugs and summary.counted > 0

    @property
    def sample(self) -> Sample:
        """The stage's columns, ordered."""
        return self.columns.sample()

    @property
    def title(self) -> str:
        """How sentences name the queries of this stage: "200 production queries", "10,000 queries in one window"."""
        return self.named(self.summary.counted)

    def named(self, count: int, kind: str = "") -> str:
        """So many queries of this stage in words; `kind` stands before them: "200 planned production queries"."""
        if self.name in (DEMO, PRODUCTION):
            return words.counted(count, f"{kind}{self.name} query")
        if scale_of(self.name):
            where = "in one window" if self.window_seconds else "in a closed loop"
        else:
            where = f"of the stage {self.name}"
        return f"{words.counted(count, f'{kind}query')} {where}"

    @property
    def answered_share(self) -> float:
        """The share of queries that were answered, rightly or wrongly, among those that count; 0 without any."""
        return float(self.sample.answered.sum()) / max(1, self.summary.counted)

    @property
    def last_seconds(self) -> float:
        """The run time in seconds at which the last query so far arrived or ended."""
        sample = self.sample
        return float(max(sample.arrived.max(), np.nan_to_num(sample.finished).max()))

    def content(self) -> Share | None:
        """Wrong answers among the queries that were answered: what the prompt does when the system holds."""
        sample = self.sample
        return rates.clustered(sample.failed_as("prompt")[sample.answered], sample.session[sample.answered])

    def failures(self) -> Share | None:
        """All failures among the queries that count."""
        sample = self.sample
        return rates.clustered(sample.failed[sample.counted], sample.session[sample.counted])

    def _summary(self, header: Header) -> StageSummary:
        sample, columns, source = self.sample, self.columns, header.provenance
        shares = failure_rates(sample, source)
        failed = int(sample.failed.sum())
        kinds = sorted(columns.kinds.items(), key=lambda pair: (-pair[1], pair[0]))
        return StageSummary(
            name=self.name,
            planned=self.planned,
            counted=int(sample.counted.sum()),
            dropped=_count(sample, "dropped"),
            cancelled=_count(sample, "cancelled"),
            unsure=int(sample.unsure.sum()),
            good=int(sample.good.sum()),
            requests=columns.requests,
            failed=failed,
            failure=shares.failure,
            prompt_failure=shares.prompt,
            system_failure=shares.system,
            gave_up=shares.gave_up,
            latency=latency.latency(sample, source),
            first_token=latency.first_token(sample, source),
            service=latency.service(sample, source),
            tokens=tokens(columns),
            spend=self.spending.total,
            usd_per_query=self.spending.per_query,
            usd_per_good=self.spending.per_good,
            seconds=latency.span_seconds(sample),
            kinds=dict(kinds),
            injected={kind: columns.injected[kind] for kind, _ in kinds if columns.injected[kind]},
            injected_gave_up=int((sample.failed_as("gave_up") & sample.faulty).sum()),
            injected_note=injected_note(columns, self.named(int(sample.counted.sum()))),
            network_note=network_note(sample),
            flawless_note=flawless_note(failed, shares.failure),
            time_per_token=latency.time_per_token(sample, source),
            tokens_per_second=latency.tokens_per_second(sample, source),
            latency_by_outcome=latency.by_outcome(sample, source),
            goodput_per_second=latency.goodput_per_second(sample),
            pace=pace(sample, source),
            bugs=columns.bugs,
            held_back=held_back(sample, source),
            by_request=by_request(columns.by_request, sample, self.spending, source),
        )


def _count(sample: Sample, outcome: str) -> int:
    return int((sample.outcome == OUTCOMES[outcome]).sum())
