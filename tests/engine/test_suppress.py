"""Comments that silence findings: what they cover, and what is wrong with those that do not."""

# ruff: noqa: E501 (rows of a table stand on one line)

from __future__ import annotations

import pytest

from deploylint.engine.suppress import suppress
from deploylint.findings import Finding
from deploylint.source.defects import Related
from deploylint.source.span import Span
from deploylint.source.text import Source

KNOWN = ("rule-a", "rule-b", "rule-c")


def _finding(source: Source, text: str, rule: str = "rule-a", related: str = "") -> Finding:
    def span(text: str) -> Span:
        start = source.text.index(text)
        return Span(source, start, start + len(text))

    others = (Related(span(related), ""),) if related else ()
    return Finding(rule, "error", "m", span(text), ("n",), "k", others)


def _left(source: Source, *findings: Finding) -> tuple[list[str], list[tuple[str, str, str]]]:
    found = suppress(findings, [source], KNOWN, KNOWN)
    return (
        [finding.span.text for finding in found.findings],
        [(defect.code, defect.name, defect.found) for defect in found.defects],
    )


YAML = """\
services:
  # deploylint: ignore[rule-a, rule-b] it is meant

  # another comment
  web:
    image: one
    ports:
      # deploylint: ignore[rule-a] yes
      - "80:80"
      - "81:80"
  app:
    image: two  # deploylint: ignore[rule-a] as well
    command: three
"""

COVERED = [
    ("web:", "rule-a", True),
    ("one", "rule-a", True),
    ("one", "rule-b", True),
    ("one", "rule-c", False),
    ("81:80", "rule-a", True),
    ("app:", "rule-a", False),
    ("two", "rule-a", True),
    ("image: two", "rule-a", True),
    ("three", "rule-a", False),
    ("services", "rule-a", False),
]


@pytest.mark.parametrize("text, rule, covered", COVERED)
def test_what_a_comment_covers(text: str, rule: str, covered: bool) -> None:
    source = Source("compose.yaml", YAML)
    left, _ = _left(source, _finding(source, text, rule))
    assert left == ([] if covered else [text])


def test_a_related_place_counts() -> None:
    source = Source("compose.yaml", YAML)
    assert _left(source, _finding(source, "three", related="one"))[0] == []
    assert _left(source, _finding(source, "three", related="services"))[0] == ["three"]


def test_an_item_is_covered_alone() -> None:
    text = "a:\n  # deploylint: ignore[rule-a] x\n  - b\n  - c\nd:\n  # deploylint: ignore[rule-a] x\n  - e: 1\n    f: 2\n  - g: 3\n"
    source = Source("compose.yaml", text)
    findings = [_finding(source, word) for word in ("b", "c", "e: 1", "f: 2", "g: 3")]
    assert _left(source, *findings)[0] == ["c", "g: 3"]


INVALID = [
    ("# deploylint: ignore[rule-a]", [("suppression-invalid", "rule-a", "no reason")]),
    ("# deploylint: ignore because", [("suppression-invalid", "", "no rule in brackets")]),
    ("# deploylint: ignore[] because", [("suppression-invalid", "", "no rule in brackets")]),
    ("# deploylint: ignroe[rule-a] because", [("suppression-invalid", "rule-a", "ignroe")]),
    ("# deploylint:", [("suppression-invalid", "", "nothing after deploylint:")]),
    ("# deploylint: ignore[rule-z] because", [("suppression-invalid", "rule-z", "the unknown rule rule-z")]),
    ("# deploylint: ignore[rule-a] because", [("suppression-unused", "rule-a", "")]),
    (
        "# deploylint: ignore[rule-a, rule-b] because",
        [("suppression-unused", "rule-a", ""), ("suppression-unused", "rule-b", "")],
    ),
    ("# see deploylint: it is fine", []),
    ("key: '# deploylint: ignore[rule-a]'", []),
]


@pytest.mark.parametrize("line, defects", INVALID)
@pytest.mark.parametrize("path, after", [("compose.yaml", "a: b\n"), ("x.env", "A=b\n")])
def test_comments_without_effect(line: str, defects: list[tuple[str, str, str]], path: str, after: str) -> None:
    if path == "x.env" and line.startswith("key"):
        line = "KEY='# deploylint: ignore[rule-a]'"
    assert _left(Source(path, f"{line}\n{after}"))[1] == defects


def test_nothing_below() -> None:
    found = _left(Source("compose.yaml", "a: b\n# deploylint: ignore[rule-a] because\n"))[1]
    assert found == [("suppression-invalid", "rule-a", "nothing below the comment")]


def test_env_files_have_comments_of_their_own_line_only() -> None:
    source = Source(".env", "# deploylint: ignore[rule-a] x\nA=one\nB=two # deploylint: ignore[rule-a] x\n")
    left, defects = _left(source, _finding(source, "A=one"), _finding(source, "B=two"))
    assert left == ["B=two"]
    assert defects == [("suppression-invalid", "rule-a", "a comment behind a value")]


