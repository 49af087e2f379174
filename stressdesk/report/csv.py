"""Records as a table: one row a query, or one row a request, for spreadsheets and notebooks.

UTF-8 with a byte order mark, which Excel needs to read it as such. A text cell that a spreadsheet would take for a
formula starts with an apostrophe; numbers stay numbers, and what is not known is empty. Times are seconds of run time.
"""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

from stressdesk.report.visible import without_controls

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from stressdesk.journal.events import Attempt, Provenance, Record
    from stressdesk.journal.reader import RunFile

Value = str | int | float | bool | None
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\N{FULLWIDTH EQUALS SIGN}", "\N{FULLWIDTH PLUS SIGN}",
                  "\N{FULLWIDTH HYPHEN-MINUS}", "\N{FULLWIDTH COMMERCIAL AT}")  # fmt: skip

COLUMNS: Mapping[str, Callable[[Record], Value]] = {
    # who asked what
    "stage": lambda record: record.stage,
    "session": lambda record: record.session,
    "turn": lambda record: record.turn,
    "persona": lambda record: record.persona,
    "intent": lambda record: record.intent,
    "language": lambda record: record.language,
    "mess": lambda record: "; ".join(record.mess),
    "clean": lambda record: record.clean,
    "text": lambda record: record.text,
    "expect": lambda record: _plain(record.expect),
    # when, in seconds of run time; latency from the intended arrival, the first token from sending
    "arrived_seconds": lambda record: record.arrived,
    "sent_seconds": lambda record: record.sent,
    "first_token_seconds": lambda record: record.first_token,
    "finished_seconds": lambda record: record.finished,
    "queue_wait_seconds": lambda record: _between(record.arrived, record.sent),
    "ttft_seconds": lambda record: _between(_last_sent(record), record.first_token),
    "latency_seconds": lambda record: _between(record.arrived, record.finished),
    "paced_seconds": lambda record: record.paced_seconds,
    # what came of it; failure is prompt, system, gave_up or empty
    "outcome": lambda record: record.outcome,
    "failure": lambda record: record.failure,
    "unsure": lambda record: record.unsure,
    "kind": lambda record: record.kind,
    "reason": lambda record: record.reason,
    "failed_checks": lambda record: _judged(record, "fail"),
    "unsure_checks": lambda record: _judged(record, "unsure"),
    "answer": lambda record: record.answer,
    "model": lambda record: record.model,
    "finish_reason": lambda record: record.finish_reason,
    # what it took: tokens of the last request, cost of all of them
    "requests": lambda record: len(record.attempts),
    "input_tokens": lambda record: record.usage.input if record.usage else None,
    "output_tokens": lambda record: record.usage.output if record.usage else None,
    "cached_tokens": lambda record: record.usage.cached if record.usage else None,
    "reasoning_tokens": lambda record: record.usage.reasoning if record.usage else None,
    "tokens_from": lambda record: record.usage.source if record.usage else None,
    "cost_usd": lambda record: record.cost_usd,
    # what was put in on purpose: the fault that left it without an answer, effects of the network, seconds they added
    "injected_fault": lambda record: record.injected_fault,
    "injected_effects": lambda record: "; ".join(sorted(_effects(record))),
    "injected_seconds": lambda record: round(record.injected_seconds, 6),
}


REQUEST_COLUMNS: Mapping[str, Callable[[Attempt], Value]] = {
    "sent_seconds": lambda attempt: attempt.sent,
    "first_token_seconds": lambda attempt: attempt.first_token,
    "finished_seconds": lambda attempt: attempt.finished,
    "service_seconds": lambda attempt: _between(attempt.sent, attempt.finished),
    # why no usable answer came; empty for an answer
    "kind": lambda attempt: attempt.kind,
    "reason": lambda attempt: attempt.reason,
    "retry_after_seconds": lambda attempt: attempt.retry_after_seconds,
    "input_tokens": lambda attempt: attempt.usage.input if attempt.usage else None,
    "output_tokens": lambda attempt: attempt.usage.output if attempt.usage else None,
    "cached_tokens": lambda attempt: attempt.usage.cached if attempt.usage else None,
    "reasoning_tokens": lambda attempt: attempt.usage.reasoning if attempt.usage else None,
    "tokens_from": lambda attempt: attempt.usage.source if attempt.usage else None,
    "cost_usd": lambda attempt: attempt.cost_usd,
    # what a request may have cost whose use is not known, where a spend limit books it
    "at_most_usd": lambda attempt: attempt.at_most_usd,
    # what was put in on purpose
    "injected_fault": lambda attempt: attempt.injected.fault if attempt.injected else None,
    "injected_effects": lambda attempt: "; ".join(attempt.injected.effects) if attempt.injected else None,
    "injected_seconds": lambda attempt: round(attempt.injected.seconds, 6) if attempt.injected else None,
    "injected_first_token_seconds": lambda attempt: (
        round(attempt.injected.first_token_seconds, 6) if attempt.injected else None
    ),
}
QUERY_OF_REQUEST = ("stage", "session", "turn", "arrived_seconds")


def write_requests(run_file: RunFile, path: Path) -> None:
    """Write every request, retries included, one row each, by the order of their queries' records."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*QUERY_OF_REQUEST, "attempt", *REQUEST_COLUMNS, "provenance"])
        for record in run_file.records():
            query = [_cell(COLUMNS[name](record)) for name in QUERY_OF_REQUEST]
            for number, attempt in enumerate(record.attempts, 1):
                values = (_cell(column(attempt)) for column in REQUEST_COLUMNS.values())
                writer.writerow([*query, number, *values, run_file.header.provenance])


def write_csv(run_file: RunFile, path: Path) -> None:
    """Write the records, one row a query, in the order they were recorded."""
    write_records(run_file.records(), run_file.header.provenance, path)


def write_records(records: Iterable[Record], provenance: Provenance, path: Path) -> None:
    """Write these records, one row a query, in the order given."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*COLUMNS, "provenance"])
        for record in records:
            writer.writerow([*(_cell(column(record)) for column in COLUMNS.values()), provenance])


def _cell(value: Value) -> Value:
    if not isinstance(value, str):
        return value
    text = without_controls(value)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_STARTS) else text


def _last_sent(record: Record) -> float | None:
    """When the request was sent that was answered: the first token counts from there."""
    return record.attempts[-1].sent if record.attempts else record.sent


def _plain(value: object) -> str | None:
    """An expectation as text: strings as they are, anything else as JSON."""
    return value if value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _between(start: float | None, end: float | None) -> float | None:
    return None if start is None or end is None else round(end - start, 6)


def _effects(record: Record) -> set[str]:
    """The effects of a network on any of the requests."""
    return {name for one in record.attempts if one.injected is not None for name in one.injected.effects}


def _judged(record: Record, judgement: str) -> str:
    named = (f"{verdict.check}: {verdict.reason}" for verdict in record.verdicts if verdict.judgement == judgement)
    return "; ".join(named)
