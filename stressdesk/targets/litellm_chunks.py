"""What LiteLLM's chunks say: one shape for all providers, in which some of their words and counts are LiteLLM's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from stressdesk.journal.events import Usage
from stressdesk.targets.answer import Answer
from stressdesk.targets.reported import reported_usage


def take(chunk: Any, answer: Answer) -> None:
    """Add a chunk to the answer: the first choice's words, and the tokens if it counts any that can be."""
    # LiteLLM writes the name that was asked for into every chunk, and keeps what the server says it is apart.
    answer.model = getattr(chunk, "_hidden_params", {}).get("provider_response_model") or answer.model
    usage = getattr(chunk, "usage", None)
    if usage is not None:
        answer.usage = _usage(usage) or answer.usage
    for choice in chunk.choices:
        if choice.index:
            continue
        delta = choice.delta
        answer.finish_reason = choice.finish_reason or answer.finish_reason
        answer.reason(getattr(delta, "reasoning_content", None) or "")
        answer.has_called_tools = answer.has_called_tools or bool(getattr(delta, "tool_calls", None))
        answer.add(delta.content or getattr(delta, "refusal", None) or "")


def tells_usage(chunks: Sequence[Any]) -> bool:
    """Whether tokens were counted when all words had come: Anthropic counts the question's, and one, before them."""
    told = [number for number, chunk in enumerate(chunks) if getattr(chunk, "usage", None)]
    said = [number for number, chunk in enumerate(chunks) if any(_says(choice.delta) for choice in chunk.choices)]
    return bool(told) and (not said or told[-1] >= said[-1])


def _says(delta: Any) -> bool:
    return bool(delta.content or getattr(delta, "reasoning_content", None))


def _usage(usage: Any) -> Usage | None:
    inputs = getattr(usage, "prompt_tokens_details", None)
    outputs = getattr(usage, "completion_tokens_details", None)
    return reported_usage(
        {
            "prompt_tokens": usage.prompt_tokens,
            "completion_tokens": usage.completion_tokens,
            "prompt_tokens_details": {"cached_tokens": getattr(inputs, "cached_tokens", None)},
            "completion_tokens_details": {"reasoning_tokens": getattr(outputs, "reasoning_tokens", None)},
        }
    )
