"""Agreement to pay: nothing that a provider bills is asked until a person, an option or a limit has said yes to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from stressdesk.cli.terminal import can_be_asked
from stressdesk.errors import RunError

if TYPE_CHECKING:
    from stressdesk.engine.job import Job


def agree(job: Job, *, yes: bool, is_dialogue: bool = True, can_be_limited: bool = True) -> None:
    """Let a person agree to what `job` asks of a hosted model, unless `yes` says so already.

    Where there is no dialogue with a person, what is billed needs a spend limit instead: raises RunError without one.
    `can_be_limited` says whether the command line can still set one.
    """
    if yes or job.facts.kind != "litellm":
        return
    if is_dialogue and can_be_asked():
        click.confirm("  Go on?", default=True, abort=True, err=True)
    elif _is_billed(job) and job.scenario.limits.spend_usd is None:
        # Without a price no spend limit could be kept.
        limit = ", or a limit with --spend" if can_be_limited and job.prices is not None else ""
        raise RunError(
            "Nothing was sent: it may cost money, and nobody can be asked here whether to go on.",
            f"Add --yes{limit}.",
        )


def _is_billed(job: Job) -> bool:
    """Is it another's model, or one of this machine that was given a price?"""
    from stressdesk.scenario.targets import LiteLLM  # noqa: PLC0415 - `--help` needs none of it
    from stressdesk.targets.routes import is_loopback  # noqa: PLC0415 - as said above

    if job.prices is not None or not isinstance(job.target, LiteLLM) or job.target.base_url is None:
        return True
    return not is_loopback(job.target.base_url)
