"""The kinds of system failure in words, that of an answer which was too slow among them."""

from __future__ import annotations

from stressdesk.analysis.summary import TOO_SLOW
from stressdesk.journal.kinds import KIND_WORDS

KINDS = {**KIND_WORDS, TOO_SLOW: "too slow (latency check)"}
