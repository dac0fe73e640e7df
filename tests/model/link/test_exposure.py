"""Which sites and services requests from the internet and from the local network reach."""

from __future__ import annotations

import pytest

from tests.model.graphs import graph

CADDY = (
    "services:\n  caddy:\n    image: caddy:2.8.4\n    ports: [%s]\n"
    "    volumes: ['./Caddyfile:/etc/caddy/Caddyfile:ro']\n"
)
APPS = "  app:\n    image: app:1\n  dash:\n    image: dash:1\n"
SITES = [
    # ports, the other site, sites behind open doors, sites of the local network, exposed services
    ("'443:443'", "dash.home.arpa", {"app.example.org"}, {"app.example.org", "dash.home.arpa"}, {"caddy", "app"}),
    ("'443:443'", ":443", {"app.example.org", ":443"}, {"app.example.org", ":443"}, {"caddy", "app", "dash"}),
    ("'443:443'", "dash.{$HOST}", {"app.example.org"}, {"app.example.org", "dash.{$HOST}"}, {"caddy", "app"}),
    ("'443:443'", ":8080", {"app.example.org"}, {"app.example.org"}, {"caddy", "app"}),
    ("'127.0.0.1:443:443'", "dash.home.arpa", set(), set(), set()),
]


@pytest.mark.parametrize(("ports", "other", "open_sites", "lan", "exposed"), SITES)
def test_who_reaches_which_site(ports: str, other: str, open_sites: set[str], lan: set[str], exposed: set[str]) -> None:
    sites = f"app.example.org {{\n\treverse_proxy app\n}}\n{other} {{\n\treverse_proxy dash\n}}\n"
    found = graph({"compose.yaml": CADDY % ports + APPS, "Caddyfile": sites})
    (internet,), (network,) = found.kinds["internet"], found.kinds["lan"]
    doors = [site.address for listener in internet.listeners for site in listener.open_sites]
    assert (set(doors), len(doors)) == (open_sites, len(open_sites))
    assert sorted(site.address for site in network.sites) == sorted(lan)
    assert {service.name for service in found.kinds["service"] if service.exposed} == exposed
