"""The names of a run's stages as its records carry them: the demo, the production sample, each scale run in full."""

from __future__ import annotations

DEMO = "demo"
PRODUCTION = "production"
PROBE = "probe"  # a few queries outside any run
_SCALE = "scale-"


def scale_name(queries: int) -> str:
    """The name of the stage in which a scale is run in full: scale-1000."""
    return f"{_SCALE}{queries}"


def scale_of(stage: str) -> int | None:
    """How many queries a stage of this name asks that runs a scale in full; None for any other."""
    size = stage.removeprefix(_SCALE)
    return int(size) if size != stage and size.isdecimal() else None
