"""The scenarios that come with StressDesk, and what a scenario's file ends in. Loads nothing that reads one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stressdesk.resources import resource

if TYPE_CHECKING:
    from pathlib import Path

SUFFIX = ".stress.yaml"


def sample_names() -> list[str]:
    """The names of the bundled samples, such as "support-triage", in order."""
    return sorted(path.name.removesuffix(SUFFIX) for path in resource("samples").glob(f"*{SUFFIX}"))


def sample_path(name: str) -> Path:
    """The file of one of them."""
    return resource("samples", f"{name}{SUFFIX}")
