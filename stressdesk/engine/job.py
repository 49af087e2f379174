"""What is to be run, settled before anything is sent: scenario, target, prices, stages."""

from __future__ import annotations

import platform
import uuid
from importlib.metadata import version
from pathlib import Path

import msgspec

from stressdesk import __version__
from stressdesk.engine.stages import Stages, stages
from stressdesk.errors import RunError
from stressdesk.journal import layout
from stressdesk.journal.events import Header, PricesUsed
from stressdesk.scenario import file as scenario_file
from stressdesk.scenario.fingerprints import fingerprints
from stressdesk.scenario.model import Scenario
from stressdesk.scenario.targets import TargetSpec
from stressdesk.scenario.whole import whole
from stressdesk.targets import prices as pricing
from stressdesk.targets.opening import TargetFacts, described, named
from stressdesk.targets.terms import Terms, terms


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a run needs. `scenario` is as it will be run, the command line's wishes included."""

    scenario: Scenario
    path: Path
    target_name: str
    target: TargetSpec
    facts: TargetFacts
    prices: PricesUsed | None
    stages: Stages

    @property
    def folder(self) -> Path:
        """The folder the scenario's own files are relative to."""
        return self.path.absolute().parent

    @property
    def terms(self) -> Terms:
        """What decides the price of each of its requests beside its messages."""
        return terms(self.scenario.prompt.parameters, self.target)

    @property
    def seed(self) -> int:
        """The seed everything is drawn from."""
        return self.scenario.seed

    @property
    def is_virtual(self) -> bool:
        """Simulated answers need no real time."""
        return self.facts.provenance == "simulated"

    def header(self, created: str) -> Header:
        """The run file's header."""
        return Header(
            version=layout.VERSION,
            run=uuid.uuid4().hex[:12],
            name=self.scenario.name,
            created=created,
            scenario=scenario_file.plain(self.scenario),
            scenario_path=str(self.path.absolute()),
            seed=self.seed,
            target=self.target_name,
            target_kind=self.facts.kind,
            model=self.facts.model,
            provenance=self.facts.provenance,
            stages=self.stages.plans,
            skipped=self.stages.skipped,
            prices=self.prices,
            versions=versions(),
            files=fingerprints(self.scenario, self.folder),
        )


class Wishes(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line asks otherwise than the scenario file."""

    seed: int | None = None
    target: str | None = None
    live: int | None = None
    spend_usd: float | None = None


def prepare(scenario: Scenario, path: Path, wishes: Wishes) -> Job:
    """Settle what is to be run.

    Raises ScenarioError for a file it cannot read, RunError for an unknown target or a spend limit nobody could keep.
    """
    name = wishes.target or scenario.target
    target = named(scenario, name)
    load = scenario.load if wishes.live is None else msgspec.structs.replace(scenario.load, live=wishes.live)
    limits = scenario.limits
    if wishes.spend_usd is not None:
        limits = msgspec.structs.replace(limits, spend_usd=wishes.spend_usd)
    asked = msgspec.structs.replace(
        whole(scenario, path.absolute().parent),
        seed=scenario.seed if wishes.seed is None else wishes.seed,
        target=name,
        targets={**scenario.targets, name: target},
        load=load,
        limits=limits,
    )
    return _settled(asked, path, pricing.for_target(target))


def again(header: Header) -> Job:
    """The job of a run file, to go on with it: its scenario, its prices as they were."""
    return _settled(scenario_file.restore(header.scenario), Path(header.scenario_path), header.prices)


def _settled(scenario: Scenario, path: Path, prices: PricesUsed | None) -> Job:
    target = scenario.targets[scenario.target]
    facts = described(target)
    _require_keepable_limit(scenario, prices)
    return Job(
        scenario=scenario,
        path=path,
        target_name=scenario.target,
        target=target,
        facts=facts,
        prices=prices,
        stages=stages(scenario, facts.provenance),
    )


def _require_keepable_limit(scenario: Scenario, prices: PricesUsed | None) -> None:
    if scenario.limits.spend_usd is None:
        return
    if prices is None:
        raise RunError(
            f"A spend limit cannot be kept: there is no price for target {scenario.target!r}.",
            "Give the target `prices`, or `price_as` with a model whose price is known, or drop limits.spend_usd.",
        )
    agreed = terms(scenario.prompt.parameters, scenario.targets[scenario.target])
    if agreed.most_output_tokens is None and pricing.max_output_tokens(prices) is None:
        raise RunError(
            "A spend limit cannot be kept: nothing bounds how long an answer may be.",
            "Set prompt.parameters.max_tokens.",
        )


def versions() -> dict[str, str]:
    """What a run is drawn, sent and priced with, and which version of it."""
    return {
        "stressdesk": __version__,
        "python": platform.python_version(),
        "litellm": version("litellm"),
        "faker": version("Faker"),
        "prices": pricing.table_identity(),
    }
