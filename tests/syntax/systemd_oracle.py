"""What the comparisons with this machine's systemd share: units, changed copies of them, and what it says of those."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

from deploylint.source.text import Source
from deploylint.syntax.systemd.tree import Assignment, UnitTree

CORPUS, CONFORMANCE = os.environ.get("DEPLOYLINT_CORPUS"), os.environ.get("DEPLOYLINT_CONFORMANCE")
VERSION = "systemd 252 "
"""The messages that we read are those of this version; others word some of them differently."""

SUFFIXES = ("service", "socket", "timer", "path", "mount", "automount", "swap", "target", "slice", "scope", "conf")
QUADLETS = ("container", "pod", "volume", "network", "kube", "image", "build")
LINE_END = re.compile("(?:\n\r?|\r\n?)\0?|\0")
PRINTED = 1_000  # systemd cuts longer messages off
COMPLAINT = re.compile(r"(?:.*/)?([a-z])([0-9]+)\.service:([0-9]+): (.*)", re.DOTALL)


Change = tuple[int, int, str]
"""Offsets of what is replaced, and by what."""


class Complaint(NamedTuple):
    """Which copy of a unit, at which line, and what."""

    copy: str
    line: int
    text: str


def available() -> bool:
    """Is it that version of systemd-analyze that this machine has?"""
    program = shutil.which("systemd-analyze")
    if program is None:
        return False
    ran = subprocess.run([program, "--version"], capture_output=True, check=False, text=True, timeout=60)
    return ran.stdout.startswith(VERSION)


def read(path: Path) -> Source | None:
    """A unit, unless it is no UTF-8, of which another layer tells."""
    data = path.read_bytes()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return Source(path.name, text.removeprefix("\ufeff"), bom=text.startswith("\ufeff"))


def cases() -> list[Source]:
    folder = Path(CONFORMANCE or "/nonexistent") / "systemd" / "cases"
    return [source for path in sorted(folder.glob("*")) if path.is_file() and (source := read(path))]


def corpus_units() -> list[Source]:
    if not CORPUS:
        return []
    found = (
        path
        for suffix in (*SUFFIXES, *QUADLETS)
        for path in sorted(Path(CORPUS).rglob(f"*.{suffix}"))
        if path.is_file() and (suffix != "conf" or path.parent.name.endswith(".d"))
    )
    return [source for path in found if (source := read(path))]


def verify(units: Sequence[dict[str, bytes]]) -> list[list[Complaint]]:
    """What systemd-analyze says of the copies of each unit, by the letter that names the copy."""
    found: list[list[Complaint]] = [[] for _ in units]
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for number, copies in enumerate(units):
            for letter, data in copies.items():
                Path(folder, f"{letter}{number}.service").write_bytes(data)
                names.append(f"{letter}{number}.service")
        command = ["systemd-analyze", "verify", "--man=no", "--recursive-errors=one", *names]
        ran = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=120)
    for line in ran.stderr.decode("utf-8", "replace").split("\n"):
        match = COMPLAINT.fullmatch(line)
        if match:
            complaint = Complaint(match[1], int(match[3]), match[4])
            if complaint not in found[int(match[2])]:
                found[int(match[2])].append(complaint)
    return found


def counted(tree: UnitTree) -> list[Assignment]:
    """The assignments that systemd gets to see: those before what makes it give up on the file."""
    whole = [each for section in tree.sections for each in section.assignments]
    return [each for each in whole if tree.broken is None or each.start < tree.broken]


def flat(tree: UnitTree, start: int, end: int) -> bool:
    """Does a place hold no line end, so that replacing it leaves all lines where they are?"""
    return LINE_END.search(tree.source.text, start, end) is None


def changed(tree: UnitTree, edits: list[Change], section: str = "[Service]") -> bytes:
    """The bytes of a unit with some changes, and with all its sections turned into one."""
    for each in tree.sections:
        if section and each.start != tree.broken and flat(tree, each.start, each.end):
            edits.append((each.start, each.end, section))
    text, done = tree.source.text, 0
    parts: list[str] = []
    for start, end, new in sorted(edits):
        assert start >= done
        parts += text[done:start], new
        done = end
    return tree.source.encode("".join(parts) + text[done:])


PIECES = ("a", "b c", "=", "é", "#", ";", "[", "]", "\\", "\\\\", "\x85", "\x0b", "\t", "'", '"', "%")
LINES = ("[Service]", "[Unit]", "[X-a]", "[A B]", " [Install] ", "[]", "", " ", "# c", " ; c = d", "a", "=a")
RARE = ("[a", "[", "[a'b]", "[a] # c", "\ufeff", "\ufeffA=b")
KEYS = ("A=", "Key = ", "\tk=\t", "X-a=", "")
ENDS = ("\n",) * 8 + ("\\\n",) * 6 + ("\\\\\n", "\\ \n", "\r\n", "\\\r\n", "\n\r", "\\\n\r", "\r", "\0", "\n\0", "")


def made_up(random: Random) -> Source:
    """A unit that hardly anybody would write."""
    text = random.choice(("[Service]\n", "[Service]\n", "[Service]\r\n", ""))
    for _ in range(random.randrange(2, 12)):
        kind = random.random()
        if kind < 0.4:
            text += random.choice(LINES)
        elif kind < 0.98:
            text += random.choice(KEYS) + "".join(random.choices(PIECES, k=random.randrange(4)))
        else:
            text += random.choice(RARE)
        text += random.choice(ENDS)
    bom = random.random() < 0.1
    return Source(f"{text!r} {bom}", text, bom=bom)
