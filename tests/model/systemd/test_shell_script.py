"""The commands of a shell script, as far as they can be told without running it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.model.systemd.shell_script import simple_commands


def told(text: str) -> list[list[str]]:
    """Words of the commands; `?` behind one that is not known, `*` behind one that may be several."""
    return [
        [word.text + ("" if word.known else "*" if word.splits else "?") for word in words]
        for words in simple_commands(text)
    ]


@pytest.mark.parametrize(
    ("text", "commands"),
    [
        ("a b", [["a", "b"]]),
        ("a && b || c; d & e | f\ng", [["a"], ["b"], ["c"], ["d"], ["e"], ["f"], ["g"]]),
        ("a 'b c' \"d e\"f g\\ h", [["a", "b c", "d ef", "g h"]]),
        ("a '' \"\"", [["a", "", ""]]),
        ("a # b\nc#d", [["a"], ["c#d"]]),
        ("a >out 2>&1 b", [["a", "b"]]),
        ("a >> out < in b &>/dev/null", [["a", "b"]]),
        ("a <<EOF\nb\nEOF", [["a"]]),
        ("if a; then b; else c; fi", [["a"], ["b"], ["c"], ["fi"]]),
        ("for x in a b; do docker stop $x; done", [["docker", "stop", "$x*"], ["done"]]),
        ("while ! a; do b; done", [["a"], ["b"], ["done"]]),
        ("(cd /srv && a)", [["cd", "/srv"], ["a"]]),
        ("{ a; b; }", [["a"], ["b"], ["}"]]),
        ('a $X "$Y" x${Z}y $(b c) `d` $1', [["a", "$X*", "$Y?", "x${Z}y*", "$(b c)*", "`d`*", "$1*"]]),
        ("a '$X' \\$Y \"\\$Z\"", [["a", "$X", "$Y", "$Z"]]),
        ("a $(b $(c ')') d) e", [["a", "$(b $(c ')') d)*", "e"]]),
        ("a \\\n b", [["a", "b"]]),
        ("a 'open", [["a", "open"]]),
        ("a $ b$", [["a", "$", "b$"]]),
        ("", []),
        (" ; ;", []),
    ],
)
def test_commands(text: str, commands: list[list[str]]) -> None:
    assert told(text) == commands


def test_places() -> None:
    ((word, other),) = simple_commands("  ab 'c d'")
    assert (word.start, word.end) == (2, 4)
    assert (other.start, other.end) == (5, 10)


@given(st.text("ab '\"\\$(){}`;&|<>#\n-", max_size=60))
def test_nothing_is_raised(text: str) -> None:
    for words in simple_commands(text):
        assert words
        assert all(0 <= word.start <= word.end <= len(text) + 1 for word in words)


@pytest.mark.parametrize("piece", ["$(", "`", "'", '"', "$(a '", "a;", "<", "((", "${", '"$(', "&"])
def test_long_scripts_take_no_long_time(piece: str) -> None:
    start = time.process_time()
    simple_commands(piece * 20_000)
    assert time.process_time() - start < 2
