"""A few failing queries to read: as different from each other as can be, and the same whoever finished first."""

from __future__ import annotations

from bisect import insort
from typing import TYPE_CHECKING

from stressdesk.analysis.summary import FailureExample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stressdesk.journal.events import Record

MOST = 12
KEPT = 3
LONGEST_TEXT = 2_000
LONGEST_REASON = 500


class Examples:
    """Keeps, for each check, kind of mess and kind of failure, the first three failing queries by session and turn.

    So a bounded number of texts stays in memory, and which ones does not depend on the order records come in.
    """

    def __init__(self) -> None:
        self._kept: dict[str, list[tuple[int, int]]] = {}
        self._examples: dict[tuple[int, int], FailureExample] = {}
        self._features: dict[tuple[int, int], frozenset[str]] = {}
        self._reasons: dict[str, tuple[int, int, str]] = {}

    @property
    def check_reasons(self) -> dict[str, str]:
        """One reason a check gave for failing an answer, for each check that did."""
        return {check: reason for check, (_, _, reason) in self._reasons.items()}

    def add(self, record: Record) -> None:
        """Take in a record; only failing ones are kept."""
        if record.failure is None or record.outcome in ("cancelled", "dropped"):
            return
        key = (record.session, record.turn)
        for verdict in record.verdicts:
            if verdict.judgement == "fail":
                reason = (*key, elided(verdict.reason, LONGEST_REASON))
                self._reasons[verdict.check] = min(self._reasons.get(verdict.check, reason), reason)
        features = frozenset(_features(record))
        wanted = [feature for feature in features if self._is_wanted(feature, key)]
        if not wanted:
            return
        for feature in wanted:
            insort(self._kept.setdefault(feature, []), key)
        self._examples[key] = _example(record)
        self._features[key] = features
        if any(len(keys) > KEPT for keys in self._kept.values()):
            self._forget()

    def chosen(self) -> tuple[FailureExample, ...]:
        """At most twelve, each the one that shows most that those before do not; wrong answers first among equals."""
        left = sorted(self._examples, key=lambda key: (not self._is_content(key), key))
        seen: set[str] = set()
        chosen: list[FailureExample] = []
        while left and len(chosen) < MOST:
            best = max(left, key=lambda key: len(self._features[key] - seen))
            left.remove(best)
            seen |= self._features[best]
            chosen.append(self._examples[best])
        return tuple(chosen)

    def _is_wanted(self, feature: str, key: tuple[int, int]) -> bool:
        keys = self._kept.get(feature, [])
        return len(keys) < KEPT or key < keys[-1]

    def _is_content(self, key: tuple[int, int]) -> bool:
        return any(feature.startswith("check ") for feature in self._features[key])

    def _forget(self) -> None:
        """Let go of texts that no feature keeps any more."""
        for keys in self._kept.values():
            del keys[KEPT:]
        needed = {key for keys in self._kept.values() for key in keys}
        for key in self._examples.keys() - needed:
            del self._examples[key], self._features[key]


def elided(text: str, most: int) -> str:
    """The text, cut to `most` characters with an ellipsis at the cut."""
    return text if len(text) <= most else text[: most - 1] + "\N{HORIZONTAL ELLIPSIS}"


def _features(record: Record) -> Iterator[str]:
    """What a failing query shows: the checks it failed and its mess, or the kind of failure where none answered."""
    if record.failure == "gave_up":
        yield "gave up"
    elif record.outcome == "failed":
        yield f"kind {record.kind}"
    else:
        yield from (f"check {verdict.check}" for verdict in record.verdicts if verdict.judgement == "fail")
        yield from (f"mess {kind}" for kind in record.mess)
        yield "answered"


def _example(record: Record) -> FailureExample:
    reasons = [f"{verdict.check}: {verdict.reason}" for verdict in record.verdicts if verdict.judgement == "fail"]
    return FailureExample(
        session=record.session,
        turn=record.turn,
        persona=record.persona,
        mess=record.mess,
        clean=elided(record.clean, LONGEST_TEXT),
        text=elided(record.text, LONGEST_TEXT),
        answer=elided(record.answer, LONGEST_TEXT),
        reason=elided("; ".join(reasons) or record.reason, LONGEST_REASON),
        judgements={verdict.check: verdict.judgement for verdict in record.verdicts},
    )
