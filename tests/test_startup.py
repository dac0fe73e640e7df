"""Start-up time is a feature: what `deploylint validate` imports on an ordinary project is counted."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

MOST = 40
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


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "compose.yaml").write_text(
        "services:\n  web:\n    image: nginx:1.27\n    ports: ['${PORT}:80']\n    env_file: [web.env]\n",
        encoding="utf-8",
    )
    (folder / ".env").write_text("PORT=8080\n", encoding="utf-8")
    (folder / "web.env").write_text("MODE=production\n", encoding="utf-8")
    return folder


def _imported(project: Path, *arguments: str) -> set[str]:
    """The modules that a run adds; -I keeps the user's own out."""
    out = project.parent / "modules.json"
    program = PROGRAM.format(out=str(out))
    command = [sys.executable, "-I", "-c", program, *arguments]
    subprocess.run(command, cwd=project, capture_output=True, check=False)
    return set(json.loads(out.read_text(encoding="utf-8")))


def test_validate_imports_little(project: Path) -> None:
    _imported(project, "validate")  # The first run in a checkout compiles the rules.
    modules = _imported(project, "validate")
    ours = {name for name in modules if name.partition(".")[0] == "deploylint"}
    assert modules & HEAVY == set()
    assert len(ours) <= MOST, sorted(ours)


@pytest.mark.parametrize("arguments", [("--help",), ("--version",)], ids=" ".join)
def test_help_loads_no_engine(project: Path, arguments: tuple[str, ...]) -> None:
    modules = _imported(project, *arguments)
    assert modules & HEAVY == set()
    assert not any(name.startswith(("deploylint.engine", "deploylint.model")) for name in modules)
    # --version says which YAML parser is in use; asking it is the only way to know.
    assert arguments == ("--version",) or "yaml" not in modules
