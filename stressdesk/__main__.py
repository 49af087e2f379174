"""The `stressdesk` program: runs the command line and turns every error into words and an exit code."""

from __future__ import annotations

import contextlib
import io
import logging
import signal
import sys
import traceback

from stressdesk.errors import StressDeskError
from stressdesk.targets.redaction import KeylessFormatter, all_keys, without_keys

MET, MISSED, COULD_NOT_RUN, STOPPED = 0, 1, 2, 130


def main() -> None:
    """Run the command line; never returns. Exit codes: 0 goals met, 1 goals missed, 2 could not run, 130 stopped."""
    import click  # noqa: PLC0415  # loaded once we know it is needed

    from stressdesk.cli.main import program  # noqa: PLC0415

    if logging.lastResort is not None:
        logging.lastResort.setFormatter(KeylessFormatter())
    # Whoever ends us, a person or a CI server, gets the same: what is open is closed, and the exit code says stopped.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    # A terminal that is closed ends us too, unless `nohup` or its like has said that it shall not.
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
        signal.signal(signal.SIGHUP, signal.default_int_handler)
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A terminal's or a file's encoding may lack a dash, and a file name may be no text: neither ends a run.
        sys.stdout.reconfigure(errors="replace")
    try:
        code = program.main(prog_name="stressdesk", standalone_mode=False)
        sys.exit(code if isinstance(code, int) else MET)
    except StressDeskError as error:
        _say(str(error))
        sys.exit(COULD_NOT_RUN)
    except click.exceptions.Exit as leaving:
        sys.exit(leaving.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(COULD_NOT_RUN)
    except (click.Abort, KeyboardInterrupt):
        _say("Stopped.")
        sys.exit(STOPPED)
    except Exception:  # noqa: BLE001  # the entry point: anything else is a bug, and must say so
        _say(without_keys(traceback.format_exc(), all_keys(None)))
        _say("StressDesk has a bug. Please report the lines above and what you did.")
        sys.exit(COULD_NOT_RUN)


def _say(text: str) -> None:
    # With its terminal closed there is nobody to tell, and the exit code still counts.
    with contextlib.suppress(OSError):
        sys.stderr.write(f"{text}\n")


if __name__ == "__main__":
    main()
