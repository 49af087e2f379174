"""The run files of folders for a list; of those that have not changed since the last look nothing is read again."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from stressdesk.analysis import words
from stressdesk.errors import RunFileError, ScenarioError
from stressdesk.gui.models.record_columns import stage_words
from stressdesk.journal.liveness import writing_process
from stressdesk.journal.naming import SUFFIX
from stressdesk.journal.reader import RunFile
from stressdesk.journal.shelf import Shelved, shelved


class Mark(msgspec.Struct, frozen=True):
    """What tells whether a file is another than before: modification times in nanoseconds and sizes, its log's too."""

    changed: tuple[int, int]
    size: tuple[int, int]


class Listed(msgspec.Struct, frozen=True):
    """One run of the list, and whether somebody writes it at present."""

    run: Shelved
    mark: Mark
    is_written: bool


class Judged(msgspec.Struct, frozen=True):
    """The verdict on one file as it was: one of VERDICTS and the headline; no state, and why, where there is none.

    `failed` is the share of failures among the queries of the stage that the verdict goes by, `queries` says how many
    of which these are; None and "" where no query of it ended.
    """

    path: Path
    mark: Mark
    state: str = ""
    headline: str = ""
    failed: float | None = None
    queries: str = ""


def listed(folders: Sequence[Path], known: Mapping[Path, Listed]) -> list[Listed]:
    """Every run file of some folders, newest first, unreadable ones last; `known` are those of the last look.

    One that several folders lead to by links goes by its path in the first of them.
    """
    paths: dict[str, Path] = {}
    for folder in folders:
        for path in folder.glob(f"*{SUFFIX}"):
            paths.setdefault(os.path.realpath(path), path)
    found = [_listed(path, known.get(path)) for path in sorted(paths.values())]
    return sorted(found, key=lambda one: one.run.header.created if one.run.header else "", reverse=True)


def judged(path: Path, mark: Mark) -> Judged:
    """The verdict on a run file; reading ten thousand records takes about a second."""
    from stressdesk.analysis.tally import summarised  # noqa: PLC0415 - loads numpy, in the thread
    from stressdesk.analysis.verdict import decisive  # noqa: PLC0415

    try:
        with RunFile(path) as run_file:
            summary = summarised(run_file)
    except RunFileError as error:
        return Judged(path, mark, headline=error.message)
    except ScenarioError as error:
        return Judged(path, mark, headline=unknown_scenario(path, error).message)
    conclusion, stage = summary.conclusion, decisive(summary)
    found = Judged(path, mark, conclusion.state, conclusion.headline)
    if stage is None or stage.failure.value is None:
        return found
    of_which = (
        f"{words.count(stage.failed)} of {words.counted(stage.counted, 'query')} failed, {stage.failure.provenance}"
    )
    queries = f"{stage_words(stage.name)}: {of_which}"
    return msgspec.structs.replace(found, failed=stage.failure.value, queries=queries)


def unknown_scenario(path: Path, error: ScenarioError) -> RunFileError:
    """The scenario in a run file is none that this version knows: what to tell of it."""
    first = error.problems[0]
    return RunFileError(
        f"The scenario in {path.name} is of another version of StressDesk: {first.field}: {first.message}.",
        "Open the run with the version that made it.",
    )


def mark_of(path: Path) -> Mark:
    """How the file stands now."""
    facts = [_facts(one) for one in (path, path.with_name(f"{path.name}-wal"))]
    return Mark((facts[0][0], facts[1][0]), (facts[0][1], facts[1][1]))


def _listed(path: Path, before: Listed | None) -> Listed:
    mark = mark_of(path)
    # One that could not be read may only have been half begun.
    if before is not None and before.mark == mark and not before.is_written and not before.run.problem:
        return before
    return Listed(shelved(path), mark, writing_process(path) is not None)


def _facts(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size
