"""Where bundled files lie: in the clone, in an installed environment, or in the packaged program."""

from __future__ import annotations

import sys
from pathlib import Path


def resource(*parts: str) -> Path:
    """The path of one bundled file, such as resource("samples", "support-triage.stress.yaml").

    Raises FileNotFoundError where there is none.
    """
    for root in _roots():
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise FileNotFoundError(f"The bundled file {'/'.join(parts)} is missing: install StressDesk again.")


def _roots() -> list[Path]:
    frozen = getattr(sys, "_MEIPASS", None)
    roots = [Path(frozen) / "resources"] if frozen else []
    return [*roots, Path(__file__).parent.parent / "resources", Path(sys.prefix) / "share" / "stressdesk"]
