"""What StressDesk is made of: versions, the price table in use, and whose work it stands on."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

import msgspec


class Part(msgspec.Struct, frozen=True):
    """Somebody else's work that StressDesk brings, its licence, and the package whose version is told."""

    name: str
    licence: str
    package: str = ""


PARTS: tuple[Part, ...] = (
    Part("Qt and PySide6", "LGPL-3.0", "PySide6-Essentials"),
    Part("Inter, the typeface", "OFL-1.1"),
    Part("Noto Sans Devanagari and Noto Emoji", "OFL-1.1"),
    Part("Droid Sans Fallback", "Apache-2.0"),
    Part("Lucide, the icons", "ISC"),
    Part("SmolLM2-135M-Instruct, the embedded model", "Apache-2.0"),
    Part("llama.cpp through xllamacpp", "MIT", "xllamacpp"),
    Part("LiteLLM, with its price table", "MIT", "litellm"),
    Part("matplotlib", "PSF-based", "matplotlib"),
    Part("NumPy", "BSD-3-Clause", "numpy"),
    Part("msgspec", "BSD-3-Clause", "msgspec"),
    Part("aiohttp", "Apache-2.0", "aiohttp"),
    Part("qasync", "BSD-2-Clause", "qasync"),
    Part("keyring", "MIT", "keyring"),
    Part("Faker", "MIT", "Faker"),
    Part("py3langid", "BSD-3-Clause", "py3langid"),
    Part("jsonschema", "MIT", "jsonschema"),
    Part("ruamel.yaml", "MIT", "ruamel.yaml"),
    Part("regex", "Apache-2.0", "regex"),
    Part("Jinja", "BSD-3-Clause", "jinja2"),
    Part("Click", "BSD-3-Clause", "click"),
)


class About(msgspec.Struct, frozen=True, kw_only=True):
    """StressDesk's version, the price table's identity, and each part with version and licence in a line."""

    version: str
    prices: str
    parts: tuple[str, ...]


def about() -> About:
    """All of it; reads the price table, so not on the window's thread."""
    from stressdesk.targets.prices import table_identity  # noqa: PLC0415 - as said above

    return About(
        version=_version("stressdesk") or "(version unknown)",
        prices=table_identity(),
        parts=tuple(_line(part) for part in PARTS),
    )


def _line(part: Part) -> str:
    release = _version(part.package) if part.package else ""
    return f"{part.name}{f' {release}' if release else ''}: {part.licence}"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
