"""Where reports go beside stdout: the job's summary, and how services find the files."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from deploylint.cli import output
from deploylint.cli.exits import run
from deploylint.cli.output import Target
from deploylint.report import Look

Streams = pytest.CaptureFixture[str]

COMPOSE = "services:\n  web:\n    image: nginx:1.27\n    restart: sometimes\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a deployment in a folder that has settings of its own."""
    folder = tmp_path / "srv" / "my app"
    folder.mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    (folder / "compose.yaml").write_text(COMPOSE, encoding="utf-8")
    (folder / "deploylint.yaml").write_text("", encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize(
    ("formats", "folder"),
    [(["text"], ""), (["json"], ""), (["sarif"], "srv/my app/"), (["text", "github"], "srv/my app/")],
)
def test_the_folder_in_the_repository(project: Path, formats: list[str], folder: str) -> None:
    wanted = [Target(name, None) for name in formats]
    assert output.located(Look(), wanted, str(project)).folder == folder
    assert output.located(Look(), wanted, str(project.parent.parent)).folder == ""


def test_a_folder_that_is_in_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os.path, "exists", lambda _: False)
    assert output.located(Look(), [Target("sarif", None)], str(tmp_path)).folder == ""


@pytest.mark.usefixtures("project")
def test_services_get_paths_in_the_repository(capsys: Streams) -> None:
    assert run(["validate", "--format", "sarif=out.sarif", "--format", "github"]) == 1
    assert "::error file=srv/my app/compose.yaml,line=4," in capsys.readouterr().out
    finding, *_ = json.loads(Path("out.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
    address = finding["locations"][0]["physicalLocation"]["artifactLocation"]
    assert address == {"uri": "srv/my%20app/compose.yaml", "uriBaseId": "SRCROOT", "index": 0}


@pytest.mark.usefixtures("project")
def test_the_summary_is_appended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Streams) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("before\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    run(["validate", "--format", "sarif"])
    assert summary.read_text(encoding="utf-8") == "before\n"
    run(["validate", "--format", "github=out.txt"])
    run(["validate", "--format", "github"])
    text = summary.read_text(encoding="utf-8")
    assert text.startswith("before\n### deploylint: 1 error")
    assert text.count("| error | srv/my app/compose.yaml:4 | ") == 2


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("path", ["", "no/such/folder/summary.md"])
def test_a_summary_that_cannot_be_written(path: str, monkeypatch: pytest.MonkeyPatch, capsys: Streams) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", path)
    assert run(["validate", "--format", "github"]) == 1
    told = "the job summary cannot be written: no such file or directory\n" if path else ""
    assert capsys.readouterr().err == told


@pytest.mark.usefixtures("project")
def test_a_summary_of_what_is_left_after_fixing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Streams
) -> None:
    summary = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    Path("compose.yaml").write_text('version: "3"\n' + COMPOSE, encoding="utf-8")
    run(["validate", "--format", "github", "--fix"])
    assert "obsolete-version-key" not in summary.read_text(encoding="utf-8")
    assert "::error file=srv/my app/compose.yaml," in capsys.readouterr().out
