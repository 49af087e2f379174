"""What was sent for one query, put together again from the run file: the prompt as rendered and the turns before."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from stressdesk.scenario.model import Message
from stressdesk.scenario.rendering import Rendering

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stressdesk.journal.events import Record
    from stressdesk.scenario.model import Scenario


def sent_messages(scenario: Scenario, record: Record, earlier: Sequence[Record]) -> tuple[Message, ...]:
    """The messages of the query's request. `earlier` are the turns of its session before it, in order.

    As the engine sends them: turns that got no answer leave no trace in the conversation, and a prompt without memory
    starts anew with every turn. Raises ScenarioError for a prompt that can no longer be rendered.
    """
    rendering = Rendering(scenario.prompt, Path())
    history: tuple[Message, ...] = ()
    if scenario.prompt.memory == "conversation":
        for turn in earlier:
            if turn.outcome == "answered":
                asked = _asked(rendering, turn, history)
                history = (*asked, Message(role="assistant", content=turn.answer))
    return _asked(rendering, record, history)


def _asked(rendering: Rendering, record: Record, history: tuple[Message, ...]) -> tuple[Message, ...]:
    if history:
        return (*history, Message(role="user", content=record.text))
    return rendering.messages(record.variables, record.text)
