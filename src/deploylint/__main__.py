"""The program: `deploylint` and `python -m deploylint`."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line that the process was started with; the exit status."""
    from deploylint.cli.exits import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
