"""The example that the README runs: all that was planted is found, and nothing else; the mended variant is clean."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOMELAB = ROOT / "examples" / "homelab"


@pytest.fixture
def homelab(tmp_path: Path) -> Path:
    """A copy outside of any git work tree, so that what git knows of this checkout plays no part."""
    return Path(shutil.copytree(HOMELAB, tmp_path / "homelab"))


def _report(folder: Path, *options: str) -> tuple[int, dict[str, Any]]:
    """Exit status and JSON report at level strict."""
    command = [sys.executable, "-m", "deploylint", "validate", ".", "--level", "strict", "--format", "json", *options]
    done = subprocess.run(command, cwd=folder, env=dict(os.environ), capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return done.returncode, json.loads(done.stdout)


def _places(findings: list[dict[str, Any]]) -> list[tuple[str, int, str]]:
    return sorted((found["path"], found["start"]["line"], found["rule"]) for found in findings)


@pytest.mark.parametrize("options", [(), ("--all-envs",)], ids=["as it stands", "in all environments"])
def test_exactly_the_planted_defects_are_found(homelab: Path, options: tuple[str, ...]) -> None:
    """A row that names environments is for what is seen only when these are asked for."""
    planted = json.loads((homelab / "expected.json").read_text("utf-8"))
    status, report = _report(homelab, *options)
    wanted = [row for row in planted if options or "environments" not in row]
    assert _places(report["findings"]) == sorted((row["path"], row["line"], row["rule"]) for row in wanted)
    assert status == 1


def test_what_only_an_environment_shows_names_it_and_where_the_value_comes_from(homelab: Path) -> None:
    """The laptop's memory is set in its env file; the finding stands where it is used."""
    planted = [row for row in json.loads((homelab / "expected.json").read_text("utf-8")) if "environments" in row]
    _, report = _report(homelab, "--all-envs")
    found = {each["rule"]: each for each in report["findings"] if each["environments"] == ["test"]}
    assert found.keys() == {row["rule"] for row in planted} == {"invalid-duration-or-size", "port-open-to-world"}
    came = found["invalid-duration-or-size"]["came"]
    assert [(step["path"], step["start"]["line"]) for step in came] == [("media/test.env", 7)]


def test_a_value_that_a_service_extends_is_found_where_it_stands(homelab: Path) -> None:
    _, report = _report(homelab)
    (found,) = [each for each in report["findings"] if each["rule"] == "invalid-restart-policy"]
    assert found["path"] == "home/small.yaml"
    assert [(step["path"], step["start"]["line"]) for step in found["came"]] == [("home/compose.yaml", 51)]


def test_the_planted_defects_are_many_and_different() -> None:
    planted = json.loads((HOMELAB / "expected.json").read_text("utf-8"))
    rules = [row["rule"] for row in planted]
    assert len(planted) >= 45
    assert len(set(rules)) >= 42
    folders = {row["path"].partition("/")[0] for row in planted}
    assert folders == {"cloud", "home", "media", "monitoring", "proxy", "units"}
    deployment = {path.stem for path in (ROOT / "rules" / "deployment").glob("*.yaml")}
    assert len([rule for rule in rules if rule in deployment]) >= 12
    between = {"Caddyfile", "cloud.service", "home.service", "monitoring.service", "images.timer"}
    assert len([row for row in planted if Path(row["path"]).name in between]) >= 12


@pytest.mark.parametrize("options", [(), ("--all-envs",), ("--environment", "test")], ids=" ".join)
def test_the_mended_variant_is_clean(homelab: Path, options: tuple[str, ...]) -> None:
    status, report = _report(homelab / "fixed", *options)
    assert _places(report["findings"]) == []
    assert status == 0
    assert report["summary"]["files"] > 0
    assert report["summary"]["unread"] == 0


def test_the_mended_variant_has_the_same_files() -> None:
    """A file that one of the two lacks would hide what differs between them; only those that were missing are new."""
    mended = {str(path.relative_to(HOMELAB / "fixed")) for path in (HOMELAB / "fixed").rglob("*") if path.is_file()}
    files = {str(path.relative_to(HOMELAB)) for path in HOMELAB.rglob("*") if path.is_file()}
    planted = {path for path in files if not path.startswith("fixed/")} - {"README.md", "expected.json"}
    assert planted <= mended
    assert mended - planted == {"monitoring/alerts.yml", "monitoring/grafana.env", "units/images.service"}
