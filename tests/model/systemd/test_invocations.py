"""What a command line runs, from its words."""

from __future__ import annotations

import pytest

from deploylint.model.systemd.invocations import Invocation, Part, recognise
from deploylint.model.systemd.shell_script import simple_commands


def recognised(line: str) -> Invocation:
    """A line split as a shell does; `$X` is a word that is not known."""
    words = simple_commands(line)[0]
    return recognise([Part(word.text, word.known, word.splits, word.start, word.end) for word in words])


def texts(parts: list[Part]) -> list[str]:
    return [part.text if part.known else "?" for part in parts]


@pytest.mark.parametrize(
    ("line", "tool", "verb"),
    [
        ("/usr/bin/docker compose up -d", "compose", "up"),
        ("docker --context prod compose -f a.yaml --ansi never down", "compose", "down"),
        ("/usr/local/bin/docker-compose --file=a.yaml stop", "compose", "stop"),
        ("podman compose -p x up", "compose", "up"),
        ("podman-compose --podman-run-args=--log-driver=none up", "compose", "up"),
        ("docker run --rm -e A=b nginx up", "docker", "run"),
        ("docker container run nginx", "docker", "run"),
        ("docker volume rm data", "docker", "volume rm"),
        ("podman --log-level debug pod start web", "podman", "pod start"),
        ("sudo -u app -E docker ps", "docker", "ps"),
        ("/usr/bin/env -i A=b docker compose pull", "compose", "pull"),
        ("A=b docker compose pull", "compose", "pull"),
        ("timeout -k 5 60 docker exec web true", "docker", "exec"),
        ("nice -n 10 ionice -c3 docker compose up", "compose", "up"),
        ("flock -n /run/lock docker compose up", "compose", "up"),
        ("caddy run --environ --config /etc/caddy/Caddyfile", "caddy", "run"),
        ("caddy --config x reload", "caddy", "reload"),
        ("systemctl --no-block -t service restart app", "systemctl", "restart"),
        ("/bin/sh -ec 'docker ps'", "shell", None),
        ("bash script.sh", "shell", None),
        ("docker --version", "docker", None),
        ("docker compose", "compose", None),
        ("/opt/backup.sh docker compose up", "other", None),
        ("$TOOL compose up", "other", None),
        ("sudo", "other", None),
    ],
)
def test_tool_and_verb(line: str, tool: str, verb: str | None) -> None:
    found = recognised(line)
    assert (found.tool, found.verb.text if found.verb else None) == (tool, verb)


@pytest.mark.parametrize(
    ("line", "files", "name", "profiles", "services"),
    [
        ("docker compose -f a.yml -fb.yml --file c.yml --file=d up", ["a.yml", "b.yml", "c.yml", "d"], None, [], []),
        ("docker compose -p app --profile blue --profile=green up web db", [], "app", ["blue", "green"], ["web", "db"]),
        ("docker compose --env-file .env.prod up --scale web=3 --timeout 30 web", [], None, [], ["web"]),
        ("docker compose run --rm -v a:/b -e X=y web sh -c ls", [], None, [], ["web"]),
        ("docker compose exec -T -u app web php cron.php", [], None, [], ["web"]),
        ("docker compose logs -f web", [], None, [], ["web"]),
        ("docker compose scale web=2 db=1", [], None, [], ["web", "db"]),
        ("docker compose cp web:/a /b", [], None, [], []),
        ("docker compose -f $FILE -f b.yaml up", ["?", "b.yaml"], None, [], []),
        ("docker compose up -- web", [], None, [], ["web"]),
        ("docker compose rm -fsv web", [], None, [], ["web"]),
    ],
)  # fmt: skip
def test_compose(line: str, files: list[str], name: str | None, profiles: list[str], services: list[str]) -> None:
    found = recognised(line)
    assert texts(found.files) == files
    assert (found.project_name.text if found.project_name else None) == name
    assert texts(found.profiles) == profiles
    assert texts(found.services) == services


@pytest.mark.parametrize(
    ("line", "containers"),
    [
        ("docker stop -t 10 web db", ["web", "db"]),
        ("docker exec --user www-data web php -f /cron.php", ["web"]),
        ("docker logs --tail 5 web", ["web"]),
        ("podman rm -f --time=3 web", ["web"]),
        ("docker container restart web", ["web"]),
        ("docker run --name web nginx", []),
        ("docker pull nginx", []),
        ('docker stop "app-$X" db', ["?", "db"]),
    ],
)
def test_containers(line: str, containers: list[str]) -> None:
    assert texts(recognised(line).containers) == containers


@pytest.mark.parametrize(
    ("line", "options"),
    [
        ("docker compose up -d --remove-orphans", ["-d", "--remove-orphans"]),
        ("docker run -dit --name web -p80:80 nginx -g x", ["-d", "-i", "-t", "--name", "-p"]),
        ("docker compose --ansi=never up --detach=true", ["--ansi", "--detach"]),
        ("docker compose down -vt 10", ["-v", "-t"]),
    ],
)
def test_options(line: str, options: list[str]) -> None:
    assert list(recognised(line).options) == options


def test_an_option_that_is_switched_off() -> None:
    found = recognised("docker compose up --detach=false")
    assert found.has("-d", "--detach") is None
    assert "--detach" in found.options


@pytest.mark.parametrize(
    ("line", "unknown"),
    [
        ("docker compose $ARGS up", {"verb", "options", "files", "services"}),
        ("docker compose up $SERVICES", {"options", "services"}),
        ("docker $ARGS ps", {"verb"}),
        ("docker stop $NAMES", {"options", "containers"}),
        ("docker compose -f $FILE up", set()),
        ('docker compose -p "$NAME" up', set()),
    ],
)
def test_what_is_not_known(line: str, unknown: set[str]) -> None:
    found = recognised(line).unknown
    assert unknown <= found
    assert bool(found) == bool(unknown)


def test_folder_of_wrapper_and_option() -> None:
    assert recognised("env -C /srv/app docker compose up").folder == Part("/srv/app", True, False, 7, 15)
    found = recognised("env -C /srv/app docker compose --project-directory /srv/b up").folder
    assert found is not None
    assert found.text == "/srv/b"


def test_places_of_values() -> None:
    found = recognised("docker compose --file=a.yaml -pweb up")
    assert (found.files[0].start, found.files[0].end) == (22, 28)
    assert found.project_name is not None
    assert (found.project_name.start, found.project_name.end) == (31, 34)
