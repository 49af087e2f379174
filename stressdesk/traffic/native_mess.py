"""The kinds of mess of single languages: known to everybody who reads such messages, and measured by nobody in public.

Every rate here is assumed.
"""

from __future__ import annotations

from stressdesk.traffic import scripts
from stressdesk.traffic.kinds import MessKind

NATIVE_MESS: tuple[MessKind, ...] = (
    MessKind(
        name="dropped-accents",
        about="Spanish, French, Portuguese without accents; German with ae and ss for its own letters.",
        rate=0.25,
        languages=("es", "fr", "pt", "de"),
        change=scripts.dropped_accents,
    ),
    MessKind(
        name="dropped-opening-marks",
        about="Spanish without its opening question and exclamation marks.",
        rate=0.8,
        languages=("es",),
        change=scripts.dropped_opening_marks,
    ),
    MessKind(
        name="dropped-hamza",
        about="Arabic with a bare alif for those with hamza, and without vowel signs.",
        rate=0.5,
        languages=("ar",),
        change=scripts.dropped_hamza,
    ),
    MessKind(
        name="eastern-digits",
        about="Arabic with its eastern digits for 0-9; codes that mix letters and figures stay.",
        rate=0.15,
        languages=("ar",),
        change=scripts.arabic_digits,
    ),
    MessKind(
        name="sound-alikes",
        about="A Chinese character for another of the same sound.",
        rate=0.05,
        languages=("zh",),
        change=scripts.sound_alikes,
    ),
    MessKind(
        name="other-marks",
        about="Chinese with half-width punctuation, or with spaces in its place.",
        rate=0.4,
        languages=("zh",),
        change=scripts.other_marks,
    ),
    MessKind(
        name="slipped-letters",
        about="A letter of an Arabic or Hindi word dropped, doubled or swapped, its signs going with it.",
        rate=0.04,
        languages=("ar", "hi"),
        change=scripts.slipped,
    ),
    MessKind(
        name="latin-letters",
        about="Hindi in Latin letters, as most of it is typed on phones.",
        rate=0.5,
        languages=("hi",),
        change=scripts.latin_letters,
    ),
)
