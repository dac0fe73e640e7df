"""The words of values, the commands of Exec lines, and quotes that are not closed."""

from __future__ import annotations

import pytest

from deploylint.source.text import Source
from deploylint.syntax.systemd import commands, faults, parse, plain_words, words
from deploylint.syntax.systemd.tree import Assignment


def assignment(value: str, key: str = "Environment") -> tuple[Assignment, str]:
    text = f"[Service]\n{key}={value}\n"
    return parse(Source("app.service", text)).sections[0].assignments[0], text


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("", []),
        ("A=1", ["A=1"]),
        ("A=1 \t B=2", ["A=1", "B=2"]),
        ('"A=two words" \'B=x y\' C="x y"', ["A=two words", "B=x y", "C=x y"]),
        ("a\"b c\"d'e f'", ["ab cde f"]),
        ("'' \"\"", ["", ""]),
        ("'it\"s' \"it's\"", ['it"s', "it's"]),
        (r"\a\b\f\n\r\t\v\\\"\'\s", ["\a\b\f\n\r\t\v\\\"' "]),
        (r"\x41 \u00e9 \U0001F600 \101", ["A", "é", "😀", "A"]),
        (r"\xc3\xa9 \xc3", ["é", "\ufffd"]),
        (r"a\'b 'a\'b'", ["a'b", "a'b"]),
        ("A=$B,${C:-x} # no comment", ["A=$B,${C:-x}", "#", "no", "comment"]),
        # systemd stops at what it cannot read.
        ("A=1 B='x C=2", ["A=1"]),
        (r"A=1 B=\q C=2", ["A=1"]),
        (r"A=1 \x00 C=2", ["A=1"]),
        (r"A=1 \400 C=2", ["A=1"]),
        (r"A=1 \Uffffffff C=2", ["A=1"]),
        (r"A=1 \x4", ["A=1"]),
        ("a\\\n  b", ["a", "b"]),
        ("'a\\\nb'", ["a b"]),
    ],
)
def test_words(value: str, found: list[str]) -> None:
    assert [word.text for word in words(assignment(value)[0])] == found


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("", []),
        ("a.service b.target", ["a.service", "b.target"]),
        (r'"a b" c\x41', ['"a', 'b"', r"c\x41"]),
        ("a\\\n\tb\x0bc", ["a", "b\x0bc"]),
    ],
)
def test_plain_words(value: str, found: list[str]) -> None:
    assert [word.text for word in plain_words(assignment(value, "After")[0])] == found


