"""Start-up time is a feature: what `deploylint validate` imports on an ordinary project is counted."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

PLAIN, USUAL = 82, 95
"""Modules of ours on the path: for a Compose file without findings, and with env files, variables and findings.

docs/performance.md says why there are so many; whoever raises these numbers says there what for.
"""

HEAVY = {
    "dataclasses",
    "docker",
    "hashlib",
    "importlib.metadata",
    "importlib.resources",
    "jsonschema",
    "lark",
    "logging",
    "pathlib",
    "rich",
    "tempfile",
}
UNUSED = {
    f"deploylint.{name}"
    for name in (
        "engine.compile",
        "engine.expression",
        "engine.suppress",
        "loading.git",
        "loading.settings_file",
        "model.compose.extends",
        "model.compose.include",
        "model.compose.merge",
        "model.credentials",
        "report.frame",
        "rewrite",
        "syntax.dotenv",
    )
}
"""What the plain one must not need."""

PROGRAM = """
import sys
before = set(sys.modules)
import deploylint.__main__
from deploylint.cli.exits import run
try:
    run(sys.argv[1:])
finally:
    import json
    with open({out!r}, "w") as out:
        json.dump(sorted(set(sys.modules) - before), out)
"""


FILES = {
    "plain": {"compose.yaml": "services:\n  web:\n    image: nginx:1.27\n    restart: always\n"},
    "usual": {
        "compose.yaml": "services:\n  web:\n    image: nginx:1.27\n    ports: ['${PORT}:80']\n    env_file: web.env\n",
        ".env": "PORT=8080\n",
        "web.env": "MODE=production\n",
    },
}


def _project(tmp_path: Path, name: str) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    for path, text in FILES[name].items():
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def _imported(project: Path, *arguments: str) -> set[str]:
    """The modules that a run adds; -I keeps the user's own out."""
    out = project.parent / "modules.json"
    program = PROGRAM.format(out=str(out))
    command = [sys.executable, "-I", "-c", program, *arguments]
    subprocess.run(command, cwd=project, capture_output=True, check=False)
    return set(json.loads(out.read_text(encoding="utf-8")))


@pytest.mark.parametrize("name, most", [("plain", PLAIN), ("usual", USUAL)])
def test_validate_imports_little(tmp_path: Path, name: str, most: int) -> None:
    project = _project(tmp_path, name)
    _imported(project, "validate")  # The first run in a checkout compiles the rules.
    modules = _imported(project, "validate")
    ours = {name for name in modules if name.partition(".")[0] == "deploylint"}
    assert modules & HEAVY == set()
    assert name == "usual" or not ours & UNUSED
    assert len(ours) <= most, sorted(ours)


@pytest.mark.parametrize("arguments", [("--help",), ("--version",)], ids=" ".join)
def test_help_loads_no_engine(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    modules = _imported(_project(tmp_path, "plain"), *arguments)
    assert modules & HEAVY == set()
    assert not any(name.startswith(("deploylint.engine", "deploylint.model")) for name in modules)
    # --version says which YAML parser is in use; asking it is the only way to know.
    assert arguments == ("--version",) or "yaml" not in modules
