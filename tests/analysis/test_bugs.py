from __future__ import annotations

import msgspec
import pytest
from analysis.invented import COMPLETE, header, record, refused, tally, wrong


@pytest.mark.parametrize("outcome", ["cancelled", "failed"])
def test_mistakes_of_stressdesk_itself_are_nobodys_failure(outcome: str) -> None:
    """In files of old such a query is called a failed one."""
    bug = msgspec.structs.replace(
        refused(20), outcome=outcome, kind="bug", failure="system" if outcome == "failed" else None
    )
    made = tally(header(("production", 21)), [*[record(number) for number in range(19)], wrong(19), bug])
    stage = made.summary(COMPLETE).stages[0]
    assert (stage.counted, stage.failed, stage.bugs, stage.cancelled, stage.kinds) == (20, 1, 1, 1, {})
    assert stage.failure.value == 0.05
    reasons = made.summary(COMPLETE).conclusion.reasons
    assert any("StressDesk or this machine went wrong on 1 query" in one for one in reasons)
