"""How close planned traffic is to real traffic it was not fitted on, beside naive baselines and the targets.

Run it with `python tests/bench/realism.py [--folder DIR]` where the calibration files are (see shared/traffic.md). Each
row fits on one part of the real data and judges on another; baselines are what simpler generators do for the same task.

What was fitted where: the rates of mess of `web` writing are those of calibration.json, counted in all 356 short
prompts of LMArena v0.1; those of `careful` writing were fitted to the first half of OASST alone (`parted`). Greetings,
thanks, roundabout questions and the taste for other sentence shapes were set by looking at the first halves of both.
All are judged on the second. Arrivals, turns, think times and lengths are fitted in here, each time to other rows than
those they are judged on. Nothing was fitted to Banking77.

Measured on 27 November 2026; ours, what is naive, the target:
- dispersion of arrivals: chat trace fitted .19, chat by default .19 (Poisson .60; .25), its real halves .18 apart;
  session trace .09 (Poisson .66; .15)
- gaps between arrivals, session trace: .028 (Poisson .20; .04). One run alone has .039, of which chance alone makes
  .036, so no run of a day is surely below .04; the real days are .037 apart.
- think time .043 (normal .45; .07); turns .041 (Poisson .16; .10)
- lengths: tokens .036, at worst .050 (one lognormal .17; .09); of messages learnt .056, at worst .076 (.09)
- told apart by style: LMArena .57-.58 (Faker .97; .62) and learnt .60; OASST written with care .58-.59 (.99; .62) and
  learnt .56; Banking77 written with care .59 (its inputs said again .69)
- typos 4.0 per 1,000 words (3.5-5); kinds .12 (neighbour keys .79; .15)
- planning 10,000 queries 1.3-1.7 s of CPU and 35 MB (3 s, 100 MB), 100,000 queries 9-11 s and 49 MB (30 s, 100 MB)
Missed: who writes with care is told apart from `web` writing, OASST by .78, Banking77 by .78. Real prompts of LMArena
and OASST are .84 apart, so no one set of rates is near both: the scenario has to say which, or learn it from a log.
"""

import argparse
import csv
import json
import os
import random
import re
import resource
import statistics
import subprocess
import sys
from hashlib import blake2b
from importlib import import_module
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import numpy as np
from faker import Faker

from stressdesk.resources import encodings
from stressdesk.resources import resource as bundled
from stressdesk.scenario.importing.log import Log
from stressdesk.scenario.importing.spelling import misspellings
from stressdesk.scenario.model import DemoInput, Prompt, Scenario
from stressdesk.scenario.targets import Simulated
from stressdesk.scenario.tokens import estimated_tokens
from stressdesk.scenario.traffic import Chat, Load, Mess, Poisson, Sessions, Traffic
from stressdesk.traffic.fitted import fitted
from stressdesk.traffic.learnt import Wishes, grid_of, learnt
from stressdesk.traffic.measure_arrivals import dispersion, dispersion_error, gap_distance, ks
from stressdesk.traffic.measure_sessions import MOST_TURNS, think_distance, total_variation, turn_shares
from stressdesk.traffic.measure_style import told_apart
from stressdesk.traffic.measure_text import short_english
from stressdesk.traffic.measure_typos import IN_SPELLING_LIST, Slip, found_typos, kind_distance, kind_shares
from stressdesk.traffic.observed import of_log, of_plan
from stressdesk.traffic.plan import plan, timetable
from stressdesk.traffic.sessions import turn_count

FOLDER = Path(__file__).parents[3] / "shared" / "data"
SEEDS = range(30)
ALONE = Sessions(mean_turns=1, single_turn_share=1)
DAY = 86_400
HEADING = ("what", "ours", "worst", "naive", "which", "target", "")
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
ASKS = re.compile(
    r"(?:how|what|what's|when|where|why|who|which|is|are|do|does|did|can|could|will|would|should)\b", re.IGNORECASE
)
DEMO = tuple(
    DemoInput(text=text) for text in ("How do I reset my password?", "Cancel my order.", "Where is my parcel?")
)

PLANNING = """
from pathlib import Path
from stressdesk.scenario.file import load
from stressdesk.traffic.plan import plan
path = Path({sample!r})
sessions = plan(load(path), {queries}, seed=1, folder=path.parent).sessions()
assert sum(len(session.turns) for session in sessions) == {queries}
# What a process is said to have used at most begins with what its parent had; this is its own.
print(next(line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in line))
"""


