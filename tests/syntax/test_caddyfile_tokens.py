"""The words of a Caddyfile, rule by rule."""

from __future__ import annotations

from itertools import pairwise

import pytest

from deploylint.source.text import Source
from deploylint.syntax.caddyfile import new_line, tokenize
from deploylint.syntax.caddyfile.tree import Token

Row = tuple[str, int]


def words(text: str) -> list[Token]:
    return list(tokenize(Source("Caddyfile", text)).tokens)


def rows(text: str) -> list[Row]:
    return [(token.text, token.line) for token in words(text)]


WHITE = "\t\v\f \x85\xa0\u1680\u2000\u2001\u2007\u200a\u2028\u2029\u202f\u205f\u3000"


@pytest.mark.parametrize("blank", WHITE)
def test_white_space(blank: str) -> None:
    assert rows(f"{blank}a{blank}{blank}b{blank}") == [("a", 1), ("b", 1)]


@pytest.mark.parametrize("char", ["\x1c", "\x1d", "\x1e", "\x1f", "\u200b", "\u180e", "\ufeff", "\x00"])
def test_what_only_looks_like_white_space(char: str) -> None:
    assert rows(f"a{char}b") == [(f"a{char}b", 1)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Only a line feed ends a line; a carriage return is nowhere seen outside quotes.
        ("a\nb\n\nc", [("a", 1), ("b", 2), ("c", 4)]),
        ("a\r\nb", [("a", 1), ("b", 2)]),
        ("a\rb c\r", [("ab", 1), ("c", 1)]),
        ("a\x85b\u2028c", [("a", 1), ("b", 1), ("c", 1)]),
        # Words end at white space alone.
        ("a{ }} a,b {}", [("a{", 1), ("}}", 1), ("a,b", 1), ("{}", 1)]),
        # Double quotes: at the beginning of a word, with one escape, over lines; the end of the quote ends the word.
        ('"a b" c', [("a b", 1), ("c", 1)]),
        ('"" a', [("", 1), ("a", 1)]),
        ('"a \\"b\\" \\n \\\\" c', [('a "b" \\n \\\\', 1), ("c", 1)]),
        ('"a \\\\" b"', [("a \\\\", 1), ('b"', 1)]),
        ('"a\nb" c\nd', [("a\nb", 1), ("c", 2), ("d", 3)]),
        ('"a\r\nb"', [("a\r\nb", 1)]),
        ('"x"y', [("x", 1), ("y", 1)]),
        ('x"y z"', [('x"y', 1), ('z"', 1)]),
        # Backticks: no escapes.
        ('`a "b" \\` c', [('a "b" \\', 1), ("c", 1)]),
        ("`a\nb`c", [("a\nb", 1), ("c", 2)]),
        ('"`" `"`', [("`", 1), ('"', 1)]),
        # A quote that stays open takes the rest; without anything behind it there is no word.
        ('a "b\nc }', [("a", 1), ("b\nc }", 1)]),
        ('a "', [("a", 1)]),
        ("a `b c", [("a", 1), ("b c", 1)]),
        ('a "b\\', [("a", 1), ("b", 1)]),
        # A backslash before a line end continues the line, also behind blanks; the count catches up at the next one.
        ("a \\\nb\nc", [("a", 1), ("b", 1), ("c", 3)]),
        ("a\\\nb\nc", [("a", 1), ("b", 1), ("c", 3)]),
        ("a \\\r\nb", [("a", 1), ("b", 1)]),
        ("a \\  \nb", [("a", 1), ("b", 1)]),
        ("a\\ \nb", [("a", 1), ("b", 2)]),
        ("a \\\n\\\nb\nc", [("a", 1), ("b", 1), ("c", 4)]),
        # It is dropped before a blank or the end, and kept before anything else.
        ("foo\\ bar", [("foo", 1), ("bar", 1)]),
        ("a\\", [("a", 1)]),
        ("un\\escapable a\\\\b", [("un\\escapable", 1), ("a\\\\b", 1)]),
        ("\\{ \\}", [("\\{", 1), ("\\}", 1)]),
        # Before a word of its own it becomes a part of the next one; it does not keep a quote from opening.
        ("\\ bar", [("\\bar", 1)]),
        ('\\"x y"', [("\\x y", 1)]),
        ('\\"" z"', [('" z', 1)]),
        ("\\`x`", [("x", 1)]),
        ('\\"', []),
        # Comments: at the beginning of a word.
        ("a # b\nc", [("a", 1), ("c", 2)]),
        ("a#b #c", [("a#b", 1)]),
        ('"#a" #', [("#a", 1)]),
        ("# a", []),
        # A backslash in a comment, at its end or not, continues the line.
        ("a # b \\\nc", [("a", 1), ("c", 1)]),
        ("a # C:\\b c\nd", [("a", 1), ("d", 1)]),
        ("a \\# b\nc", [("a", 1), ("c", 1)]),
        ("a\n# b \\\nc\nd", [("a", 1), ("c", 2), ("d", 4)]),
    ],
)
def test_words(text: str, expected: list[Row]) -> None:
    assert rows(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<<E\na\n b\nE c\nd", [("a\n b", 1), ("c", 4), ("d", 5)]),
        # The indentation of the last line goes off all lines, but for empty ones.
        ("x <<E\n\ta\n\n\t\tb\n\tE", [("x", 1), ("a\n\n\tb", 1)]),
        ("<<E-1_x\na\nE-1_x", [("a", 1)]),
        ("<<E\r\n  a\r\n  E\r\n", [("a", 1)]),
        # A blank before the line end, or the end of the file, makes an ordinary word; so does a backslash.
        ("<<E \na", [("<<E", 1), ("a", 2)]),
        ("<<E", [("<<E", 1)]),
        ("<< a", [("<<", 1), ("a", 1)]),
        ("\\<<E\nE", [("<<E", 1), ("E", 2)]),
        ("a<<E\nE", [("a<<E", 1), ("E", 2)]),
        ('"<<E"\nE', [("<<E", 1), ("E", 2)]),
        ("a\\<b", [("a<b", 1)]),
        # Quotes, comments and backslashes mean nothing inside.
        ('<<E\n"a # \\\nE', [('"a # \\', 1)]),
        # It ends at its marker, even within a word.
        ("<<E\nxEy", [("", 1), ("y", 2)]),
        ("<<E\na\nEE", [("a", 1), ("E", 3)]),
    ],
)
def test_heredocs(text: str, expected: list[Row]) -> None:
    assert rows(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a b", [False]),
        ("a\nb", [True]),
        ("a \\\nb", [False]),
        ('"a\nb" c\nd', [False, True]),
        ("<<E\na\nE b\nc", [False, True]),
        # Caddy counts two lines for an empty heredoc, which has one.
        ("<<E\nE\nb", [False]),
        ("<<E\n\nE\nb", [True]),
        ("<<E\nE\n\nb", [True]),
    ],
)
def test_new_line(text: str, expected: list[bool]) -> None:
    found = words(text)
    assert [new_line(one, two) for one, two in pairwise(found)] == expected


