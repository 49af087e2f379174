from __future__ import annotations

import json
from pathlib import Path

from traffic.planned import scenario

from stressdesk.traffic.lines import lines
from stressdesk.traffic.plan import plan

KEYS = ["arrived", "session", "turn", "think", "persona", "intent", "language", "mess", "clean", "text"]


def test_lines_are_one_json_object_a_query_in_order_of_arrival():
    planned = plan(scenario(), 400, seed=2, folder=Path())
    found = [json.loads(line) for line in lines(planned)]
    assert len(found) == 400
    assert all(list(query) == KEYS for query in found)
    assert [query["arrived"] for query in found] == sorted(query["arrived"] for query in found)
    by_place = {(session.index, turn.index): turn for session in planned.sessions() for turn in session.turns}
    assert {(query["session"], query["turn"]) for query in found} == by_place.keys()
    for query in found:
        turn = by_place[query["session"], query["turn"]]
        assert (query["text"], query["clean"], tuple(query["mess"])) == (turn.text, turn.clean, turn.mess)
        assert (query["arrived"], query["think"]) == (turn.due_seconds, turn.think_seconds)


def test_a_line_break_in_a_message_breaks_no_line():
    assert all("\n" not in line for line in lines(plan(scenario(), 300, seed=2, folder=Path())))
