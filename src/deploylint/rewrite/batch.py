"""Many fixes checked with few parses: those that do not touch are tried together, and halved when that fails."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence

from deploylint.source.edit import Edit

Sound = Callable[[list[Edit]], bool]
"""Can the files be parsed as before once these edits are applied?"""


def unsound(plans: Sequence[Sequence[Edit]], sound: Sound) -> set[int]:
    """Numbers of the plans (the edits of one fix each) after which a file could not be parsed any more."""
    guilty: set[int] = set()
    waiting = [number for number, plan in enumerate(plans) if plan]
    while waiting:
        taken: dict[str, list[tuple[int, int]]] = {}
        batch = [number for number in waiting if _fits(plans[number], taken)]
        chosen = set(batch)
        waiting = [number for number in waiting if number not in chosen]
        guilty |= _guilty(batch, plans, sound)
    return guilty


def _guilty(batch: list[int], plans: Sequence[Sequence[Edit]], sound: Sound) -> set[int]:
    """Those of a batch that are to blame."""
    if sound([edit for number in batch for edit in plans[number]]):
        return set()
    if len(batch) == 1:
        return set(batch)
    half = len(batch) // 2
    return _guilty(batch[:half], plans, sound) | _guilty(batch[half:], plans, sound)


def _fits(plan: Sequence[Edit], taken: dict[str, list[tuple[int, int]]]) -> bool:
    """Does no edit touch one that is taken?  Then they are taken, too."""
    for edit in plan:
        spans = taken.setdefault(edit.path, [])
        at = bisect_left(spans, (edit.start, edit.end))
        if (at and spans[at - 1][1] >= edit.start) or (at < len(spans) and spans[at][0] <= edit.end):
            return False
    for edit in plan:
        spans = taken[edit.path]
        spans.insert(bisect_left(spans, (edit.start, edit.end)), (edit.start, edit.end))
    return True
