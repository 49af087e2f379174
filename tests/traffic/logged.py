"""A scenario's plan as the log of a product would show it: dates, conversations and words."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from traffic.planned import scenario, sessions

from stressdesk.scenario.importing.log import Log
from stressdesk.scenario.model import Scenario
from stressdesk.traffic.learnt import Learnt, Wishes, learnt

WEDNESDAY = datetime(2026, 3, 4, 9, tzinfo=UTC)


def logged(made: Scenario, queries: int, seed: int, folder: Path) -> Path:
    rows = [
        {
            "timestamp": (WEDNESDAY + timedelta(seconds=turn.due_seconds)).isoformat(),
            "conversation_id": f"c{one.index}",
            "text": turn.text,
        }
        for one in sessions(made, queries, seed)
        for turn in one.turns
    ]
    path = folder / f"log-{seed}.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def relearnt(made: Scenario, queries: int, seed: int, folder: Path) -> Learnt:
    """What is learnt, for a scenario with everything as usual, from a log of another's traffic."""
    return learnt(Log(logged(made, queries, seed, folder)), scenario(), folder, Wishes(examples=20))
