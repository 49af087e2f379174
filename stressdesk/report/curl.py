"""One query as a cURL command, so that it can be asked again by hand.

Texts of the run are untrusted: they travel as JSON of plain ASCII in which nothing is left to the shell. A key never
stands in the command, only the name of the variable that holds it.
"""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING, Any

from stressdesk.scenario.keys import names_a_secret
from stressdesk.scenario.targets import LiteLLM
from stressdesk.targets.endpoint import sent_parameters

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from stressdesk.scenario.model import Message, Parameters
    from stressdesk.scenario.targets import TargetSpec

ADDRESS_VARIABLE = "OPENAI_BASE_URL"
KEY_VARIABLE = "OPENAI_API_KEY"
# Linux takes at most 128 KiB as one word of a command.
LONGEST_WORD = 100_000
END = "END_OF_REQUEST"


def curl(target: TargetSpec | None, model: str, parameters: Parameters, messages: Sequence[Message]) -> str:
    """The request as OpenAI's chat completions take it; `model` where the target is not a hosted one.

    The address is the target's own, or what the variable OPENAI_BASE_URL holds.
    """
    hosted = target if isinstance(target, LiteLLM) else None
    body = json.dumps(_body(hosted, model, parameters, messages), indent=2)
    address = shlex.quote(f"{hosted.base_url.rstrip('/')}/chat/completions") if hosted and hosted.base_url else None
    key = hosted.key_env if hosted and hosted.key_env else KEY_VARIABLE
    lines = [
        "curl " + (address or f'"${ADDRESS_VARIABLE}/chat/completions"'),
        "-H 'Content-Type: application/json'",
        f'-H "Authorization: Bearer ${key}"',
    ]
    head = " \\\n  ".join(lines)
    if len(body) <= LONGEST_WORD:
        return f"{head} \\\n  --data-raw {shlex.quote(body)}\n"
    # No line of indented JSON is the end mark, and what stands between quoted marks is left alone by the shell.
    return f"{head} \\\n  --data-binary @- <<'{END}'\n{body}\n{END}\n"


def _body(hosted: LiteLLM | None, model: str, parameters: Parameters, messages: Sequence[Message]) -> Mapping[str, Any]:
    from stressdesk.targets.openai_providers import reached_by  # noqa: PLC0415 - may read the price table

    reached = reached_by(hosted) if hosted else None
    extra = {**parameters.extra, **(hosted.options if hosted else {})}
    return {
        "model": reached.model if reached else hosted.model if hosted else model,
        "messages": [{"role": message.role, "content": message.content} for message in messages],
        **sent_parameters(parameters, reached.renamed if reached else {}),
        **{name: value for name, value in extra.items() if not names_a_secret(name)},
    }
