"""The packaged console program, `stressdesk-cli`: the command line, and the engine that the window starts."""

from __future__ import annotations

import multiprocessing

from stressdesk.__main__ import main

if __name__ == "__main__":
    multiprocessing.freeze_support()
    main()
