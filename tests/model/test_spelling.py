"""Near names."""

from __future__ import annotations

import pytest

from deploylint.model.spelling import nearest

NAMES = ["DB_PASSWORD", "DOMAIN", "INSTALL_MSSQL", "PORT", "TAG"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("DB_PASWORD", "DB_PASSWORD"),
        ("DB_PASSWROD", "DB_PASSWORD"),
        ("DBPASSWORD", "DB_PASSWORD"),
        ("DOMIAN", "DOMAIN"),
        ("INSTALL_PGSQL", None),
        ("PROT", "PORT"),
        ("TAGS", "TAG"),
        ("TA", None),
        ("DOMAIN", None),
        ("ELSEWHERE", None),
    ],
)
def test_nearest(name: str, expected: str | None) -> None:
    assert nearest(name, NAMES) == expected
