"""Tests marked `packaged` need the built program, named by STRESSDESK_PROGRAM; .setup/test can build it first."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaged.program import Installed, installed, removed

VARIABLE = "STRESSDESK_PROGRAM"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if VARIABLE in os.environ:
        return
    skipped = pytest.mark.skip(reason=f"{VARIABLE} names no packaged program")
    for item in items:
        if item.get_closest_marker("packaged"):
            item.add_marker(skipped)


@pytest.fixture(scope="session")
def built() -> Path:
    """The folder that PyInstaller made."""
    return Path(os.environ[VARIABLE])


@pytest.fixture(scope="session")
def program(built: Path) -> Iterator[Installed]:
    # Not pytest's own folder, which other users may not enter.
    place = Path(tempfile.mkdtemp(prefix="stressdesk-"))
    yield installed(built, place)
    removed(place)