class Table:
    """Prints each row as it is known and remembers which targets were missed."""

    def __init__(self):
        self.missed = []
        self._print(HEADING)

    def add(self, what, ours, naive, which, target):
        """`ours` are the distances of all repetitions: their mean is judged, unless there is no target."""
        mean, worst = statistics.mean(ours), max(ours)
        cells = what, f"{mean:.3f}", f"{worst:.3f}", "" if naive is None else f"{naive:.3f}", which
        if target is None:
            self._print((*cells, "", ""))
            return
        low, high = target if isinstance(target, tuple) else (0, target)
        holds = low <= mean <= high
        shown = f"{low:g}-{high:g}" if isinstance(target, tuple) else f"{high:g}"
        if not holds:
            self.missed.append(what)
        self._print((*cells, shown, "holds" if holds else "MISSED"))

    @staticmethod
    def _print(cells):
        what, ours, worst, naive, which, target, verdict = cells
        print(f"{what:<62}{ours:>8}{worst:>8}{naive:>8}  {which:<24}{target:>7}  {verdict}", flush=True)


def scenario(demo=DEMO, *, arrivals=None, minutes=60.0, sessions=ALONE):
    traffic = Traffic(sessions=sessions, hostile=0, off_topic=0, degenerate=0)
    load = Load(arrivals=arrivals or Chat(), window_minutes=minutes)
    prompt, targets = Prompt(text="{{message}}"), {"simulated": Simulated()}
    return Scenario(
        name="realism", prompt=prompt, demo=demo, targets=targets, target="simulated", traffic=traffic, load=load
    )


def arrived(real, arrivals, sessions, seed):
    """As many queries as the real part has, in a window as long."""
    made = scenario(arrivals=arrivals, minutes=real.times[-1] / 60, sessions=sessions)
    return timetable(made, len(real.times), seed=seed).queries


def errors(real, arrivals, sessions):
    reference = dispersion(real.times)
    return [dispersion_error(dispersion(arrived(real, arrivals, sessions, seed)), reference) for seed in SEEDS]


def gaps(real, arrivals, sessions):
    return [gap_distance(arrived(real, arrivals, sessions, seed), real.times) for seed in SEEDS]


def chat_arrivals(table, folder):
    entries = list(Log(folder / "azure2023_conv_first_half.csv").entries())
    middle = len(entries) // 2
    parts = of_log("first", entries[:middle]), of_log("second", entries[middle:])
    ours, default, naive = [], [], []
    for fit, judge in (parts, parts[::-1]):
        profile = fitted(fit)
        ours += errors(judge, profile.arrivals, profile.sessions)
        default += errors(judge, Chat(), Sessions())
        naive += errors(judge, Poisson(), ALONE)
    poisson = statistics.mean(naive)
    table.add("arrivals, chat trace: fitted to the other half", ours, poisson, "Poisson", 0.25)
    table.add("arrivals, chat trace: default profile, rate given", default, poisson, "Poisson", 0.25)
    apart = dispersion_error(*(dispersion(part.times) for part in parts))
    table.add("  the real halves against each other", [apart], None, "", None)


def days(entries, first, last):
    """The part of a trace between two of its days, which begin when it does."""
    kept = [entry for entry in entries if first * DAY <= entry.seconds < last * DAY]
    return of_log(f"days {first}-{last}", kept)


def others(entries, day):
    """The other two of the first three days, put one after the other."""
    kept = [one for one in range(3) if one != day]
    moved = [
        msgspec.structs.replace(entry, seconds=entry.seconds + (at - one) * DAY, session=f"{one}/{entry.session}")
        for at, one in enumerate(kept)
        for entry in entries
        if one * DAY <= entry.seconds < (one + 1) * DAY
    ]
    return of_log(f"without day {day}", moved)


def session_trace(table, folder):
    """Each of three days judged by what was fitted to the other two."""
    entries = sorted(Log(folder / "ragpulse_days0-3.jsonl").entries(), key=lambda entry: entry.seconds)
    ours, naive, alone, together, plain, chance = [], [], [], [], [], []
    for day in range(3):
        judge, profile = days(entries, day, day + 1), fitted(others(entries, day))
        ours += errors(judge, profile.arrivals, profile.sessions)
        naive += errors(judge, Poisson(), ALONE)
        alone += gaps(judge, profile.arrivals, profile.sessions)
        together.append(all_gaps(judge, profile.arrivals, profile.sessions))
        plain.append(all_gaps(judge, Poisson(), ALONE))
        # The mean of Kolmogorov's distribution, for two samples of this size from one and the same process.
        chance.append(0.8687 * (2 / (len(judge.times) - 1)) ** 0.5)
    table.add("arrivals, session trace: fitted to two days, the third", ours, statistics.mean(naive), "Poisson", 0.15)
    table.add("  gaps between arrivals (KS), 30 runs together", together, statistics.mean(plain), "Poisson", 0.04)
    table.add("  the same, each run alone", alone, statistics.mean(chance), "chance alone", None)
    times = [days(entries, day, day + 1).times for day in range(3)]
    apart = [gap_distance(one, other) for one, other in combinations(times, 2)]
    table.add("  the same, real days against each other", apart, None, "", None)
    conversations(table, (days(entries, 0, 2), days(entries, 2, 3)))


