from __future__ import annotations

import pytest

from deploylint.model.compose.versions import too_new
from deploylint.model.compose.versions_table import KEYS, VALUES
from deploylint.source.defects import Defect

TEXT = """\
services:
  a:
    image: x
    build: {context: ., additional_contexts: {b: ./b}}
    depends_on: {b: {condition: service_started, required: false}}
    volumes: [{type: image, source: y, target: /y}]
    post_start: [{command: z}]
  b: {image: y, networks: {n: {interface_name: eth0}}}
networks: {n: {enable_ipv4: true}}
models: {m: {model: z}}
"""
ALL = {
    "additional_contexts": "2.17.0",
    "required": "2.20.2",
    "image": "2.35.0",
    "post_start": "2.30.0",
    "interface_name": "2.36.0",
    "enable_ipv4": "2.33.1",
    "models": "2.38.0",
}


@pytest.mark.parametrize(
    ("target", "names"),
    [
        ("2.0.0", set(ALL)),
        ("v2.20.2", set(ALL) - {"additional_contexts", "required"}),
        ("2.20", set(ALL) - {"additional_contexts", "required"}),
        ("2.33.0", {"image", "interface_name", "enable_ipv4", "models"}),
        ("2.37", {"models"}),
        ("2.38.0", set()),
        ("5", set()),
        ("2", set()),
        ("latest", set()),
    ],
)
def test_what_came_later(resolved, target, names):
    defects: list[Defect] = []
    too_new(resolved(TEXT).root, target, defects)
    assert {(d.code, d.name, d.expected) for d in defects} == {
        ("compose-key-too-new", name, since) for name, since in ALL.items() if name in names
    }


def test_versions_are_versions():
    for since in (*KEYS.values(), *VALUES.values()):
        assert len([int(part) for part in since.split(".")]) == 3
