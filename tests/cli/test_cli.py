"""The command line: options, exit statuses, and what goes where.  The pipeline behind it is a fake here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from deploylint.cli.exits import run
from deploylint.findings import Finding, Report
from deploylint.model.graph import FileRole
from deploylint.source.files import Files
from deploylint.source.span import Span
from deploylint.source.text import Source


def _finding(source: Source, severity: str) -> Finding:
    return Finding("a-rule", severity, f"an {severity}", Span(source, 0, 1), ("service:a",), severity)


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """An api that finds one thing in each file that holds a severity's name."""
    seen = SimpleNamespace(selection=None, paths=None, model=None, raises=None)

    def load(files: Files, paths: tuple[str, ...], settings: object, model: object) -> Any:
        seen.paths, seen.model, seen.settings = paths, model, settings
        return files, paths

    def lint(deployment: Any, selection: object, *, edits: bool) -> Report:
        seen.selection, seen.edits = selection, edits
        if seen.raises is not None:
            raise seen.raises
        files, paths = deployment
        found, roles = [], []
        for path in paths:
            source = files.read(path)
            roles.append(FileRole(path, "compose", "base", "", isinstance(source, Source)))
            if isinstance(source, Source):
                found += [_finding(source, name) for name in ("error", "warning", "info") if name in source.text]
        return Report(tuple(found), tuple(roles))

    monkeypatch.setattr("deploylint.api.load", load)
    monkeypatch.setattr("deploylint.api.lint", lint)
    return seen


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "compose.yaml").write_text("error warning\n", encoding="utf-8")
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "compose.yaml").write_text("info\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


Streams = pytest.CaptureFixture[str]


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ([], 1),
        (["more"], 0),
        (["more", "--fail-on", "info"], 1),
        (["--fail-on", "never"], 0),
        (["--strict"], 1),
        (["more", "--strict"], 0),
        (["nowhere"], 2),
        (["--fix", "--diff"], 2),
        (["--unsafe"], 2),
        (["--reveal"], 2),
        (["-f", "compose.yaml", "more"], 2),
        (["--format", "nope"], 2),
        (["--format", "json", "--format", "text"], 2),
        (["--format", "json=x.json", "-o", "y"], 2),
        (["--level", "nope"], 2),
        (["--selekt", "x"], 2),
        (["-o", "no/such/folder"], 2),
    ],
    ids=str,
)
@pytest.mark.usefixtures("api", "project")
def test_exit_status(arguments: list[str], status: int, capsys: Streams) -> None:
    assert run(["validate", *arguments]) == status
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    assert (status == 2) == (err.startswith("error: ") and not out)


@pytest.mark.usefixtures("api", "project")
def test_formats_go_where_they_are_sent(capsys: Streams) -> None:
    assert run(["validate", "--format", "concise", "--format", "json=out.json"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "compose.yaml:1:1: error a-rule an error",
        "compose.yaml:1:1: warning a-rule an warning",
        "more/compose.yaml:1:1: info a-rule an info",
    ]
    assert len(json.loads(Path("out.json").read_text(encoding="utf-8"))["findings"]) == 3


@pytest.mark.usefixtures("project")
def test_the_selection(api: SimpleNamespace) -> None:
    Path("deploylint.yaml").write_text("extends: [deploylint:strict]\nrules: {a: off, b: error}\n", encoding="utf-8")
    run(["validate", "--select", "x,tag:y", "--select", "z", "--ignore", "w", "--preview"])
    assert api.selection == (("x", "tag:y", "z"), ("w",), "strict", True, {"a"}, {"b"})
    run(["validate", "--level", "essential"])
    assert api.selection.level == "essential"


@pytest.mark.usefixtures("project")
def test_paths_and_only_files(api: SimpleNamespace, capsys: Streams) -> None:
    Path("deploylint.yaml").write_text("", encoding="utf-8")
    run(["validate", "more"])
    assert api.paths == ("more/compose.yaml",)
    run(["validate", "more", "--only-files", "--format", "concise"])
    assert api.paths == ("compose.yaml", "more/compose.yaml")
    assert capsys.readouterr().out.splitlines()[-1].startswith("more/compose.yaml")


@pytest.mark.usefixtures("project")
def test_files_make_a_project(api: SimpleNamespace) -> None:
    Path("x.env").write_text("", encoding="utf-8")
    run(["validate", "-f", "compose.yaml", "-f", "more/compose.yaml", "--env-file", "x.env"])
    assert api.model.compose_files == ("compose.yaml", "more/compose.yaml")
    assert api.model.env_files == ("x.env",)
    assert api.model.closed


@pytest.mark.usefixtures("api", "project")
def test_stdin(monkeypatch: pytest.MonkeyPatch, capsys: Streams) -> None:
    import io

    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"warning\n")))
    assert run(["validate", "--stdin-filename", "compose.yaml", "--format", "concise"]) == 0
    assert capsys.readouterr().out == "compose.yaml:1:1: warning a-rule an warning\n"


