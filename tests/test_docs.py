"""Pages for people name what there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploylint.engine.functions import FORMS, FUNCTIONS
from deploylint.engine.pack import RuleFile, compile_pack
from deploylint.engine.types import vocabulary
from deploylint.source.text import Source

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "writing-rules.md").read_text("utf-8")


@pytest.mark.parametrize("name", sorted({*FORMS, *FUNCTIONS}))
def test_each_function_is_on_the_page(name: str) -> None:
    assert f"`{name}(" in PAGE or f"`{name}`" in PAGE


def test_the_rule_on_the_page_is_one() -> None:
    text = PAGE.partition("```yaml\n")[2].partition("```")[0]
    compile_pack([RuleFile("page", Source("backup-volume-writable.yaml", text))], {}, vocabulary())
