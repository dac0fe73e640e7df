"""Faults between files, one at a time in a server that has none: each is found in its place, and nothing else is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest

from deploylint import api
from deploylint.engine.bind import Bound, bind
from deploylint.engine.rules import Pack
from deploylint.loading.selection import Selection, choose
from deploylint.loading.settings import Settings, load
from deploylint.source.memory import MemoryFile, MemoryFiles
from tests.projects.compose_faults import FAULTS as COMPOSE
from tests.projects.faults import CADDYFILE, CLOUD, HOME, MEDIA, MONITORING, PROXY, RADARR, Edit, Fault, fault

FIXED = Path(__file__).resolve().parents[2] / "examples" / "homelab" / "fixed"

HOST_CADDY = (
    "units/edge.service",
    None,
    """[Unit]
Description=Proxy of the local network

[Service]
Type=notify
User=caddy
ExecStart=/usr/bin/caddy run --config /srv/homelab/edge/Caddyfile

[Install]
WantedBy=multi-user.target
""",
)
"""A second Caddy, which runs on the host; with the Caddyfile that a fault adds."""


def _edge(upstream: str) -> str:
    return f"http://films.home.arpa:8085 {{\n\tencode zstd gzip\n\treverse_proxy {upstream}\n}}\n"


FAULTS = (
    fault(
        "a service is renamed, the Caddyfile is not",
        (MEDIA, "  sonarr:\n", "  series:\n"),
        found=("upstream-host-unknown", CADDYFILE, "reverse_proxy sonarr:8989"),
    ),
    fault(
        "a name is misspelt in the Caddyfile",
        (CADDYFILE, "radarr:7878", "radar:7878"),
        found=("upstream-host-unknown", CADDYFILE, "reverse_proxy radar:7878"),
    ),
    fault(
        "a wrong port",
        (CADDYFILE, "web:8080", "web:8081"),
        found=("upstream-port-mismatch", CADDYFILE, "reverse_proxy web:8081"),
    ),
    fault(
        "a service exposes another port",
        (CLOUD, 'expose: ["8080"]', 'expose: ["8000"]'),
        found=("upstream-port-mismatch", CADDYFILE, "reverse_proxy web:8080"),
    ),
    fault(
        "localhost in the container",
        (CADDYFILE, "radarr:7878", "localhost:7878"),
        found=("upstream-localhost-in-container", CADDYFILE, "reverse_proxy localhost:7878"),
    ),
    fault(
        "the published port",
        (CADDYFILE, "hello:80\n", "hello:8081\n"),
        found=("upstream-uses-published-port", CADDYFILE, "reverse_proxy hello:8081"),
    ),
    fault(
        "no network in common with another project",
        (MEDIA, "    networks: [edge, default]\n    volumes:\n      - radarr", "    volumes:\n      - radarr"),
        found=("upstream-stack-unreachable", CADDYFILE, "reverse_proxy radarr:7878"),
    ),
    fault(
        "no network in common within the project",
        (PROXY, '      - "127.0.0.1:8081:80"\n    networks: [edge]\n', '      - "127.0.0.1:8081:80"\n'),
        found=("upstream-network-unreachable", CADDYFILE, "reverse_proxy hello:80"),
    ),
    fault(
        "an external network that no project makes",
        (PROXY, "    name: docker-api\n", "    name: engine\n"),
        found=("external-network-missing", MONITORING, "  docker-api:"),
    ),
    fault(
        "an external volume that no project makes",
        (HOME, "  broker:\n  zigbee:\n", "  broker:\n  zigbee:\n    external: true\n"),
        found=("external-volume-missing", HOME, "  zigbee:\n    external"),
    ),
    fault(
        "a profile on what is proxied",
        (MEDIA, RADARR, RADARR + "    profiles: [films]\n"),
        found=("upstream-in-inactive-profile", CADDYFILE, "reverse_proxy radarr:7878"),
    ),
    fault(
        "a variable is not passed to Caddy",
        (PROXY, "      ACME_EMAIL: ${ACME_EMAIL}\n", ""),
        found=("caddy-env-not-passed", CADDYFILE, "email {$ACME_EMAIL}"),
    ),
    fault(
        "a variable is renamed in the Caddyfile",
        (CADDYFILE, "{$ACME_EMAIL}", "{$ACME_MAIL}"),
        found=("near-miss-variable", CADDYFILE, "email {$ACME_MAIL}"),
    ),
    fault(
        "a variable of Caddy is set and empty",
        (CADDYFILE, "{$ACME_EMAIL}", "{$ACME_EMAIL:admin@example.org}"),
        (PROXY, "ACME_EMAIL: ${ACME_EMAIL}", 'ACME_EMAIL: ""'),
        ("proxy/.env", "ACME_EMAIL=admin@home.example.org\n", ""),
        found=("caddy-env-empty-default", CADDYFILE, "email {$ACME_EMAIL:admin@example.org}"),
    ),
    fault(
        "a variable is gone from .env",
        ("cloud/.env", "DATA_ROOT=/srv/data\n", ""),
        (
            CLOUD,
            "      - html:/var/www/html\n      - ${DATA_ROOT}/cloud:/var/www/html/data\n\n",
            "      - html:/var/www/html\n\n",
        ),
        found=("undefined-variable", CLOUD, "- ${DATA_ROOT}/cloud:/var/www/html/data"),
    ),
    fault(
        "a variable stands only in an env file for the container",
        ("monitoring/grafana.env", "GF_USERS_ALLOW_SIGN_UP=false\n", "DOMAIN=home.example.org\n"),
        ("monitoring/.env", "DOMAIN=home.example.org\n", "# The domain stands in grafana.env.\n"),
        found=("variable-only-in-env-file", MONITORING, "GF_SERVER_ROOT_URL: https://dashboards.${DOMAIN}"),
    ),
    fault(
        "the Caddyfile's mount is gone",
        (CADDYFILE, None, None),
        ("proxy/Caddyfile", None, ":80\n"),
        (PROXY, "      - ./caddy:/etc/caddy:ro\n", ""),
        found=("caddyfile-not-mounted", PROXY, "image: caddy:2.8.4-alpine"),
    ),
    fault(
        "the Caddyfile alone is mounted",
        (PROXY, "./caddy:/etc/caddy:ro", "./caddy/Caddyfile:/etc/caddy/Caddyfile:ro"),
        found=("caddyfile-single-file-mount", PROXY, "- ./caddy/Caddyfile:/etc/caddy/Caddyfile:ro"),
    ),
    fault(
        "Caddy's data has no volume",
        (PROXY, "      - data:/data\n", ""),
        (PROXY, "  data:\n", ""),
        found=("caddy-data-not-persisted", PROXY, "image: caddy:2.8.4-alpine"),
    ),
    fault(
        "the Docker socket behind a public site",
        (
            MEDIA,
            "      - radarr-config:/config\n",
            "      - radarr-config:/config\n      - /var/run/docker.sock:/var/run/docker.sock:ro\n",
        ),
        found=("docker-socket-exposed", MEDIA, "- /var/run/docker.sock:/var/run/docker.sock:ro"),
    ),
    fault(
        "published past the proxy",
        (MEDIA, '"127.0.0.1:7878:7878"', '"7878:7878"'),
        found=("proxied-service-published", MEDIA, '- "7878:7878"'),
    ),
    fault(
        "a site on a port that is not published",
        (CADDYFILE, "films.{$DOMAIN} {", "films.{$DOMAIN}:8443 {"),
        found=("site-port-not-published", CADDYFILE, "films.{$DOMAIN}:8443 {"),
    ),
    fault(
        "port 80 is not published",
        (PROXY, '      - "80:80"\n', ""),
        found=("redirect-port-not-published", PROXY, '- "443:443"\n'),
    ),
    fault(
        "port 443 is not published for HTTP/3",
        (PROXY, '      - "443:443/udp"\n', ""),
        found=("http3-port-not-published", PROXY, '- "443:443"\n'),
    ),
    fault(
        "a folder of files that the container does not have",
        (CADDYFILE, "\treverse_proxy radarr:7878\n", "\troot * /films\n\tfile_server\n"),
        found=("caddy-path-not-mounted", CADDYFILE, "root * /films"),
    ),
    fault(
        "a certificate that the container does not have",
        (
            CADDYFILE,
            "\treverse_proxy radarr:7878\n",
            "\ttls /certs/films.pem /certs/films.key\n\treverse_proxy radarr:7878\n",
        ),
        found=("caddy-path-not-mounted", CADDYFILE, "tls /certs/films.pem"),
    ),
    fault(
        "the host's name without an entry for it",
        (CADDYFILE, "radarr:7878", "host.docker.internal:7878"),
        found=("host-gateway-missing", CADDYFILE, "reverse_proxy host.docker.internal:7878"),
    ),
    fault(
        "a label defines the same site",
        (
            MEDIA,
            RADARR,
            RADARR
            + '    labels:\n      caddy: films.home.example.org\n      caddy.reverse_proxy: "{{upstreams 7878}}"\n',
        ),
        found=("label-caddyfile-conflict", MEDIA, "caddy: films.home.example.org"),
    ),
    fault(
        "Caddy does not wait for what it proxies",
        (PROXY, "    depends_on:\n      - hello\n", ""),
        found=("proxy-dependency-missing", PROXY, "  caddy:\n"),
    ),
    fault(
        "a service's name on the host",
        HOST_CADDY,
        ("edge/Caddyfile", None, _edge("radarr:7878")),
        found=("upstream-service-name-on-host", "edge/Caddyfile", "reverse_proxy radarr:7878"),
    ),
    fault(
        "a port of the host that nothing has",
        HOST_CADDY,
        ("edge/Caddyfile", None, _edge("localhost:7879")),
        found=("upstream-target-unknown", "edge/Caddyfile", "reverse_proxy localhost:7879"),
    ),
    fault(
        "a port of the container that is not published",
        (
            MONITORING,
            "    image: prom/alertmanager:v0.27.0\n",
            '    image: prom/alertmanager:v0.27.0\n    expose: ["9093"]\n',
        ),
        HOST_CADDY,
        ("edge/Caddyfile", None, _edge("localhost:9093")),
        found=("upstream-not-published", "edge/Caddyfile", "reverse_proxy localhost:9093"),
    ),
    fault(
        "a port twice, in two projects",
        (HOME, '"127.0.0.1:8123:8123"', '"127.0.0.1:3000:8123"'),
        found=("port-conflict", HOME, '- "127.0.0.1:3000:8123"'),
    ),
    fault(
        "a port twice, a socket's and a container's",
        ("units/status.socket", "127.0.0.1:9633", "3000"),
        found=("port-conflict", MONITORING, '- "127.0.0.1:3000:3000"'),
    ),
    fault(
        "a file that is mounted is gone",
        ("monitoring/alerts.yml", None, None),
        found=("bind-source-missing", MONITORING, "./alerts.yml:/etc/prometheus/alerts.yml:ro"),
    ),
    fault(
        "an env file of a unit is not there",
        ("units/monitoring.service", "monitoring/grafana.env", "monitoring/start.env"),
        found=("env-file-missing", "units/monitoring.service", "EnvironmentFile="),
    ),
    fault(
        "a unit starts a service that the project does not have",
        (MONITORING, "  node:\n", "  exporter:\n"),
        found=("unit-compose-service-unknown", "units/monitoring.service", "ExecStart="),
    ),
    fault(
        "a unit names a profile that the project does not have",
        ("units/home.service", "--file compose.yaml up", "--file compose.yaml --profile night up"),
        found=("unit-compose-profile-unknown", "units/home.service", "ExecStart="),
    ),
    fault(
        "a unit runs a Compose file that is not there",
        ("units/home.service", "--file compose.yaml up", "--file docker-compose.yaml up"),
        found=("unit-compose-file-missing", "units/home.service", "ExecStart="),
    ),
    fault(
        "a unit works in a folder without a Compose file",
        ("units/cloud.service", "WorkingDirectory=/srv/homelab/cloud\n", "WorkingDirectory=/srv/homelab/units\n"),
        (
            "units/cloud.service",
            "ExecStop=/usr/bin/docker compose down\n",
            "ExecStop=/usr/bin/docker stop cloud-web-1\n",
        ),
        found=("unit-compose-file-missing", "units/cloud.service", "ExecStart="),
    ),
    fault(
        "a unit does not require Docker",
        ("units/cloud.service", "Requires=docker.service\n", ""),
        found=("unit-docker-dependency-missing", "units/cloud.service", "ExecStart="),
    ),
    fault(
        "a unit deletes the volumes when it stops",
        ("units/cloud.service", "compose down", "compose down -v"),
        found=("compose-down-volumes", "units/cloud.service", "ExecStop="),
    ),
    fault(
        "a unit whose command ends while its containers run",
        ("units/home.service", "Type=oneshot\nRemainAfterExit=yes\n", "Type=simple\n"),
        found=("unit-detached-simple", "units/home.service", "ExecStart="),
    ),
    fault(
        "a unit and the engine both restart",
        (CLOUD, "&hardened\n  restart: on-failure", "&hardened\n  restart: unless-stopped"),
        found=("unit-double-restart", "units/cloud.service", "ExecStart="),
    ),
    fault(
        "a timer without its service",
        ("units/images.service", None, None),
        found=("timer-without-service", "units/images.timer", "Unit=images.service"),
    ),
    fault(
        "a socket without its service",
        ("units/status@.service", None, None),
        found=("accept-without-template", "units/status.socket", "Accept=yes"),
    ),
    *COMPOSE,
)


@cache
def _ground() -> tuple[dict[str, str], Settings, Pack, tuple[Bound, ...]]:
    """The texts of the server, its settings, and the rules of level strict."""
    texts = {str(path.relative_to(FIXED)): path.read_text("utf-8") for path in FIXED.rglob("*") if path.is_file()}
    settings = load(str(FIXED / "deploylint.yaml"))
    pack = api.load_rules(settings)
    chosen = choose(pack.rules.values(), Selection(level="strict"))
    return texts, settings, pack, bind(pack, chosen, settings.rules, (), settings.versions)


def _faulted(edits: Sequence[Edit]) -> dict[str, str]:
    """The texts with the fault in them; what an edit names must be there, once."""
    texts = dict(_ground()[0])
    for path, old, new in edits:
        if new is None:
            del texts[path]
        elif old is None:
            assert path not in texts
            texts[path] = new
        else:
            assert texts[path].count(old) == 1, f"{path}: {old!r} stands there {texts[path].count(old)} times"
            texts[path] = texts[path].replace(old, new)
    return texts


def _found(texts: dict[str, str]) -> Iterator[tuple[str, str, int]]:
    """Rule, file and line of each finding."""
    _, settings, pack, bound = _ground()
    files = MemoryFiles({path: MemoryFile(text.encode()) for path, text in texts.items()})
    deployment = api.load(files, [*sorted(texts)], settings, settings.model(str(FIXED)))
    for finding in api.lint_with(deployment, pack, bound).findings:
        source, start, _ = finding.span
        yield finding.rule, source.path, source.text.count("\n", 0, start) + 1


def _line(text: str, part: str) -> int:
    """The line on which a text that stands there once begins."""
    assert text.count(part) == 1, f"{part!r} stands there {text.count(part)} times"
    return text.count("\n", 0, text.index(part)) + 1


def test_without_a_fault_nothing_is_found() -> None:
    second = (Edit(*HOST_CADDY), Edit("edge/Caddyfile", None, _edge("localhost:7878")))
    assert list(_found(_ground()[0])) == []
    assert list(_found(_faulted(second))) == []


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.name for fault in FAULTS])
def test_a_fault_is_found_and_nothing_else(fault: Fault) -> None:
    texts = _faulted(fault.edits)
    rule, path, part = fault.found
    assert list(_found(texts)) == [(rule, path, _line(texts[path], part))]


def test_there_are_many_kinds_of_fault() -> None:
    assert len({fault.found[0] for fault in FAULTS}) >= 60
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)
