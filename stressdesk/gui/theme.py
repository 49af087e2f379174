"""How the window looks: a palette, one style sheet from the tokens of charts and reports, and the bundled typeface."""

from __future__ import annotations

from string import Template

import msgspec
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from stressdesk.charts.look import Look, mixed
from stressdesk.resources import resource

FACES = ("Inter-Regular", "Inter-Medium", "Inter-SemiBold", "Inter-Bold", "InterDisplay-SemiBold",
         "NotoSansDevanagari-Regular", "NotoEmoji-Regular", "DroidSansFallback-Subset")  # fmt: skip
FAMILY = "Inter"
DISPLAY = "Inter Display"
BODY_PIXELS = 13
STYLE = "fusion"


def load_fonts() -> None:
    """Make the bundled typeface known; once a process."""
    for face in FACES:
        QFontDatabase.addApplicationFont(str(resource("fonts", f"{face}.ttf")))


def font(pixels: int = BODY_PIXELS, weight: int = 400, family: str = FAMILY, *, tabular: bool = False) -> QFont:
    """The typeface at a size without hinting, as in the reports; `tabular` figures are for columns of numbers.

    They make full stops and hyphens as wide, which tears words and dates apart.
    """
    made = QFont(family)
    made.setPixelSize(pixels)
    made.setWeight(QFont.Weight(weight))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return in_columns(made) if tabular else made


def in_columns(made: QFont) -> QFont:
    """The same with figures of one width."""
    made = QFont(made)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


def fixed_font(pixels: int = BODY_PIXELS) -> QFont:
    """A typeface in which all letters are equally wide, for prompts and answers."""
    made = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    made.setPixelSize(pixels)
    return made


def apply(application: QApplication, look: Look) -> None:
    """Give the whole application the style, type and colours of a look; windows bring the style sheet themselves.

    With a style sheet of the application's, Qt would look at every rule for every widget below each time that one is
    put into another, and a page of 300 widgets would take 280 ms to make in place of 40.
    """
    # A style put in place a second time visits every widget anew: with 10,000 demo inputs that takes ten seconds.
    if application.style().name() != STYLE:
        application.setStyle(STYLE)
    application.setFont(font())
    application.setPalette(palette(look))


def palette(look: Look) -> QPalette:
    """The colours that widgets draw themselves with."""
    made = QPalette()
    role = QPalette.ColorRole
    colours = {
        role.Window: look.background, role.WindowText: look.text, role.Base: look.surface,
        role.AlternateBase: look.background, role.Text: look.text, role.Button: look.surface,
        role.ButtonText: look.text, role.BrightText: look.bad, role.Highlight: look.accent,
        role.HighlightedText: look.surface, role.ToolTipBase: look.surface, role.ToolTipText: look.text,
        role.PlaceholderText: look.tertiary, role.Link: look.accent, role.LinkVisited: look.accent,
        role.Light: look.surface, role.Midlight: look.grid, role.Mid: look.border, role.Dark: look.border,
        role.Shadow: look.border,
    }  # fmt: skip
    for part, colour in colours.items():
        made.setColor(part, QColor(colour))
    for part in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, part, QColor(faint(look)))
    made.setColor(role.Accent, QColor(look.accent))
    return made


def faint(look: Look) -> str:
    """The colour of what cannot be used at present; 3:1, since it often says what is there all the same."""
    return mixed(look.tertiary, look.surface, 0.77)


def edge(look: Look) -> str:
    """The edge of a field: 3:1 against what is around it, or nobody would see where to write."""
    return mixed(look.secondary, look.surface, 0.71 if look.name == "light" else 0.55)


def style_sheet(look: Look) -> str:
    """Everything the palette does not say: resources/window.qss in the colours of a look."""
    is_light = look.name == "light"
    colours = {
        **{name: value for name, value in msgspec.structs.asdict(look).items() if isinstance(value, str)},
        **{
            f"{tone}_edge": mixed(getattr(look, tone), look.surface, 0.35) for tone in ("bad", "warn", "good", "accent")
        },
        "hover": mixed(look.text, look.surface, 0.05),
        "pressed": mixed(look.text, look.surface, 0.1),
        "accent_hover": mixed(look.text if is_light else look.surface, look.accent, 0.14),
        "danger_edge": mixed(look.bad, look.surface, 0.5),
        "field": edge(look),
        "scroll": mixed(look.secondary, look.surface, 0.4),
        "sidebar": look.surface if is_light else mixed(look.surface, look.background, 0.5),
        "toast_link": mixed(look.accent, look.surface, 0.45) if is_light else look.accent_tint,
        "faint": faint(look),
        "display": DISPLAY,
        "tick": _drawing("tick", look),
        "arrow": _drawing("arrow", look),
    }
    return Template(resource("window.qss").read_text(encoding="utf-8")).substitute(colours)


def _drawing(name: str, look: Look) -> str:
    """A bundled drawing as style sheets name it; they cannot colour one themselves."""
    return f'"{resource("icons", f"{name}-{look.name}.svg").as_posix()}"'
