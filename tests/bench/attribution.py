"""Whether the stated intervals of what each kind of mess costs hold the truth, over planned traffic with known costs.

Run it with `python tests/bench/attribution.py [--runs N]`. Each run plans traffic with a seed of its own, so kinds come
together as they do in a run; answers are wrong by the simulated target's own rule. 95 % intervals should hold the true
cost in at least 93 % of cases. Kinds seen fewer than 5 times get no cost, as in a report.

Measured on 27 November 2026, 300 runs of 200 queries each: 98.7 % of 3,815 intervals hold the truth at severity 1,
97.7 % of 8,182 at severity 3: they are wider than they need be.
"""

import argparse
import random
import sys
from pathlib import Path

import msgspec
import numpy as np

from stressdesk.analysis.attribution import FEWEST, effects
from stressdesk.resources import resource
from stressdesk.scenario.file import load
from stressdesk.scenario.targets import AnswerModel
from stressdesk.scenario.traffic import Mess
from stressdesk.targets.simulated_answers import wrong_chance
from stressdesk.traffic.plan import plan

MODEL = AnswerModel(
    base=0.05,
    mess={"no-final-punctuation": 0.02, "lower-case": 0.05, "typos": 0.15, "missing-detail": 0.4, "off-topic": 0.3,
          "half-a-thought": 0.35, "two-questions": 0.25, "edge-white-space": 0.0, "please": 0.0},
    other_mess=0.02,
)  # fmt: skip


def covered(queries, severity, seed):
    """Of how many kinds the interval holds the true cost, and of how many there is one."""
    path = resource("samples", "capacity-plan.stress.yaml")
    scenario = load(path)
    traffic = msgspec.structs.replace(scenario.traffic, mess=Mess(severity=severity))
    scenario = msgspec.structs.replace(scenario, traffic=traffic)
    draw = random.Random(seed)
    rows = [
        (session.index, turn.mess)
        for session in plan(scenario, queries, seed=seed, folder=Path()).sessions()
        for turn in session.turns
    ]
    kinds = sorted({kind for _, mess in rows for kind in mess})
    present = np.array([[kind in mess for kind in kinds] for _, mess in rows])
    wrong = np.array([draw.random() < wrong_chance(MODEL, mess, 0.0) for _, mess in rows])
    found = effects(present, wrong, np.array([session for session, _ in rows]))
    truth = np.array([MODEL.mess.get(kind, MODEL.other_mess) for kind in kinds])
    enough = (present.sum(axis=0) >= FEWEST) & found.separable
    return int((np.abs(found.values - truth) <= found.reaches)[enough].sum()), int(enough.sum())


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=300, help="seeded runs for each setting")
    runs = parser.parse_args().runs
    holds = True
    for queries, severity in ((200, 1), (200, 3)):
        pairs = [covered(queries, severity, seed) for seed in range(runs)]
        inside, seen = (sum(side) for side in zip(*pairs, strict=True))
        verdict = "holds" if inside / seen >= 0.93 else "MISSED"
        holds = holds and inside / seen >= 0.93
        print(f"{runs} runs of {queries} queries at severity {severity}: {inside / seen:.1%} of {seen} intervals hold "
              f"the truth; at least 93 %: {verdict}", flush=True)  # fmt: skip
    sys.exit(0 if holds else 1)


if __name__ == "__main__":
    main()
