"""What is read from a Dockerfile."""

from __future__ import annotations

import pytest

from deploylint.model.link.dockerfile import LIMIT, read

CONFIG = "/etc/caddy/Caddyfile"


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        ("COPY Caddyfile /etc/caddy/Caddyfile", "Caddyfile"),
        ("COPY ./Caddyfile /etc/caddy/", "Caddyfile"),
        ("COPY --chown=1:1 --chmod=644 a/Caddyfile /etc/caddy/", "a/Caddyfile"),
        ("copy prod.caddy /etc/caddy/Caddyfile", "prod.caddy"),
        ("ADD /a/ /etc/caddy/", "a/Caddyfile"),
        ("COPY . /etc/caddy", "Caddyfile"),
        ("COPY rootfs /", "rootfs/etc/caddy/Caddyfile"),
        ("COPY one Caddyfile /etc/caddy/", "one/Caddyfile Caddyfile"),
        ("COPY Caddyfile* /etc/caddy/", "Caddyfile"),
        ('COPY ["Caddyfile", "/etc/caddy/"]', "Caddyfile"),
        ("COPY \\\n  # which one\n  Caddyfile \\\n  /etc/caddy/Caddyfile", "Caddyfile"),
        ("WORKDIR /etc\nWORKDIR caddy\nCOPY Caddyfile ./", "Caddyfile"),
        ("COPY old /etc/caddy/Caddyfile\nCOPY rootfs /", "rootfs/etc/caddy/Caddyfile old"),
        ("COPY --from=build /out/Caddyfile /etc/caddy/Caddyfile", ""),
        ("COPY Caddyfile /srv/", ""),
        ("COPY Caddyfile", ""),
        ("# COPY Caddyfile /etc/caddy/Caddyfile", ""),
    ],
)
def test_what_is_copied(steps: str, found: str) -> None:
    assert read(f"FROM caddy:2\n{steps}\n", None).copied(CONFIG) == found.split()


STAGES = "FROM golang:1 AS build\nRUN make\nFROM --platform=linux/amd64 caddy:2 as Base\nENV A 1\nFROM base\nCMD run\n"


@pytest.mark.parametrize(
    ("text", "target", "bases"),
    [
        (STAGES, None, ("base", "caddy:2")),
        (STAGES, "build", ("golang:1",)),
        (STAGES, "BASE", ("caddy:2",)),
        (STAGES, "gone", ()),
        ("FROM a AS b\nFROM b AS a\n", None, None),
        ("", None, ()),
        ("FROM\n", None, ("",)),
    ],
)
def test_stages(text: str, target: str | None, bases: tuple[str, ...] | None) -> None:
    found = read(text, target).bases
    assert len(found) <= 20 if bases is None else found == bases


def test_command_and_variables() -> None:
    found = read(STAGES, None)
    assert (found.command(), found.variables()) == ("run", ("A",))
    found = read('FROM x\nENTRYPOINT ["caddy"]\nCMD ["run", "--config", "/c"]\nENV B=1 C=2\n', None)
    assert (found.command(), found.variables()) == ("caddy run --config /c", ("B", "C"))


def test_only_the_beginning_is_read() -> None:
    assert read("#" * LIMIT + "\nFROM caddy:2\n", None).bases == ()
