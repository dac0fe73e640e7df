"""Which file is what."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from deploylint.source.decode import decode
from deploylint.source.text import Source
from deploylint.syntax import formats, yaml_tree


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("compose.yaml", "compose"), ("a/docker-compose.prod.yml", "compose"), ("Compose.YML", "compose"),
        ("rancher-compose.yml", "yaml"),
        ("stack.yml", "yaml"), (".env", "env"), (".env.example", "env"), ("a/db.env", "env"),
        ("stack.env.example", "env"), ("x/a.service.d/b.conf", "systemd"), ("a.service.template", "systemd"),
        ("env.example", "env"), (".env_web", "env"), (".env-sample", "env"), ("n8n.env.j2", "env"),
        ("Caddyfile", "caddyfile"), ("site.Caddyfile", "caddyfile"), ("Caddyfile.example", "caddyfile"),
        ("a.service", "systemd"), ("a.timer", "systemd"), ("a@.socket", "systemd"), ("a.container", "quadlet"),
        ("a.volume", "quadlet"), ("README.md", None), ("environment.py", None), ("envoy.yaml", "yaml"),
        ("a.conf", None), ("vaultwarden.env.template", "env"), (".env.template", "env"),
        ("docker-compose.yml.j2", "compose"), ("env.py", None), ("main.env.ts", None), ("x/.env/readme", None),
    ],
)  # fmt: skip
def test_kind(path: str, kind: str | None) -> None:
    assert formats.kind(path) == kind


def test_examples() -> None:
    assert formats.is_example("a/.env.example")
    assert formats.is_example("env.sample")
    assert not formats.is_example(".env.production")


@pytest.mark.parametrize(
    ("text", "compose"),
    [
        ("services:\n  a:\n    image: b\n", True),
        ("x-a: &a {image: b}\nservices:\n  a: *a\n", True),
        ("services:\n  a: {}\n", False),
        ("services: [a]\n", False),
        ("services:\n  a: {handler: b, method: get}\n", False),
        ("a: b\n", False),
        ("", False),
    ],
)
def test_compose_by_content(text: str, compose: bool) -> None:
    assert formats.is_compose(yaml_tree.parse(Source("f.yml", text))) == compose


@pytest.mark.parametrize(
    ("text", "template"),
    [
        ("a: {{ b }}\n", True),
        ("{% if x %}\na: b\n{% endif %}\n", True),
        ("  - {{ x }}\n", True),
        ("a: b-{{ x }}\nc: 'd\n", True),
        ("{{- if .x }}\na: b\n", True),
        ("a: '{{.Node.Hostname}}'\n", False),
        ("a: docker ps --format '{{.Names}}'\n", False),
        ("a: x{{.Task.Slot}}\n", False),
        ("    image: 'a:{{version}}'\n", True),
        ("a: |\n  {{ x }}\n", False),
        ("a: {b: {c: d}}\n", False),
    ],
)
def test_templates(text: str, template: bool) -> None:
    assert formats.is_template(yaml_tree.parse(Source("f.yml", text))) == template


def test_included_paths() -> None:
    tree = yaml_tree.parse(
        Source(
            "f.yml",
            "include: [a.yml, {path: [b.yml, '$C.yml']}]\nservices:\n  s: {extends: {file: d.yml, service: t}}\n",
        )
    )
    assert formats.included_paths(tree) == ["a.yml", "b.yml", "d.yml"]


def test_the_corpus(corpus: Path) -> None:
    """By name or content, every Compose file is found; Go templates in labels make none of them a template."""
    templates = 0
    for entry in json.loads((corpus / "manifest.json").read_text()):
        path = corpus / entry["repo"].replace("/", "__") / entry["path"]
        if entry["kind"] != "compose" or path.name == "rancher-compose.yml":
            continue
        source = decode(entry["path"], path.read_bytes())
        assert isinstance(source, Source)
        tree = yaml_tree.parse(source)
        assert formats.kind(entry["path"]) == "compose" or formats.is_compose(tree), entry["path"]
        templates += formats.is_template(tree)
    assert templates == 5
