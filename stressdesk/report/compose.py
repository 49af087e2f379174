"""From a summary to the contents of a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stressdesk.analysis import words
from stressdesk.analysis.own_names import name_title
from stressdesk.charts.catalogue import chart_named
from stressdesk.charts.rows import mess_doubt, seen_first
from stressdesk.charts.words import sample
from stressdesk.journal.stages import DEMO
from stressdesk.report import figures, group_tables, load_tables, tables
from stressdesk.report.contents import Contents, Example, Section, Table, one_line, shown, together
from stressdesk.report.likeness import likeness_section
from stressdesk.report.method import method

if TYPE_CHECKING:
    from stressdesk.analysis.summary import FailureExample, Summary

LONGEST_TEXT = 4_000
MOST_EXAMPLES = 12
SETTING = " (load.live, --live)"
"""How sentences about stages name the setting behind them, to whoever can change it."""
OF_THE_SAMPLE = {"mess", "checks", "timeline"}


def contents(summary: Summary) -> Contents:
    """All a report says of a run."""
    return Contents(
        name=one_line(summary.facts.name, 120),
        facts=_facts(summary),
        state=summary.conclusion.state,
        headline=together(one_line(summary.conclusion.headline, 400)),
        goals=figures.goal_lines(summary),
        reasons=tuple(together(one_line(reason, 400)) for reason in summary.conclusion.reasons),
        cards=figures.cards(summary),
        comparison=figures.comparison(summary),
        flawless=figures.flawless(summary),
        seen_first=_section(seen_first(summary), (), summary),
        sections=_sections(summary),
        examples=tuple(_example(example) for example in summary.examples[:MOST_EXAMPLES]),
        # Who reads a report changes no setting; the window and the command line name it.
        not_tested=tuple(together(one_line(said.replace(SETTING, ""), 600)) for said in summary.not_tested),
        method=method(summary),
        footer=_footer(summary),
    )


def _facts(summary: Summary) -> str:
    """What was run, in one line under the title."""
    facts = summary.facts
    asked = {stage.name: stage.counted for stage in summary.stages}
    counts = [f"{words.count(asked[DEMO])} demo"] if DEMO in asked else []
    counts += [f"{words.count(sum(asked.values()) - asked.get(DEMO, 0))} production queries"] if asked else []
    parts = (
        one_line(facts.model or facts.target, 60),
        f"{' + '.join(counts) or 'no queries'} {facts.provenance}",
        {"complete": "", "stopped": "stopped early", "unfinished": "unfinished"}[facts.state],
        facts.created[:16].replace("T", " "),
    )
    return " · ".join(part for part in parts if part)


def _footer(summary: Summary) -> str:
    facts = summary.facts
    return f"{one_line(facts.name, 60)} · run {one_line(facts.run, 60)} · {facts.created[:10]} · {facts.provenance}"


def _sections(summary: Summary) -> tuple[Section, ...]:
    return (
        _section("failure_rate", (tables.scales(summary), tables.stages(summary)), summary),
        _section("spend", (tables.spend(summary), tables.other_models(summary), tables.tokens(summary)), summary),
        Section(
            name="messes",
            title="What production does to it, kind by kind",
            lead=_doubted(
                f"What each kind adds to the failure rate, and how often it was met, in {sample(summary)}",
                mess_doubt(summary),
            ),
            tables=(tables.mess(summary),),
        ),
        _section("checks", (tables.checks(summary), tables.failure_kinds(summary)), summary),
        Section(
            name="groups",
            title="Who it fails, and when",
            lead=f"Failure rate of {sample(summary)} by persona, turn of the conversation, and what the user wanted",
            tables=(
                group_tables.personas(summary),
                group_tables.turns(summary),
                group_tables.intents(summary),
            ),
        ),
        _section("latency", (tables.waiting(summary), load_tables.retries(summary)), summary),
        _section("load", (load_tables.load(summary),), summary),
        _section("timeline", (), summary),
        *likeness_section(summary),
    )


def _section(name: str, tables_: tuple[Table, ...], summary: Summary) -> Section:
    chart = chart_named(name)
    of = f", in {sample(summary)}" if name in OF_THE_SAMPLE else ""
    lead = _doubted(f"{chart.subtitle}{of}", chart.doubt(summary) if chart.doubt else "")
    return Section(name=name, title=chart.title, lead=together(lead), chart=name, tables=tables_)


def _doubted(lead: str, doubt: str) -> str:
    return f"{lead}; {doubt}" if doubt else lead


def _example(example: FailureExample) -> Example:
    mess = ", ".join(one_line(name_title(kind), 40).lower() for kind in example.mess) or "clean"
    persona = one_line(name_title(example.persona), 40).lower()
    return Example(
        title=one_line(example.reason, 200) or "no usable answer",
        facts=f"Session {example.session}, turn {example.turn + 1} · {persona} · {mess}",
        clean=shown(example.clean, LONGEST_TEXT),
        text=shown(example.text, LONGEST_TEXT),
        answer=shown(example.answer, LONGEST_TEXT),
        reason=one_line(example.reason, 600),
        judgements=tuple((one_line(name, 60), judgement) for name, judgement in example.judgements.items()),
    )
