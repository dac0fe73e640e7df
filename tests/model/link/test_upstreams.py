"""What the upstreams of a Caddyfile reach, where Caddy runs in a container and where it does not."""

from __future__ import annotations

from typing import Any

import pytest

from tests.model.graphs import graph

CADDY = "  caddy:\n    image: caddy:2.8.4\n    volumes: ['./Caddyfile:/etc/caddy/Caddyfile:ro']\n"
HOST = CADDY + "    network_mode: host\n"


def upstream(services: str, address: str, caddy: str = CADDY, tail: str = "", **more: str) -> Any:
    """The one upstream of a site, beside a Caddy and these services."""
    compose = f"services:\n{caddy}{services}{tail}"
    files = {"compose.yaml": compose, "Caddyfile": f"a.example.org {{\n\treverse_proxy {address}\n}}\n", **more}
    return graph(files).kinds["upstream"][0]


def shown(node: Any, field: str) -> Any:
    """A field as text: the id of a node, `?` for what is unknown."""
    value = getattr(node, field, "?")
    if isinstance(value, tuple):
        return tuple(getattr(each, "id", each) for each in value)
    return getattr(value, "id", value)


APP = "  app:\n    image: app:1\n    expose: ['8080']\n"

IN_CONTAINER = [
    # services, address, tail, service, shared, instead
    (APP, "app:8080", "", "service:app/app", True, ()),
    (APP, "app:9000", "", "service:app/app", True, (8080,)),
    ("  app:\n    image: app:1\n", "app:9000", "", "service:app/app", True, ()),
    (APP + "    environment: {PORT: '9000'}\n", "app:9000", "", "service:app/app", True, ()),
    (APP + "    healthcheck: {test: curl localhost:9000}\n", "app:9000", "", "service:app/app", True, ()),
    (APP + "    container_name: gallery\n", "gallery:8080", "", "service:app/app", True, ()),
    (APP + "    networks: {default: {aliases: [pics]}}\n", "pics:8080", "", "service:app/app", True, ()),
    (APP + "    hostname: other\n", "other:8080", "", "", False, ()),
    (APP + "    networks: [back]\n", "app:8080", "networks: {back: {}}\n", "service:app/app", False, ()),
    (APP, "nobody:8080", "", "", False, ()),
    (APP, "192.168.1.5:8080", "", "", False, ()),
    (APP, "app.example.org:8080", "", "", False, ()),
]


@pytest.mark.parametrize(("services", "address", "tail", "service", "shared", "instead"), IN_CONTAINER)
def test_by_name(
    services: str, address: str, tail: str, service: str, *, shared: bool, instead: tuple[int, ...]
) -> None:
    node = upstream(services, address, tail=tail)
    assert (shown(node, "service"), node.shared, node.instead) == (service, shared, instead)


def test_published_port_of_a_service() -> None:
    node = upstream("  app:\n    image: app:1\n    ports: ['8080:3000']\n", "app:8080")
    assert [each.target for each in node.published] == [3000]
    assert node.instead == ()


LOCAL = [
    (APP, CADDY, "", ""),
    ("  app:\n    image: app:1\n    network_mode: service:caddy\n    expose: ['8080']\n", CADDY, "service:app/app", ""),
    ("  app:\n    image: app:1\n    network_mode: service:caddy\n", CADDY, "?", ""),
    (
        APP,
        "  caddy:\n    build: .\n    command: caddy run\n    volumes: ['./Caddyfile:/etc/caddy/Caddyfile']\n",
        "?",
        "",
    ),
    ("  app:\n    image: app:1\n    ports: ['8080:3000']\n", HOST, "service:app/app", "0.0.0.0:8080/tcp"),
    ("  app:\n    image: app:1\n    ports: ['8080:3000/udp']\n", HOST, "", ""),
]


@pytest.mark.parametrize(("services", "caddy", "service", "listener"), LOCAL)
def test_localhost(services: str, caddy: str, service: str, listener: str) -> None:
    node = upstream(services, "localhost:8080", caddy)
    assert shown(node, "service") == service
    assert shown(node, "listener").rpartition("listener:")[2] == listener


def test_localhost_offers_what_is_published() -> None:
    node = upstream("  app:\n    image: app:1\n    ports: ['8080:3000']\n", "localhost:8080")
    assert [(each.service.name, each.target) for each in node.offers] == [("app", 3000)]


def test_the_host_does_not_know_names_of_services() -> None:
    node = upstream(APP, "app:8080", HOST)
    assert shown(node, "service") == ""
    assert node.candidate.name == "app"


def test_a_service_that_publishes_nothing_is_a_candidate() -> None:
    node = upstream(APP, "localhost:8080", HOST)
    assert (shown(node, "listener"), node.candidate.name) == ("", "app")


def test_services_of_another_project() -> None:
    other = "services:\n  wiki:\n    image: wiki:1\n"
    node = upstream(APP, "wiki:80", **{"wiki/compose.yaml": other})
    assert (shown(node, "service"), shown(node, "candidate")) == ("", "service:wiki/wiki")
    joined = other + "    networks: [web]\nnetworks: {web: {external: true}}\n"
    caddy = CADDY + "    networks: [web]\n"
    node = upstream(APP, "wiki:80", caddy, "networks: {web: {name: web}}\n", **{"wiki/compose.yaml": joined})
    assert (shown(node, "service"), node.shared) == ("service:wiki/wiki", True)


def test_nothing_is_known_without_a_caddy() -> None:
    found = graph({"compose.yaml": f"services:\n{APP}", "Caddyfile": "a.example.org {\n\treverse_proxy app:8080\n}\n"})
    node = found.kinds["upstream"][0]
    assert shown(node, "service") == shown(node, "caddy") == "?"


def test_sites_and_services_know_each_other() -> None:
    node = upstream(APP, "app:8080")
    assert [each.address for each in node.service.sites] == ["a.example.org"]
    assert node.service.proxied
    assert node.service.upstreams == (node,)
    assert node.site.services == (node.service,)


@pytest.mark.parametrize(
    ("address", "service", "listener"),
    [
        ("localhost:2019", "?", "?"),
        ("localhost:443", "", "caddy:Caddyfile/listener:0.0.0.0:443/tcp"),
        ("localhost:9999", "", ""),
    ],
)
def test_caddy_itself_on_the_host(address: str, service: str, listener: str) -> None:
    node = upstream("", address, HOST)
    assert (shown(node, "service"), shown(node, "listener")) == (service, listener)
