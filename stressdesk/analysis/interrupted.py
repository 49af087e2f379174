"""What interrupted a run, in words: requests lost or without a count, times in which its program stood still."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stressdesk.analysis.words import counted, money, seconds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stressdesk.analysis.summary import RunFacts
    from stressdesk.journal.events import Record

UNFINISHED = "it has not ended yet"
KILLED = "it ended without saying why (it was killed, or the power failed)"


def interruption_words(facts: RunFacts) -> Iterator[str]:
    """How the run was interrupted, a sentence each."""
    if facts.lost:
        yield f"{lost_words(facts)}."
    if facts.unclear_usd and facts.target_kind == "litellm":
        yield (
            f"Up to {money(facts.unclear_usd)} more may have been billed than is shown: some answers broke off, were "
            f"left or came without a count of their tokens. The spend limit takes it for spent."
        )
    if facts.gaps:
        yield _still(facts)


def unclear_usd(record: Record) -> float:
    """What a record's requests may have cost beyond what they are estimated at."""
    return sum([one.at_most_usd - (one.cost_usd or 0.0) for one in record.attempts if one.at_most_usd is not None])


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
