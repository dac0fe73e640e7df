"""The benchmark's inputs have the sizes that the targets were set for."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def workload(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(ROOT / "tools")
    monkeypatch.delitem(sys.modules, "workload", raising=False)
    return importlib.import_module("workload")


def test_one_file(workload: ModuleType) -> None:
    assert len(workload.ONE_FILE.splitlines()) == 62
    assert len(yaml.safe_load(workload.ONE_FILE)["services"]) == 3


def test_many_files(workload: ModuleType, tmp_path: Path) -> None:
    paths = [tmp_path / path for path in workload.write_many(tmp_path)]
    assert len(paths) == 39
    assert {len(path.read_text("utf-8").splitlines()) for path in paths} == {29}
    assert all(len(yaml.safe_load(path.read_text("utf-8"))["services"]) == 2 for path in paths)


def test_one_large_file(workload: ModuleType, tmp_path: Path) -> None:
    text = (tmp_path / workload.write_large(tmp_path)).read_text("utf-8")
    assert len(yaml.safe_load(text)["services"]) == 500
    assert len(text.splitlines()) == 1 + 500 * 12 + 2
