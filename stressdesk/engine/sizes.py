"""How large a run's requests and answers will be, going by its plan alone."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from stressdesk.scenario.rendering import Rendering
from stressdesk.targets import tokens
from stressdesk.traffic import plan as traffic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stressdesk.engine.job import Job

SAMPLED_SESSIONS = 100
# Where sessions start is worked out for so many queries only: for 10,000 it would take longer than all the rest.
SAMPLED_QUERIES = 1_000
# An answer of unknown length is taken to have between 20 tokens (1 where 20 or fewer are allowed) and max_tokens (or
# 500): an assumption, by which limits on tokens are kept to as well.
SHORTEST_ANSWER_TOKENS = 20
LONGEST_ANSWER_TOKENS = 500


def answer_tokens(job: Job) -> tuple[int, int]:
    """Between how many tokens an answer will have."""
    most = job.terms.most_output_tokens or LONGEST_ANSWER_TOKENS
    return (SHORTEST_ANSWER_TOKENS if most > SHORTEST_ANSWER_TOKENS else 1), most


def mean_input_tokens(job: Job) -> int:
    """About how many tokens a query of production sends, the conversation before it included."""
    middling = sum(answer_tokens(job)) // 2
    sizes = list(_input_tokens(job, middling, SAMPLED_SESSIONS))
    return round(sum(sizes) / len(sizes)) if sizes else 0


def largest_request_tokens(job: Job) -> int:
    """About how many tokens the largest request of production comes to, each answer as long as it may be."""
    _, most = answer_tokens(job)
    return max(_input_tokens(job, most, None), default=0) + most


def _input_tokens(job: Job, answer: int, sessions: int | None) -> Iterator[int]:
    rendering = Rendering(job.scenario.prompt, job.folder)
    queries = min(job.scenario.load.live, SAMPLED_QUERIES)
    plan = traffic.plan(job.scenario, queries, seed=job.seed, folder=job.folder)
    grows = job.scenario.prompt.memory == "conversation"
    for session in islice(plan.sessions(), sessions):
        before = 0
        for turn in session.turns:
            if before:
                size = before + answer + tokens.estimated_tokens(turn.text)
            else:
                size = tokens.estimated_input_tokens(rendering.messages(session.variables, turn.text))
            before = size if grows else 0
            yield size
