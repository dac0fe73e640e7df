"""What tests of resolution share: resolving texts, and reading a value of the outcome by its path."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

import pytest

from deploylint.model.compose.document import Resolution, resolve
from deploylint.model.environment import Binding, Environment
from deploylint.model.resolved import Entry, Scalar, Sequence, Value
from deploylint.model.resolved import Mapping as ResolvedMapping
from deploylint.source.text import Source
from deploylint.syntax import yaml_tree


class Resolve(Protocol):
    """Resolve texts as f0.yaml, f1.yaml …, base first; `files` are further ones that they may name."""

    def __call__(
        self,
        *texts: str,
        env: Mapping[str, str | None] | None = None,
        closed: bool = False,
        files: Mapping[str, str] | None = None,
    ) -> Resolution: ...


@pytest.fixture
def resolved() -> Resolve:
    def run(
        *texts: str,
        env: Mapping[str, str | None] | None = None,
        closed: bool = False,
        files: Mapping[str, str] | None = None,
    ) -> Resolution:
        trees = [yaml_tree.parse(Source(f"f{number}.yaml", text)) for number, text in enumerate(texts)]
        others = {path: yaml_tree.parse(Source(path, text)) for path, text in (files or {}).items()}
        others |= {written.source.path: written for written in trees}
        bindings = {name: Binding(value, None, "env-file") for name, value in (env or {}).items()}
        return resolve(trees, Environment(bindings, closed=closed), others.get)

    return run


@pytest.fixture
def at() -> Callable[..., Value]:
    """A value by its path: keys, and indices for list items."""

    def find(resolution: Resolution, *path: str | int) -> Value:
        value: Value = resolution.root
        for step in path:
            if isinstance(step, int):
                assert isinstance(value, Sequence)
                value = value.items[step]
            else:
                assert isinstance(value, ResolvedMapping), f"no mapping above {step}"
                entry: Entry = value.entries[step]
                value = entry.value
        return value

    return find


@pytest.fixture
def scalar_at(at: Callable[..., Value]) -> Callable[..., Scalar]:
    """A scalar by its path."""

    def find(resolution: Resolution, *path: str | int) -> Scalar:
        value = at(resolution, *path)
        assert isinstance(value, Scalar)
        return value

    return find
