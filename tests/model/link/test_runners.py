"""Which Caddy reads which Caddyfile."""

from __future__ import annotations

from typing import Any

import pytest

from deploylint.model.node import OpenList
from tests.model.graphs import graph

SITE = "a.example.org {\n\trespond {$GREETING}\n}\n"


def caddy(compose: str = "", path: str = "Caddyfile", **more: str) -> Any:
    """The Caddy of a Caddyfile; None when it is not known."""
    files = {path: SITE, **more}
    if compose:
        files["compose.yaml"] = "services:\n  web:\n" + "".join(f"    {line}\n" for line in compose.splitlines())
    found = graph(files)
    file = next(each for each in found.kinds["file"] if each.path == path)
    return getattr(file, "caddy", None)


IMAGE = "image: caddy:2.8.4\n"
COPIES = "FROM caddy:2.8.4\nCOPY Caddyfile /etc/caddy/Caddyfile\n"


@pytest.mark.parametrize(
    ("compose", "path", "more"),
    [
        (IMAGE + "volumes: ['./Caddyfile:/etc/caddy/Caddyfile:ro']", "Caddyfile", {}),
        (IMAGE + "volumes: ['./conf:/etc/caddy']", "conf/Caddyfile", {}),
        (IMAGE + "volumes: ['./conf/:/etc/caddy/']", "conf/Caddyfile", {}),
        (IMAGE + "command: caddy run --config /srv/Caddyfile\nvolumes: ['.:/srv']", "Caddyfile", {}),
        ("image: example/my-caddy:1\nvolumes: ['./Caddyfile:/etc/caddy/Caddyfile']", "Caddyfile", {}),
        ("image: alpine:3\ncommand: caddy run\nvolumes: ['./Caddyfile:/etc/caddy/Caddyfile']", "Caddyfile", {}),
        ("build: .", "Caddyfile", {"Dockerfile": COPIES}),
        ("build: proxy", "proxy/Caddyfile", {"proxy/Dockerfile": COPIES}),
        ("build: .", "Caddyfile", {"Dockerfile": "FROM caddy:2\nCOPY Caddyfile /etc/caddy/\n"}),
        ("build: .", "conf/Caddyfile", {"Dockerfile": "FROM caddy:2\nCOPY conf /etc/caddy\n"}),
        ("build: .\nvolumes: ['./Caddyfile:/etc/caddy/Caddyfile']", "Caddyfile", {}),
        (
            "build: {context: ., dockerfile: docker/web.Dockerfile, target: run}",
            "docker/Caddyfile",
            {"docker/web.Dockerfile": "FROM caddy:2 AS run\nCOPY docker/Caddyfile /etc/caddy/\nFROM node:22\n"},
        ),
        (
            "build: .",
            "Caddyfile",
            {
                "Dockerfile": "FROM alpine:3\nWORKDIR /app\nCOPY Caddyfile .\n"
                'CMD ["caddy", "run", "--config", "/app/Caddyfile"]\n'
            },
        ),
        ("image: dunglas/frankenphp:1.4\nvolumes: ['./Caddyfile:/etc/caddy/Caddyfile']", "Caddyfile", {}),
        ("image: dunglas/frankenphp:1.4\nvolumes: ['.:/etc/frankenphp']", "Caddyfile", {}),
        (IMAGE + "volumes: ['./conf:/etc/caddy', './Caddyfile:/etc/caddy/Caddyfile']", "Caddyfile", {}),
        (IMAGE + "volumes: ['$PWD/Caddyfile:/etc/caddy/Caddyfile']", "Caddyfile", {}),
        (IMAGE + "volumes: ['${PWD}/Caddyfile:/etc/caddy/Caddyfile']", "Caddyfile", {}),
        (IMAGE + "volumes: ['/opt/app/Caddyfile:/etc/caddy/Caddyfile']", "Caddyfile", {}),
        (IMAGE + "command: caddy run -c Caddyfile\nvolumes: ['.:/srv']", "Caddyfile", {}),
        (IMAGE + "command: sh -c 'caddy run --config /srv/Caddyfile'\nvolumes: ['.:/srv']", "Caddyfile", {}),
    ],
)
def test_a_service(compose: str, path: str, more: dict[str, str]) -> None:
    found = caddy(compose, path, **more)
    assert found is not None
    assert (found.service.name, found.in_container) == ("web", True)


@pytest.mark.parametrize(
    "compose",
    [
        IMAGE,
        IMAGE + "volumes: ['./other:/etc/caddy/Caddyfile']",
        IMAGE + "command: caddy run --config /srv/Caddyfile\nvolumes: ['./Caddyfile:/etc/caddy/Caddyfile']",
        IMAGE + "command: caddy run --config $FILE\nvolumes: ['./Caddyfile:/etc/caddy/Caddyfile']",
        IMAGE + "command: caddy file-server\nvolumes: ['./Caddyfile:/etc/caddy/Caddyfile']",
        IMAGE + "volumes: ['.:/etc/caddy', './conf:/etc/caddy/Caddyfile']",
        IMAGE + "volumes: ['/opt/other/Caddyfile:/etc/caddy/Caddyfile']",
        IMAGE + "volumes: ['${PWD}/$X/Caddyfile:/etc/caddy/Caddyfile']",
        "image: nginx:1.27\nvolumes: ['./Caddyfile:/etc/caddy/Caddyfile']",
        "image: lucaslorentz/caddy-docker-proxy:2.9\nvolumes: ['./Caddyfile:/etc/caddy/Caddyfile']",
    ],
)
def test_no_service(compose: str) -> None:
    assert caddy(compose) is None


