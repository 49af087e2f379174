"""Stories people tell around a request. They name no product and no trouble, so they fit and change none."""

from __future__ import annotations

import random

_SENTENCES: tuple[str, ...] = (
    "I only sat down five minutes ago because my {child} needed picking up first.",
    "We moved to {town} last {month} and since then everything takes twice as long.",
    "My {relative} usually takes care of these things but is away until {day}.",
    "I wanted to do this on {day} already, but then we had visitors and I forgot about it.",
    "It has been one of those weeks, first the car, then my {relative} was ill, and now this.",
    "I used to work in an office for {number} years, so I do know how forms work.",
    "My neighbour in {town} told me that it only takes a minute these days.",
    "I'm writing this from the waiting room at the dentist, so I may have to stop in the middle.",
    "My {relative} has an appointment at {number} o'clock and we have to leave soon.",
    "I wrote it all down on a piece of paper on {day}, but I can't find the paper anymore.",
    "Normally I would just call somebody, but I was told that this is faster.",
    "I've had a long day and I'm still at work, so I'll keep it short, or try to.",
    "My {relative} says I worry too much about things like this, and maybe that's true.",
    "We are going on holiday to {town} on {day} and I'd like to have it off my mind before that.",
    "I was on a train to {town} when I first thought of it and there was no connection.",
    "I have {number} tabs open and by now I don't remember where I started.",
    "There was a time when you could just walk in somewhere and ask a person.",
    "I've been up since {number} this morning with the dog, so excuse me if this is a bit muddled.",
    "I read something about it in a newspaper at my {relative}'s place, but it was an old one.",
    "A colleague from {town} had something similar last {month} and it turned out fine.",
    "I did look at the page, but on this screen everything is so small that I gave up.",
    "I'm typing with one hand because the baby is asleep on the other arm.",
    "Last {month} I asked something else here and that worked well, so I thought I'd try again.",
    "My {relative} and I have been talking about it all evening and we each think something different.",
    "I hope it isn't a silly thing to ask, but nobody here could tell me.",
    "It's not that it's terribly urgent, but I would sleep better if I knew.",
    "We only have one computer at home and my {child} needs it for school until {number}.",
    "I live a bit outside {town}, where the connection comes and goes with the weather.",
    "Before I retired I never needed any of this, my {relative} did all of it.",
    "I promised my {relative} to have this done by {day}, and you know how that goes.",
    "Someone at the club said there is a trick to it, but she couldn't remember which.",
    "I started writing this yesterday and then the phone rang and I lost everything I had typed.",
    "There are {number} of us in the house and everybody has a different opinion about it.",
    "I don't usually write to a machine, to be honest, but here we are.",
    "The last time I did something like this was in {town}, many years ago.",
    "I've made a cup of tea and I'm determined to get it done now.",
    "I was going to ask on {day}, when my {relative} could sit next to me, but then it rained and nobody came.",
    "If you need to know more about the background, I can tell you, but I think this is all there is to it.",
    "It's a long story and it starts last {month}, when we were still living in {town}.",
    "I know you must get a lot of these, so thank you for reading all the way down to here.",
    "My glasses are in the other room, so there may be mistakes in this.",
    "I asked two people in {town} and got three answers, which is why I'm writing.",
    "On the other hand my {relative} managed it within a minute, so it can't be that hard.",
    "I was told to be as precise as possible, which is why I'm writing all of this down.",
    "Anyway, {day} is a holiday here, so I finally have the time.",
    "Let me start from the beginning, because otherwise it won't make sense.",
    "I've been meaning to ask for {number} weeks now.",
    "It was my {relative}'s birthday last {day}, so I couldn't get around to it then.",
)
_SLOTS: dict[str, tuple[str, ...]] = {
    "relative": ("daughter", "son", "husband", "wife", "mother", "brother", "sister", "grandson", "partner", "niece"),
    "child": ("daughter", "son", "grandson", "niece", "nephew", "granddaughter"),
    "town": ("Leeds", "Dayton", "Galway", "Fresno", "Cardiff", "Tulsa", "Hobart", "Halifax", "Bristol", "Omaha"),
    "month": ("January", "spring", "autumn", "summer", "October", "winter", "June", "November"),
    "day": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "number": ("three", "four", "five", "six", "seven", "eleven"),
}


_APART = 36
"""So many sentences must lie between two that differ in their fillings alone."""


def story(rng: random.Random, *, sentences: int) -> str:
    """So many sentences, none twice; at most as many as there are."""
    return " ".join(told(rng, sentences=sentences))


def told(rng: random.Random, *, sentences: int) -> list[str]:
    """The sentences of a story one by one."""
    return [_filled(sentence, rng) for sentence in rng.sample(_SENTENCES, min(sentences, len(_SENTENCES)))]


def material(rng: random.Random, *, sentences: int) -> list[str]:
    """More sentences than there are, to cut stories from: nothing is said again but after many others."""
    chosen: list[str] = []
    for _ in range(sentences):
        lately = set(chosen[-_APART:])
        chosen.append(rng.choice([sentence for sentence in _SENTENCES if sentence not in lately]))
    return [_filled(sentence, rng) for sentence in chosen]


def _filled(sentence: str, rng: random.Random) -> str:
    return sentence.format(**{slot: rng.choice(words) for slot, words in _SLOTS.items() if f"{{{slot}}}" in sentence})
