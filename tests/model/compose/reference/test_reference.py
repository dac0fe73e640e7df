"""Our own projects: the reference loader's recorded opinion is current, and ours is the same."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.model.compose.reference import ours
from tests.model.compose.reference.compared import difference
from tests.model.compose.reference.documents import RECORDING, Document, documents
from tests.model.compose.reference.loader import Answer, Loader

DIFFERENCES = "differences/"
"""Projects of this theme are those of docs/compose-differences.md, one for each kind."""


@functools.cache
def recorded() -> dict[str, Answer]:
    """The recording, by name."""
    lines = map(json.loads, RECORDING.read_text("utf-8").splitlines())
    return {line["name"]: Answer(line.get("model"), line.get("error")) for line in lines}


@functools.cache
def themes() -> dict[str, list[Document]]:
    """The documents by the table that they stand in."""
    found: dict[str, list[Document]] = {}
    for document in documents():
        found.setdefault("/".join(document.name.split("/")[:2]), []).append(document)
    return found


def test_there_are_enough() -> None:
    assert len({document.name for document in documents()}) == len(documents()) >= 2_000
    assert recorded().keys() == {document.name for document in documents()}


def test_the_recording_is_what_the_reference_says(oracle: Callable[[str], Path], tmp_path: Path) -> None:
    wrong = []
    with Loader(oracle("load-compose"), tmp_path) as loader:
        for document in documents():
            answer, known = loader.ask(document), recorded()[document.name]
            # Of several mistakes the reference names any one, in the order of a Go map.
            if (answer.model, answer.error is None) != (known.model, known.error is None):
                wrong.append((document.name, answer, known))
    assert not wrong, "python tools/record_compose.py writes the recording"


@pytest.mark.parametrize("theme", [name for name in themes() if not name.startswith(DIFFERENCES)])
def test_we_say_the_same(theme: str, tmp_path: Path) -> None:
    found = {
        document.name: difference(recorded()[document.name], ours.load(document, tmp_path))
        for document in themes()[theme]
    }
    assert not {name: words for name, words in found.items() if words is not None}


@pytest.mark.parametrize(
    "theme", [name for name in themes() if name.startswith(("normalise/", "sections/", "profiles/"))]
)
def test_what_no_service_uses_is_left_out(theme: str, oracle: Callable[[str], Path], tmp_path: Path) -> None:
    with Loader(oracle("load-compose"), tmp_path / "theirs") as loader:
        for document in themes()[theme]:
            found = ours.load(document, tmp_path / "ours", used=True)
            assert difference(loader.ask(document, used=True), found) is None, document.name


@pytest.mark.parametrize("theme", [name for name in themes() if name.startswith(DIFFERENCES)])
def test_a_known_difference_is_one(theme: str, tmp_path: Path) -> None:
    for document in themes()[theme]:
        assert difference(recorded()[document.name], ours.load(document, tmp_path)) is not None


def test_the_known_differences_are_explained(root: Path) -> None:
    page = (root / "docs" / "compose-differences.md").read_text("utf-8")
    kinds = re.findall(r"^## (.+)$", page, re.MULTILINE)
    assert [name.removeprefix(DIFFERENCES) for name in themes() if name.startswith(DIFFERENCES)] == kinds
    assert len(kinds) <= 10
