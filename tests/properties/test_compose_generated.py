"""Generated Compose projects: the reference loader and we accept the same ones, and read them the same way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from tests.model.compose.reference import ours
from tests.model.compose.reference.compared import difference
from tests.model.compose.reference.documents import Document
from tests.model.compose.reference.generated import projects
from tests.model.compose.reference.loader import Loader

ASKED = settings().max_examples
EXAMPLES = ASKED if ASKED > 1_000 else 150
"""`make fuzz` asks for thousands, which are others each time; otherwise they are the same each time."""


@pytest.fixture(scope="module")
def loader(oracle: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loader]:
    with Loader(oracle("load-compose"), tmp_path_factory.mktemp("theirs")) as running:
        yield running


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("ours")


@settings(max_examples=EXAMPLES, derandomize=ASKED <= 1_000, suppress_health_check=list(HealthCheck))
@given(project=projects())
def test_generated_projects(loader: Loader, folder: Path, project: Document) -> None:
    found = difference(loader.ask(project), ours.load(project, folder))
    assert found is None, "\n".join([found, *(f"--- {path}\n{text}" for path, text in project.files.items())])