def all_gaps(real, arrivals, sessions):
    """The KS distance of the gaps of all runs, each in units of its own mean: of the process, not of one sample."""
    runs = [np.diff(arrived(real, arrivals, sessions, seed)) for seed in SEEDS]
    judged = np.diff(real.times)
    return ks(np.concatenate([run / run.mean() for run in runs]), judged / judged.mean())


def conversations(table, halves):
    think, turns, normal, geometric = [], [], [], []
    for fit, judge in (halves, halves[::-1]):
        # The two numbers that are given are the judged part's own; the shape is not.
        given, draw = fitted(judge).sessions, np.random.default_rng(1)
        sessions = fitted(fit).sessions
        think.append(think_distance(judge.gaps, given.think_median_seconds, given.think_sigma))
        normal.append(ks(draw.normal(np.mean(fit.gaps), np.std(fit.gaps), 20_000).clip(0), judge.gaps))
        real = turn_shares(judge.turns)
        lots = random.Random(1)
        turns.append(total_variation(turn_shares([turn_count(sessions, 1.0, lots) for _ in range(20_000)]), real))
        even = draw.poisson(sessions.mean_turns - 1, 20_000) + 1
        geometric.append(total_variation(turn_shares(even.clip(1, MOST_TURNS)), real))
    table.add("think time (KS), given median and p90", think, statistics.mean(normal), "normal", 0.07)
    table.add(
        "turns (total variation), given mean and single share", turns, statistics.mean(geometric), "Poisson", 0.10
    )


def lengths(table, folder):
    """A grid of 101 quantiles of one part against the other; blocks of 200 rows by turns: both see all hours."""
    ours, naive = [], []
    draw = np.random.default_rng(1)
    for name in ("azure2023_conv_first_half.csv", "ragpulse_days0-3.jsonl"):
        entries = list(Log(folder / name).entries())
        for side in ("input_tokens", "output_tokens"):
            values = np.array([getattr(entry, side) for entry in entries], dtype=float)
            block = np.arange(len(values)) // 200 % 2
            fit, judge = values[block == 0], values[block == 1]
            grid = np.quantile(fit, np.linspace(0, 1, 101))
            ours.append(ks(np.interp(draw.random(20_000) * 100, np.arange(101), grid), judge))
            naive.append(ks(draw.lognormal(np.log(fit).mean(), np.log(fit).std(), 20_000), judge))
    table.add("token lengths (KS), grid of half a trace: the mean", ours, statistics.mean(naive), "one lognormal", 0.09)
    table.add("  the worst of 4", [max(ours)], max(naive), "one lognormal", 0.09)


def counter():
    """Tokens of a text by cl100k_base where LiteLLM brings it along, and what the count is called."""
    folder = encodings()
    if folder is None:
        return estimated_tokens, "the estimate"
    os.environ.setdefault("TIKTOKEN_CACHE_DIR", str(folder))
    encoding = import_module("tiktoken").get_encoding("cl100k_base")
    return lambda text: len(encoding.encode(text, disallowed_special=())), "cl100k_base"


