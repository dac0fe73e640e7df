"""The whole model: profiles, what is used, sections in order, and where its scalars are written."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.model.compose.canonical import Context, canonical, plain
from deploylint.model.compose.document import resolve
from deploylint.model.environment import Environment
from deploylint.model.resolved import Mapping, Scalar, Sequence, Value
from deploylint.report.yaml_text import emit
from deploylint.source.text import Source
from deploylint.syntax import yaml_tree
from tests.model.compose.canonical.conftest import ANCHOR
from tests.model.graphs import Nothing

PROFILED = """\
services:
  none: {image: i}
  a: {image: i, profiles: [a, b], networks: [n], volumes: ['vol:/x']}
  empty: {image: i, profiles: []}
volumes: {vol: , other: }
networks: {n: , m: }
"""


@pytest.mark.parametrize(
    ("profiles", "services"),
    [
        ((), {"none", "empty"}),
        (("b",), {"none", "empty", "a"}),
        (("*",), {"none", "empty", "a"}),
        (("c",), {"none", "empty"}),
    ],
)
def test_profiles(model: Any, profiles: tuple[str, ...], services: set[str]) -> None:
    found: Any = plain(model(PROFILED, profiles=profiles))
    assert set(found["services"]) == services


def test_a_profile_that_is_not_known_counts_as_active(model: Any) -> None:
    found: Any = plain(model("services: {a: {image: i, profiles: ['${P}']}}", closed=False))
    assert set(found["services"]) == {"a"}


@pytest.mark.parametrize(
    ("profiles", "keep", "volumes", "networks"),
    [
        ((), True, {"vol", "other"}, {"n", "m", "default"}),
        ((), False, None, {"default"}),
        (("a",), False, {"vol"}, {"n", "default"}),
    ],
)
def test_unused(model: Any, profiles: tuple[str, ...], keep: bool, volumes: object, networks: object) -> None:
    found: Any = plain(model(PROFILED, profiles=profiles, keep_unused=keep))
    assert (set(found["volumes"]) if "volumes" in found else None) == volumes
    assert set(found["networks"]) == networks


def test_what_is_used(model: Any) -> None:
    text = """\
services:
  a:
    image: i
    build: {secrets: [s1, {source: s2}]}
    secrets: [{source: s3}]
    configs: [c1]
    models: [m1]
    volumes: ['vol1:/a', {type: volume, source: vol2, target: /b}, {type: bind, source: vol3, target: /c}, /d]
volumes: {vol1: , vol2: , vol3: }
secrets: {s1: {file: s}, s2: {file: s}, s3: {file: s}, s4: {file: s}}
configs: {c1: {file: c}, c2: {file: c}}
models: {m1: {model: m}, m2: {model: m}}
"""
    found: Any = plain(model(text, keep_unused=False))
    assert {key: set(found[key]) for key in ("volumes", "secrets", "configs", "models")} == {
        "volumes": {"vol1", "vol2"},
        "secrets": {"s1", "s2", "s3"},
        "configs": {"c1"},
        "models": {"m1"},
    }


@pytest.mark.parametrize("use", ["volumes: ['${V}:/x']", "volumes: ['${V}']", "secrets: ['${V}']", "networks: '${V}'"])
def test_what_may_be_used_is_kept(model: Any, use: str) -> None:
    text = f"services: {{a: {{image: i, {use}}}}}\nvolumes: {{v: }}\nsecrets: {{v: {{file: x}}}}\nnetworks: {{v: }}"
    found: Any = plain(model(text, keep_unused=False, closed=False))
    assert "v" in found[use.split(":", maxsplit=1)[0]]


def test_sections_are_printed_in_order(model: Any) -> None:
    text = """\
x-b: {d: 1, c: 2}
models: {m: {model: m}}
configs: {c: {content: x}}
secrets: {s: {file: x}}
volumes: {v: }
services: {b: {image: i}, a: {image: i}}
x-a: [1]
name: other
version: '3'
"""
    found: Any = plain(model(text))
    assert list(found) == ["name", "services", "networks", "volumes", "secrets", "configs", "models", "x-a", "x-b"]
    assert found["name"] == "app"
    assert list(found["services"]) == ["a", "b"]
    assert list(found["x-b"]) == ["c", "d"]


def test_without_services(model: Any) -> None:
    assert plain(model("x-a: 1")) == {"name": "app", "services": {}, "x-a": 1}


def test_scalars_keep_their_place_and_their_way(model: Any) -> None:
    files = {
        "compose.yaml": "services: {a: {image: 'x:${T:-1}', ports: ['8080:80'], environment: [HOME], "
        "stop_grace_period: 60s}}",
        "over.yaml": "services: {a: {stop_grace_period: 90s}}",
    }
    found = model(files, ("compose.yaml", "over.yaml"))
    service = found.entries["services"].value.entries["a"].value.entries

    def told(value: Any) -> tuple[str, str, tuple[str, ...]]:
        return value.source.path, value.span.text, tuple(hop.how for hop in value.via)

    assert told(service["image"].value) == ("compose.yaml", "'x:${T:-1}'", ("default",))
    assert told(service["stop_grace_period"].value) == ("over.yaml", "90s", ("overlay",))
    assert service["stop_grace_period"].value.value == "1m30s"
    [port] = service["ports"].value.items
    assert {told(port.entries[key].value) for key in ("target", "published")} == {("compose.yaml", "'8080:80'", ())}
    assert {told(port.entries[key].value) for key in ("mode", "protocol")} == {("", "", ())}
    assert told(service["environment"].value.entries["HOME"].value) == ("compose.yaml", "HOME", ("variable", "process"))
    assert told(service["networks"].value.entries["default"].value) == ("", "", ())


VALUES = st.recursive(
    st.sampled_from(
        [None, "", 0, 1.5, True, "x", "${H}", "a${H}:b", "80:${H}", "x:y:z", "=", "a=", "${H}=b", -1, "all", "~"]
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["a", "x-a", "target", "path"]), inner, max_size=3)
    ),
    max_leaves=6,
)
KEYS = (
    "build command configs depends_on deploy develop devices dns env_file environment extra_hosts gpus healthcheck "
    "labels label_file links logging models networks network_mode ports pre_start profiles provider pull_policy scale "
    "secrets tmpfs ulimits volumes volumes_from blkio_config mem_limit cpus image"
)


def scalars(value: Value) -> list[Scalar]:
    if isinstance(value, Scalar):
        return [value]
    inner = value.items if isinstance(value, Sequence) else [entry.value for entry in value.entries.values()]
    return [scalar for each in inner for scalar in scalars(each)]


@given(
    st.dictionaries(st.sampled_from(KEYS.split()), VALUES, max_size=4),
    st.dictionaries(
        st.sampled_from(["networks", "volumes", "secrets", "configs", "models", "name", "x-a"]), VALUES, max_size=2
    ),
    st.booleans(),
)
def test_anything_has_a_model(service: dict[str, object], top: dict[str, object], closed: bool) -> None:
    tree = yaml_tree.parse(Source("compose.yaml", json.dumps({"services": {"a": service}, **top})))
    environment = Environment({}, closed=closed)
    root = resolve([tree], environment, dict[str, Any]().get).root
    found = canonical(root, Context(ANCHOR, "", "app", environment, (), Nothing()))
    assert isinstance(found, Mapping)
    assert emit(plain(found)).startswith("name: app\n")
    assert all(scalar.source is not None and scalar.node is not None for scalar in scalars(found))
