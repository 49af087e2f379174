"""Summary and records as JSON: keys are the field names of `analysis.summary.Summary` and `journal.events.Record`.

Rates are shares (0..1), times seconds, money US dollars. An estimate is {value, low, high, provenance, count, note}.

summary keys  what they hold
facts         run, name, created, state, target, model, seed, prices, versions, limits hit
conclusion    state (ready, not_ready, not_enough_evidence), headline, goals, more_queries
demo          the demo stage, or null            production    the production stage, or null
stages        every stage that was run           scales        each scale, run in full or projected
content       the stage projections rest on      checks        what each check said
personas, turns, intents   failure rate by group                mess          what each kind of mess costs
timeline      the production stage over time     flawless_demo, flawless_of   chance that a demo looks flawless
usd_per_month, queries_per_month, other_models   spend projected                examples      failing queries
likeness      the traffic's distance to real traffic
not_tested    what the run says nothing about
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from stressdesk.analysis.summary import Summary

if TYPE_CHECKING:
    from pathlib import Path

    from stressdesk.journal.reader import RunFile


def summary_json(summary: Summary) -> bytes:
    """The summary as one JSON object."""
    return msgspec.json.encode(summary)


def summary_schema() -> dict[str, Any]:
    """The JSON Schema of `summary_json`, with a description of each part."""
    return msgspec.json.schema(Summary)


def write_json(run_file: RunFile, summary: Summary, path: Path) -> None:
    """Write {"summary": ..., "records": [...]}, one record a line and one in memory at a time."""
    encoder = msgspec.json.Encoder()
    with path.open("wb") as file:
        file.write(b'{"summary":' + summary_json(summary) + b',\n"records":[')
        separator = b"\n"
        for record in run_file.records():
            file.write(separator + encoder.encode(record))
            separator = b",\n"
        file.write(b"\n]}\n")
