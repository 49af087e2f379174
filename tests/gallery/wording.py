"""A scenario in long German words, to see what gives way first."""

from __future__ import annotations

import msgspec

from stressdesk.scenario.model import DemoInput, Message, Prompt, Scenario

NAME = "Rechtsschutzversicherungsgesellschaften-Kundenkorrespondenzvorsortierung"
SYSTEM = (
    "Ordnen Sie jede Nachricht genau einer der Kategorien Rechnungsunterlagen, Lieferverzögerungsbeschwerde, "
    "Rückerstattungsangelegenheit oder Kennwortwiederherstellung zu: {{Kundenstammdatenverwaltungskennzeichen}}."
)
INPUTS = (
    ("Wann kommt meine Geschwindigkeitsbegrenzungsschilderlieferung an?", "Lieferverzögerungsbeschwerde"),
    ("Ich habe mein Benutzerkontokennwort vergessen.", "Kennwortwiederherstellung"),
    ("Donaudampfschifffahrtsgesellschaftskapitänsmützen zurückgegeben, wo bleibt das Geld?", "Rückerstattung"),
)


def in_long_words(scenario: Scenario) -> Scenario:
    """The same scenario with German texts and names that hardly fit anywhere."""
    return msgspec.structs.replace(
        scenario,
        name=NAME,
        description="Überprüfung der Produktionstauglichkeit unter Spitzenlastbedingungen",
        prompt=Prompt(messages=(Message(role="system", content=SYSTEM), Message(role="user", content="{{message}}"))),
        demo=tuple(DemoInput(text=text, expect=expect) for text, expect in INPUTS),
        wordings=(),
        targets={**scenario.targets, "Hochverfügbarkeitsrechenzentrumsersatzmodell": scenario.targets[scenario.target]},
    )
