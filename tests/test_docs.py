"""Pages for people name what there is."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

import deploylint
from deploylint.cli.exits import run
from deploylint.cli.options import Request, checked, validate_options
from deploylint.cli.output import targets
from deploylint.engine.functions import FORMS, FUNCTIONS
from deploylint.engine.pack import RuleFile, compile_pack
from deploylint.engine.types import vocabulary
from deploylint.report import FORMATS
from deploylint.source.text import Source

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGE = (DOCS / "writing-rules.md").read_text("utf-8")
CI = (DOCS / "ci.md").read_text("utf-8")
SHOW = (DOCS / "show.md").read_text("utf-8")


@pytest.mark.parametrize("name", sorted({*FORMS, *FUNCTIONS}))
def test_each_function_is_on_the_page(name: str) -> None:
    assert f"`{name}(" in PAGE or f"`{name}`" in PAGE


def test_the_rule_on_the_page_is_one() -> None:
    text = PAGE.partition("```yaml\n")[2].partition("```")[0]
    compile_pack([RuleFile("page", Source("backup-volume-writable.yaml", text))], {}, vocabulary())


def _options() -> list[click.Parameter]:
    return list(reversed(validate_options(lambda: None).__click_params__))  # type: ignore[attr-defined]


@pytest.mark.parametrize("text", re.findall(r"```yaml\n(.*?)```", CI, re.DOTALL), ids=["github", "gitea"])
def test_the_workflows_on_the_page_can_run(text: str) -> None:
    workflow: dict[Any, Any] = yaml.safe_load(text)
    assert workflow[True] == ["push", "pull_request"], "YAML 1.1 reads the key `on` as true"
    (job,) = workflow["jobs"].values()
    actions = [step["uses"] for step in job["steps"] if "uses" in step]
    assert actions
    assert f"deploylint-{deploylint.__version__}-*.whl" in text
    assert all(re.fullmatch(r"[\w/-]+@v\d+", action) for action in actions)
    (line,) = [step["run"] for step in job["steps"] if "deploylint validate" in step.get("run", "")]
    words = shlex.split(line)[2:]
    command = click.Command("validate", params=_options())
    request = checked(Request(**command.make_context("validate", words).params))
    wanted = targets(request.formats, request.output)
    assert [(target.format, target.file) for target in wanted] == [("github", None), ("sarif", "deploylint.sarif")]
    (kept,) = [step["with"] for step in job["steps"] if "with" in step]
    assert "deploylint.sarif" in kept.values()


def test_every_format_is_on_the_page() -> None:
    assert all(f"`{name}`" in CI for name in FORMATS)


def _blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", SHOW, re.DOTALL)


@pytest.mark.parametrize("block", _blocks("console"), ids=lambda block: block.partition("\n")[0])
def test_what_show_prints_is_real(
    block: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each stretch between lines that hold only … stands in the output, in this order."""
    folder = tmp_path / "shop"
    folder.mkdir()
    for text in _blocks("(?:yaml|sh)"):
        (folder / text.partition("\n")[0].removeprefix("# ")).write_text(text, encoding="utf-8")
    monkeypatch.chdir(folder)
    command, _, shown = block.partition("\n")
    assert run(shlex.split(command)[2:]) == 0
    out, err = capsys.readouterr()
    place = 0
    for stretch in filter(None, (each.strip("\n") for each in re.split(r"(?m)^…$", shown))):
        place = (err + out).find(stretch, place)
        assert place >= 0, f"the program no longer prints\n{stretch}"
        place += len(stretch)
