"""What interrupted a run, in words: requests that were lost, times in which its program stood still."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stressdesk.analysis.words import counted, money, seconds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stressdesk.analysis.summary import RunFacts

UNFINISHED = "it has not ended yet"
KILLED = "it ended without saying why (it was killed, or the power failed)"


def interruption_words(facts: RunFacts) -> Iterator[str]:
    """How the run was interrupted, a sentence each."""
    if facts.lost:
        yield f"{lost_words(facts)}."
    if facts.gaps:
        yield _still(facts)


def lost_words(facts: RunFacts) -> str:
    """What was under way when a process of the run was killed."""
    many = facts.lost != 1
    words = f"Up to {counted(facts.lost, 'request')} {'were' if many else 'was'} under way when the run was cut off"
    if facts.target_kind != "litellm":
        return f"{words} and {'stand' if many else 'stands'} in no record"
    cost = "" if facts.lost_usd is None else f", for {money(facts.lost_usd)} at most"
    return f"{words}: possibly billed{cost}, and in no record"


def _still(facts: RunFacts) -> str:
    whole, first = seconds(sum(gap.seconds for gap in facts.gaps)), seconds(facts.gaps[0].at)
    often = "" if len(facts.gaps) == 1 else f"in {len(facts.gaps)} parts, first "
    return (
        f"StressDesk stood still for {whole}, {often}{first} into the run (the computer slept, or the program was "
        f"halted): queries under way then are marked, since their times are not the target's."
    )
