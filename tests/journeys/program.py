"""The whole program in a process of its own, as a person or a CI server starts it."""

import os
import subprocess
import sys


def environment(home, **more):
    """An empty home and no keys, but the interpreter's own settings."""
    kept = {name: value for name, value in os.environ.items() if name.startswith(("PYTHON", "LANG", "LC_", "PATH"))}
    return {**kept, "HOME": str(home), **more}


def start(*arguments, home, **options):
    """A running program; its output is text."""
    return subprocess.Popen(
        [sys.executable, "-m", "stressdesk", *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(home, **options.pop("variables", {})),
        cwd=home,
        **options,
    )


def finished(*arguments, home, seconds=120, **options):
    """The finished program: returncode, stdout, stderr."""
    with start(*arguments, home=home, **options) as process:
        try:
            out, err = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    return subprocess.CompletedProcess(arguments, process.returncode, out, err)
