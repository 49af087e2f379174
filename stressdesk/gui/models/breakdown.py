"""Who fails, at what, and when: the groups of a summary as lists of bars that lead to their records.

Loads the report, and with it matplotlib: for worker threads only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from stressdesk.analysis import words
from stressdesk.analysis.failures import LAST_TURN
from stressdesk.analysis.own_names import name_title
from stressdesk.charts.rows import is_certain, mess_doubt
from stressdesk.charts.words import intent_title, sample, stage_title
from stressdesk.gui.models.bars import Bar, Bars
from stressdesk.gui.models.filtering import RecordFilter
from stressdesk.journal.kinds import KIND_WORDS
from stressdesk.report.contents import Cell, figure, one_line, together

if TYPE_CHECKING:
    from stressdesk.analysis.estimate import Estimate
    from stressdesk.analysis.summary import CheckRow, GroupRow, MessRow, Summary

MOST_ROWS = 12
LONGEST_LABEL = 80
RATE_HEADINGS = ("", "Failure rate", "95 %", "Share")


def breakdown(summary: Summary) -> dict[str, Bars]:
    """Every list of bars by its name."""
    groups = (
        _checks(summary), _mess(summary), _groups(summary, "persona", summary.personas),
        _groups(summary, "turn", summary.turns), _groups(summary, "intent", summary.intents), _stages(summary),
        _kinds(summary),
    )  # fmt: skip
    return {group.name: group for group in groups}


def _checks(summary: Summary) -> Bars:
    rows = sorted(summary.checks, key=lambda row: -(row.rate.value or 0.0))
    return Bars(
        name="check",
        title="By check",
        subtitle=f"Share of judged answers each check failed, in {sample(summary)}",
        headings=("Check", "Failed", "95 %", "Count"),
        rows=tuple(_check(row, summary.content) for row in rows[:MOST_ROWS]),
        empty="No check has judged an answer to production traffic.",
        note=_more(len(rows), "check"),
        origin=_origin(summary, rows),
    )


def _check(row: CheckRow, stage: str | None) -> Bar:
    unsure = f"; {words.count(row.unsure)} unsure" if row.unsure else ""
    reason = f". For example: {one_line(row.example_reason, 200)}" if row.example_reason else ""
    label = one_line(row.check, 80)
    return _bar(
        label,
        row.rate,
        share=words.count(row.failed),
        tip=f"{words.count(row.failed)} of {words.counted(row.judged, 'judged answer')} failed{unsure}{reason}",
        wanted=RecordFilter(stage=stage, check=row.check) if row.failed else None,
    )


def _mess(summary: Summary) -> Bars:
    rows = [row for row in summary.mess if row.cost.value is not None]
    rare = len(summary.mess) - len(rows)
    said = (_more(len(rows), "kind"), f"{words.counted(rare, 'kind')} too rare to tell" if rare else "")
    doubt = mess_doubt(summary)
    return Bars(
        name="mess",
        title="By kind of mess",
        subtitle=f"Points of failure rate that each kind of mess adds, in {sample(summary)}{doubt and f'; {doubt}'}",
        doubt=doubt,
        headings=("Kind of mess", "Costs, in points", "95 %", "Share"),
        rows=tuple(_kind_of_mess(row, summary.content) for row in rows[:MOST_ROWS]),
        empty="No kind of mess was seen often enough to say what it costs.",
        note="; ".join(filter(None, said)),
        origin=_origin(summary, rows),
    )


def _kind_of_mess(row: MessRow, stage: str | None) -> Bar:
    cost = row.cost
    value = cost.value or 0.0
    is_sure = is_certain(cost)
    chance = "" if is_sure else " The interval includes 0: this may be chance."
    rate = figure(row.rate, words.percent, words.percent_range)
    return Bar(
        label=one_line(name_title(row.mess), 80),
        value=value,
        low=cost.low,
        high=cost.high,
        text=_points(value),
        interval="" if cost.low is None or cost.high is None else f"{_points(cost.low)} to {_points(cost.high)}",
        share=together(words.percent(row.share)),
        tip=f"Met in {words.counted(row.count, 'query')}; wrong answers with it: {rate.text}.{chance}",
        is_sure=is_sure,
        wanted=RecordFilter(stage=stage, mess=row.mess, result="prompt"),
    )


def _points(share: float) -> str:
    return words.points(share).removesuffix(" points")


def _groups(summary: Summary, name: str, rows: Sequence[GroupRow]) -> Bars:
    titles = {
        "persona": ("By persona", "Failure rate of each kind of user"),
        "turn": ("By turn of the conversation", "Failure rate of first and later messages"),
        "intent": ("By what the user wanted", "Failure rate of each intent"),
    }
    title, subtitle = titles[name]
    return Bars(
        name=name,
        title=title,
        subtitle=f"{subtitle}, in {sample(summary)}",
        headings=(name.capitalize(), *RATE_HEADINGS[1:]),
        rows=tuple(_group(name, at, row, summary.content) for at, row in enumerate(rows[:MOST_ROWS])),
        empty="No production query was asked.",
        note=_more(len(rows), name),
        origin=_origin(summary, rows),
    )


def _group(name: str, at: int, row: GroupRow, stage: str | None) -> Bar:
    if name == "turn":
        label = f"Turn {row.name.removesuffix('+')}{' and later' if row.name.endswith('+') else ''}"
    else:
        label = name_title(row.name) if name == "persona" else intent_title(row)
    return _bar(
        one_line(label, LONGEST_LABEL),
        row.rate,
        share=together(words.percent(row.share)),
        tip=f"{words.counted(row.count, 'query')}, {words.percent(row.share)} of traffic",
        wanted=_group_filter(name, at, row, stage),
    )


def _group_filter(name: str, at: int, row: GroupRow, stage: str | None) -> RecordFilter:
    if name == "persona":
        return RecordFilter(stage=stage, persona=row.name, result="failing")
    if name == "intent":
        return RecordFilter(stage=stage, intent=row.name, result="failing")
    number = row.name.removesuffix("+")
    turn = int(number) - 1 if number.isdecimal() else at
    return RecordFilter(stage=stage, turn=turn, turn_and_later=turn >= LAST_TURN - 1, result="failing")


def _stages(summary: Summary) -> Bars:
    rows = tuple(
        _bar(
            one_line(stage_title(summary, stage), 60),
            stage.failure,
            share=words.count(stage.counted),
            tip=f"{words.count(stage.failed)} of {words.counted(stage.counted, 'query')} failed: "
            f"{_split(stage.prompt_failure, stage.system_failure, stage.gave_up)}",
            wanted=RecordFilter(stage=stage.name, result="failing"),
        )
        for stage in summary.stages
    )
    return Bars(
        name="stage",
        title="By stage",
        subtitle="Failure rate of the demo, of production, and of each scale run in full",
        headings=("Stage", "Failure rate", "95 %", "Queries"),
        rows=rows,
        empty="No query has been asked.",
        origin=_origin(summary, rows),
    )


def _split(prompt: Estimate, system: Estimate, gave_up: Estimate) -> str:
    names = (("wrong answers", prompt), ("system failures", system), ("users who gave up", gave_up))
    return ", ".join(f"{words.percent(one.value)} {name}" for name, one in names if one.value is not None)


def _kinds(summary: Summary) -> Bars:
    counts: Counter[tuple[str, bool]] = Counter()
    for stage in summary.stages:
        for kind, count in stage.kinds.items():
            injected = stage.injected.get(kind, 0)
            # What was injected never stands in one number with what the target did by itself.
            counts.update({(kind, False): count - injected, (kind, True): injected})
    total = sum(counts.values())
    ordered = sorted(((*key, count) for key, count in counts.items() if count), key=lambda one: (-one[2], *one[:2]))
    mixed = {kind for kind, is_injected, _ in ordered if is_injected}
    return Bars(
        name="kind",
        title="By kind of system failure",
        subtitle="How often no usable answer came, and why, in all stages together",
        headings=("Kind", "Queries", "", "Share"),
        rows=tuple(
            _system(kind, count, total, is_injected if kind in mixed else None)
            for kind, is_injected, count in ordered[:MOST_ROWS]
        ),
        empty="No system failure was seen.",
        note=_more(len(ordered), "kind"),
        origin=_origin(summary, ordered),
    )


def _system(kind: str, count: int, total: int, injected: bool | None) -> Bar:
    label = one_line(KIND_WORDS.get(kind, kind), 80) + (", injected" if injected else "")
    return Bar(
        label=label[:1].upper() + label[1:],
        value=count / total,
        text=words.count(count),
        share=together(words.percent(count / total)),
        tip=f"{words.count(count)} of {words.counted(total, 'system failure')}",
        wanted=RecordFilter(kind=kind, result="system", injected=injected),
    )


def _bar(label: str, rate: Estimate, *, share: str, tip: str, wanted: RecordFilter | None) -> Bar:
    cell: Cell = figure(rate, words.percent, words.percent_range)
    return Bar(
        label=label,
        value=rate.value,
        low=rate.low if rate.value is not None else None,
        high=rate.high if rate.value is not None else None,
        text=cell.text,
        interval=cell.detail,
        share=share,
        tip=together(tip),
        is_sure=bool(rate.value),
        wanted=wanted,
    )


def _more(rows: int, noun: str) -> str:
    return f"and {words.counted(rows - MOST_ROWS, f'more {noun}')}" if rows > MOST_ROWS else ""


def _origin(summary: Summary, rows: Sequence[object]) -> str:
    return summary.facts.provenance if rows else ""
