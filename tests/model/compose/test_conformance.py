"""The corpus against what the reference loader said of it: how many verdicts and how many models are the same."""

from __future__ import annotations

import json
import os
import posixpath
from pathlib import Path
from typing import Any

import pytest

from tests.model.compose.reference import ours
from tests.model.compose.reference.compared import difference
from tests.model.compose.reference.documents import Document
from tests.model.compose.reference.loader import Answer

CORPUS, CONFORMANCE = os.environ.get("DEPLOYLINT_CORPUS"), os.environ.get("DEPLOYLINT_CONFORMANCE")

pytestmark = pytest.mark.skipif(
    not (CORPUS and CONFORMANCE), reason="needs DEPLOYLINT_CORPUS and DEPLOYLINT_CONFORMANCE"
)

HOME = "/home/of-nobody"
"""The home folder, which the recording calls $HOME."""

DIFFERENT: dict[str, str] = {
    "mediacms-io__mediacms/docker-compose-dev.yaml": "Absolute paths of what stands here",
}
"""Files of which we know why they differ, each with its kind in docs/compose-differences.md."""


def rows() -> list[dict[str, Any]]:
    """What was recorded of each file."""
    if not (CORPUS and CONFORMANCE):
        return []
    lines = (Path(CONFORMANCE) / "compose" / "verdicts.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def compared(row: dict[str, Any]) -> str | None:
    """How we differ on a file that stands in the corpus, which the recording calls $CORPUS."""
    folder, name = posixpath.split(row["file"])
    document = Document(row["file"], {}, arguments=(name,), variables={"PATH": "/usr/bin", "HOME": HOME})
    found = ours.read(document, Path(str(CORPUS), folder))
    text = None if found.text is None else found.text.replace(str(CORPUS), "$CORPUS").replace(HOME, "$HOME")
    theirs = Answer(row.get("model"), row.get("error"))
    return difference(theirs, found._replace(text=text))


def test_the_corpus() -> None:
    found = {row["file"]: (row["ok"], compared(row)) for row in rows()}
    verdicts = {name for name, (_, words) in found.items() if words is not None and words.startswith(("they", "we"))}
    models = {name for name, (ok, words) in found.items() if ok and words is not None} - verdicts
    both = sum(ok for ok, _ in found.values()) - len(verdicts)
    assert verdicts | models == DIFFERENT.keys(), {name: found[name][1] for name in verdicts | models}
    assert len(found) == 913
    assert len(verdicts) <= 0.005 * len(found)
    assert len(models) <= 0.01 * both
