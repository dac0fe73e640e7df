"""Checking rule files and running their examples, for `rules validate` and `rules test`."""

from __future__ import annotations

import os
from collections.abc import Sequence

from deploylint import resources
from deploylint.cli.exits import CLEAN, FOUND
from deploylint.cli.streams import emit, note
from deploylint.engine.bases import with_bases
from deploylint.engine.mistakes import Mistake, PackError
from deploylint.engine.pack import compile_pack, read_folder, read_tables
from deploylint.report.safe import visible
from deploylint.source.errors import UserError


def mistakes(files: Sequence[str], packs: Sequence[str]) -> tuple[int, list[Mistake]]:
    """The number of rules and the mistakes in the named files and folders; in everything that is in use when none is.

    Files are checked together with the built-in rules, whose definitions they may use and whose ids they may refine.
    """
    missing = [name for name in files if not os.path.exists(name)]
    if missing:
        raise UserError("\n".join(f"there is no file or folder {name}" for name in missing))
    builtin = read_folder(resources.rules())
    known = {os.path.realpath(file.source.path) for file in builtin}
    try:
        folders = with_bases(files or packs)
    except PackError as error:
        return 0, list(error.mistakes)
    added = [file for name in folders for file in read_folder(name)]
    together = [*builtin, *(file for file in added if os.path.realpath(file.source.path) not in known)]
    asked = added if files else together
    paths = {os.path.realpath(file.source.path) for file in asked}
    count = sum(not file.name.startswith("_") for file in asked)
    try:
        compile_pack(together, read_tables(resources.schemas()))
    except PackError as error:
        return count, [each for each in error.mistakes if os.path.realpath(each.span.source.path) in paths]
    return count, []


def examples(names: Sequence[str], packs: Sequence[str]) -> int:
    """Try the examples of the named rules, packs and files; of all when none is named."""
    from deploylint import examples as harness

    count, failures = harness.run(names, packs)
    for failure in failures:
        emit(f"{visible(failure.rule)}: {visible(failure.example)}\n")
        emit("".join(f"  {visible(line)}\n" for line in failure.message.splitlines()))
    note(f"{count} examples: " + (f"{len(failures)} failures" if failures else "all hold"))
    return FOUND if failures else CLEAN
