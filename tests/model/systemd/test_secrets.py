"""Secrets in units are never printed."""

from __future__ import annotations

import pytest

from tests.model.graphs import graph

SECRET = "kX9" + "vQ2mT7" + "bR4nW8"


@pytest.mark.parametrize(
    "line",
    [
        f"Environment=DB_PASSWORD={SECRET}",
        f'Environment="DB_PASSWORD={SECRET}" A=b',
        f"Environment=A=b 'DB_PASSWORD={SECRET}'",
        f"Environment=DB_PASSWORD='{SECRET}'",
        f"Environment='DB_PASSWORD={SECRET}",
        f"Environment=A=b \\\n  DB_PASSWORD={SECRET}",
        f"Environment=URL=postgres://app:{SECRET}@db/app",
        f"Environment=DB_PASSWORD={SECRET}\nEnvironment=",
        f"ExecStart=/usr/bin/app --db-password={SECRET}",
        f"ExecStart=/usr/bin/app --db-password {SECRET}",
        f"ExecStart=/usr/bin/app --db-password \\\n   '{SECRET}'",
        f"ExecStart=/usr/bin/docker run -e DB_PASSWORD={SECRET} app",
        f"ExecStart=/bin/sh -c 'DB_PASSWORD={SECRET} app'",
        f"SetCredential=db_password:{SECRET}",
    ],
)
def test_places(line: str) -> None:
    found = graph({"app.service": f"[Service]\n{line}\n"})
    text = found.sources["app.service"].text
    place = text.index(SECRET)
    spans = found.sensitive_spans("app.service")
    assert any(start <= place and place + len(SECRET) <= end for start, end in spans)


@pytest.mark.parametrize(
    "line",
    [
        "Environment=A=b",
        "Environment=DB_PASSWORD=changeme",
        "ExecStart=/usr/bin/app --password-file=/run/x",
        "User=app",
    ],
)
def test_nothing_to_hide(line: str) -> None:
    assert graph({"app.service": f"[Service]\n{line}\n"}).sensitive_spans("app.service") == []
