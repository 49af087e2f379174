"""The packaged window program, `StressDesk`: the same as `stressdesk-window` in an environment."""

from __future__ import annotations

import multiprocessing
import os
import sys


def give_back_library_path() -> None:
    """Undo the search path PyInstaller sets on Linux, or the browser we open would load our libraries, not its own.

    What this process loads later is not affected: the linker has read the variable, and our child sets its own.
    """
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    os.environ.pop("LD_LIBRARY_PATH", None)
    if before is not None:
        os.environ["LD_LIBRARY_PATH"] = before


if __name__ == "__main__":
    multiprocessing.freeze_support()
    give_back_library_path()
    from stressdesk.gui.app import main

    sys.exit(main(sys.argv[1:]))
