"""The fold from records to a summary, the same for a run that is under way and one that is reopened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stressdesk.analysis import concurrency, failures, projection
from stressdesk.analysis.assumptions import assumptions
from stressdesk.analysis.attribution import mess_rows
from stressdesk.analysis.columns import Columns
from stressdesk.analysis.examples import Examples
from stressdesk.analysis.interrupted import KILLED, UNFINISHED, unclear_usd
from stressdesk.analysis.pricing import other_models
from stressdesk.analysis.rate_limits import rate_limits
from stressdesk.analysis.realism import Words, likeness
from stressdesk.analysis.stopping import stop_words
from stressdesk.analysis.study import Study
from stressdesk.analysis.summary import RunFacts, Summary
from stressdesk.analysis.timeline import timeline
from stressdesk.analysis.untested import not_tested
from stressdesk.analysis.verdict import Evidence, conclusion, judged
from stressdesk.journal.interruptions import Interruptions
from stressdesk.journal.stages import DEMO, PRODUCTION
from stressdesk.scenario.disturbance_words import disturbance_words
from stressdesk.scenario.plain import restore
from stressdesk.traffic.requests import intent_texts
from stressdesk.traffic.tongues import language_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stressdesk.journal.events import Ending, Header, Record
    from stressdesk.journal.reader import RunFile

DEMO_QUERIES = 10
NONE = Interruptions()
ENOUGH_ANSWERED = 0.9


def summarised(run_file: RunFile) -> Summary:
    """What a run file comes to as it stands. Raises RunFileError."""
    tally = Tally(run_file.header)
    for record in run_file.records():
        tally.add(record)
    return tally.summary(run_file.ending, run_file.interruptions)


class Tally:
    """Takes in records in any order and says at any time what they come to so far.

    Keeps columns of numbers, some 90 bytes a record, and the texts of a few failing queries. A stage that has not
    changed since is not computed again, so that `summary` may be called as often as one likes.
    """

    def __init__(self, header: Header) -> None:
        self._header = header
        self._scenario = restore(header.scenario)
        self._texts = intent_texts(self._scenario)
        self._columns: dict[str, Columns] = {}
        self._examples: dict[str, Examples] = {}
        self._words: dict[str, Words] = {}
        self._studies: dict[str, Study] = {}
        self._unclear_usd = 0.0
        self._summary: Summary | None = None
        self._end: tuple[Ending | None, Interruptions] = (None, NONE)

    def add(self, record: Record) -> None:
        """Take in one record; each (stage, session, turn) once, which the run file sees to."""
        columns = self._columns.get(record.stage)
        if columns is None:
            columns = self._columns[record.stage] = Columns()
            self._examples[record.stage] = Examples()
            self._words[record.stage] = Words()
        columns.add(record)
        self._words[record.stage].add(record)
        self._examples[record.stage].add(record)
        self._unclear_usd += unclear_usd(record)
        self._summary = None

    def summary(self, ending: Ending | None = None, interruptions: Interruptions = NONE) -> Summary:
        """What the records so far come to; `ending` is how the run ended, None while it goes on or was cut off."""
        if self._summary is None or (ending, interruptions) != self._end:
            self._summary = self._summed_up(ending, interruptions)
            self._end = (ending, interruptions)
        return self._summary

    def _summed_up(self, ending: Ending | None, interruptions: Interruptions) -> Summary:
        header, scenario = self._header, self._scenario
        studies = [self._study(name) for name in self._stage_names()]
        by_name = {study.name: study for study in studies}
        demo, production = by_name.get(DEMO), by_name.get(PRODUCTION)
        content = _content(studies)
        scales = tuple(projection.scale(size, studies, content, header) for size in scenario.load.scales)
        full = [by_name[scale.stage] for scale in scales if scale.stage is not None]
        facts = self._facts(ending, interruptions, studies)
        per_month = projection.usd_per_month(content, scenario.queries_per_month)
        demo_size = demo.planned if demo else DEMO_QUERIES
        not_run = [scale.queries for scale in scales if scale.stage is None]
        evidence = Evidence(facts, demo, judged(studies, full), not_run)
        source = header.provenance
        columns = content.columns if content else Columns()
        busiest = concurrency.busiest(studies)
        examples = self._examples[content.name] if content else Examples()
        return Summary(
            facts=facts,
            conclusion=conclusion(scenario, evidence, per_month),
            demo=demo.summary if demo else None,
            production=production.summary if production else None,
            stages=tuple(study.summary for study in studies),
            scales=scales,
            content=content.name if content else None,
            checks=failures.check_rows(columns, examples.check_reasons, source),
            personas=failures.personas(columns, source),
            mess=mess_rows(columns, source),
            turns=failures.turns(columns, source),
            intents=failures.intents(columns, source, self._texts),
            timeline=timeline(columns.sample()),
            flawless_demo=projection.flawless_demo(_larger(production, content), demo_size),
            flawless_of=demo_size,
            usd_per_month=per_month,
            queries_per_month=scenario.queries_per_month,
            other_models=other_models(columns, content.spending, header.prices) if content else (),
            examples=examples.chosen(),
            not_tested=not_tested(scenario, header, studies, content),
            load=concurrency.load_rows(busiest.sample, source) if busiest else (),
            load_of=busiest.name if busiest else None,
            likeness=likeness(scenario, content, self._words[content.name]) if content else None,
        )

    def _stage_names(self) -> list[str]:
        """The stages with records: those planned in their order, then any others."""
        planned = [plan.name for plan in self._header.stages if plan.name in self._columns]
        return planned + sorted(self._columns.keys() - set(planned))

    def _study(self, name: str) -> Study:
        columns = self._columns[name]
        study = self._studies.get(name)
        if study is None or study.records != len(columns):
            study = self._studies[name] = Study(name, columns, self._header)
        return study

    def _facts(self, ending: Ending | None, interruptions: Interruptions, studies: Sequence[Study]) -> RunFacts:
        header, scenario, lost = self._header, self._scenario, interruptions.lost
        return RunFacts(
            run=header.run,
            name=header.name,
            created=header.created,
            state=ending.state if ending else "unfinished",
            reason=ending.reason if ending else UNFINISHED if lost is None else KILLED,
            target=header.target,
            target_kind=header.target_kind,
            model=header.model,
            provenance=header.provenance,
            seed=header.seed,
            window_seconds=0.0 if scenario.load.loop == "closed" else scenario.load.window_minutes * 60,
            run_seconds=ending.run_seconds if ending else max((study.last_seconds for study in studies), default=0.0),
            severity=scenario.traffic.mess.severity,
            prices=header.prices,
            versions=header.versions,
            skipped=header.skipped,
            assumptions=assumptions(scenario, header),
            disturbance=disturbance_words(scenario.disturbance),
            languages=language_words(scenario),
            stops=stop_words(scenario.limits),
            rate_limits=rate_limits(scenario, header, ending),
            lost=lost.requests if lost else 0,
            lost_usd=lost.usd if lost and lost.requests and scenario.limits.spend_usd is not None else None,
            unclear_usd=self._unclear_usd,
            gaps=interruptions.gaps,
        )


def _larger(*studies: Study | None) -> Study | None:
    """The study of which most is in, the first among equals."""
    known = [study for study in studies if study is not None]
    return max(known, key=lambda study: study.summary.counted, default=None)


def _content(studies: Sequence[Study]) -> Study | None:
    """The sample that breakdowns and projections rest on: the traffic stage of which most is in, first among equals.

    Stages in which fewer than 90 % were answered come after all others: under overload, what fails is not the content,
    and what a query costs is little, since requests that are turned away cost nothing. One that has just begun tells
    that of itself too soon: its first two answers do not take the place of fifty.
    """
    traffic = [study for study in studies if study.is_traffic and study.summary.counted]
    most = max((study.summary.counted for study in traffic), default=0)
    answered = [
        study for study in traffic
        if study.answered_share >= ENOUGH_ANSWERED and (study.is_whole or study.summary.counted == most)
    ]  # fmt: skip
    return _larger(*(answered or traffic))
