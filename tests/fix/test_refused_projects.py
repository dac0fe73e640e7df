"""Projects that Compose refuses: the fix of the finding in every form, after which Compose takes them, or a reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploylint import api
from deploylint.cli import sources
from deploylint.cli.options import Request
from deploylint.findings import Finding
from tests.rewrite.judge import Judge, write
from tests.rewrite.test_compose_origins import lines

ROWS: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("refused_projects.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def judge(oracle: Callable[[str], Path]) -> Iterator[Judge]:
    with Judge(oracle("load-compose")) as program:
        yield program


def repaired(row: dict[str, Any], folder: Path) -> api.Repaired:
    """The project in a folder, with the fixes of one rule applied."""
    write(row["files"], folder)

    def chosen(finding: Finding) -> bool:
        return finding.rule == row["rule"]

    work = sources.locate(Request(paths=(str(folder),), level="strict"), None)
    deployment = api.load(work.files, work.paths, work.settings, work.model)
    return api.fix(deployment, work.selection, unsafe=True, select=chosen)


@pytest.mark.parametrize("row", [pytest.param(row, id=f"{row['rule']}-{row['name']}") for row in ROWS])
def test_the_fix_makes_compose_take_it_or_says_why_not(row: dict[str, Any], tmp_path: Path, judge: Judge) -> None:
    folder = tmp_path / "app"
    outcome = repaired(row, folder).outcome
    found = {path: lines(row["files"][path], text) for path, text in outcome.texts.items()}
    assert found == row.get("diff", {})
    if not found:
        assert [reason for _, reason in outcome.dropped][:1] == [row["refused"]]
        return
    write(outcome.texts, folder)
    assert judge.ask(folder).error == ""
    again = repaired({**row, "files": {**row["files"], **outcome.texts}}, folder)
    assert not again.outcome.texts
