"""The `stressdesk` command: its sub-commands and their help. Everything heavy loads inside the one that needs it."""

from __future__ import annotations

import click

from stressdesk import __version__
from stressdesk.cli.ask import ask
from stressdesk.cli.completion import completion
from stressdesk.cli.local_server import local_server
from stressdesk.cli.models import models
from stressdesk.cli.new import new
from stressdesk.cli.note import note
from stressdesk.cli.plan import plan
from stressdesk.cli.preflight import preflight
from stressdesk.cli.report import report
from stressdesk.cli.run import run
from stressdesk.cli.runs import runs
from stressdesk.cli.schema import schema
from stressdesk.cli.shard import shard
from stressdesk.cli.traffic import traffic
from stressdesk.cli.validate import validate


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="""\b
Start here:
  stressdesk run support-triage          run a bundled sample on the embedded model
  stressdesk new my-prompt.txt           make a scenario around your prompt
  stressdesk run my-prompt.stress.yaml   and see whether it survives

\b
Exit codes: 0 goals met; 1 goals missed, not shown to be met, or stopped by limits.failure_rate; 2 could not run,
broke off, or its limits left no room for a query; 130 stopped by you.""",
)
@click.version_option(__version__, prog_name="StressDesk")
def program() -> None:
    """Will your AI demo survive production? Replay a prompt under realistic traffic and find out."""


COMMANDS = (
    run, validate, plan, traffic, preflight, ask, report, runs, note, models, new, schema, completion,
    local_server, shard,
)  # fmt: skip
for command in COMMANDS:
    program.add_command(command)