def test_two_are_not_one() -> None:
    mount = "volumes: ['./Caddyfile:/etc/caddy/Caddyfile']"
    both = IMAGE + mount
    assert caddy(both, **{"other.yaml": f"services:\n  b:\n    image: caddy:2\n    {mount}\n"}) is None


def test_of_variants_the_default_file_counts() -> None:
    service = f"services:\n  web:\n    {IMAGE}    volumes: ['./Caddyfile:/etc/caddy/Caddyfile']\n"
    found = graph({"compose.yaml": service, "compose.dev.yaml": service, "Caddyfile": SITE})
    file = next(each for each in found.kinds["file"] if each.path == "Caddyfile")
    assert file.caddy.service.project.files[0].path == "compose.yaml"
    two = graph({"a.compose.yaml": service, "b.compose.yaml": service, "Caddyfile": SITE})
    assert not any(hasattr(each, "caddy") for each in two.kinds["service"])


@pytest.mark.parametrize(
    ("target", "found"), [("target: /etc/caddy/Caddyfile", True), ("target: /x", False), ("", False)]
)
def test_a_config(target: str, *, found: bool) -> None:
    uses = f"configs: [{{source: main{', ' if target else ''}{target}}}]"
    text = f"services:\n  web:\n    {IMAGE}    {uses}\nconfigs:\n  main: {{file: ./Caddyfile}}\n"
    file = next(
        each for each in graph({"compose.yaml": text, "Caddyfile": SITE}).kinds["file"] if each.path == "Caddyfile"
    )
    assert bool(getattr(file, "caddy", None)) is found


@pytest.mark.parametrize(
    ("compose", "dockerfile", "known"),
    [
        ("image: example/my-caddy:1\n", "", True),
        ("image: dunglas/frankenphp:1.4\n", "", False),
        ("build: .\n", "", False),
        ("build: .\n", "FROM caddy:2\nENV A=1 B=2\n", True),
        ("build: .\n", "FROM example/base:1 AS base\nFROM base\nCMD caddy run\n", False),
    ],
)
def test_variables_of_the_image(compose: str, dockerfile: str, *, known: bool) -> None:
    more = {"Dockerfile": dockerfile} if dockerfile else {}
    found = caddy(compose + "volumes: ['./Caddyfile:/etc/caddy/Caddyfile']", **more)
    assert isinstance(found.variables, OpenList) is not known
    assert tuple(found.variables) == (("A", "B") if "ENV" in dockerfile else ())


def test_variables_are_used_where_nobody_knows_who_runs_caddy() -> None:
    site = "{$DOMAIN} {\n\trespond hi\n}\n"
    compose = "services:\n  web:\n    image: nginx:${TAG}\n"
    found = graph({"compose.yaml": compose, ".env": "DOMAIN=a.example.org\nTAG=1\n", "Caddyfile": site})
    assert [isinstance(each.refs, OpenList) for each in found.kinds["env_def"] if each.name == "DOMAIN"] == [True]


def test_a_unit() -> None:
    found = caddy(
        path="etc/caddy/Caddyfile",
        **{"caddy.service": "[Service]\nExecStart=/usr/bin/caddy run --environ --config /etc/caddy/Caddyfile\n"},
    )
    assert (found.unit.name, found.in_container, found.names) == ("caddy.service", False, ())


def test_the_network_of_the_host() -> None:
    found = caddy(IMAGE + "network_mode: host\nvolumes: ['./Caddyfile:/etc/caddy/Caddyfile']")
    assert (found.in_container, found.machine, found.service.name) == (False, "project:app", "web")


def test_variables_and_names() -> None:
    found = caddy(IMAGE + "environment: {GREETING: hi}\nvolumes: ['./Caddyfile:/etc/caddy/Caddyfile']")
    assert found.variables == ("GREETING",)
    assert found.names == ("web",)
    found = caddy(IMAGE + "env_file: [gone.env]\nvolumes: ['./Caddyfile:/etc/caddy/Caddyfile']")
    assert isinstance(found.variables, OpenList)


def test_the_environment_is_filled_in() -> None:
    mount = "volumes: ['./Caddyfile:/etc/caddy/Caddyfile']"
    compose = f"services:\n  web:\n    {IMAGE}    environment: {{HOST: b.example.org}}\n    {mount}\n"
    found = graph({"compose.yaml": compose, "Caddyfile": "{$HOST} {\n\trespond hi\n}\n"})
    assert [site.address for site in found.kinds["site"]] == ["b.example.org"]
