"""Running the examples of rules and telling those that do not hold."""

from __future__ import annotations

from collections.abc import Sequence

from deploylint import examples
from deploylint.cli.exits import CLEAN, FOUND
from deploylint.cli.streams import emit, note
from deploylint.report.safe import visible


def run(names: Sequence[str], packs: Sequence[str]) -> int:
    """Try the examples of the named rules, packs and files; of all when none is named."""
    count, failures = examples.run(names, packs)
    for failure in failures:
        emit(f"{visible(failure.rule)}: {visible(failure.example)}\n")
        emit("".join(f"  {visible(line)}\n" for line in failure.message.splitlines()))
    note(f"{count} examples: " + (f"{len(failures)} do not hold" if failures else "all hold"))
    return FOUND if failures else CLEAN
