"""`stressdesk shard`: one of the processes of a run that one alone could not send; nobody types it."""

from __future__ import annotations

import click


@click.command("shard", hidden=True)
def shard() -> None:
    """Ask a part of a run; the settings and all orders come from standard input."""
    from stressdesk.engine.shard import main  # noqa: PLC0415 - heavy, and only needed here

    main()
