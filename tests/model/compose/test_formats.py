from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from deploylint.model.compose.formats import command, duration, passes
from tests.model.compose.reference.documents import Document
from tests.model.compose.reference.loader import Loader


@pytest.mark.parametrize(
    ("text", "nanoseconds"),
    [
        ("0", 0),
        ("10s", 10_000_000_000),
        ("1m30s", 90_000_000_000),
        ("1.5h", 5_400_000_000_000),
        (".5s", 500_000_000),
        ("-5s", -5_000_000_000),
        ("1w2d", 777_600_000_000_000),
        ("1µs", 1_000),
        ("100ms3us7ns", 100_003_007),
        ("9223372036854775807ns", 2**63 - 1),
        ("9223372036854775808ns", None),
        ("9" * 5_000 + "s", None),
        ("0" * 5_000 + "1s", 1_000_000_000),
        ("", None),
        ("+", None),
        ("10", None),
        ("s", None),
        (".s", None),
        ("1 s", None),
        ("1h1", None),
        ("1S", None),
        ("1y", None),
    ],
)
def test_durations(text, nanoseconds):
    assert duration(text) == nanoseconds


@pytest.mark.parametrize(
    ("check", "good", "bad"),
    [
        (
            "size",
            ("512", "-1", "512m", "1.5g", "1kib", "10 MB", "10 ", "1tb", "2b", "1e3k", "inf k"),
            ("", "m", "10q", "1ki", "-5m", "1bb", "inf"),
        ),
        ("integer", ("0", "+5", "-9223372036854775808", "0" * 30), ("", "1.5", "0x1", "1_0", "9223372036854775808")),
        ("number", ("0.5", ".5", "5.", "1e-3", "inf", "NaN", "0x1p-2", "1_0"), ("", ".", "half", "1e999", "1_", "0x1")),
        ("octal", ("0440", "755", "-1"), ("", "0999", "0o440", "rw")),
        ("device-count", ("all", "ALL", "2", "-1"), ("", "some", "1.5")),
        ("boolean", ("true", "Yes", "OFF", "n"), ("", "1", "maybe")),
        ("container-name", ("ab", "bad name!", "é.x_1"), ("", "a", "_a", "é")),
        ("pull-policy", ("always", "every_1d", "whenever_daily"), ("", "often", "every_d")),
        ("assignment", ("A=b", "A", "=b", "", "A= b"), ("A =b", "A ", "A\t=b", "voilà=b")),
        ("argument", ("A=b", "A "), ("A =b",)),
        ("host", ("a:b", "a=b", "a=b=c", "a:::1"), ("", "a", ":a", "=a", "a:b=c")),
        ("ssh", ("default", "k=v", "="), ("k", "")),
        ("context", ("k=v", "="), ("k", "")),
        ("device", ("/a", "/a:/b", "/a:/b:r", "::"), ("/a:/b:r:w",)),
        ("filled", ("a",), ("",)),
        ("0..", (0, 5, 5.0), (-1, 1.5)),
        ("-1..1", (-1, 1, 0.0), (-2, 2, 0.5)),
        ("whole", (1.0, -3.0), (1.5,)),
        ("not-negative", (0.0, 1.5), (-0.5,)),
        ("finite", (1.5,), (float("inf"), float("nan"))),
    ],
)
def test_checks(check, good, bad):
    assert [value for value in good if not passes(check, value)] == []
    assert [value for value in bad if passes(check, value)] == []


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("", True),
        ("sh -c 'a b'", True),
        ('echo "it\'s"', True),
        ("echo $(date)", True),
        ('a; "', True),
        ("a \\", False),
        ('echo "a', False),
        ("it's", False),
        ("f (x)", False),
        ("a `b", False),
        ("$(a $(b))", False),
    ],
)
def test_commands(text, whole):
    assert command(text) == whole


FUZZED: dict[str, tuple[str, tuple[str, ...]]] = {
    "duration": ("stop_grace_period: %s", (*"019.smh-+ xdw", "ms", "us", "µs", "ns", "99999999999")),
    "size": ("mem_reservation: %s", (*"019. kKmbBgtpex-+_", "ib", "inf", "nan", "0x", "9" * 20)),
    "number": ("deploy: {resources: {limits: {cpus: %s}}}", (*"019.eE-+xp_ a", "0x", "inf", "nan", "infinity")),
    "integer": ("deploy: {resources: {limits: {pids: %s}}}", (*"0189-+_x .", "9223372036854775807")),
    "command": ("command: %s", (*"a \"'\\`()>;1&\té", "$$", "$$(")),
    "host": ("extra_hosts: [%s]", tuple("a=:1[]. ")),
    "assignment": ("environment: [%s]", tuple("A= \téàb\u2003\u00a0\u0085")),
}


@pytest.mark.parametrize("check", FUZZED)
def test_the_reference_agrees(oracle: Callable[[str], Path], tmp_path: Path, check: str) -> None:
    form, parts = FUZZED[check]
    chosen = random.Random(check)
    texts = ["".join(chosen.choices(parts, k=chosen.randint(0, 6))) for _ in range(300)]
    wrong = []
    with Loader(oracle("load-compose"), tmp_path) as loader:
        for text in texts:
            service = form % json.dumps(text, ensure_ascii=False)
            whole = f"services: {{a: {{image: x, {service}}}}}\n"
            error = loader.ask(Document("", {"compose.yaml": whole})).error
            if passes(check, text.replace("$$", "$")) == bool(error):
                wrong.append((text, error))
    assert not wrong
