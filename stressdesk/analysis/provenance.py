"""How money came about, which depends on whose tokens and whose prices it was computed from."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stressdesk.journal.events import Header, Provenance


def of_money(header: Header, *, has_simulated_tokens: bool) -> Provenance:
    """The least certain of where tokens and prices come from.

    Simulated tokens make it simulated; measured ones on another model's prices, projected; on typed-in prices, assumed.
    """
    if has_simulated_tokens or header.provenance == "simulated":
        return "simulated"
    if header.prices is not None and header.prices.priced_as:
        return "projected"
    if header.prices is not None and header.prices.typed_in:
        return "assumed"
    return header.provenance