def message_lengths(table, folder):
    """What is written after half a trace or log was learnt, against the other half; by the estimate and a tokenizer."""
    count, name = counter()
    by_estimate, by_tokenizer, naive = [], [], []
    for file, size in (("azure2023_conv_first_half.csv", 200), ("ragpulse_days0-3.jsonl", 200),
                       ("arena_hard_v0.1_prompts.jsonl", 1), ("oasst_en_876_prompts.jsonl", 1)):  # fmt: skip
        entries = list(Log(folder / file).entries())
        values = np.array([count(one.text) if one.input_tokens is None else one.input_tokens for one in entries])
        block = np.arange(len(values)) // size % 2
        for side in (0, 1):
            texts = [one.text for one, part in zip(entries, block, strict=True) if part == side and one.text]
            traffic = Traffic(lengths=grid_of(values[block == side]), examples=tuple(texts[:60]))
            made = msgspec.structs.replace(scenario(sessions=Sessions()), traffic=traffic)
            said = [turn.text for one in plan(made, 3_000, seed=1, folder=folder).sessions() for turn in one.turns]
            judge = values[block != side]
            by_estimate.append(ks([estimated_tokens(text) for text in said], judge))
            by_tokenizer.append(ks([count(text) for text in said], judge))
            plain = msgspec.structs.replace(made, traffic=Traffic())
            usual = [turn.text for one in plan(plain, 1_000, seed=1, folder=folder).sessions() for turn in one.turns]
            naive.append(ks([count(text) for text in usual], judge))
    for what, found in (("the estimate", by_estimate), (name, by_tokenizer)):
        table.add(
            f"lengths of messages learnt from half, by {what}", found, statistics.mean(naive), "as they come", 0.09
        )
        table.add("  the worst of 8", [max(found)], max(naive), "as they come", 0.09)


def learnt_style(table, folder):
    """Traffic learnt from half of the prompts, told apart from the other half by style."""
    for name, file in (("LMArena", "arena_hard_v0.1_prompts.jsonl"), ("OASST", "oasst_en_876_prompts.jsonl")):
        ours, usual = [], []
        for seed in range(3):
            fit, judge = parted([entry.text for entry in Log(folder / file).entries()])
            with TemporaryDirectory() as place:
                log = Path(place, "log.jsonl")
                log.write_text("\n".join(json.dumps({"text": text}) for text in fit), encoding="utf-8")
                # As in the rows above, the demo is as varied as what these users ask. Demo inputs make up half of the
                # messages whatever was learnt: of OASST, 3 unlike inputs give .64, and 10 of its own .72.
                before = scenario(tuple(DemoInput(text=tidied(text)) for text in short_english(fit)))
                found = learnt(Log(log), before, folder, Wishes(seed=seed, examples=400))
            made = found.put_into(before)
            alone = msgspec.structs.replace(made, traffic=Traffic(examples=found.traffic.examples, sessions=ALONE))
            real = short_english(judge)
            ours.append(told_apart(short_english(of_plan(made, 1_000, seed=seed, folder=folder).texts), real))
            usual.append(told_apart(short_english(of_plan(alone, 1_000, seed=seed, folder=folder).texts), real))
        table.add(f"style AUC, {name}: learnt from half", ours, statistics.mean(usual), "usual rates", 0.62)


def tidied(text):
    """A prompt as its author would show it on stage: capital, final mark, one space, I."""
    text = re.sub(r"\s+", " ", text.strip())
    text = re.sub(r"(?<![\w'])i(?=$|[\s,!?;:]|'[a-z])", "I", text)
    end = "" if text[-1] in ".?!:" else "?" if ASKS.match(text) else "."
    return text[0].upper() + text[1:] + end


def parted(texts):
    """The half of the prompts that shapes of writing may be fitted to, and the half they are judged on."""
    sides = [], []
    for text in texts:
        sides[blake2b(text.strip().encode()).digest()[0] % 2].append(text)
    return sides


def written(inputs, queries, seed, writing="web"):
    made = scenario(tuple(DemoInput(text=text) for text in inputs))
    traffic = msgspec.structs.replace(made.traffic, mess=Mess(writing=writing))
    return of_plan(msgspec.structs.replace(made, traffic=traffic), queries, seed=seed, folder=Path())


def neighbour_typos(text, draw, rate):
    """One letter in so many replaced by its neighbour on the keyboard."""
    places = {key: row for row in ROWS for key in row}
    letters = []
    for letter in text:
        row = places.get(letter.lower())
        if row and draw.random() < rate:
            at = row.index(letter.lower())
            letters.append(row[at - 1 if at else 1])
        else:
            letters.append(letter)
    return "".join(letters)


