"""What a simulated target takes for granted, in plain words, from the scenario and its defaults."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stressdesk.analysis import words
from stressdesk.scenario.targets import Simulated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stressdesk.journal.events import Header
    from stressdesk.scenario.model import Scenario
    from stressdesk.scenario.targets import AnswerModel, Errors


def assumptions(scenario: Scenario, header: Header) -> tuple[str, ...]:
    """The parameters of the simulated target of a run, one phrase each; none for a target that was really asked."""
    target = scenario.targets.get(header.target)
    if header.provenance != "simulated" or not isinstance(target, Simulated):
        return ()
    return (
        words.counted(target.slots, "slot"),
        f"first token after {words.seconds(target.first_token_seconds.median)} (median)",
        f"{words.seconds(target.token_seconds.median)} a token (median)",
        *_errors(target.errors),
        *_answers(target.answers),
        *_limits(target),
    )


def _errors(errors: Errors) -> Iterator[str]:
    parts = {
        "rate limits": errors.rate_limit,
        "timeouts": errors.timeout,
        "server errors": errors.server,
        "refusals": errors.rejected,
    }
    split = ", ".join(f"{name} {part:g}" for name, part in parts.items() if part)
    yield f"{words.percent(errors.share)} errors" + (f" (split {split})" if errors.share and split else "")


def _answers(answers: AnswerModel) -> Iterator[str]:
    yield f"wrong answers {words.percent(answers.base)}"
    named = [f"{words.percent(share)} for {kind}" for kind, share in answers.mess.items()]
    other = "each other kind of mess" if named else "each kind of mess"
    yield f"plus {', '.join([*named, f'{words.percent(answers.other_mess)} for {other}'])}"
    yield f"plus up to {words.percent(answers.load)} when all slots are busy" if answers.load else "not more under load"


def _limits(target: Simulated) -> Iterator[str]:
    requests, tokens = target.requests_per_minute, target.tokens_per_minute
    limits = [words.counted(requests, "request")] if requests else []
    limits += [words.counted(tokens, "token")] if tokens else []
    yield f"at most {words.listing(limits)} a minute" if limits else "no limits per minute"
