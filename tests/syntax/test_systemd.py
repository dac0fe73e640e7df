"""Unit files: lines that continue, sections, assignments, and the places of all of them."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.source.defects import CODES
from deploylint.source.text import Source
from deploylint.syntax.systemd import commands, faults, parse, plain_words, words
from deploylint.syntax.systemd.tree import UnitTree


def tree(text: str, *, bom: bool = False) -> UnitTree:
    return parse(Source("app.service", text, bom=bom))


def read(text: str, *, bom: bool = False) -> list[tuple[str, list[tuple[str, str]]]]:
    """Sections with their keys and values; those before the first one under no name."""
    found = tree(text, bom=bom)
    sections = [(section.name, [(each.key, each.value) for each in section.assignments]) for section in found.sections]
    outside = [(each.key, each.value) for each in found.outside]
    return [("", outside), *sections] if outside else sections


def codes(text: str, *, bom: bool = False) -> list[tuple[str, int]]:
    """The defects with their lines."""
    found = tree(text, bom=bom)
    return [(defect.code, found.source.position(defect.span.start)[0]) for defect in found.defects]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("A=1\nB=2", ["1", "2"]),
        ("A=1\r\nB=2\r\n", ["1", "2"]),
        ("A=1\rB=2\r", ["1", "2"]),
        ("A=1\n\rB=2\n\r", ["1", "2"]),
        ("A=1\0B=2\n", ["1", "2"]),
        ("A=1\n\0B=2\r\0", ["1", "2"]),
        ("A=1\x0b\x0c\x852\n", ["1\x0b\x0c\x852"]),
        ("A=a\\\nb\n", ["a b"]),
        ("A=a \\\n   b\n", ["a     b"]),
        ("A=a\\\r\nb\\\n\rc\n", ["a b c"]),
        ("A=a\\\\\nB=2\n", ["a\\\\", "2"]),
        ("A=a\\\\\\\nb\n", ["a\\\\ b"]),
        ("A=a\\\n# c\n  ; d \\\nb\n", ["a b"]),
        ("A=a\\\n\nB=2\n", ["a", "2"]),
        ("A=a\\\n  \nB=2\n", ["a", "2"]),
        ("A=a\\\n\n\rB=2\n", ["a", "2"]),
        ("A=a\\\n\r\nB=2\n", ["a", "2"]),
        ("A=a\\", ["a"]),
        ("A=a\\\n", ["a"]),
        ("A=a\\\n# c", ["a"]),
        ("A=a\\ \nB=2\n", ["a\\", "2"]),
        ("A=a\\\t\nB=2\n", ["a\\", "2"]),
        ("A=\nB=\\\n\nC=\\\n1", ["", "", "1"]),
        (" \tA \t=\t 1 \t\n", ["1"]),
        ("A=1=2=3\n", ["1=2=3"]),
        ("A=1 # no comment\n", ["1 # no comment"]),
        ("#A=1\n  ;A=2\nA=3\n", ["3"]),
        ("# A=1 \\\nA=2\n", ["2"]),
        ("A=x\\\n[Unit]\n", ["x [Unit]"]),
        ("\ufeffA=1\n\ufeffB=2\n", ["1", "2"]),
    ],
)
def test_values(text: str, values: list[str]) -> None:
    assert [value for _, value in read(f"[Service]\n{text}")[0][1]] == values


@pytest.mark.parametrize(
    ("text", "sections"),
    [
        ("", []),
        ("# only a comment", []),
        ("[Unit]", [("Unit", [])]),
        (
            "[Unit]\nA=1\n[Service]\nB=2\n[Unit]\nC=3",
            [("Unit", [("A", "1")]), ("Service", [("B", "2")]), ("Unit", [("C", "3")])],
        ),
        ("  [Unit]\t\n Wants = a\n", [("Unit", [("Wants", "a")])]),
        ("[A B]\n[]\n[[x]]", [("A B", []), ("", []), ("[x]", [])]),
        ("[Un\\\nit]\nA=1", [("Un it", [("A", "1")])]),
        ("[Unit] # x]\nA=1", [("Unit] # x", [("A", "1")])]),
        ("A=1\nb\n[Unit]\nC=3", [("", [("A", "1")]), ("Unit", [("C", "3")])]),
        ("[Unit]\nExec Start=1\nA B = 2", [("Unit", [("Exec Start", "1"), ("A B", "2")])]),
        # What systemd refuses: we go on as the writer meant it.
        ("[Unit] # x\nA=1", [("Unit", [("A", "1")])]),
        ("[Unit\nA=1", [("Unit", [("A", "1")])]),
        ("[\nA=1", [("", [("A", "1")])]),
        ("[U'nit]\nA=1", [("U'nit", [("A", "1")])]),
    ],
)
def test_sections(text: str, sections: list[tuple[str, list[tuple[str, str]]]]) -> None:
    assert read(text) == sections


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[Unit]\nA=1\n", []),
        ("", [("unit-empty-file", 1)]),
        ("\n", []),
        ("[Unit] # x\nA=1", [("unit-invalid-section-header", 1)]),
        ("[Unit]\n[a\\\n[", [("unit-invalid-section-header", 2)]),
        ("[", [("unit-invalid-section-header", 1)]),
        ('[a"b]', [("unit-invalid-section-header", 1)]),
        ("[a\tb]", [("unit-invalid-section-header", 1)]),
        ("A=1\nfoo\nB=2\n[Unit]\n", [("unit-assignment-outside-section", 1)]),
        ("# c\n\nfoo\n", [("unit-assignment-outside-section", 3)]),
        ("[Unit]\nfoo\n bar\\\nx\n", [("unit-missing-equals", 2), ("unit-missing-equals", 3)]),
        ("[X-Tool]\nfoo\n=x\nA=1\n", []),
        ("[Unit]\n=x\n == \n", [("unit-missing-key", 2), ("unit-missing-key", 3)]),
        ("[Unit]\nA=x \\ \n  b\nc\n", [("unit-space-after-backslash", 2), ("unit-missing-equals", 4)]),
        ("[Unit]\nA=x \\\\ \nB=1\n", []),
        ("[Unit]\nA=x\\\ny \\\t\n", [("unit-space-after-backslash", 3)]),
        ("[Unit]\n# x \\ \nA=1", []),
        ("[Unit]\nA=x\\\n# c\n# d\ny\n", [("unit-comment-in-continuation", 3)]),
        ("[Unit]\nA=x\\\n\n# c\n", []),
        ("[Unit]\nA=x\\\n# c\n", []),
    ],
)
def test_defects(text: str, found: list[tuple[str, int]]) -> None:
    assert codes(text) == found


@pytest.mark.parametrize(
    ("text", "sections", "found"),
    [
        ("[Unit]\nA=1\n", [("Unit", [("A", "1")])], ["unit-bom"]),
        ("# c\n[Unit]\nA=1\n", [("Unit", [("A", "1")])], ["unit-bom"]),
        # With a mark in front it is no comment, so that it can go on.
        (
            "# c\\\n[Unit]\nA=1\n",
            [("", [("A", "1")])],
            ["unit-bom", "unit-assignment-outside-section"],
        ),
        ("", [], ["unit-bom"]),
        ("\ufeff[Unit]\n", [], ["unit-bom", "unit-assignment-outside-section"]),
    ],
)
def test_byte_order_mark(text: str, sections: list[tuple[str, list[tuple[str, str]]]], found: list[str]) -> None:
    assert read(text, bom=True) == sections
    assert [code for code, _ in codes(text, bom=True)] == found


def test_byte_order_mark_in_front_of_a_comment_is_named() -> None:
    assert tree("# c\n", bom=True).defects[0].found == "a comment"
    assert tree("[Unit]\n", bom=True).defects[0].found == ""


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("A=" + "x" * (1024 * 1024 - 3), None),
        ("A=" + "x" * (1024 * 1024 - 2), 0),
        ("A=" + "é" * (512 * 1024 - 1), 0),
        ("#" + "x" * (1024 * 1024), 0),
        ("A=1\nB=" + ("x" * 1000 + "\\\n") * 1040 + "x", None),
        ("A=1\nB=" + ("x" * 1000 + "\\\n") * 1100 + "x", 4),
    ],
)
def test_long_lines(text: str, broken: int | None) -> None:
    found = tree(f"[Service]\n{text}\nZ=1\n")
    assert found.broken == (None if broken is None else broken + len("[Service]\n"))
    assert [defect.code for defect in found.defects] == (["input-limit-exceeded"] if broken is not None else [])
    assert ("Z" in [each.key for each in found.sections[0].assignments]) == (broken is None)


def test_places() -> None:
    text = "\n  [Service]  \n  ExecStart = \\\n  /bin/a \\\n# c\n\t-b  \nUser=\nx = y\n"
    found = tree(text)
    section = found.sections[0]
    assert text[section.start : section.end] == "[Service]"
    start, user, last = section.assignments
    assert text[start.start : start.end] == "  ExecStart = \\\n  /bin/a \\\n# c\n\t-b  \n"
    assert text[start.key_start : start.key_end] == "ExecStart"
    assert text[start.value_start : start.value_end] == "/bin/a \\\n# c\n\t-b"
    assert (start.value, start.continued) == ("/bin/a  \t-b", 2)
    assert "".join(text[place] for place in start.places[:-1]) == "/bin/a \\\t-b"
    assert (user.value, user.value_start, user.value_end) == ("", text.index("User=") + 5, text.index("User=") + 5)
    assert text[last.value_start : last.value_end] == "y"
    assert [text[start:end] for start, end in found.comments] == ["# c"]


def test_names_in_defects_are_no_secrets() -> None:
    found = tree("[Service]\nhunter2!pass word\nEnvironmentt\n")
    assert [defect.name for defect in found.defects] == ["", "Environmentt"]


def test_a_name_says_which_unit_is_empty() -> None:
    assert parse(Source("units/app.service", "")).defects[0].name == "app.service"


TEXTS = (
    st.lists(
        st.sampled_from(
            ("[Service]\n", "\nA=", "Key = v", "Environment=", "ExecStart=", "#", ";", " ", "=", "[", "]", "é")
        )
        | st.sampled_from(
            ("\\", "\\\n", "\\\r\n", "\n", "\r", "\n\r", "\0", "'", '"', "\\x41", "\ufeff", "\x85", "%", "|", "/b")
        ),
        max_size=30,
    ).map("".join)
    | st.text()
)


@given(TEXTS, st.booleans())
def test_any_text(text: str, bom: bool) -> None:
    found = tree(text, bom=bom)
    whole = [*found.outside, *(each for section in found.sections for each in section.assignments)]
    done = 0
    for each in whole:
        assert done <= each.start <= each.key_start < each.key_end <= each.value_start <= each.value_end <= each.end
        done = each.end
        assert len(each.places) == len(each.value) + 1
        assert each.places[-1] == each.value_end
        assert list(each.places) == sorted(each.places)
        assert (each.value_start == each.places[0]) or not each.value
        for character, place in zip(each.value, each.places, strict=False):
            assert text[place] == character or (character, text[place]) == (" ", "\\")
        if not each.continued:
            assert text[each.value_start : each.value_end] == each.value
            assert text[each.key_start : each.key_end] == each.key
        for word in (*words(each), *plain_words(each), *(word for line in commands(each) for word in line.words)):
            assert each.value_start <= word.start < word.end <= each.value_end or not word.text
            word.text.encode()
        for word in plain_words(each):
            assert not re.search(r"[ \t]", word.text)
    for section in found.sections:
        assert text[section.start] == "["
        assert section.start < section.end <= len(text)
    for defect in (*found.defects, *faults(found)):
        assert defect.code in CODES
        assert 0 <= defect.span.start <= defect.span.end <= len(text)
    for start, end in found.comments:
        assert text[start] in "#;"
        assert start < end


@pytest.mark.parametrize(
    "text",
    [
        "A=x\\\n" + "y\\\n" * 100_000,
        "A=x\\\n" + "#\n" * 200_000,
        "[Service]\nExecStart=" + "a ; " * 100_000,
        "[Service]\nExecStart=" + "\\; " * 100_000,
        "[Service]\nEnvironment=" + "'a\" " * 100_000,
        "[Service]\nExecStart=a " + "\\" * 500_000,
        "[Service]\nExecStart=" + "-@:+!" * 100_000,
        "[Service]\nExecStart=a " + "%" * 500_000,
        "[Service]\n" + "a\n" * 200_000,
        "[" * 500_000,
        "[Service]\n" + " " * 1_000_000 + "A",
        "\n\r\0" * 200_000,
        "[Service]\nA=" + " " * 500_000 + "\\\n" + " " * 500_000,
    ],
    ids=range(13),
)
def test_time_is_linear(text: str) -> None:
    started = time.process_time()
    found = tree(text)
    faults(found)
    for section in found.sections:
        for each in section.assignments:
            words(each), plain_words(each), commands(each)
    assert time.process_time() - started < 15
