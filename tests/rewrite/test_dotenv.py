"""What each operation makes of an env file, byte by byte."""

from __future__ import annotations

import pytest

from tests.rewrite.operations import rewritten

ENV = "A=1\n# c\nB='x y' # d\nexport C = v\nD\n"

CHANGES = [
    ("set", "env_def:A.value", None, "2", "A=1\n", "A=2\n"),
    ("set", "env_def:A.value", None, "", "A=1\n", "A=\n"),
    ("set", "env_def:A.value", None, "a b$c", "A=1\n", "A='a b$c'\n"),
    ("set", "env_def:A.value", None, "a'b", "A=1\n", "A='a\\'b'\n"),
    ("set", "env_def:A.value", None, "a\\", "A=1\n", 'A="a\\\\"\n'),
    ("set", "env_def:A.value", None, "a\nb", "A=1\n", "A='a\nb'\n"),
    ("set", "env_def:A.value", None, "#x", "A=1\n", "A='#x'\n"),
    ("set", "env_def:B.value", None, "z", "'x y' # d", "'z' # d"),
    ("set", "env_def:C.value", None, "w", "C = v", "C = w"),
    ("set", "env_def:D.value", None, "5", "D\n", "D=5\n"),
    ("remove", "env_def:A", None, None, "A=1\n", ""),
    ("remove", "env_def:B", None, None, "B='x y' # d\n", ""),
    ("remove", "env_def:D", None, None, "D\n", ""),
    ("rename", "env_def:A", None, "AA", "A=1", "AA=1"),
    ("quote", "env_def:A.value", None, None, "A=1", 'A="1"'),
    ("format", "env_def:C", None, None, "export C = v", "C=v"),
    ("comment-out", "env_def:B", None, None, "B=", "# B="),
    ("insert", "env_def:B", None, "# e", "B=", "# e\nB="),
    ("add", "file:.env.env_defs", "E", "q r", "D\n", "D\nE='q r'\n"),
    ("add", "file:.env.env_defs", None, "E=1", "D\n", "D\nE=1\n"),
]


@pytest.mark.parametrize(("verb", "where", "item", "value", "old", "new"), CHANGES)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_only_the_place_changes(
    newline: str, verb: str, where: str, item: object, value: object, old: str, new: str
) -> None:
    text = ENV.replace("\n", newline)
    expected = text.replace(old.replace("\n", newline), new.replace("\n", newline))
    if value == "a\nb":
        expected = text.replace("A=1" + newline, "A='a\nb'" + newline)
    assert rewritten({"compose.yaml": "services: {}\n", ".env": text}, verb, where, item, value) == expected


TEXTS = [
    ("A=1\nB=2", "remove", "env_def:B", None, None, "A=1"),
    ("A=1\nB=2", "add", "file:.env.env_defs", "C", "3", "A=1\nB=2\nC=3"),
    ("", "add", "file:.env.env_defs", "C", "3", "C=3\n"),
    ("A=1\r\nB=2", "format", "file:.env", None, None, "A=1\r\nB=2\r\n"),
    ('A="x${B}"\n', "set", "env_def:A.value", None, "$", 'A="$"\n'),
    ("A=x$B\n", "quote", "env_def:A.value", None, "single", "A='x$B'\n"),
    ("A=x $B\n", "quote", "env_def:A.value", None, None, 'A="x $B"\n'),
    ("A: 1\n", "format", "env_def:A", None, None, "A=1\n"),
    ("A= # c\n", "format", "env_def:A", None, None, "A='# c'\n"),
    ("U=postgres://u:hunter22x@db/x\n", "set", "credential.value", None, "", "U=postgres://u:@db/x\n"),
    ("DB_PASSWORD=hunter22x\n", "set", "credential.value", None, "", "DB_PASSWORD=\n"),
    ("; c\nA=1\n", "comment-out", "defect", None, None, "# c\nA=1\n"),
]


@pytest.mark.parametrize(("text", "verb", "where", "item", "value", "expected"), TEXTS)
def test_texts(text: str, verb: str, where: str, item: object, value: object, expected: str) -> None:
    assert rewritten({"compose.yaml": "services: {}\n", ".env": text}, verb, where, item, value) == expected


REFUSED = [
    ('A="x" B=y\n', "remove", "env_def:A", None, "something else stands on its line"),
    ("A=1\nB=2\n", "rename", "env_def:A", "B", "B is there already"),
    ("A=1\n", "rename", "env_def:A", "a b", "the new name is no variable's"),
    ("A='1'\n", "quote", "env_def:A.value", None, "it is quoted already, or has no value"),
    ("A=1\n", "format", "env_def:A", None, "it is formatted already"),
    ("A=1\n", "add", "file:.env.env_defs", "A=2", "A is there already"),
    ("A='1\n2'\n", "comment-out", "env_def:A", None, "its value has several lines"),
]


@pytest.mark.parametrize(("text", "verb", "where", "value", "reason"), REFUSED)
def test_refused(text: str, verb: str, where: str, value: object, reason: str) -> None:
    found = rewritten({"compose.yaml": "services: {}\n", ".env": text}, verb, where, None, value)
    assert found == f"refused: {reason}"