def test_new_line_between_files_and_imports() -> None:
    one, two = words("a b")
    other = tokenize(Source("other", "c")).tokens[0]
    assert new_line(one, other)
    assert not new_line(one, two)
    two.imports = (one.span,)
    assert new_line(one, two)


@pytest.mark.parametrize(
    ("text", "quotes", "places"),
    [
        ('"a" `b` c', ['"', "`", ""], ['"a"', "`b`", "c"]),
        ("<<E\n a\n E x", ["<<", ""], ["<<E\n a\n E", "x"]),
        # A quote that stays open quotes nothing.
        ('x "a b', ["", ""], ["x", '"a b']),
        ("foo\\ bar\\", ["", ""], ["foo", "bar"]),
        ("\\ bar", [""], ["\\ bar"]),
        ("a\\\nb", ["", ""], ["a", "b"]),
        ('\\"x"', ['"'], ['\\"x"']),
        ("ab\r\nc", ["", ""], ["ab", "c"]),
    ],
)
def test_quotes_and_places(text: str, quotes: list[str], places: list[str]) -> None:
    found = words(text)
    assert [token.quote for token in found] == quotes
    assert [token.span.text for token in found] == places


def test_comments() -> None:
    text = "# a\n{ #b \r\n x#y `#z` # {$A}"
    found = tokenize(Source("Caddyfile", text)).comments
    assert [text[start:end] for start, end in found] == ["# a", "#b ", "# {$A}"]


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ('a "b\n}', "unterminated-quote", '"'),
        ("a `b\n}", "unterminated-quote", "`"),
        ("<<\nE", "heredoc-invalid", "<<"),
        ("<<<E\nE", "heredoc-invalid", "<<<E"),
        ("<<E!\nE!", "heredoc-invalid", "<<E!"),
        ("<<E\t\nE", "heredoc-invalid", "<<E\t"),
        ("x <<END\nE", "heredoc-invalid", "<<END"),
        ("<<E\n  a\n b\n  E", "heredoc-invalid", "b"),
        ("<<E\n\ta\n  E", "heredoc-invalid", "a"),
        ("<<E\nxEy", "heredoc-marker-in-body", "E"),
        ("<<END\nENDING\nEND", "heredoc-marker-in-body", "END"),
        ("<<E\na E\nE", "heredoc-marker-in-body", "E"),
        ("<<E\nE\nb", "heredoc-empty", "<<E\nE"),
        ("a # \\\nb", "comment-continues-line", "\\"),
        ("a # C:\\x\nb", "comment-continues-line", "\\"),
        ("a\\ b", "dropped-backslash", "\\"),
        ("a \\ b", "dropped-backslash", "\\"),
    ],
)
def test_defects(text: str, code: str, place: str) -> None:
    (defect,) = tokenize(Source("Caddyfile", text)).defects
    assert (defect.code, defect.span.text) == (code, place)


@pytest.mark.parametrize(
    "text",
    [
        "a # \\\n\nb",  # the empty line ends the joined one
        "# \\\nb",
        "a\n# \\\nb",
        "a # b\nc",
        "<<E\nE",
        "<<E\nE b",
        "<<E\nE\n\nb",
        "<<E\na\nE\nb",
        "a \\\nb",
        "a \\ \nb",
        "a\\b",
        "a\\",
        "<<{$NONE}\nx",
        'a"b',
    ],
)
def test_no_defect(text: str) -> None:
    assert tokenize(Source("Caddyfile", text)).defects == ()


def test_no_value_of_a_variable_in_a_defect() -> None:
    def secret(name: str) -> str:
        return "hunter2"

    text = "a # \\\n{$X}\nb <<E\nE\n{$X} c\\ {$X}"
    defects = tokenize(Source("Caddyfile", text), secret).defects
    assert len(defects) == 3
    assert all("hunter2" not in repr(defect[2:]) for defect in defects)
