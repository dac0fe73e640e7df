"""Sites from labels, roles, credentials."""

from __future__ import annotations

import pytest

from tests.model.graphs import facts, graph, service

ROLES = [
    ("image: traefik:3", "edge"),
    ("image: postgres:16", "datastore"),
    ("image: a:1\nrestart: 'no'", "job"),
    ("image: a:1\nports: ['80:80', '443:443']", "edge"),
    ("image: a:1\nvolumes: ['/var/run/docker.sock:/s']", "agent"),
    ("image: a:1", "application"),
]


@pytest.mark.parametrize(("body", "expected"), ROLES)
def test_role(body: str, expected: str) -> None:
    assert service(body).role == expected


def test_traefik_router_makes_a_site() -> None:
    node = service(
        "image: a:1\nlabels:\n"
        "  traefik.http.routers.web.rule: Host(`a.example`) || Host(`b.example`)\n"
        "  traefik.http.services.web.loadbalancer.server.port: 8080"
    )
    (site,) = node.sites
    assert facts(site, "hosts", "port", "via") == (("a.example", "b.example"), 8080, "traefik")
    assert node.proxied


def test_virtual_host() -> None:
    assert service("image: a:1\nenvironment: {VIRTUAL_HOST: 'a.example'}").proxied


CREDENTIALS = [
    ("environment: {DB_PASSWORD: correct-horse}", [("environment", "DB_PASSWORD", "name")]),
    ("environment: {DB_PASSWORD: '${DB_PASSWORD}'}", []),
    ("environment: {AZURE_ACCOUNT_KEY: Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1}", []),
    ("environment: {DB_PASSWORD: changeme}", [("environment", "DB_PASSWORD", "name")]),
    ("environment: {URL: 'postgres://u:s3cretpw@db/x'}", [("environment", "URL", "url")]),
    ("environment: {POSTGRES_PASSWORD_FILE: /run/secrets/x}", []),
    ("build: {context: ., args: {NPM_TOKEN: abcdef123456}}", [("build-arg", "NPM_TOKEN", "name")]),
    ("command: run --db-password=abcdef123456", [("command", "db-password", "name")]),
]


@pytest.mark.parametrize(("body", "expected"), CREDENTIALS)
def test_credentials(body: str, expected: list[tuple[str, ...]]) -> None:
    text = "services:\n  web:\n" + "".join(f"    {line}\n" for line in body.splitlines())
    found = graph(text).kinds["credential"]
    assert [facts(node, "place", "name", "detector") for node in found] == expected


def test_url_credential_is_the_password_alone() -> None:
    (node,) = graph("services: {a: {environment: {URL: 'redis://u:s3cretpw@db/x'}}}").kinds["credential"]
    assert node.header.span.text == "s3cretpw"


def test_declared_outside() -> None:
    found = graph("networks: {proxy: {external: true}}", networks=frozenset(["proxy"])).kinds["network"]
    assert [facts(node, "external", "external_name", "expected") for node in found] == [(True, "proxy", True)]
