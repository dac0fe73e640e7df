"""The nearest of several names, for near misses and suggestions."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(name: str, candidates: Iterable[str], limit: int = 2) -> str | None:
    """The candidate within `limit` edits of the name (insert, delete, replace, swap neighbours), the first of the
    nearest.

    Of names in as many words (`A_B`), each word may differ in a quarter of its letters, at least one: PORT_SQL is not
    near PORT_TLS.  Names of fewer than four characters have no near ones: too much lies within two edits of them.
    None when nothing is near; the name itself does not count.
    """
    if len(name) < 4:
        return None
    best: str | None = None
    bound = min(limit, len(name) // 3)
    for candidate in sorted(candidates):
        if candidate != name and abs(len(candidate) - len(name)) <= bound:
            distance = _distance(name, candidate, bound)
            if distance <= bound and _alike(name, candidate):
                best = candidate
                bound = distance - 1
    return best


def _alike(left: str, right: str) -> bool:
    """Do the words of two names differ by letters only, none of them by too many?"""
    words = list(zip(left.split("_"), right.split("_"), strict=False))
    if left.count("_") != right.count("_"):
        return True
    return all(a == b or _distance(a, b, 2) <= max(1, len(a) // 4) for a, b in words)


def _distance(left: str, right: str, bound: int) -> int:
    """Damerau-Levenshtein distance (optimal string alignment), given up beyond `bound`."""
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        older, before, row = before, row, [i]
        for j, b in enumerate(right, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > bound:
            return bound + 1
    return row[-1]
