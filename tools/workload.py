"""The inputs of the benchmark, generated so that every run and every machine measures the same bytes."""

from __future__ import annotations

from pathlib import Path

ONE_FILE = """\
services:
  db:
    image: mariadb:10.11
    command: --default-authentication-plugin=mysql_native_password
    restart: always
    healthcheck:
      test: ["CMD-SHELL", "mariadb-admin ping --password=$$(cat /run/secrets/db-password) --silent"]
      interval: 3s
      retries: 5
      start_period: 30s
    secrets:
      - db-password
    volumes:
      - db-data:/var/lib/mysql
    networks:
      - inner
    environment:
      MYSQL_DATABASE: shop
      MYSQL_ROOT_PASSWORD_FILE: /run/secrets/db-password
    expose:
      - 3306

  app:
    build:
      context: app
      target: production
    image: example/shop:1.8.0
    restart: always
    secrets:
      - db-password
    ports:
      - 8000:8000
    environment:
      DATABASE_HOST: db
      LOG_LEVEL: ${LOG_LEVEL:-info}
    networks:
      - inner
      - outer
    depends_on:
      db:
        condition: service_healthy

  proxy:
    image: nginx:1.27
    restart: always
    volumes:
      - type: bind
        source: ./proxy/site.conf
        target: /etc/nginx/conf.d/default.conf
        read_only: true
    ports:
      - 80:80
    depends_on:
      - app
    networks:
      - outer

volumes:
  db-data:
secrets:
  db-password: {file: db/password.txt}
networks: {inner: {}, outer: {}}
"""
"""A shop behind a proxy: 62 lines, three services."""

_DATABASES = ("postgres:16", "mariadb:10.11", "redis:7", "mongo:7")
_APPS = ("ghcr.io/example/web:2.1", "example/api", "example/worker:latest", "registry.example.org/team/site:1.0.3")


def stacks(count: int) -> dict[str, str]:
    """`count` small stacks of 29 lines, each in a folder of its own: texts by relative path."""
    return {f"stack{number:02}/compose.yaml": _stack(number) for number in range(count)}


def deployment(count: int) -> dict[str, str]:
    """`count` small stacks behind a Caddy that has a site for each, and a unit that starts each: texts by path."""
    numbers = range(count)
    sites = (_site(number) for number in numbers)
    caddyfile = "(common) {\n\tencode zstd gzip\n\theader -Server\n}\n" + "".join(sites)
    units = {f"units/stack{number:02}.service": _unit(number) for number in numbers}
    return {**stacks(count), "proxy/compose.yaml": _PROXY, "proxy/Caddyfile": caddyfile, **units}


def write_many(folder: Path, count: int = 39) -> list[str]:
    """Write `count` small stacks; gives the files' relative paths."""
    found = stacks(count)
    for path, text in found.items():
        (folder / path).parent.mkdir()
        (folder / path).write_text(text, encoding="utf-8")
    return list(found)


def write_large(folder: Path, services: int = 500) -> str:
    """Write one file of 12 lines a service; gives its relative path."""
    blocks = [_service(number) for number in range(services)]
    text = "services:\n" + "".join(blocks) + "networks:\n  back: {}\n"
    (folder / "compose.yaml").write_text(text, encoding="utf-8")
    return "compose.yaml"


def _stack(number: int) -> str:
    """Two services, a volume and a network; images, ports and habits vary with the number."""
    app, database = _APPS[number % len(_APPS)], _DATABASES[number % len(_DATABASES)]
    address = "127.0.0.1:" if number % 3 else ""
    restart = ("always", "unless-stopped", '"no"')[number % 3]
    return f"""\
services:
  web:
    image: {app}
    restart: {restart}
    ports:
      - "{address}{8000 + number}:8080"
    environment:
      - DATABASE=db
      - WORKERS={1 + number % 4}
      - SECRET_KEY=${{SECRET_KEY:-}}
    depends_on:
      - db
    networks:
      - back
  db:
    image: {database}
    restart: {restart}
    environment:
      TZ: Europe/Vienna
      POSTGRES_DB: app{number}
    volumes:
      - data:/var/lib/data
    networks:
      - back
volumes:
  data:
networks:
  back:
    driver: bridge
"""


_PROXY = """\
services:
  caddy:
    image: caddy:2.8
    restart: unless-stopped
    ports: ["80:80", "443:443"]
    volumes: ["./Caddyfile:/etc/caddy/Caddyfile:ro", "data:/data"]
    extra_hosts: ["host.docker.internal:host-gateway"]
volumes: {data: {}}
"""
"""The Compose file of the Caddy before the stacks."""


def _site(number: int) -> str:
    """The site of a stack, which it reaches by the published port."""
    return f"""\
app{number:02}.example.org {{
	import common
	reverse_proxy host.docker.internal:{8000 + number}
}}
"""


def _unit(number: int) -> str:
    """A unit that starts a stack."""
    return f"""\
[Unit]
Description=Stack {number}
After=docker.service network-online.target
Requires=docker.service
Wants=network-online.target

[Service]
Type=oneshot
RemainAfterExit=yes
Environment=STACK={number}
WorkingDirectory=/srv/stack{number:02}
ExecStart=/usr/bin/docker compose up -d
ExecStop=/usr/bin/docker compose down

[Install]
WantedBy=multi-user.target
"""


def _service(number: int) -> str:
    """One service of the large file: 12 lines."""
    address = "" if number % 10 == 0 else "127.0.0.1:"
    tag = ":latest" if number % 25 == 0 else f":1.{number % 9}.2"
    return f"""\
  svc{number:03}:
    image: ghcr.io/example/svc{number:03}{tag}
    restart: unless-stopped
    ports:
      - "{address}{20000 + number}:8080"
    environment:
      LOG_LEVEL: info
      PEER: http://svc{max(number - 1, 0):03}:8080
    volumes:
      - ./data/svc{number:03}:/var/lib/app
    networks:
      - back
"""
