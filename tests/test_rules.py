"""Every example of every rule holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploylint import examples
from deploylint.engine.cache import load

RULES = sorted(path.stem for path in (Path(__file__).parent.parent / "rules").rglob("*.yaml") if path.name[0] != "_")


@pytest.mark.parametrize("rule", RULES)
def test_examples(rule: str) -> None:
    assert [f"{failure.example}: {failure.message}" for failure in examples.check(load(), rule)] == []
