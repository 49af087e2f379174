"""`stressdesk completion`: tab completion for the shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from stressdesk.errors import StressDeskError


@click.command(
    epilog="""\b
Examples:
  eval "$(stressdesk completion bash)"                                      (this shell)
  stressdesk completion bash > ~/.local/share/bash-completion/completions/stressdesk
  stressdesk completion fish > ~/.config/fish/completions/stressdesk.fish"""
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script that teaches a shell to complete StressDesk's commands and options."""
    completer = get_completion_class(shell)
    if completer is None:
        raise StressDeskError(f"There is no completion for {shell}.")
    click.echo(completer(context.find_root().command, {}, "stressdesk", "_STRESSDESK_COMPLETE").source())
