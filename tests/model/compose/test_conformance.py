"""The corpus against the models that the reference loader printed for it."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
import yaml

from deploylint.model.compose.document import Resolution, resolve
from deploylint.model.compose.forms import null, pairs
from deploylint.model.compose.parts import deployed_text
from deploylint.model.dotenv import definitions
from deploylint.model.environment import Binding, Environment
from deploylint.model.resolved import Mapping, Scalar, Sequence
from deploylint.source.text import Source
from deploylint.syntax import dotenv, yaml_tree
from deploylint.syntax.tree import YamlTree

CORPUS, CONFORMANCE = os.environ.get("DEPLOYLINT_CORPUS"), os.environ.get("DEPLOYLINT_CONFORMANCE")

pytestmark = pytest.mark.skipif(
    not (CORPUS and CONFORMANCE), reason="needs DEPLOYLINT_CORPUS and DEPLOYLINT_CONFORMANCE"
)

TEXTS = ("image", "container_name", "restart", "privileged", "user", "network_mode", "read_only")
LISTS = ("command", "entrypoint", "cap_add", "cap_drop", "profiles")
OURS = re.compile(
    r"additional properties '\w+' not allowed$|must be a mapping|^ERR: open \$CORPUS.*no such file|already defined"
    r"|extends\.\w+\.service is required"
    r"|required variable|invalid interpolation|cannot override|non-string key|top-level object"
)


def verdicts() -> list[dict[str, object]]:
    if not CONFORMANCE:
        return []
    lines = (Path(CONFORMANCE) / "compose" / "verdicts.jsonl").read_text("utf-8").splitlines()
    return list(map(json.loads, lines))


def read(path: str) -> Source | None:
    try:
        with open(os.path.join(CORPUS or "", path), encoding="utf-8-sig", newline="") as file:
            return Source(path, file.read())
    except OSError:
        return None


def load(path: str) -> YamlTree | None:
    source = read(path)
    return None if source is None else yaml_tree.parse(source)


def environment(path: str, project: str) -> Environment:
    process = {"PATH": "/usr/bin", "HOME": "/root", "COMPOSE_PROJECT_NAME": project}
    bindings = {name: Binding(value, None, "process") for name, value in process.items()}
    source = read(os.path.join(os.path.dirname(path), ".env"))
    if source is not None:
        for definition in definitions(dotenv.parse(source), Environment(bindings).lookup, closed=True):
            bindings[definition.name] = Binding(definition.value, definition.span, "env-file")
    return Environment(bindings, closed=True, known=True)


def resolution(path: str, project: str) -> tuple[Resolution, set[str]]:
    """The outcome, and the codes of all defects, those of files that were loaded on the way included."""
    trees: dict[str, YamlTree | None] = {}

    def remembered(other: str) -> YamlTree | None:
        if other not in trees:
            trees[other] = load(other)
        return trees[other]

    written = remembered(path)
    assert written is not None
    found = resolve([written], environment(path, project), remembered)
    defects = [defect for tree in trees.values() if tree is not None for defect in tree.defects]
    return found, {defect.code for defect in (*found.defects, *defects)}


def text(value: object) -> object:
    assert isinstance(value, Scalar)
    return deployed_text(value.value) if value.known else value.pieces


def ours(service: Mapping, variables: Environment) -> dict[str, object]:
    """What is compared of a service that we resolved."""
    found: dict[str, object] = {}
    for key, entry in service.entries.items():
        value = entry.value
        if null(value):
            continue
        if key in TEXTS:
            found[key] = text(value)
        elif key in LISTS and isinstance(value, Sequence):
            found[key] = [text(item) for item in value.items]
        elif key in ("environment", "labels"):
            table = {}
            for pair in pairs(value):
                assert pair.key.text is not None
                if pair.value is None:
                    binding = variables.lookup(pair.key.text) if key == "environment" else Binding("", None, "")
                    table[pair.key.text] = None if binding is None else binding.value
                else:
                    table[pair.key.text] = pair.value.text
            found[key] = table
    return {key: value for key, value in found.items() if value not in ([], {}, "") and (key, value) not in FALSE}


FALSE = (("privileged", "false"), ("read_only", "false"))


def theirs(service: dict[str, object], mine: dict[str, object], whole: Mapping) -> dict[str, object]:
    """The same of a recorded one; what env files and label files add is left out."""
    found: dict[str, object] = {
        key: service[key] for key in (*TEXTS, *LISTS, "environment", "labels") if key in service
    }
    found = {key: value for key, value in found.items() if key not in LISTS or (value != "null" and key in mine)}
    for key, source in (("environment", "env_file"), ("labels", "label_file")):
        table = found.get(key)
        if isinstance(table, dict):
            own = mine.get(key)
            own = own if isinstance(own, dict) else {}
            shown = {k: None if v == "null" and own.get(k) is None else v for k, v in table.items()}
            found[key] = {k: v for k, v in shown.items() if k in own or source not in whole.entries}
    return {key: value for key, value in found.items() if value not in ([], {})}


@pytest.mark.parametrize("row", [row for row in verdicts() if row["ok"]], ids=lambda row: row["file"])
def test_what_both_accept_is_equal(row):
    model = yaml.load(row["model"], Loader=yaml.BaseLoader)
    found, codes = resolution(row["file"], model["name"])
    assert not codes
    section = found.root.entries.get("services")
    services = section.value.entries if section is not None and isinstance(section.value, Mapping) else {}
    for name, recorded in (model.get("services") or {}).items():
        service = services[name].value
        assert isinstance(service, Mapping)
        mine = ours(service, environment(row["file"], model["name"]))
        assert mine == theirs(recorded, mine, service), name


@pytest.mark.parametrize(
    "row", [row for row in verdicts() if not row["ok"] and OURS.search(str(row["error"]))], ids=lambda row: row["file"]
)
def test_what_the_reference_refuses_is_told(row):
    found, codes = resolution(row["file"], "")
    required = re.search(r"required variable (\w+) is", row["error"])
    if required:
        assert any(
            u.name == required[1] and u.operator in ("?", ":?") and u.outcome == "hole" for u in found.references
        )
    else:
        assert codes or "start_on_create" in row["error"]
