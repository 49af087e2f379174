"""How charts look: colours as tokens, light and dark, and the size they are drawn at."""

from __future__ import annotations

from typing import Literal

import msgspec

PALE_SHARE = 0.45


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """Colours by purpose, and a chart's size. Lengths are points: 1/72 inch on paper, one pixel at 72 dpi on a screen.

    Text is never lighter than `tertiary`, which keeps 4.8:1 against `surface` and `background` and 4.5:1 against tints.
    """

    name: Literal["light", "dark"]
    background: str
    surface: str
    border: str
    grid: str
    text: str
    secondary: str
    tertiary: str
    accent: str
    accent_tint: str
    production: str
    demo: str
    bad: str
    bad_tint: str
    warn: str
    warn_tint: str
    good: str
    good_tint: str
    width: float = 560
    height: float = 300
    size: float = 11.5

    def sized(self, width: float, height: float, size: float | None = None) -> Look:
        """The same look for a chart of another size, and with another size of text."""
        return msgspec.structs.replace(self, width=width, height=height, size=self.size if size is None else size)

    def pale(self, colour: str) -> str:
        """A colour as projected numbers are drawn: mixed into the surface, so that no grid line shines through."""
        return mixed(colour, self.surface, PALE_SHARE)


def mixed(colour: str, ground: str, share: float) -> str:
    """`share` of one #rrggbb colour in another."""
    parts = (
        round(share * int(colour[at : at + 2], 16) + (1 - share) * int(ground[at : at + 2], 16)) for at in (1, 3, 5)
    )
    return "#" + "".join(f"{part:02x}" for part in parts)


LIGHT = Look(
    name="light",
    background="#f5f6f8",
    surface="#ffffff",
    border="#e2e5ea",
    grid="#ebedf1",
    text="#17202e",
    secondary="#556070",
    tertiary="#616c7c",
    accent="#1f5fbf",
    accent_tint="#e8f0fc",
    production="#0068b5",
    demo="#7b8798",
    bad="#b84300",
    bad_tint="#fdefe6",
    warn="#8a5a00",
    warn_tint="#fff4db",
    good="#00735a",
    good_tint="#e3f4ef",
)

DARK = Look(
    name="dark",
    background="#12161d",
    surface="#1b212b",
    border="#2c3441",
    grid="#29313d",
    text="#e8ecf2",
    secondary="#a9b4c3",
    tertiary="#909cad",
    accent="#6fa8f5",
    accent_tint="#1f3352",
    production="#58aeea",
    demo="#94a1b3",
    bad="#ff9a5c",
    bad_tint="#3d2618",
    warn="#f2c14e",
    warn_tint="#3a3017",
    good="#4cc9a4",
    good_tint="#173630",
)