def test_places_of_words() -> None:
    given, text = assignment("A=1 \\\n  'B=x y'  \"C\"=2")
    assert [text[word.start : word.end] for word in words(given)] == ["A=1", "'B=x y'", '"C"=2']
    assert [word.quoted for word in words(given)] == [False, True, True]
    assert [text[word.start : word.end] for word in plain_words(given)] == ["A=1", "'B=x", "y'", '"C"=2']


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("", []),
        ("/bin/a", [("", ["/bin/a"], "")]),
        ("/bin/a -b \"c d\" ''", [("", ["/bin/a", "-b", "c d", ""], "")]),
        ("-/bin/a", [("-", ["/bin/a"], "")]),
        ("@/bin/a b c", [("@", ["/bin/a", "b", "c"], "")]),
        ("@/bin/a", [("@", ["/bin/a"], "empty")]),
        ("-@:+/bin/a b", [("-@:+", ["/bin/a", "b"], "")]),
        ("!!a", [("!!", ["a"], "")]),
        ("!!!a", [("!!", ["!a"], "")]),
        ("+!a", [("+", ["!a"], "")]),
        ("--/bin/a", [("-", ["-/bin/a"], "relative")]),
        ("|a b", [("|", ["a", "b"], "")]),
        ('"-/bin/a b"', [("-", ["/bin/a b"], "")]),
        ("/bin/a ; /bin/b c", [("", ["/bin/a"], ""), ("", ["/bin/b", "c"], "")]),
        ("/bin/a; b", [("", ["/bin/a;", "b"], "")]),
        ("/bin/a \\; b", [("", ["/bin/a", ";", "b"], "")]),
        ("/bin/a ';' b", [("", ["/bin/a", ";", "b"], "")]),
        ("; ; /bin/a ;", [("", ["/bin/a"], "")]),
        ("/bin/a && b | c > d", [("", ["/bin/a", "&&", "b", "|", "c", ">", "d"], "")]),
        ("/bin/a %% 50% %n %D", [("", ["/bin/a", "%%", "50%", "%n", "%D"], "")]),
        ("/bin/a +%F", [("", ["/bin/a", "+%F"], "specifier")]),
        ("/bin/a %%F", [("", ["/bin/a", "%%F"], "")]),
        ("/bin/a \\q", [("", ["/bin/a", "\\q"], "escape")]),
        ("/bin/a \\", [("", ["/bin/a", "\\"], "escape")]),
        ("/bin/a \\ b", [("", ["/bin/a", "\\ b"], "escape")]),
        ("./a", [("", ["./a"], "relative")]),
        ("~/a", [("", ["~/a"], "relative")]),
        ("/bin/", [("", ["/bin/"], "relative")]),
        ("..", [("", [".."], "relative")]),
        ("a/b", [("", ["a/b"], "relative")]),
        ("'/bin/a\"'", [("", ['/bin/a"'], "relative")]),
        ("%h/bin/a", [("", ["%h/bin/a"], "")]),
        ("$BIN a", [("", ["$BIN", "a"], "")]),
        ("-", [("-", [""], "empty")]),
        ("/bin/a 'b c", [("", ["/bin/a"], "quote")]),
        ("'/bin/a b", [("", [], "quote")]),
        ("/bin/a ; b 'c", [("", ["/bin/a"], ""), ("", ["b"], "quote")]),
    ],
)
def test_commands(value: str, found: list[tuple[str, list[str], str]]) -> None:
    # The value is followed by a line, so that a backslash at its end is not the end of the file.
    made = parse(Source("app.service", f"[Service]\nExecStart={value} \n")).sections[0].assignments[0]
    lines = commands(made)
    assert [(line.prefixes, [word.text for word in line.words], line.fault) for line in lines] == found


def test_places_of_commands() -> None:
    given, text = assignment("-/bin/a \\\n  'b c' ; \"+/bin/d\" \\; x", "ExecStart")
    first, second = commands(given)
    assert text[first.start : first.end] == "-/bin/a \\\n  'b c'"
    assert [text[word.start : word.end] for word in first.words] == ["/bin/a", "'b c'"]
    assert text[second.start : second.end] == '"+/bin/d" \\; x'
    assert [text[word.start : word.end] for word in second.words] == ['"+/bin/d"', "\\;", "x"]


@pytest.mark.parametrize(
    ("line", "quotes"),
    [
        ("ExecStart=/bin/a 'b c'", []),
        ("ExecStart=/bin/a 'b \"c", ["'"]),
        ('ExecStartPre=/bin/a "b \\" c', ['"']),
        ("ExecStart=/bin/a 'b' c\"d", ['"']),
        ("ExecStop=/bin/a ; 'b", ["'"]),
        ("ExecStop=/bin/a \\; 'b", ["'"]),
        ("ExecStart=/bin/echo it\\'s", []),
        ("Environment=A='x", ["'"]),
        ("Environment=\\q A='x", []),
        ("Description=it's fine", []),
        ("EnvironmentFile='/a", []),
    ],
)
def test_unclosed_quotes(line: str, quotes: list[str]) -> None:
    found = faults(parse(Source("app.service", f"[Service]\n{line}\n")))
    assert [defect.span.text for defect in found] == quotes
    assert all(defect.name == line.partition("=")[0] and defect.code == "unit-unbalanced-quote" for defect in found)
    assert [defect.found for defect in found] == quotes
