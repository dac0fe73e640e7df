"""--environment and --all-envs: which environments are read, what is said of them, and what fixes must leave alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from deploylint.cli.exits import run

Streams = pytest.CaptureFixture[str]

BASE = """\
services:
  web:
    image: nginx:1.27
    restart: always
    ports: ["127.0.0.1:${PORT}:80"]
"""
OVER = """\
services:
  web:
    networks: [front]
"""
SETTINGS = """\
environments:
  prod: {compose: [compose.yaml, prod/compose.yaml], env: [prod.env], closed: true}
  wrong: {env: [wrong.env]}
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with an overlay and two declared environments, one with a port that is none."""
    (tmp_path / "prod").mkdir()
    texts = {
        "compose.yaml": BASE,
        "compose.dev.yaml": "services:\n  web:\n    ports: ['127.0.0.1:9000:99999']\n",
        "prod/compose.yaml": OVER,
        "prod.env": "PORT=8080\n",
        "wrong.env": "PORT=80800\n",
        "deploylint.yaml": SETTINGS,
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _report(*arguments: str, capsys: Streams) -> dict[str, Any]:
    rules = "undefined-network,port-spec-invalid,image-tag-mutable"
    run(["validate", "--format", "json", "--select", rules, *arguments])
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    return report


def _found(report: dict[str, Any]) -> list[tuple[str, str, list[str]]]:
    return [(each["path"], each["rule"], each["environments"]) for each in report["findings"]]


DEV = ("compose.dev.yaml", "port-spec-invalid", ["dev"])
WRONG = ("compose.yaml", "port-spec-invalid", ["wrong"])
PROD = ("prod/compose.yaml", "undefined-network", ["prod"])


def _alone(found: tuple[str, str, list[str]]) -> tuple[str, str, list[str]]:
    return (*found[:2], [])


@pytest.mark.parametrize(
    ("arguments", "environments", "found"),
    [
        # Without an option it is as it would be without the declarations: as it stands, and its overlay.  The file in
        # prod/ has no base then.
        ([], ["default", "dev"], [DEV]),
        (["--all-envs"], ["default", "dev", "prod", "wrong"], [DEV, WRONG, PROD]),
        (["--environment", "prod"], ["prod"], [_alone(PROD)]),
        (["--env", "wrong"], ["wrong"], [_alone(WRONG)]),
        (["--env", "dev"], ["dev"], [_alone(DEV)]),
        (["--env", "default"], ["default"], []),
    ],
    ids=str,
)
@pytest.mark.usefixtures("project")
def test_what_is_read(
    arguments: list[str], environments: list[str], found: list[tuple[str, str, list[str]]], capsys: Streams
) -> None:
    report = _report(*arguments, capsys=capsys)
    assert report["environments"] == environments
    assert _found(report) == found


@pytest.mark.usefixtures("project")
def test_a_finding_of_several_environments_is_one(capsys: Streams) -> None:
    Path("compose.yaml").write_text(BASE.replace("1.27", "latest"), encoding="utf-8")
    tag = next(row for row in _found(_report("--all-envs", capsys=capsys)) if row[1] == "image-tag-mutable")
    assert tag == ("compose.yaml", "image-tag-mutable", ["default", "dev", "prod", "wrong"])


@pytest.mark.usefixtures("project")
def test_a_declared_environment_replaces_the_overlay_of_its_name(capsys: Streams) -> None:
    Path("deploylint.yaml").write_text("environments: {dev: {compose: [compose.yaml]}}\n", encoding="utf-8")
    report = _report("--all-envs", "compose.yaml", "compose.dev.yaml", capsys=capsys)
    assert report["environments"] == ["default", "dev"]
    assert _found(report) == []
    standing = _report(capsys=capsys)
    assert (standing["environments"], _found(standing)) == ([], []), "it is read when it is asked for"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--environment", "prd"], "unknown environment 'prd'; did you mean 'prod'?"),
        (["--environment", "\x1b[2Jx"], "unknown environment '\\x1b[2Jx'; known are prod, wrong, default, dev"),
        (["--environment", "prod", "--all-envs"], "--environment and --all-envs exclude each other"),
        (["--environment", "prod", "-f", "compose.yaml"], "an environment has its own files and profiles"),
        (["--all-envs", "--env-file", "prod.env"], "an environment has its own files and profiles"),
        (["--environment", "prod", "--profile", "x"], "an environment has its own files and profiles"),
        (["--project-directory", "prod"], "--project-directory needs -f"),
        (["-f", "compose.yaml", "--project-directory", "prod.env"], "prod.env is not a folder"),
        (["-f", "compose.yaml", "--project-directory", "nowhere"], "there is no file or folder nowhere"),
    ],
    ids=str,
)
@pytest.mark.usefixtures("project")
def test_what_is_refused(arguments: list[str], told: str, capsys: Streams) -> None:
    assert run(["validate", *arguments]) == 2
    out, err = capsys.readouterr()
    assert not out
    assert err.startswith(f"error: {told}")
    assert "\x1b" not in err


@pytest.mark.usefixtures("project")
def test_a_missing_file_is_told_when_the_environment_is_asked_for(capsys: Streams) -> None:
    Path("prod.env").unlink()
    assert run(["validate", "--environment", "prod"]) == 2
    assert "the environment 'prod' names prod.env, which is not there" in capsys.readouterr().err
    assert run(["validate", "compose.yaml"]) == 0


FIXABLE = """\
services:
  web:
    image: nginx:1.27
    restart: always
    depends_on: [db]
  db:
    image: redis:7
    restart: always
