"""The columns of the list of runs, and what each says of one."""

from __future__ import annotations

from stressdesk.analysis import words
from stressdesk.gui.models.run_files import Judged, Listed
from stressdesk.journal.events import Provenance
from stressdesk.journal.naming import slug

TITLES = ("Run", "Started", "Target", "Queries", "Failed", "Verdict", "State", "Note")
RUN, STARTED, TARGET, QUERIES, FAILED, VERDICT, STATE, NOTE = range(len(TITLES))
MEANS = {
    FAILED: "Wrong answers, system failures and people who gave up, of the queries that the verdict goes by",
    NOTE: "Press F2 or double-click to write a note",
    RUN: "Tick two runs to compare them",
}
NUMBERS = (QUERIES, FAILED)
VERDICTS = {"ready": "Ready", "not_ready": "Not ready", "not_enough_evidence": "Not enough evidence"}
ENDINGS = {"complete": "Complete", "stopped": "Stopped"}


def cell_words(found: Listed, verdict: Judged | None, column: int, *, is_tip: bool) -> str:
    """What a column says of a run, or more of it as a tooltip; `verdict` is None while it is not known."""
    run, header = found.run, found.run.header
    if header is None:
        return {RUN: run.path.name, STATE: run.problem if is_tip else "Cannot be read"}.get(column, "")
    says = {
        RUN: str(run.path) if is_tip else _name(header.name, run.path.stem),
        STARTED: header.created[:16].replace("T", " "),
        TARGET: target_words(header.model or header.target, header.provenance),
        QUERIES: words.count(run.records),
        FAILED: _failed(verdict, is_tip=is_tip),
        VERDICT: _verdict(verdict, is_tip=is_tip),
        STATE: _state(found),
        NOTE: run.note,
    }
    return says[column]


def _name(name: str, stem: str) -> str:
    """What a run is called: its file, which has the name of the scenario in it unless somebody called it otherwise."""
    return stem if stem.startswith(slug(name)) else f"{name} · {stem}"


def target_words(target: str, provenance: Provenance) -> str:
    """Who answered and how numbers came about: "gpt-5-mini, measured"."""
    return target if target == provenance else f"{target}, {provenance}"


def _failed(verdict: Judged | None, *, is_tip: bool) -> str:
    """The share of failures, or of which queries it is."""
    if verdict is None:
        return "…"
    if is_tip:
        return verdict.queries
    return words.percent(verdict.failed) if verdict.failed is not None else ""


def _verdict(verdict: Judged | None, *, is_tip: bool) -> str:
    """The verdict in a word or two, or why it is that."""
    if verdict is None:
        return "…"
    return verdict.headline if is_tip else VERDICTS.get(verdict.state, "Cannot be judged")


def _state(found: Listed) -> str:
    if found.is_written:
        return "Running"
    ending = found.run.ending
    if ending is None:
        return "Cut off"
    return "Broke off" if ending.is_fault else ENDINGS[ending.state]
