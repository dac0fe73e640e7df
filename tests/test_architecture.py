"""The house rules that a program can check: layers, sizes, names, and what every rule file must say."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

import deploylint

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted((ROOT / "src").rglob("*.py"))
RULES = sorted(path for path in (ROOT / "rules").rglob("*.yaml") if not path.name.startswith("_"))
PACKS = {"compose", "caddyfile", "systemd", "quadlet", "dotenv", "secrets", "deployment", "host"}
NAMELESS = re.compile(r"(utils?|helpers?|common|misc|constants|base)\.py")
LONGEST = 400


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _docstring(path: Path) -> str:
    return ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""


def _rule(path: Path) -> dict[str, Any]:
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


def test_imports_point_one_way() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_module_has_one_sentence_and_a_bearable_length(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if path.name == "__init__.py" and not text.strip():
        return
    sentence = _docstring(path)
    assert sentence.partition("\n\n")[0].rstrip().endswith("."), (
        "begin with a docstring whose first paragraph is a sentence"
    )
    assert len(text.splitlines()) <= LONGEST or "generated from" in sentence, f"split it: more than {LONGEST} lines"


def test_every_module_is_named_after_its_subject() -> None:
    assert [_name(path) for path in MODULES if NAMELESS.fullmatch(path.name)] == []


def test_data_is_not_kept_below_the_package() -> None:
    assert not (ROOT / "src" / "deploylint" / "data").exists(), "data/ is made when a wheel is built"


def test_packs_carry_the_names_of_the_formats_and_topics() -> None:
    assert {path.parent.name for path in RULES} <= PACKS


def test_rule_ids_are_unique() -> None:
    ids = [path.stem for path in RULES]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("path", RULES, ids=_name)
def test_a_rule_file_says_everything(path: Path) -> None:
    rule = _rule(path)
    assert rule["id"] == path.stem
    assert str(rule["why"]).rstrip().endswith(".")
    assert str(rule["remedy"]).rstrip().endswith(".")
    assert not str(rule["title"]).endswith(".")
    assert any(example["expect"] for example in rule["examples"]), "an example with a finding"
    assert any(not example["expect"] for example in rule["examples"]), "an example without one"
    if "fix" in rule and rule["fix"].get("safety") != "suggest":
        assert any("fixed" in example for example in rule["examples"]), "an example of the fix"


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for requirement in project["dependencies"]:
        name = re.split(r"[<>=]", requirement)[0]
        assert f"| {name} |" in text, f"{name} is a dependency without a row in CONTRIBUTING.md"
        assert "<" in requirement, f"{name} has no upper bound"


def test_the_changelog_knows_this_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## [{deploylint.__version__}]" in text or "## [Unreleased]" in text


def test_make_alone_lists_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    declared = next(line for line in makefile.splitlines() if line.startswith(".PHONY:")).split()[1:]
    listed = subprocess.run(
        ["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert [line.split()[1] for line in listed.splitlines()] == declared
