"""Fixing real deployments: a tenth of the corpus's folders, another one when TENTH says so (0 to 9)."""

from __future__ import annotations

import importlib
import json
import os
import random
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def repairs(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(ROOT / "tools")
    for name in ("corpus", "repairs"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    return importlib.import_module("repairs")


def test_each_fix_does_what_it_says_and_nothing_else(corpus: Path, repairs: ModuleType, tmp_path: Path) -> None:
    folders = repairs.corpus.projects(corpus)
    random.Random(226).shuffle(folders)
    checked = [
        repairs.check(folder, tmp_path / str(number))
        for number, folder in enumerate(folders[int(os.environ.get("TENTH", "0")) :: 10])
    ]
    wrong = [(str(one.path.relative_to(corpus)), what) for one in checked for what in one.wrong]
    assert not wrong, json.dumps(wrong, indent=1)
    assert sum(len(one.applied) for one in checked) > 20
