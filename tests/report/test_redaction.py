"""What of a line is masked, and what stays readable."""

from __future__ import annotations

import pytest

from deploylint.report.redaction import printed_spans

SECRET = "q06Zr8vX06w4Lm06Kt9b"


@pytest.mark.parametrize(
    "line",
    [
        f"DB_PASSWORD: {SECRET}", f'DB_PASSWORD: "{SECRET}', f"- 'DB_PASSWORD={SECRET}", f'["--password", "{SECRET}"]',
        f"DB_PASSWORD=${{A}}-{SECRET}", f"X: ${{DB_PASSWORD:-{SECRET}}}", f"DB_PASSWORD: ${{X-{SECRET}}}",
        f"DB_PASSWORD: *{SECRET}", f"export DB_PASSWORD {SECRET}", f"DB_PASSWORD: [{SECRET}]", f"--token {SECRET}",
        f'Environment="DB_PASSWORD=a {SECRET}" B=c', f"Environment='DB_PASSWORD={SECRET} b",
        f"bob{{$PASSWORD:{SECRET}}}",
        f"DB_PASSWORD: ${{X:?{SECRET}}}", f"DB_PASSWORD: ab${{{SECRET}!}}", f"# old: SECRET_KEY = {SECRET}",
        f'test: ["CMD", "mysqladmin", "ping", "-uroot", "-p{SECRET}"]', f"test: mariadb-admin ping -u root -p{SECRET}",
    ],
)  # fmt: skip
def test_masked(line: str) -> None:
    at = line.index(SECRET)
    assert any(start <= at and at + len(SECRET) <= end for start, end in printed_spans(line))


@pytest.mark.parametrize(
    "line",
    [
        "DB_PASSWORD: ${DB_PASSWORD}", "DB_PASSWORD: ${DB_PASSWORD:?must be set}", "DB_PASSWORD: $DB_PASSWORD",
        "PASSWORD_MIN_LENGTH: 12", "DB_PASSWORD_FILE: /run/secrets/db", "secrets: [db]",
        "./banned-password-list.txt:/etc/banned-password-list.txt", "image: vault:1.15", "DB_PASSWORD: changeme",
        'o: "username=${U},password=${P},domain=${D},vers=3.0"', "sh -c 'cli -w password -b x'",
        "API_TOKEN: {{ token }}", "test: mysqladmin ping -uroot -p$$MYSQL_ROOT_PASSWORD", "mysql -P3306 -p db",
    ],
)  # fmt: skip
def test_readable(line: str) -> None:
    assert not printed_spans(line)
