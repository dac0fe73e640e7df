"""The vocabulary of Compose files is refused where it contradicts itself."""

from __future__ import annotations

import importlib
from copy import deepcopy
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch, root: Path) -> ModuleType:
    monkeypatch.syspath_prepend(str(root / "tools"))
    return importlib.import_module("compose_table")


@pytest.fixture
def schema(root: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((root / "schemas/compose.yaml").read_text("utf-8"))
    return found


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("text", ["text"]),
        ("text | list(text | port) | nothing", ["text", "list(text | port)", "nothing"]),
        ("map(list(a | b) | c)", ["map(list(a | b) | c)"]),
    ],
)
def test_alternatives(table: ModuleType, written: str, parts: list[str]) -> None:
    assert table._alternatives(written) == parts


@pytest.mark.parametrize(
    ("key", "fact", "said"),
    [
        ("image", "txt", "no such type: txt"),
        ("image", "bag(text)", "no such type: bag(text)"),
        ("image", "list(txt)", "no such type: txt"),
        ("build", "text", "objects that nothing uses: build"),
    ],
)
def test_mistakes(table: ModuleType, schema: dict[str, Any], key: str, fact: str, said: str) -> None:
    wrong = deepcopy(schema)
    wrong["objects"]["service"]["keys"][key] = fact
    with pytest.raises(ValueError, match=said.replace("(", r"\(").replace(")", r"\)")):
        table.generate_vocabulary(wrong)


def test_a_check_must_exist(table: ModuleType, schema: dict[str, Any]) -> None:
    schema["values"]["text"]["text"] = "spelling"
    with pytest.raises(ValueError, match="no such check: spelling"):
        table.generate_vocabulary(schema)


def test_shared_keys_are_as_new_as_said(table: ModuleType, schema: dict[str, Any]) -> None:
    keys = table.keys_of(schema, "pre-start-hook")
    assert (keys["volumes"]["type"], keys["volumes"]["since"]) == ("list(text | mount)", "5.6.0")
    assert keys["umask"]["since"] == "5.7.0"
    assert "since" not in keys["command"]
