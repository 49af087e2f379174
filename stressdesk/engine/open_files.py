"""How many connections this process may have at once: each is an open file, of which the system allows so many."""

from __future__ import annotations

import contextlib
import sys

# A process's own: its run file, its standard streams, the loop, what libraries hold.
OWN_FILES = 64
# Beyond what any scenario can have under way at once; macOS grants less than it says, hence the second try.
ENOUGH = (131_072, 10_240)


def claim_connections() -> int | None:
    """Raise this process's limit of open files as far as the system allows, and say how many connections that makes.

    None where no limit is known. Processes started afterwards have the same limit.
    """
    if sys.platform == "win32":
        return None
    import resource  # noqa: PLC0415 - there is none on Windows

    # Systems allow 256 or 1,024 at first, for the sake of old programs alone.
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    for enough in ENOUGH:
        wanted = enough if hard == resource.RLIM_INFINITY else min(enough, hard)
        if soft == resource.RLIM_INFINITY or soft >= wanted:
            break
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
            soft = wanted
    return None if soft == resource.RLIM_INFINITY else max(1, soft - OWN_FILES)
