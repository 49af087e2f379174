"""What was put in on purpose, kept apart from what the target did by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stressdesk.analysis import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stressdesk.analysis.columns import Columns
    from stressdesk.analysis.sample import Sample


def injected_note(columns: Columns, title: str) -> str:
    """How many failures of a stage, called `title`, were injected, and how often the rest failed; "" for none."""
    return " ".join(_failures(columns, title))


def network_note(sample: Sample) -> str:
    """How much of the latency of answers is the injected network's: what to subtract; "" for none."""
    added = sample.added[sample.answered]
    if not added.any():
        return ""
    half, most = np.quantile(added, (0.5, 0.95))
    return (
        f"Latency holds the assumed network, which added {words.seconds(float(half))} or more to half of the answers "
        f"and {words.seconds(float(most))} or more to 5 % of them."
    )


def _failures(columns: Columns, title: str) -> Iterator[str]:
    """The injected ones among those that got no answer, and how often the queries left over failed."""
    if not columns.disturbed:
        return
    sample = columns.sample()
    faulty = sample.faulty & sample.counted
    parts = []
    for name, one, several in (
        ("system", "system failure", "system failures"),
        ("gave_up", "user who gave up", "users who gave up"),
    ):
        without = sample.failed_as(name)
        if without.any():
            injected = int((without & faulty).sum())
            parts.append(f"{words.count(injected)} of {words.counted(int(without.sum()), one, several)}")
    rest = sample.counted & ~faulty
    failed, asked = int((sample.failed & rest).sum()), int(rest.sum())
    met = f"{words.counted(columns.disturbed, 'request')} met a fault injected on purpose"
    yield f"Of the {title}, {met}" + (f", which is behind {words.listing(parts)}." if parts else ".")
    if faulty.any() and asked:
        yield f"Of the other {words.count(asked)}, {words.count(failed)} failed ({words.percent(failed / asked)})."
