"""What the reference loader says of a project, beside what we say: where they differ, in words."""

from __future__ import annotations

import difflib

import yaml

from tests.model.compose.reference.loader import Answer
from tests.model.compose.reference.ours import Ours


def difference(theirs: Answer, ours: Ours, *, text: bool = True) -> str | None:
    """How the two differ, None when they do not: in the verdict, in the model, or (with `text`) in its bytes."""
    if theirs.model is None:
        return None if ours.refused else f"they refuse: {theirs.error}"
    if ours.refused:
        return f"we refuse: {', '.join(ours.refused)}"
    assert ours.text is not None
    if ours.text == theirs.model:
        return None
    if text or parsed(ours.text) != parsed(theirs.model):
        return "".join(_lines(theirs.model, ours.text))
    return None


def parsed(text: str) -> object:
    """A model's text as data: every scalar a text, so that `1` is not `1.0`."""
    return yaml.load(text, Loader=yaml.CBaseLoader)


def _lines(theirs: str, ours: str) -> list[str]:
    changed = difflib.unified_diff(theirs.splitlines(), ours.splitlines(), "theirs", "ours", n=1, lineterm="")
    return [f"{line}\n" for line in changed]
