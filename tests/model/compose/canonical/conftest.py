"""The canonical model of texts, in one call."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import pytest

from deploylint.model.compose.canonical import Context, canonical, plain
from deploylint.model.compose.document import resolve
from deploylint.model.environment import Binding, Environment
from deploylint.model.resolved import Mapping as ResolvedMapping
from deploylint.source.files import Overlay
from deploylint.source.text import Source
from deploylint.syntax import yaml_tree
from tests.model.graphs import Nothing

ANCHOR = "/srv"
PROCESS = {"HOME": "/home/me"}


class Model(Protocol):
    """The canonical model of files, of which those in `order` (compose.yaml) are the project's."""

    def __call__(
        self,
        files: Mapping[str, str] | str,
        order: Sequence[str] = ("compose.yaml",),
        *,
        variables: Mapping[str, str | None] = PROCESS,
        closed: bool = True,
        profiles: tuple[str, ...] = (),
        folder: str = "",
        name: str = "app",
        keep_unused: bool = True,
    ) -> ResolvedMapping: ...


@pytest.fixture
def model() -> Model:
    def run(
        files: Mapping[str, str] | str,
        order: Sequence[str] = ("compose.yaml",),
        *,
        variables: Mapping[str, str | None] = PROCESS,
        closed: bool = True,
        profiles: tuple[str, ...] = (),
        folder: str = "",
        name: str = "app",
        keep_unused: bool = True,
    ) -> ResolvedMapping:
        texts = {"compose.yaml": files} if isinstance(files, str) else dict(files)
        trees = {path: yaml_tree.parse(Source(path, text)) for path, text in texts.items() if path.endswith(".yaml")}
        bindings = {key: Binding(value, None, "process") for key, value in variables.items()}
        environment = Environment(bindings, closed=closed)
        found = Overlay(Nothing(), texts)
        root = resolve([trees[path] for path in order], environment, trees.get, found, folder).root
        return canonical(root, Context(ANCHOR, folder, name, environment, profiles, found, keep_unused))

    return run


@pytest.fixture
def shown(model: Model) -> Callable[..., Any]:
    """The same as plain data; a text that is no whole file is the body of a service `a`, of which it gives the rest."""

    def run(text: str, **options: Any) -> Any:
        files: dict[str, str] = options.pop("files", {})
        whole = "services:\n  a:\n    image: i\n" + "".join(f"    {line}\n" for line in text.splitlines())
        found = plain(model({"compose.yaml": whole, **files}, **options))
        assert isinstance(found, dict)
        service = found["services"]["a"]
        assert service.pop("image") == "i"
        if service.get("networks") == {"default": None}:
            del service["networks"]
        return service

    return run
