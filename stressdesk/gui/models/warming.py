"""What takes long to load, loaded in a thread while nothing goes on, so that the first run does not stutter."""

from __future__ import annotations


def warm() -> None:
    """Load what opens files, folds records and draws charts, and read the price table, a single step of 30 ms."""
    from stressdesk.analysis import tally  # noqa: F401, PLC0415 - that it is loaded here is the point
    from stressdesk.charts import picture  # noqa: F401, PLC0415
    from stressdesk.errors import StressDeskError  # noqa: PLC0415
    from stressdesk.gui.models import opening  # noqa: F401, PLC0415
    from stressdesk.targets.price_table import price_table  # noqa: PLC0415

    try:
        price_table()
    except StressDeskError:
        return  # whoever needs it will say so