volumes:
  data:
  unused:
"""


@pytest.fixture
def unused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two volumes that nothing uses as it stands; one is used in production."""
    texts = {
        "compose.yaml": FIXABLE,
        "more/prod.yaml": "services:\n  web:\n    volumes: [data:/srv]\n",
        "deploylint.yaml": "exclude: [more/]\nenvironments: {prod: {compose: [compose.yaml, more/prod.yaml]}}\n",
    }
    (tmp_path / "more").mkdir()
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_fix_must_hold_in_every_environment(unused: Path, capsys: Streams) -> None:
    """Removing `data` would break production, though it was not asked for."""
    run(["validate", "--fix", "--unsafe", "--select", "unused-volume,undefined-volume"])
    told = capsys.readouterr().err
    assert (unused / "compose.yaml").read_text(encoding="utf-8") == FIXABLE.replace("  unused:\n", "")
    assert "not fixed: compose.yaml:10 unused-volume: " in told


def test_only_what_was_asked_for_is_fixed(unused: Path, capsys: Streams) -> None:
    (unused / "deploylint.yaml").write_text("environments: {lone: {compose: [lone/compose.yaml]}}\n", encoding="utf-8")
    (unused / "lone").mkdir()
    text = "services:\n  a:\n    image: redis:7\nvolumes:\n  x:\n"
    (unused / "lone" / "compose.yaml").write_text(text, encoding="utf-8")
    run(["validate", "--diff", "--unsafe", "--environment", "lone", "--select", "unused-volume"])
    out = capsys.readouterr().out
    assert "lone/compose.yaml" in out
    assert "-  data:" not in out


def test_a_suppression_that_another_environment_needs_is_no_finding(unused: Path, capsys: Streams) -> None:
    text = FIXABLE.replace("  data:\n", "  # deploylint: ignore[unused-volume] filled by hand\n  data:\n")
    (unused / "compose.yaml").write_text(text, encoding="utf-8")
    run(["validate", "--environment", "prod", "--level", "strict"])
    assert "suppression-unused" not in capsys.readouterr().out
    run(["validate", "--environment", "prod", "--diff", "--unsafe"])
    assert "-  # deploylint" not in capsys.readouterr().out


PROFILES = """\
services:
  web:
    image: nginx:1.27
    restart: always
    depends_on: [db]
  db:
    image: redis:7
    restart: always
    profiles: [full]
"""


@pytest.mark.parametrize(
    ("arguments", "settings", "refused"),
    [
        ([], "", True),
        (["--profile", "full"], "", False),
        (["--profile", "other,full"], "", False),
        (["--profile", "*"], "", False),
        (["--profile", "other"], "", True),
        (["--environment", "e"], "environments: {e: {profiles: [full]}}\n", False),
        (["--environment", "e"], "environments: {e: {profiles: [other]}}\n", True),
    ],
    ids=str,
)
def test_profiles(
    arguments: list[str],
    settings: str,
    refused: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Streams,
) -> None:
    """A service that a profile leaves out is not there for those that need it."""
    (tmp_path / "compose.yaml").write_text(PROFILES, encoding="utf-8")
    (tmp_path / "deploylint.yaml").write_text(settings, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    run(["validate", "--format", "concise", *arguments])
    assert ("dependency-disabled" in capsys.readouterr().out) is refused


def test_the_caller_wins_over_env_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Streams) -> None:
    (tmp_path / "compose.yaml").write_text(BASE, encoding="utf-8")
    (tmp_path / ".env").write_text("PORT=8080\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PORT", "80800")
    assert _found(_report(capsys=capsys)) == []
    assert _found(_report("--process-env", capsys=capsys)) == [("compose.yaml", "port-spec-invalid", [])]


def test_the_project_directory_has_the_env_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Streams
) -> None:
    for folder, port in ("in", "8080"), ("elsewhere", "80800"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / ".env").write_text(f"PORT={port}\n", encoding="utf-8")
    (tmp_path / "in" / "compose.yaml").write_text(BASE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    asked = ["-f", "in/compose.yaml"]
    assert _found(_report(*asked, capsys=capsys)) == []
    found = _found(_report(*asked, "--project-directory", "elsewhere", capsys=capsys))
    assert found == [("in/compose.yaml", "port-spec-invalid", [])]
