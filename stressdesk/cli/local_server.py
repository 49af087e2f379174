"""`stressdesk local-server`: the program beside a run that serves the local model; nobody types it."""

from __future__ import annotations

import click

from stressdesk.targets.local_server import COMMAND, main


@click.command(COMMAND, hidden=True)
def local_server() -> None:
    """Serve the local model; the settings come from standard input."""
    main()
