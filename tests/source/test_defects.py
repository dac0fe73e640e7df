"""Codes of defects and rules that report them, one to one."""

from __future__ import annotations

import re
from pathlib import Path

from deploylint.source.defects import CODES

ROOT = Path(__file__).resolve().parents[2]


def test_each_code_has_its_rule_and_each_such_rule_its_code() -> None:
    rules = [path.stem for path in (ROOT / "rules").rglob("*.yaml") if "\nfor: defect\n" in path.read_text("utf-8")]
    assert sorted(rules) == sorted(CODES)


def test_each_code_is_made_somewhere_and_no_other_one() -> None:
    texts = [
        path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py") if path.name not in {"defects.py", "rules.py"}
    ]
    made = {code for text in texts for code in re.findall(r'[dD]efect\(\s*"([a-z0-9-]+)"', text)}
    assert made <= set(CODES)
    assert [code for code in CODES if not any(f'"{code}"' in text for text in texts)] == []
