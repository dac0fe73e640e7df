"""The words of values and of command lines, as the systemd of this machine splits them.

Each word is made one that Environment= or After= cannot use, so that `systemd-analyze verify` prints it.  Command lines
are printed by `systemd --test`, which loads units without running anything; it does not run as root.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import pytest
from tests.syntax.systemd_oracle import (
    CONFORMANCE,
    CORPUS,
    PRINTED,
    Change,
    available,
    cases,
    changed,
    corpus_units,
    counted,
    flat,
    verify,
)

from deploylint.source.text import Source
from deploylint.syntax.systemd import commands, parse, plain_words, words
from deploylint.syntax.systemd.tree import Assignment, UnitTree
from deploylint.syntax.systemd.words import pieces

MANAGER = "/lib/systemd/systemd"
NOBODY = 65534

pytestmark = [
    pytest.mark.oracle,
    pytest.mark.skipif(not available(), reason="needs systemd-analyze 252"),
]

PERCENT = re.compile(r"\\(?:x25|045|u0025|U00000025)")
QUIET = re.compile("[\x00-\x08\x0a-\x1f\x7f\ufffd]")
"""What systemd does not print as it is."""

PIECES: tuple[str, ...] = (
    "a",
    "b",
    " ",
    " ",
    "\t",
    "'",
    "'",
    '"',
    '"',
    "\\",
    "\\n",
    "\\x41",
    "\\xc3\\xa9",
    "\\u00e9",
    "\\101",
    "\\s",
)
PIECES += ("\\x00", "\\400", "\\U0001F600", "\\Uffffffff", "\\q", ";", " ; ", " \\; ", "=", "é", "%", "$A", "#", ",")
PIECES += ("\\\n", "\x85")
PROGRAMS: tuple[str, ...] = (
    "/bin/ls",
    "ls",
    "a b",
    '"/bin/l s"',
    "-/bin/ls",
    "-@/bin/ls x",
    ":+ls",
    "!!ls",
    "!!!ls",
    "--ls",
    "./ls",
)
PROGRAMS += ("/bin/", "-", "", "-./ls", "~/x", "..", "'/bin/l\"s'", "\\x2fbin/ls", "-'/bin/ls", "@ls", "@ls ''", "+!ls")
FATAL = ("quote", "empty", "relative", "specifier")


def usable(assignment: Assignment) -> bool:
    """Can the words be compared: does systemd print them as they are?"""
    return not PERCENT.search(assignment.value) and not any(
        QUIET.search(piece.text) for piece in pieces(assignment.value)
    )


def percents(each: Assignment) -> list[Change]:
    """Each % doubled, so that it is no specifier."""
    places = [place for place, character in zip(each.places, each.value, strict=False) if character == "%"]
    return [(place, place + 1, "%%") for place in places]


def compared(tree: UnitTree) -> list[Assignment]:
    return [each for each in counted(tree) if flat(tree, each.key_start, each.key_end) and usable(each)]


def spoiled(tree: UnitTree) -> dict[str, bytes]:
    """Copies in which each word is one that systemd prints."""
    quoting: list[Change] = []
    plain: list[Change] = []
    for each in compared(tree):
        quoting += (each.key_start, each.key_end, "Environment"), *percents(each)
        quoting += [(word.start, word.start, "@") for word in words(each)]
        plain += (each.key_start, each.key_end, "After"), *percents(each)
        plain += [(word.start, word.start, "!") for word in plain_words(each)]
    return {"q": changed(tree, quoting), "p": changed(tree, plain, "[Unit]")}


def prove_words(sources: Sequence[Source]) -> int:
    """Compare the words of all values; their number."""
    trees = [tree for tree in map(parse, sources) if all(flat(tree, each.start, each.end) for each in tree.sections)]
    count = 0
    for tree, found in zip(trees, verify([spoiled(tree) for tree in trees]), strict=True):
        mine = compared(tree)
        expected = []
        for each in mine:
            expected += [f"Invalid environment assignment, ignoring: @{word.text}" for word in words(each)]
            if any(piece.fault for piece in pieces(each.value)):
                expected.append("Invalid syntax, ignoring: ")
        said = [
            each.text
            for each in found
            if each.copy == "q" and each.text.startswith(("Invalid environment", "Invalid syntax"))
        ]
        assert distinct(said) == distinct(expected), tree.source.path
        start = "Failed to add dependency on "
        expected = [f"{start}!{word.text}, ignoring: Invalid argument" for each in mine for word in plain_words(each)]
        said = [each.text for each in found if each.copy == "p" and each.text.startswith(start)]
        assert distinct(said) == distinct(expected), tree.source.path
        count += sum(len(words(each)) for each in mine)
    return count


def distinct(said: Sequence[str]) -> list[str]:
    """Each once, without what systemd cuts off; a value that does not parse is printed as we changed it."""
    return list(dict.fromkeys(text[: 25 if text.startswith("Invalid syntax") else PRINTED] for text in said))


@pytest.mark.skipif(not CONFORMANCE, reason="needs DEPLOYLINT_CONFORMANCE")
def test_words_of_cases() -> None:
    assert prove_words(cases()) > 600


@pytest.mark.skipif(not CORPUS, reason="needs DEPLOYLINT_CORPUS")
def test_words_of_the_corpus() -> None:
    assert prove_words(corpus_units()) > 3_000


@pytest.mark.parametrize("seed", range(3))
def test_made_up_words(seed: int) -> None:
    random = Random(seed)
    sources = []
    for _ in range(150):
        lines = ["A=" + "".join(random.choices(PIECES, k=random.randrange(12))) for _ in range(4)]
        text = "[Service]\n" + "\n\n".join(lines) + "\n"
        sources.append(Source(repr(text), text))
    assert prove_words(sources) > 150


def load(lines: Sequence[str]) -> list[list[list[str]]]:
    """The words of the commands of each line, as the manager has loaded it; none when it refuses the unit."""
    folder = tempfile.mkdtemp()
    names = [f"u{number}.service" for number in range(len(lines))]
    try:
        for name, line in zip(names, lines, strict=True):
            text = f"[Unit]\nDefaultDependencies=no\n[Service]\nType=oneshot\nExecStart={line}\n"
            Path(folder, name).write_bytes(text.encode())
        wants = "".join(f"Wants={name}\n" for name in names)
        Path(folder, "default.target").write_text(f"[Unit]\nDefaultDependencies=no\n{wants}")
        os.chmod(folder, 0o777)
        command = [MANAGER, "--test", "--user", "--unit=default.target"]
        environment = {"PATH": "/usr/bin:/bin", "HOME": folder, "XDG_RUNTIME_DIR": folder, "SYSTEMD_UNIT_PATH": folder}
        if os.getuid() == 0:
            ran = subprocess.run(
                command, env=environment, capture_output=True, check=False, user=NOBODY, group=NOBODY, extra_groups=[]
            )
        else:
            ran = subprocess.run(command, env=environment, capture_output=True, check=False)
    finally:
        shutil.rmtree(folder)
    found: dict[str, list[list[str]]] = {}
    current: list[list[str]] = []
    for line in ran.stdout.decode("utf-8", "replace").split("\n"):
        match = re.match(r"\t?-> Unit (\S+):", line)
        if match:
            current = found.setdefault(match[1], [])
        elif "\tCommand Line: " in line:
            current.append(list(unquoted(line.partition("Command Line: ")[2])))
        elif line.strip() == "Unit Load State: bad-setting":
            current = []
    if "default.target" not in found:
        pytest.skip(f"systemd --test does not run here: {ran.stderr.decode('utf-8', 'replace')[-200:]}")
    return [found.get(name, []) for name in names]


def unquoted(line: str) -> Iterator[str]:
    """The words of a line in which systemd has put quotes around some."""
    for match in re.finditer(r'"((?:[^"\\]|\\.)*)"|([^ ]+)', line):
        yield (
            match[2]
            if match[1] is None
            else re.sub(r"\\(.)", lambda escape: "\t" if escape[1] == "t" else escape[1], match[1])
        )


def expected(assignment: Assignment) -> list[list[str]]:
    """What is left of a line when systemd reads it: a fault takes the rest of the line, or all of it."""
    left: list[list[str]] = []
    for command in commands(assignment):
        if command.fault in FATAL:
            first = command.fault == "quote" and not command.words
            return left if first or "-" in command.prefixes else []
        left.append([word.text for word in command.words["@" in command.prefixes :]])
    return left


def prove_commands(trees: Sequence[UnitTree]) -> int:
    """Compare the command lines of units; the number of words."""
    lines, mine = [], []
    for tree in trees:
        for each in counted(tree):
            if not each.key.startswith("Exec") or not usable(each) or len(each.value) > PRINTED:
                continue
            text = each.value.replace("%", "%%")
            doubled = parse(Source("x.service", f"[Service]\nExecStart={text}\n")).sections[0].assignments
            newer = any("|" in command.prefixes for command in commands(doubled[0]))  # from systemd 258 on
            if not newer and not doubled[0].value.endswith("\\"):
                lines.append(text)
                mine.append(expected(doubled[0]))
    for line, ours, theirs in zip(lines, mine, load(lines), strict=True):
        assert [[word.replace("%%", "%") for word in argv] for argv in ours] == theirs, line
    return sum(len(argv) for line in mine for argv in line)


@pytest.mark.skipif(not CONFORMANCE, reason="needs DEPLOYLINT_CONFORMANCE")
@pytest.mark.skipif(not os.access(MANAGER, os.X_OK), reason="needs systemd")
def test_commands_of_cases() -> None:
    assert prove_commands([parse(source) for source in cases()]) > 200


@pytest.mark.skipif(not CORPUS, reason="needs DEPLOYLINT_CORPUS")
@pytest.mark.skipif(not os.access(MANAGER, os.X_OK), reason="needs systemd")
def test_commands_of_the_corpus() -> None:
    assert prove_commands([parse(source) for source in corpus_units()]) > 500


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.skipif(not os.access(MANAGER, os.X_OK), reason="needs systemd")
def test_made_up_commands(seed: int) -> None:
    random = Random(seed)
    trees = []
    for _ in range(300):
        line = random.choice(PROGRAMS)
        for _ in range(random.randrange(4)):
            line += " " + "".join(random.choices(PIECES, k=random.randrange(5)))
            if random.random() < 0.2:
                line += " ; " + random.choice(PROGRAMS)
        trees.append(parse(Source("x.service", f"[Service]\nExecStart={line}\n")))
    assert prove_commands(trees) > 150