@pytest.mark.usefixtures("api")
def test_nothing_to_lint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Streams) -> None:
    monkeypatch.chdir("/")  # -C moves the process; this moves it back afterwards
    assert run(["-C", str(tmp_path), "validate"]) == 2
    assert "nothing to lint" in capsys.readouterr().err


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    "error", [RuntimeError("hunter2"), RecursionError("hunter2"), MemoryError(), KeyError("hunter2")]
)
def test_our_own_mistakes_are_short_and_silent_about_values(
    api: SimpleNamespace, error: Exception, capsys: Streams
) -> None:
    api.raises = error
    assert run(["validate"]) == 2
    out, err = capsys.readouterr()
    assert not out
    assert type(error).__name__ in err
    assert "hunter2" not in err
    assert "Traceback" not in err
    assert "cli/sources.py" in err


@pytest.mark.usefixtures("project")
def test_interrupted(api: SimpleNamespace) -> None:
    api.raises = KeyboardInterrupt()
    assert run(["validate"]) == 130


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["valdate"], "unknown command 'valdate'; did you mean 'validate'?"),
        (["validate", "--formt", "json"], "--format"),
        (["-C", "/no/such/folder", "validate"], "no such file or directory"),
        (["-q", "-v", "validate"], "exclude each other"),
        (["explain", "docker-socket-mountd"], "Did you mean docker-socket-mounted?"),
        (["--config", "nope.yaml", "explain", "x"], "nope.yaml"),
        (["rules", "schema", "servce"], "did you mean 'service'?"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_was_meant(arguments: list[str], words: str, capsys: Streams) -> None:
    assert run(arguments) == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [[], ["--help"], ["validate", "--help"], ["explain", "-h"], ["rules", "list", "--help"]], ids=str
)
def test_help(arguments: list[str], capsys: Streams) -> None:
    assert run(arguments) == 0
    assert "Usage: deploylint" in capsys.readouterr().out


def test_every_command_has_an_example_in_its_help(capsys: Streams) -> None:
    for arguments in (["validate"], ["explain"], ["rules"], ["rules", "list"], ["rules", "schema"], ["rules", "test"]):
        run([*arguments, "--help"])
        assert "Example" in capsys.readouterr().out, arguments


def test_version(capsys: Streams) -> None:
    assert run(["--version"]) == 0
    assert "libyaml" in capsys.readouterr().out


def test_a_rules_page(capsys: Streams) -> None:
    assert run(["explain", "docker-socket-mounted"]) == 0
    out = capsys.readouterr().out
    for heading in ("Why", "What to do", "Example:"):
        assert heading in out


def test_rules_list(capsys: Streams) -> None:
    assert run(["rules", "list", "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)["rules"]
    assert set(rows[0]) == {"id", "title", "severity", "level", "status", "pack", "tags", "fixable", "for"}
    assert [row["id"] for row in rows] == sorted(row["id"] for row in rows)
    assert run(["rules", "list"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(rows) + 2


def test_rules_schema(capsys: Streams) -> None:
    assert run(["rules", "schema", "service"]) == 0
    assert capsys.readouterr().out.startswith("service: ")


RULE = """\
id: my-rule
title: My rule
severity: info
level: strict
status: stable
tags: [compose]
for: service
where: service.nam == "x"
message: "{service.name}"
why: Because.
remedy: Do.
examples: []
"""


def test_rules_validate_shows_mistakes_with_their_places(tmp_path: Path, capsys: Streams) -> None:
    path = tmp_path / "my-rule.yaml"
    path.write_text(RULE, encoding="utf-8")
    assert run(["rules", "validate", str(path)]) == 1
    assert f"{path}:8:" in capsys.readouterr().out
    assert run(["rules", "validate", str(tmp_path / "none.yaml")]) == 2


@pytest.mark.usefixtures("api")
def test_settings_mistakes(project: Path, capsys: Streams) -> None:
    (project / "deploylint.yaml").write_text("rulez: {}\nexlude: []\n", encoding="utf-8")
    assert run(["validate"]) == 2
    assert capsys.readouterr().err.splitlines()[:2] == [
        "error: deploylint.yaml:1:1: unknown key 'rulez'; did you mean 'rules'?",
        "error: deploylint.yaml:2:1: unknown key 'exlude'; did you mean 'exclude'?",
    ]


def _process(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "deploylint", *arguments],
        capture_output=True, check=False, env={**os.environ, **environment},
    )  # fmt: skip


def test_a_closed_pipe_is_silent() -> None:
    command = f"{sys.executable} -m deploylint rules schema | true"
    done = subprocess.run(["sh", "-c", command], capture_output=True, check=False)
    assert done.stderr == b""


@pytest.mark.parametrize(
    "stdout, words, status",
    [
        (">&-", b"", 0),
        pytest.param(
            ">/dev/full",
            b"error: stdout cannot be written: no space left on device\n",
            2,
            marks=pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full"),
        ),
    ],
)
def test_a_stdout_that_takes_nothing(stdout: str, words: bytes, status: int) -> None:
    command = f"{sys.executable} -m deploylint rules list {stdout}"
    done = subprocess.run(["sh", "-c", command], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (status, words)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_any_encoding_will_do(encoding: str) -> None:
    done = _process("explain", "docker-socket-mounted", PYTHONIOENCODING=encoding)
    assert done.returncode == 0
    assert done.stderr == b""


def test_colour_is_for_terminals(monkeypatch: pytest.MonkeyPatch) -> None:
    from deploylint.cli.output import coloured

    assert not coloured("auto"), "pytest's stdout is no terminal"
    assert coloured("always")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    assert not coloured("never")
    monkeypatch.setenv("NO_COLOR", "1")
    assert not coloured("auto")
