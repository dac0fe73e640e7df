"""Start-up time is a feature: what `deploylint validate` imports on an ordinary project is counted."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

PLAIN, USUAL, DEPLOYED = 82, 95, 148
"""Modules of ours on the path: for a Compose file without findings, with env files, variables and findings, and with a
Caddyfile and a unit beside it.

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

OTHER_FORMATS = tuple(
    f"deploylint.{name}."
    for name in ("syntax.caddyfile", "syntax.systemd", "model.caddyfile", "model.systemd", "model.link")
)
"""Packages of which a project without Caddyfiles and units needs nothing; of model.link it needs the package itself."""

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
    "deployed": {
        "compose.yaml": "services:\n  caddy:\n    image: caddy:2.8\n    ports: ['80:80']\n"
        "    volumes: ['./Caddyfile:/etc/caddy/Caddyfile']\n  web:\n    image: nginx:1.27\n",
        "Caddyfile": "shop.example.org {\n\treverse_proxy web:80\n}\n",
        "shop.service": "[Service]\nType=oneshot\nExecStart=/usr/bin/docker compose -f /srv/shop/compose.yaml up -d\n",
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


@pytest.mark.parametrize("name, most", [("plain", PLAIN), ("usual", USUAL), ("deployed", DEPLOYED)])
def test_validate_imports_little(tmp_path: Path, name: str, most: int) -> None:
    project = _project(tmp_path, name)
    _imported(project, "validate")  # The first run in a checkout compiles the rules.
    modules = _imported(project, "validate")
    ours = {name for name in modules if name.partition(".")[0] == "deploylint"}
    assert modules & HEAVY == set()
    assert name != "plain" or not ours & UNUSED
    assert len(ours) <= most, sorted(ours)


@pytest.mark.parametrize("name", ["plain", "usual"])
def test_a_format_that_is_not_there_costs_nothing(tmp_path: Path, name: str) -> None:
    modules = _imported(_project(tmp_path, name), "validate")
    assert "deploylint.model.link" in modules
    assert sorted(each for each in modules if f"{each}.".startswith(OTHER_FORMATS)) == ["deploylint.model.link"]


def test_the_other_formats_are_seen_when_they_are_there(tmp_path: Path) -> None:
    modules = _imported(_project(tmp_path, "deployed"), "validate")
    for package in OTHER_FORMATS:
        assert any(each.startswith(package) for each in modules), package


def test_show_imports_little(tmp_path: Path) -> None:
    project = _project(tmp_path, "plain")
    _imported(project, "show", "compose")
    modules = _imported(project, "show", "compose")
    assert "deploylint.report.yaml_text" in modules
    assert modules & HEAVY == set()
    assert modules & (UNUSED - {"deploylint.model.credentials"}) == set()
    assert "deploylint.report.provenance" not in modules


@pytest.mark.parametrize("arguments", [("--help",), ("--version",)], ids=" ".join)
def test_help_loads_no_engine(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    modules = _imported(_project(tmp_path, "plain"), *arguments)
    assert modules & HEAVY == set()
    assert not any(name.startswith(("deploylint.engine", "deploylint.model")) for name in modules)
    # --version says which YAML parser is in use; asking it is the only way to know.
    assert arguments == ("--version",) or "yaml" not in modules
