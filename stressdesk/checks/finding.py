"""What a rule finds in one exchange, and the check that gives the finding its name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import msgspec

from stressdesk.checks.check import Exchange
from stressdesk.journal.events import Judgement, Verdict


class Finding(msgspec.Struct, frozen=True):
    """Pass, fail or unsure, and a reason a product manager can read."""

    judgement: Judgement
    reason: str


Finder = Callable[[Exchange], Finding]


def passed(reason: str) -> Finding:
    """The rule holds."""
    return Finding("pass", reason)


def failed(reason: str) -> Finding:
    """The rule is broken."""
    return Finding("fail", reason)


def unsure(reason: str) -> Finding:
    """The rule cannot be decided for this exchange; counts neither way."""
    return Finding("unsure", reason)


class RuleCheck(msgspec.Struct, frozen=True, kw_only=True):
    """A check that computes its verdict: neither waits nor costs money."""

    name: str
    find: Finder
    about: Literal["content", "speed"] = "content"

    async def judge(self, exchange: Exchange) -> Verdict:
        """Pass, fail or unsure, always with a reason."""
        finding = self.find(exchange)
        return Verdict(check=self.name, judgement=finding.judgement, reason=finding.reason, about=self.about)
