"""Every error a person can be shown, each with what to do about it.

StressDeskError
├── ScenarioError      the scenario cannot be used: a list of problems, each at its file, line and field
├── RunError           the run cannot start or go on
├── RunFileError       a run file cannot be read or written
│   ├── RunFileExistsError   a new one cannot have this path: there is a file already
│   ├── RunFileLockedError   another program has it locked; soon it may not any more
│   └── RunFileMissingError  there is no such file: not yet, or not any more
└── TargetError        the target gave no usable answer; becomes the outcome of one query, never the end of a run
    └── CannotAskError       but for this: nothing further can be asked, which says nothing of how the target answers
        ├── TargetGoneError      the target itself is no more
        └── NoConnectionsError   this machine allows no further connection
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

FailureKind = Literal[
    "rate_limit",  # 429: too many requests or tokens for now
    "quota",  # 429 or 402: the account has no credit left; waiting does not help
    "timeout",  # the target itself gave up (408, 504) or its own time limit passed
    "connection",  # refused, reset, DNS, TLS: no HTTP answer at all
    "server",  # 500 and its kin
    "overloaded",  # 502, 503, 529: the server says it is too busy
    "cut_stream",  # the answer began and broke off
    "bad_answer",  # HTTP 200, but HTML, broken JSON or another shape than the protocol's
    "empty_answer",  # a well-formed answer without any content
    "context_overflow",  # the conversation is longer than the model's window
    "content_filter",  # the provider refused to answer
    "authentication",  # 401, 403
    "not_found",  # 404: no such model or address
    "bad_request",  # 400, 413, 422 and unsupported parameters
    "bug",  # StressDesk itself went wrong on this query, its trace in the reason, or met a limit of this machine
]


class StressDeskError(Exception):
    """A message a person can act on, and a hint how."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n  {self.hint}" if self.hint else self.message


MAX_PROBLEMS = 20
"""Most mistakes told at once: a person mends a few and looks again."""


class Problem:
    """One thing wrong with a scenario: where it stands and how to mend it."""

    __slots__ = ("field", "file", "hint", "line", "message")

    def __init__(
        self, message: str, *, hint: str = "", file: str = "", line: int | None = None, field: str = ""
    ) -> None:
        self.message = message
        self.hint = hint
        self.file = file
        self.line = line
        self.field = field

    def __str__(self) -> str:
        place = self.file + (f":{self.line}" if self.line is not None else "")
        start = ": ".join(part for part in (place, self.field, self.message) if part)
        return f"{start}\n  {self.hint}" if self.hint else start


class ScenarioError(StressDeskError):
    """The scenario cannot be used; `problems` says why, one entry a mistake."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


class RunError(StressDeskError):
    """The run cannot start or go on."""


class RunFileError(StressDeskError):
    """A run file cannot be read or written."""


class RunFileExistsError(RunFileError):
    """A new run file cannot have this path: there is a file already."""


class RunFileLockedError(RunFileError):
    """Another program keeps a run file locked."""


class RunFileMissingError(RunFileError):
    """There is no such run file: it has not been begun yet, or was moved or deleted."""


class TargetError(StressDeskError):
    """The target gave no usable answer, for one of the reasons in `FailureKind`.

    `partial` is the text that had arrived before, `retry_after_seconds` what the server asked for.
    """

    def __init__(
        self, kind: FailureKind, message: str, *, retry_after_seconds: float | None = None, partial: str = ""
    ) -> None:
        super().__init__(message)
        self.kind: FailureKind = kind
        self.retry_after_seconds = retry_after_seconds
        self.partial = partial


class CannotAskError(TargetError):
    """Nothing further can be asked: the message is why the run ends, and what met it is still to be asked."""


class TargetGoneError(CannotAskError):
    """The target itself is no more; only one that StressDesk has started itself can tell."""

    def __init__(self, reason: str) -> None:
        super().__init__("connection", reason)


class NoConnectionsError(CannotAskError):
    """This machine allows no further connection, so that nothing was sent."""

    def __init__(self, reason: str) -> None:
        super().__init__("bug", reason)
