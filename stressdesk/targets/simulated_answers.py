"""What the simulated target says: a right answer or a wrong one, by the chances its answer model states.

It never reads the question. It cannot know what would be right where a query has no expectation, nor why a model would
err; a cut answer keeps its whole text, and its tokens are drawn, not counted from it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stressdesk.scenario.targets import AnswerModel

RIGHT = "Simulated right answer."
WRONG = "Simulated wrong answer."
EXPECTATION = "{expect}"


class Answers:
    """The answers to choose from: the model's own, else the demo's expectations, else ones that say what they are."""

    def __init__(self, model: AnswerModel, expectations: Sequence[str], wording: str = EXPECTATION) -> None:
        self._wording = model.wording or wording
        self._right = model.right or tuple(self._worded(text) for text in expectations) or (RIGHT,)
        self._wrong = model.wrong or (WRONG,)

    def right(self, expect: Any, choice: float) -> str:
        """The expectation as text, or where there is none, one of the right answers; `choice` from 0, below 1."""
        return _chosen(self._right, choice) if expect is None else self._worded(as_text(expect))

    def wrong(self, expect: Any, choice: float) -> str:
        """One of the wrong answers that differs from the right one in more than case, white space and a full stop."""
        right = _plain(self.right(expect, choice))
        others = [answer for answer in self._wrong if _plain(answer) != right]
        return _chosen(others or (WRONG,), choice)

    def _worded(self, expectation: str) -> str:
        return self._wording.replace(EXPECTATION, expectation)


def wrong_chance(model: AnswerModel, mess: Sequence[str], busy_share: float) -> float:
    """The chance of a wrong answer: base + sum over the kinds of mess + load x busy share of slots, at most 1."""
    messy = sum(model.mess.get(kind, model.other_mess) for kind in dict.fromkeys(mess))
    return min(1.0, model.base + messy + model.load * busy_share)


def as_text(expect: Any) -> str:
    """An expectation as a model would write it: text as it stands, anything else as compact JSON."""
    return expect if isinstance(expect, str) else json.dumps(expect, ensure_ascii=False, separators=(",", ":"))


def _chosen(answers: Sequence[str], choice: float) -> str:
    return answers[int(choice * len(answers))]


def _plain(answer: str) -> str:
    return answer.strip().removesuffix(".").casefold()
