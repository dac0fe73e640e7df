"""Random services that come in random ways, and random operations: what is deployed differs only where it was meant."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st
from tests.model.graphs import graph as graph_of
from tests.properties.test_fix_yaml import Writer
from tests.rewrite.judge import Judge, changes, write
from tests.rewrite.operations import edited, node_of
from tests.rewrite.test_compose_origins import WAYS

from deploylint import rewrite
from deploylint.findings import Operation
from deploylint.fix.allowed import Allowed
from deploylint.fix.deployed import deployed
from deploylint.model.graph import Graph
from deploylint.source.text import Source
from deploylint.syntax import yaml_tree

Files = Mapping[str, str]

WORDS = st.sampled_from(
    ["a", "no", "1.10", "x y", "it's", 'q"q', "a: b", "a #b", "0755", "true", "é", "${V:-w}", "a${V}"]
)
NAMES = ("A", "B", "C_D")
CAPS = ("ALL", "CHOWN", "KILL", "SETUID")
VOLUMES = ("data:/d", "./x:/x:z", "v2:/v:ro")
PORTS = ("80:80", "127.0.0.1:81:81/udp", "8000-8002:8000-8002", "${P:-90}:90")


def some(items: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(items), min_size=1, max_size=3, unique=True)


PAIRS = st.dictionaries(st.sampled_from(NAMES), WORDS, min_size=1, max_size=3)
PAIR_LISTS = PAIRS.map(lambda pairs: [f"{name}={value}" for name, value in pairs.items()])
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "restart": WORDS,
    "user": WORDS,
    "cap_add": some(CAPS),
    "environment": PAIRS | PAIR_LISTS,
    "labels": PAIRS | PAIR_LISTS,
    "ports": some(PORTS),
    "volumes": some(VOLUMES),
    "deploy": st.just({"mode": "replicated", "endpoint_mode": "vip"}),
}
KEYS = [*VALUES, "container_name"]


@pytest.fixture(scope="session")
def judge(oracle: Callable[[str], Path]) -> Iterator[Judge]:
    with Judge(oracle("load-compose")) as program:
        yield program


@st.composite
def projects(draw: Any) -> tuple[str, dict[str, Any], Files]:
    """A key, a service's body with that key, and files that bring it to the service web."""
    key = draw(st.sampled_from(KEYS))
    others = draw(st.lists(st.sampled_from(list(VALUES)), max_size=2, unique=True))
    body = {name: draw(VALUES[name]) for name in dict.fromkeys((key, *others)) if name in VALUES}
    assume(body)
    text = "\n".join(Writer(draw).lines(body, 0))
    ways = [name for name in WAYS if not name.startswith("alias") or (len(body) == 1 and text[0] not in "#\n'\"")]
    files = WAYS[draw(st.sampled_from(ways))](text)
    found = {"compose.yaml": files} if isinstance(files, str) else dict(files)
    if draw(st.integers(0, 3)) == 0:
        found = {path: content.replace("\n", "\r\n") for path, content in found.items()}
    return key, body, found


def operations(draw: Any, key: str, body: dict[str, Any], graph: Graph) -> tuple[Operation, str]:
    """An operation on the service web, and the path of the model that it names."""
    web = node_of(graph, "service:web")
    path = f"services.web.{key}"
    word = draw(WORDS.filter(lambda text: "$" not in text))
    verb = draw(st.sampled_from(["set", "remove", "add"]))
    if key == "container_name":
        return Operation("set", web, key, None, "some-name"), path
    if key in ("restart", "user"):
        verb = draw(st.sampled_from(["set", "remove", "insert", "quote", "comment-out"]))
        return Operation(verb, web, key, None, {"set": word, "insert": "# new"}.get(verb)), path
    if key == "cap_add":
        item = draw(st.sampled_from(body[key]))
        new = draw(st.sampled_from(CAPS))
        given_ = {"set": (item, new), "remove": (item, None), "add": (None, new)}[verb]
        return Operation(verb, web, key, *given_), path
    if key in ("environment", "labels"):
        pairs = body[key] if isinstance(body[key], dict) else dict(pair.split("=", 1) for pair in body[key])
        name = draw(st.sampled_from(sorted(pairs)))
        if verb == "add":
            field = "env_vars" if key == "environment" else key
            return Operation("add", web, field, "NEW", word), path
        if key == "labels":
            return Operation(verb, web, key, name, word if verb == "set" else None), path
        variable = next((node for node in web.env_vars if node.name == name), None)
        assume(variable is not None)
        if draw(st.booleans()):
            return Operation("rename", variable, "", None, "NEW"), path
        return Operation(verb, variable, "value" if verb == "set" else "", None, word if verb == "set" else None), path
    if key == "ports":
        listener = draw(st.sampled_from([node for node in web.listeners if node.protocol in ("tcp", "udp")] or [None]))
        assume(listener is not None)
        if verb == "add":
            return Operation("add", web, "listeners", None, "1:1"), path
        return Operation(
            verb, listener, "ip" if verb == "set" else "", None, "127.0.0.1" if verb == "set" else None
        ), path
    if key == "volumes":
        mount = draw(st.sampled_from([node for node in web.mounts if node.target in ("/d", "/x", "/v")]))
        if verb == "add":
            return Operation("add", web, "mounts", None, "/tmp:/t"), path
        return Operation(verb, mount, "read_only" if verb == "set" else "", None, True if verb == "set" else None), path
    return Operation("set", web, "replicas", None, 2), path


def comments(files: Files) -> Counter[str]:
    found: Counter[str] = Counter()
    for text in files.values():
        parsed = yaml_tree.parse(Source("", text))
        found.update(text[start:end].strip() for start, end in yaml_tree.comments(parsed))
    return found


@settings(suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(projects(), st.data())
def test_an_accepted_edit_changes_what_it_names(
    judge: Judge, project: tuple[str, dict[str, Any], Files], data: st.DataObject
) -> None:
    key, body, files = project
    graph = graph_of(files)
    operation, path = operations(data.draw, key, body, graph)
    try:
        new = edited(files, graph, [operation])
    except rewrite.Refused as refusal:
        event(f"refused: {refusal.reason}")
        return
    after = {**files, **new}
    lost = comments(files) - comments(after)
    assert operation.verb in ("remove", "comment-out") or not lost
    for name, text in new.items():
        assert ("\r\n" in text) == ("\r\n" in files[name])
        assert text.endswith("\n") == files[name].endswith("\n")
    outside = Allowed([graph], [operation]).outside(deployed(graph), deployed(graph_of(after)))
    assert outside == ""
    with tempfile.TemporaryDirectory() as folder:
        write(files, Path(folder, "app"))
        before = judge.ask(Path(folder, "app"))
        write(new, Path(folder, "app"))
        told = judge.ask(Path(folder, "app"))
    event("refused by Compose" if before.model is None else f"{operation.verb} compared")
    assume(before.model is not None)
    assert told.model is not None, told.error
    changed = [".".join(change.path) for change in changes(before.model, told.model)]
    assert all(each == path or each.startswith(path + ".") for each in changed), changed
    if operation.verb in ("insert", "quote"):
        assert not changed
    web = told.model["services"]["web"]
    if operation.verb == "set" and operation.field in ("restart", "user", "container_name"):
        assert web[key] == operation.value
    if operation.field == "value":
        assert web["environment"][operation.node.name] == operation.value  # type: ignore[attr-defined]
    if operation.verb == "add" and key in ("environment", "labels"):
        assert web[key]["NEW"] == operation.value
    if operation.verb in ("remove", "comment-out"):
        assert changed
