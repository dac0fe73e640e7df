"""Fixing real deployments: a tenth of the corpus's folders, another one when TENTH says so (0 to 9); each fix alone and
all together, judged by the reference loader where there is one.
"""

from __future__ import annotations

import importlib
import json
import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def repairs(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(ROOT / "tools")
    for name in ("corpus", "damage", "judged", "trials", "repairs"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    return importlib.import_module("repairs")


@pytest.fixture
def judge(repairs: ModuleType) -> Iterator[Any]:
    """The reference loader, where there is one."""
    if not repairs.PROGRAM.exists():
        assert not os.environ.get("DEPLOYLINT_ORACLES"), "load-compose is not installed (make oracles)"
        yield None
        return
    with repairs.Judge(repairs.PROGRAM) as program:
        yield program


def test_each_fix_does_what_it_says_and_nothing_else(
    corpus: Path, repairs: ModuleType, judge: Any, tmp_path: Path
) -> None:
    folders = repairs.corpus.projects(corpus)
    random.Random(226).shuffle(folders)
    checked = [
        repairs.check(folder, tmp_path / str(number), judge, most=10)
        for number, folder in enumerate(folders[int(os.environ.get("TENTH", "0")) :: 10])
    ]
    wrong = [(str(one.path.relative_to(corpus)), what) for one in checked for what in one.wrong]
    assert not wrong, json.dumps(wrong, indent=1)
    assert sum(len(one.applied) for one in checked) > 20
    assert sum(one.alone for one in checked) > 20
    assert judge is None or sum(one.compared for one in checked) > 40
