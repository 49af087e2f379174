"""`stressdesk schema`: the JSON Schema of the scenario file."""

from __future__ import annotations

import json

import click


@click.command(
    epilog="""\b
Example, for an editor that checks YAML against a schema:
  stressdesk schema > stress.schema.json"""
)
@click.option("--summary", is_flag=True, help="The schema of `run --json` instead.")
def schema(*, summary: bool) -> None:
    """Print the JSON Schema of the scenario file, for editors and other programs."""
    if summary:
        from stressdesk.report.json import summary_schema as described  # noqa: PLC0415
    else:
        from stressdesk.scenario.schema import schema as described  # noqa: PLC0415
    click.echo(json.dumps(described(), indent=2, ensure_ascii=False))
