"""Where bundled files and the console program lie: in the clone, an installed environment, or the packaged program."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

# The packaged console program. Not "stressdesk": beside "StressDesk", the window, that would be the same file on
# Windows and macOS.
CONSOLE_PROGRAM = "stressdesk-cli"


def console_command() -> list[str]:
    """The words that start StressDesk's command line as a program of its own, which is also the engine of the window.

    Arguments follow them, such as [*console_command(), "run", "support-triage"].
    """
    if getattr(sys, "frozen", False):
        program = Path(sys.executable)
        return [str(program.with_name(CONSOLE_PROGRAM + program.suffix))]
    # -P: nothing in the current folder is imported in place of a module.
    return [sys.executable, "-P", "-m", "stressdesk"]


def console_environment() -> dict[str, str]:
    """This process's environment for such a program, so that it finds this very StressDesk, also in a clone."""
    root = str(Path(__file__).parents[1])
    known = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": f"{root}{os.pathsep}{known}" if known else root}


def resource(*parts: str) -> Path:
    """The path of one bundled file, such as resource("samples", "support-triage.stress.yaml").

    Raises FileNotFoundError where there is none.
    """
    for root in _roots():
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise FileNotFoundError(f"The bundled file {'/'.join(parts)} is missing: install StressDesk again.")


def encodings() -> Path | None:
    """The folder of OpenAI's encodings that come with LiteLLM; None where it lacks."""
    return in_package("litellm", "litellm_core_utils", "tokenizers")


def in_package(package: str, *parts: str) -> Path | None:
    """What lies there in an installed package, found without importing it; None where nothing does."""
    found = importlib.util.find_spec(package)
    # The packaged window holds files of LiteLLM, but not its code, hence its folders and not where that begins.
    folders = found.submodule_search_locations if found is not None else None
    paths = [Path(folder, *parts) for folder in folders or ()]
    return next((path for path in paths if path.exists()), None)


def _roots() -> list[Path]:
    frozen = getattr(sys, "_MEIPASS", None)
    roots = [Path(frozen) / "resources"] if frozen else []
    return [*roots, Path(__file__).parent.parent / "resources", Path(sys.prefix) / "share" / "stressdesk"]
