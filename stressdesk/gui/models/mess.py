"""The kinds of mess as a person looks for them: in groups, by words, each with what the scenario makes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from stressdesk.analysis.own_names import name_words
from stressdesk.gui.models.scenario import ScenarioModel
from stressdesk.scenario.traffic import HostileClass, Mess
from stressdesk.scenario.updating import ABSENT
from stressdesk.traffic.kinds import MessKind
from stressdesk.traffic.mess import MESS, OTHER_LANGUAGE

PLACE = ("traffic", "mess")
TIMES = "\N{MULTIPLICATION SIGN}"

HOSTILE_NAMES: tuple[tuple[HostileClass, str], ...] = (
    ("prompt-injection", "Prompt injection"),
    ("prompt-extraction", "Prompt extraction"),
    ("jailbreak", "Jailbreaks"),
    ("encoded", "Encoded"),
    ("insult", "Insults"),
    ("false-authority", "False authority"),
)


HOSTILE_ABOUT: Mapping[str, str] = {
    "prompt-injection": "Orders to the model in the message: ignore your instructions, and say this instead.",
    "prompt-extraction": "Asks the model to show the instructions it was given.",
    "jailbreak": "Talks the model out of its rules, by a role to play or a story.",
    "encoded": "Orders written so that a filter does not see them, such as in Base64 or with spaced letters.",
    "insult": "Abuse, and nothing to be answered.",
    "false-authority": "Claims to be the boss, the security team or somebody who was promised something.",
}


class MessGroup(msgspec.Struct, frozen=True, kw_only=True):
    """Kinds of mess that belong together."""

    title: str
    about: str
    names: tuple[str, ...]

    @property
    def kinds(self) -> tuple[MessKind, ...]:
        """The kinds, in the group's order."""
        by_name = {kind.name: kind for kind in MESS}
        return tuple(by_name[name] for name in self.names)


GROUPS = (
    MessGroup(
        title="Unclear requests",
        about="What is wanted is harder to tell, or can no longer be told.",
        names=(
            "missing-detail",
            "two-questions",
            "half-a-thought",
            "changed-mind",
            "contradiction",
            "missing-attachment",
        ),
    ),
    MessGroup(
        title="More than the request",
        about="The request is there, among other things.",
        names=("backstory", "very-long", "emotional", "please", "personal-data", "phone-signature"),
    ),
    MessGroup(
        title="Pasted along",
        about="Whole blocks copied under the message.",
        names=("pasted-log", "pasted-code", "pasted-table", "pasted-thread", "link"),
    ),
    MessGroup(
        title="Spelling and words",
        about="Slips, and words as people really write or speak them.",
        names=(
            "typos",
            "mixed-up-words",
            "dropped-articles",
            "dropped-apostrophes",
            "chat-slang",
            "code-switching",
            OTHER_LANGUAGE,
            "voice-transcript",
            "sent-too-early",
        ),
    ),
    MessGroup(
        title="Capitals",
        about="Small and large letters in the wrong places.",
        names=("lower-case-start", "lower-case", "lower-i", "all-caps"),
    ),
    MessGroup(
        title="Punctuation and characters",
        about="Marks left out or doubled, and characters that programs trip over.",
        names=(
            "no-final-punctuation",
            "no-question-mark",
            "repeated-punctuation",
            "emoji",
            "smart-quotes",
            "double-space",
            "edge-white-space",
            "new-lines",
            "invisible-characters",
            "mojibake",
        ),
    ),
    MessGroup(
        title="Other languages",
        about="How people write their own, where the whole message is in it.",
        names=(
            "dropped-accents",
            "dropped-opening-marks",
            "dropped-hamza",
            "eastern-digits",
            "slipped-letters",
            "sound-alikes",
            "other-marks",
            "latin-letters",
        ),
    ),
)


def found(words: str) -> frozenset[str]:
    """The names of the kinds in whose name, description, source or group every one of the words occurs."""
    wanted = words.lower().split()
    return frozenset(
        kind.name
        for group in GROUPS
        for kind in group.kinds
        if all(word in f"{kind.name} {name_words(kind.name)} {kind.about} {kind.source} {group.title}".lower()
               for word in wanted)
    )  # fmt: skip


def is_on(mess: Mess, kind: MessKind) -> bool:
    """Can the kind occur?"""
    return kind.name not in mess.off


def summed_up(mess: Mess, kinds: Sequence[MessKind]) -> str:
    """A group in a few words: how many kinds, and what is not as usual."""
    off = sum(not is_on(mess, kind) for kind in kinds)
    own = sum(kind.name in mess.rates for kind in kinds)
    parts = [f"{len(kinds)} kinds", f"{off} off" if off else "", f"{own} with a rate of your own" if own else ""]
    return " · ".join(part for part in parts if part)


def switch(model: ScenarioModel, kind: MessKind, *, on: bool) -> None:
    """Let a kind occur, or not; its rate is kept for when it is switched on again."""
    off = tuple(name for name in model.now.traffic.mess.off if name != kind.name)
    words = f"{'switching on' if on else 'switching off'} of {name_words(kind.name)}"
    model.edit((*PLACE, "off"), off if on else (*off, kind.name), words)


def set_rate(model: ScenarioModel, kind: MessKind, share: float, *, goes_on: bool = False) -> None:
    """Give a kind a rate of the scenario's own."""
    words = f"change of rate of {name_words(kind.name)}"
    model.edit((*PLACE, "rates", kind.name), share, words, goes_on=goes_on)


def reset_rate(model: ScenarioModel, kind: MessKind) -> None:
    """Go back to the kind's usual rate."""
    if kind.name in model.now.traffic.mess.rates:
        model.edit((*PLACE, "rates", kind.name), ABSENT, f"usual rate of {name_words(kind.name)}")


def reset_all(model: ScenarioModel) -> None:
    """Every kind on, at its usual rate; the severity stays."""
    now = model.now.traffic.mess
    if now.off or now.rates:
        model.edit(PLACE, msgspec.structs.replace(now, off=(), rates={}), "usual mess")
