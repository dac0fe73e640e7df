"""What `show` prints as JSON is what its schema says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from deploylint import resources

ROOT = Path(__file__).resolve().parents[2]
SCHEMA: dict[str, Any] = json.loads((Path(resources.schemas()) / "show.schema.json").read_text(encoding="utf-8"))

OTHERS: dict[str, dict[str, Any]] = {
    "unit": {"units": [{"name": "a.service", "settings": {"Service.User": "a"}, "exposure": 9.6, "table": []}]},
    "env": {"as": "compose", "values": {"A": "1"}, "errors": []},
    "caddy": {"sites": [{"addresses": [], "listeners": [], "routes": [], "upstreams": []}]},
}


def _valid(document: object) -> bool:
    return bool(jsonschema.Draft202012Validator(SCHEMA).is_valid(document))


def _shown(folder: Path, *arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "deploylint", "show", "compose", "--format", "json", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("project", ["cloud", "home", "media", "monitoring"])
def test_the_models_of_the_example(project: str) -> None:
    folder = ROOT / "examples" / "homelab" / "fixed" / project
    plain, told = _shown(folder), _shown(folder, "--provenance", "--all-resources")
    assert _valid(plain)
    assert _valid(told)
    assert "provenance" not in plain
    assert {row["path"].partition(".")[0] for row in told["provenance"]} <= {*told["model"], "name"}
    assert len(told["provenance"]) > 10


def test_every_step_that_there_is(tmp_path: Path) -> None:
    files = {
        "compose.yaml": "x-b: &b\n  image: x:$T\nservices:\n  a:\n    <<: *b\n    init: 'yes'\n    user: ${U-1}\n"
        "    labels: {a: b}\n    environment: {H: $HOME}\n  b: {extends: a}\n  c: *b\n"
        "include: [sub/compose.yaml]\n",
        "compose.override.yaml": "services:\n  a:\n    labels: {a: c}\n",
        "sub/compose.yaml": "services:\n  d: {image: y, ports: ['80:80']}\n",
        ".env": "T=1\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = _shown(tmp_path, "--provenance", "--process-env")
    assert _valid(found)
    hows = set(SCHEMA["$defs"]["step"]["properties"]["how"]["enum"])
    assert {step["how"] for row in found["provenance"] for step in row["steps"]} == hows


@pytest.mark.parametrize("kind", OTHERS)
def test_other_kinds(kind: str) -> None:
    found = {"schema": "deploylint.show/v1", "kind": kind, **OTHERS[kind]}
    assert _valid(found)
    assert not _valid({**found, "kind": "compose"})
    for key in found:
        assert not _valid({name: value for name, value in found.items() if name != key})
