"""Files that appear whole or not at all: written beside their place under another name, then moved there."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from stressdesk.errors import RunFileError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Where to write what will stand at `path` when the block ends well; an older file there stays until then.

    Raises RunFileError if the place cannot be written.
    """
    draft = path.with_name(f".{path.name[:100]}.{os.getpid()}.part")
    try:
        if path.is_dir():
            raise IsADirectoryError(f"{path} is a folder")
        path.parent.mkdir(parents=True, exist_ok=True)
        yield draft
        draft.replace(path)
    except OSError as error:
        raise RunFileError(
            f"The report {path} cannot be written: {error.strerror or error}.",
            "Choose a folder you may write to that has room left, for example with --out.",
        ) from error
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
