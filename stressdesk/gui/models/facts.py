"""What is known of the target in use before it is asked: its price, and what one query costs at most."""

from __future__ import annotations

from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Signal

from stressdesk.errors import RunError, StressDeskError
from stressdesk.gui.models.background import Background, Latest
from stressdesk.gui.models.scenario import ScenarioModel
from stressdesk.scenario.model import Scenario
from stressdesk.scenario.targets import LiteLLM

DELAY_MS = 120
SUPPOSED_ANSWER = 500
"""Tokens an answer is supposed to have at most where the scenario sets no limit, as the preflight has it."""


class Known(msgspec.Struct, frozen=True):
    """The price in a sentence, what one query costs at most, and which variables the key is read from."""

    price: str = ""
    one_query: str = ""
    variables: tuple[str, ...] = ()


class TargetFacts(QObject):
    """Finds out, after every edit, what is known of the target in use; `changed` when it is."""

    changed = Signal()

    def __init__(self, scenario: ScenarioModel, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scenario = scenario
        self._seen: tuple[object, ...] = ()
        self._name = ""
        self.known = Known()
        self._latest = Latest(background, DELAY_MS, self)
        self._latest.done.connect(self._take)
        scenario.changed.connect(self._look)
        self._look()

    def _look(self, *_: object) -> None:
        scenario = self._scenario.scenario
        if scenario is None:
            return
        if scenario.target != self._name:
            # What is known of another target must not stand beside this one, however short.
            self._name, self.known, self._seen = scenario.target, Known(), ()
            self.changed.emit()
        seen = (scenario.targets.get(scenario.target), scenario.prompt, scenario.demo)
        if len(seen) != len(self._seen) or any(one is not other for one, other in zip(seen, self._seen, strict=True)):
            self._seen = seen
            self._latest.ask(known, scenario, self._scenario.folder)

    def _take(self, found: Known) -> None:
        self.known = found
        self.changed.emit()


def known(scenario: Scenario, folder: Path) -> Known:
    """What can be said of the target in use without asking it."""
    from stressdesk.targets.key_names import key_variables  # noqa: PLC0415 - reads the price table
    from stressdesk.targets.prices import for_target  # noqa: PLC0415 - as above

    spec = scenario.targets.get(scenario.target)
    if spec is None:
        return Known()
    is_hosted = isinstance(spec, LiteLLM)
    variables = key_variables(spec) if isinstance(spec, LiteLLM) else ()
    try:
        prices = for_target(spec)
    except RunError as error:
        return Known(error.message, "", variables)
    if prices is None:
        nobody = "No price is known for this model: choose another model's, or type it in." if is_hosted else ""
        return Known(
            nobody or "Free to run. Choose a model's price to see what its traffic would cost.",
            "One query is sent; what it costs is not known." if is_hosted else "",
            variables,
        )
    from stressdesk.analysis.words import money  # noqa: PLC0415 - beside the others
    from stressdesk.targets.rates import rates  # noqa: PLC0415 - as above

    rate = rates(prices.entry, 0)
    source = "typed in (assumed)" if prices.typed_in else prices.table.split(",")[0]
    named = f" as {prices.model}" if prices.priced_as else ""
    price = f"Priced{named} at {money(rate.input * 1e6)} in and {money(rate.output * 1e6)} out per million tokens"
    context = prices.entry.get("max_input_tokens") or prices.entry.get("max_tokens")
    size = f"; context {int(context):,} tokens" if isinstance(context, int | float) else ""
    most = money(_most(scenario, folder)) if is_hosted else ""
    return Known(f"{price}{size}; {source}.", f"One query is sent; it costs at most {most}." if most else "", variables)


def _most(scenario: Scenario, folder: Path) -> float:
    """What the first demo input costs at most, with an answer as long as the scenario or we allow."""
    from stressdesk.scenario.rendering import Rendering  # noqa: PLC0415 - the worker's
    from stressdesk.targets import prices as pricing  # noqa: PLC0415 - as above
    from stressdesk.targets.terms import terms  # noqa: PLC0415 - as above
    from stressdesk.targets.tokens import upper_bound_tokens  # noqa: PLC0415 - as above
    from stressdesk.traffic import plan as traffic  # noqa: PLC0415 - as above

    prices = pricing.for_target(scenario.targets[scenario.target])
    if prices is None:
        return 0.0
    agreed = terms(scenario.prompt.parameters, scenario.targets[scenario.target])
    try:
        rendering = Rendering(scenario.prompt, folder)
        agreed = terms(rendering.parameters, scenario.targets[scenario.target])
        session = next(iter(traffic.demo(scenario, seed=scenario.seed, folder=folder).sessions()))
        messages = rendering.messages(session.variables, session.turns[0].text)
        size = upper_bound_tokens(messages, agreed.settings_bytes)
    except (StressDeskError, StopIteration):
        size = sum(len(message.content) for message in scenario.prompt.messages) + len(scenario.prompt.text or "")
    answer = agreed.most_output_tokens or SUPPOSED_ANSWER
    return pricing.worst_case_usd(prices, size, answer, service_tier=agreed.service_tier)
