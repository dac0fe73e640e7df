"""The program: `deploylint` and `python -m deploylint`."""

from __future__ import annotations

import gc
import os
import sys

# Almost all that a run makes is in use until its end, and the cycles among it are few: looking for them after every 700
# new objects, as is usual, took a sixth of the time.  A file of 6,000 lines makes some 100,000.
COLLECT_AFTER = 250_000


def main() -> None:
    """Run the command line that the process was started with, and end the process with its exit status."""
    gc.set_threshold(COLLECT_AFTER)
    from deploylint.cli.exits import run

    status = run(sys.argv[1:])
    _leave(status)


def _leave(status: int) -> None:
    """End the process.  Taking the graph apart before that would be a tenth of the run for nothing."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(status)


if __name__ == "__main__":
    main()