def test_unused_ones_are_told_only_of_rules_that_ran_and_of_whole_files() -> None:
    source = Source("compose.yaml", "# deploylint: ignore[rule-a] x\na: b\n")
    assert suppress([], [source], KNOWN, ["rule-b"]).defects == []
    assert suppress([], [source], KNOWN, KNOWN, ["compose.yaml"]).defects == []
    assert len(suppress([], [source], KNOWN, KNOWN).defects) == 1


CADDYFILE = """\
# deploylint: ignore[rule-a] the options
{
	email one
}

# deploylint: ignore[rule-a] all of it

a.org {
	log two
	# deploylint: ignore[rule-b] yes
	# another comment
	reverse_proxy app { # three
		health_uri /four
	}
	root * /five
}

b.org {
	encode gzip \\
		zstd # deploylint: ignore[rule-a] behind it
	respond six
	handle { # deploylint: ignore[rule-a] a block
		log seven
	}
}
"""

IN_CADDYFILE = [
    ("one", "rule-a", True),
    ("two", "rule-a", True),
    ("two", "rule-b", False),
    ("app", "rule-b", True),
    ("/four", "rule-b", True),
    ("/five", "rule-b", False),
    ("/five", "rule-a", True),
    ("b.org", "rule-a", False),
    ("encode", "rule-a", True),
    ("six", "rule-a", False),
    ("seven", "rule-a", True),
]


@pytest.mark.parametrize("text, rule, covered", IN_CADDYFILE)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_what_a_comment_in_a_caddyfile_covers(newline: str, text: str, rule: str, covered: bool) -> None:
    source = Source("Caddyfile", CADDYFILE.replace("\n", newline))
    left, _ = _left(source, _finding(source, text, rule))
    assert left == ([] if covered else [text])


def test_a_caddyfile_without_a_name_that_tells() -> None:
    text = "# deploylint: ignore[rule-a] x\nlog one\nlog two\n"
    source = Source("snippets/logs", text)
    findings = [_finding(source, "one"), _finding(source, "two")]
    found = suppress(findings, [source], KNOWN, KNOWN, (), {"snippets/logs": "caddyfile"})
    assert [finding.span.text for finding in found.findings] == ["two"]


UNIT = """\
; deploylint: ignore[rule-a] the section
[Unit]
Description=one
# deploylint: ignore[rule-b] both lines

; another comment
After=two \\
  three
Wants=four

[Service]
Type=five
"""

IN_UNIT = [
    ("[Unit]", "rule-a", True),
    ("four", "rule-a", True),
    ("five", "rule-a", False),
    ("one", "rule-b", False),
    ("two", "rule-b", True),
    ("three", "rule-b", True),
    ("four", "rule-b", False),
]


@pytest.mark.parametrize("text, rule, covered", IN_UNIT)
@pytest.mark.parametrize("path", ["a.service", "a.service.d/b.conf", "a.container"])
def test_what_a_comment_in_a_unit_covers(path: str, text: str, rule: str, covered: bool) -> None:
    source = Source(path, UNIT)
    left, _ = _left(source, _finding(source, text, rule))
    assert left == ([] if covered else [text])


BELOW = ("suppression-invalid", "rule-a", "nothing below the comment")
BEHIND = ("suppression-invalid", "rule-a", "a comment behind a value")
BACKSLASH = ("suppression-invalid", "rule-a", "a backslash")
UNUSED = ("suppression-unused", "rule-a", "")

WITHOUT_EFFECT = [
    ("Caddyfile", "a.org {\n\tlog\n\t# deploylint: ignore[rule-a] x\n}\n", [BELOW]),
    ("Caddyfile", "a.org {\n\tlog # deploylint: ignore[rule-a] x\n}\n", [UNUSED]),
    ("Caddyfile", "# deploylint: ignore[rule-a] x\\\na.org {\n}\n", [BACKSLASH]),
    ("Caddyfile", "# deploylint: ignore[rule-a] C:\\x\na.org {\n}\n", [BACKSLASH]),
    ("Caddyfile", 'a.org {\n\trespond "# deploylint: ignore[rule-a] x"\n}\n', []),
    ("Caddyfile", "a.org {\n\trespond a# deploylint: ignore[rule-a]\n}\n", []),
    ("a.service", "[Service]\nType=exec # deploylint: ignore[rule-a] x\n", [BEHIND]),
    ("a.service", "[Service]\n; deploylint: ignore[rule-a] x\n", [BELOW]),
    ("a.service", "[Service]\n; deploylint: ignore[rule-a] x\nType=exec\n", [UNUSED]),
    ("a.service", "[Service]\n# deploylint: ignore[rule-a]\nType=exec\n", [("suppression-invalid", "rule-a", "no reason")]),
]  # fmt: skip


@pytest.mark.parametrize("path, text, defects", WITHOUT_EFFECT)
def test_comments_of_other_formats_without_effect(path: str, text: str, defects: list[tuple[str, str, str]]) -> None:
    assert _left(Source(path, text))[1] == defects
