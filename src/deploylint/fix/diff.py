"""Changed texts as a unified diff that patch and git apply, with secrets masked or left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_NO_NEWLINE = "\\ No newline at end of file\n"

Spans = list[tuple[int, int]]
"""Offsets of secrets in a text."""

Secrets = Callable[[str, str], Spans]
"""Gives the secrets in a text, by the path of its file and the text."""

MASK = "•" * 8


class LeftOut(NamedTuple):
    """A hunk that a patch does not show because it holds a secret: the file, and the first line of it."""

    path: str
    line: int


class Diff(NamedTuple):
    """The diff's text and what it leaves out."""

    text: str
    left_out: tuple[LeftOut, ...] = ()


class _Line(NamedTuple):
    """A line, how it is shown, and whether a secret stands on it."""

    text: str
    shown: str
    secret: bool


def shown(old: Mapping[str, str], new: Mapping[str, str], secrets: Secrets, *, reveal: bool = False) -> Diff:
    """The diff for a person: every hunk with three lines around it, secrets masked."""
    parts: list[str] = []
    for path in sorted(new):
        before, after = old.get(path, ""), new[path]
        first, second = ([], []) if reveal else (secrets(path, before), secrets(path, after))
        parts += _file(path, _lines(before, first), _lines(after, second), 3, None)
    return Diff("".join(parts))


def patch(old: Mapping[str, str], new: Mapping[str, str], secrets: Secrets, *, reveal: bool = False) -> Diff:
    """The diff for a program: files with secrets without lines around, and without hunks that hold one."""
    parts: list[str] = []
    left_out: list[LeftOut] = []
    for path in sorted(new):
        before, after = old.get(path, ""), new[path]
        first, second = ([], []) if reveal else (secrets(path, before), secrets(path, after))
        context = 0 if first or second else 3
        parts += _file(path, _lines(before, first), _lines(after, second), context, left_out)
    return Diff("".join(parts), tuple(left_out))


def _lines(text: str, secrets: Spans) -> list[_Line]:
    """The lines as git counts them: only a line feed ends one."""
    found = []
    masked = _LINES.findall(_masked(text, secrets))
    for match, shown_line in zip(_LINES.finditer(text), masked, strict=True):
        start, end = match.span()
        found.append(_Line(match.group(), shown_line, any(a < end and start < max(b, a + 1) for a, b in secrets)))
    return found


def _masked(text: str, secrets: Spans) -> str:
    """The text with each secret as a mask; its line ends stay, so that lines still match."""
    for start, end in sorted(secrets, reverse=True):
        lines = text[start:end].split("\n")
        text = text[:start] + "\n".join(MASK if line else "" for line in lines) + text[end:]
    return text


def _file(path: str, old: list[_Line], new: list[_Line], context: int, left_out: list[LeftOut] | None) -> Iterator[str]:
    """The hunks of one file with their header; nothing when none is shown."""
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, [line.text for line in old], [line.text for line in new], autojunk=False)
    hunks: list[str] = []
    shift = 0
    for group in matcher.get_grouped_opcodes(context):
        first, last = group[0], group[-1]
        size = (last[2] - first[1], last[4] - first[3])
        touched = [*old[first[1] : last[2]], *new[first[3] : last[4]]]
        if left_out is not None and any(line.secret for line in touched):
            left_out.append(LeftOut(path, first[1] + 1))
            shift += size[0] - size[1]  # the hunks below stand where they would without this one
            continue
        hunks.append(f"@@ -{_range(first[1], size[0])} +{_range(first[3] + shift, size[1])} @@\n")
        for tag, i, j, k, m in group:
            if tag == "equal":
                hunks += (_shown(" ", line.shown) for line in old[i:j])
                continue
            hunks += (_shown("-", line.shown) for line in old[i:j])
            hunks += (_shown("+", line.shown) for line in new[k:m])
    if hunks:
        yield f"--- {_name('a/' + path)}\n+++ {_name('b/' + path)}\n"
        yield from hunks


def _range(start: int, length: int) -> str:
    """First line and number of lines; an empty range names the line before it."""
    return str(start + 1) if length == 1 else f"{start + 1 if length else start},{length}"


def _shown(sign: str, line: str) -> str:
    """A line of a hunk; one without a line end says so."""
    return sign + line if line.endswith("\n") else f"{sign}{line}\n{_NO_NEWLINE}"


def _name(path: str) -> str:
    """A path as git writes it: quoted when it holds a quote or a control character."""
    if all(char.isprintable() and char not in '"\\' for char in path):
        return path + "\t" if " " in path else path
    escaped = "".join(
        f"\\{char}" if char in '"\\' else char if char.isprintable() else "".join(f"\\{b:03o}" for b in char.encode())
        for char in path
    )
    return f'"{escaped}"'