def style(table, folder):
    """Inputs of the fitted half, judged beside the other half; the rates `web` are LMArena's, `careful` OASST's.

    No one set of rates is near both, which the last row shows: so the rates of the one are far from the other.
    """
    files = {"LMArena": "arena_hard_v0.1_prompts.jsonl", "OASST": "oasst_en_876_prompts.jsonl"}
    texts = {name: short_english(entry.text for entry in Log(folder / file).entries()) for name, file in files.items()}
    fake = Faker("en_US")
    for name, writing in (("LMArena", "web"), ("OASST", "careful"), ("OASST", "web")):
        ours, raw, naive = [], [], []
        inputs, judge = parted(texts[name])
        for seed in range(5):
            for demo, areas in (([tidied(text) for text in inputs], ours), ([text.strip() for text in inputs], raw)):
                areas.append(told_apart(short_english(written(demo, 500, seed, writing).texts), judge))
            fake.seed_instance(seed)
            naive.append(told_apart([fake.sentence(12) for _ in judge], judge))
        faker = statistics.mean(naive)
        table.add(f"style AUC, {name}, {writing} writing: inputs tidied", ours, faker, "Faker sentences", 0.62)
        table.add(f"style AUC, {name}, {writing} writing: inputs as they are", raw, faker, "Faker sentences", 0.62)
    apart = [told_apart(texts["LMArena"], texts["OASST"], seed=seed) for seed in range(1, 4)]
    table.add("  real LMArena prompts against real OASST prompts", apart, None, "", None)


def other_people(table, folder):
    """Inputs of a bank's customers, to whom nothing was fitted, beside others of them, at the rates of each writing."""
    with (folder / "banking77_train.csv").open(encoding="utf-8", newline="") as rows:
        texts = [row["text"] for row in csv.DictReader(rows)]
    inputs, judge = parted(random.Random(1).sample(texts, 1_600))
    demo, real = [tidied(text) for text in short_english(inputs)][:400], short_english(judge)
    again = [told_apart(random.Random(seed).choices(demo, k=1_000), real) for seed in range(5)]
    for writing in ("web", "careful"):
        ours = [told_apart(short_english(written(demo, 500, seed, writing).texts), real) for seed in range(5)]
        table.add(f"style AUC, Banking77, {writing} writing", ours, statistics.mean(again), "inputs said again", None)


def typos(table, folder):
    spelling = misspellings(folder / "codespell_dictionary.txt")
    real = [entry.text for name in ("arena_hard_v0.1_prompts.jsonl", "oasst_en_876_prompts.jsonl")
            for entry in Log(folder / name).entries()]  # fmt: skip
    inputs = [tidied(text) for text in short_english(real)][:400]
    plans = [written(inputs, 3_000, seed) for seed in range(3)]
    draw = random.Random(1)
    noisy = [neighbour_typos(text, draw, 0.02) for text in inputs]
    pairs = [(one, other) for clean, text in zip(inputs, noisy, strict=True)
             for one, other in zip(clean.split(), text.split(), strict=True)]  # fmt: skip
    wrong = [Slip(one, other) for one, other in pairs if one != other]
    table.add("typos per 1,000 words at severity 1", [1_000 * len(one.slips) / one.words for one in plans],
              1_000 * len(wrong) / len(pairs), "neighbour keys, 2 %", (3.5, 5))  # fmt: skip
    # The kinds of typos in these very prompts, by the dictionary: not the 233 that the shares were fitted on alone.
    found, words, _ = found_typos(short_english(real), spelling)
    reference = kind_shares(found)
    table.add(
        f"typo kinds (total variation), {len(found)} real typos",
        [kind_distance(one.slips, reference) for one in plans],
        kind_distance(wrong, reference),
        "neighbour keys",
        0.15,
    )
    rate = 1_000 * len(found) / words / IN_SPELLING_LIST
    print(f"  (real, by the dictionary and its share of .55: {rate:.1f} per 1,000 words)")


def planning(table, _folder):
    """CPU seconds and MB of a process that plans a sample and does nothing else, start-up included."""
    for queries, most_seconds in ((10_000, 3), (100_000, 30)):
        code = PLANNING.format(sample=str(bundled("samples", "support-triage.stress.yaml")), queries=queries)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        peak = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu_seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        table.add(f"planning {queries:,} queries: CPU seconds", [cpu_seconds], None, "", most_seconds)
        table.add("  peak memory, MB", [int(peak) / 1024], None, "", 100)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the calibration files are")
    folder = parser.parse_args().folder
    if not folder.exists():
        sys.exit(f"There are no calibration files in {folder}.")
    table = Table()
    measures = (
        chat_arrivals,
        session_trace,
        lengths,
        message_lengths,
        style,
        learnt_style,
        other_people,
        typos,
        planning,
    )
    for measure in measures:
        measure(table, folder)
    print(f"missed: {'; '.join(table.missed) or 'none'}")
    sys.exit(1 if table.missed else 0)


if __name__ == "__main__":
    main()
