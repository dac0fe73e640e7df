"""Changed texts as a unified diff that patch and git apply, with secrets masked or left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_NO_NEWLINE = "\\ No newline at end of file\n"

Spans = list[tuple[int, int]]
"""Offsets of secrets in a text."""

Secrets = Callable[[str, str], Spans]
"""Gives the secrets in a text, by the path of its file and the text."""

_Code = tuple[str, int, int, int, int]
"""What difflib says of a run of lines: the word, then the lines of the old and of the new text."""

MASK = "•" * 8


class LeftOut(NamedTuple):
    """A hunk that a patch does not show because it holds a secret: the file, and the first line of it."""

    path: str
    line: int


class Diff(NamedTuple):
    """The diff's text, and what it leaves out; `bare` when `git apply` needs --unidiff-zero for it.

    That is so where the line below a change holds a secret, because git then looks for the change at the end.
    """

    text: str
    left_out: tuple[LeftOut, ...] = ()
    bare: bool = False


class _Line(NamedTuple):
    """A line, how it is shown, and whether a secret stands on it."""

    text: str
    shown: str
    secret: bool


class _Guard:
    """What keeps secrets out of a patch, and what it had to do for that."""

    __slots__ = ("bare", "left_out")

    def __init__(self) -> None:
        self.left_out: list[LeftOut] = []
        self.bare = False

    def groups(self, codes: Sequence[_Code], old: list[_Line], new: list[_Line]) -> Iterator[list[_Code]]:
        """Each change with one line on either side, by which git finds it, unless that line holds a secret."""
        changes = [code for code in codes if code[0] != "equal"]
        ends = [*(code[1] for code in changes[1:]), len(old)]
        done = 0
        for code, following in zip(changes, ends, strict=True):
            _, i, j, k, m = code
            if any(line.secret for line in (*old[i:j], *new[k:m])):
                yield [code]
                continue
            group = [code]
            if i > done and not old[i - 1].secret:
                group.insert(0, ("equal", i - 1, i, k - 1, k))
            if j < following and not old[j].secret:
                group.append(("equal", j, j + 1, m, m + 1))
                done = j + 1
            else:
                self.bare = self.bare or j < len(old)
                done = j
            yield group


def shown(old: Mapping[str, str], new: Mapping[str, str], secrets: Secrets, *, reveal: bool = False) -> Diff:
    """The diff for a person: every hunk with three lines around it, secrets masked."""
    parts: list[str] = []
    for path in sorted(new):
        before, after = old.get(path, ""), new[path]
        first, second = ([], []) if reveal else (secrets(path, before), secrets(path, after))
        parts += _file(path, _lines(before, first), _lines(after, second), None)
    return Diff("".join(parts))


def patch(old: Mapping[str, str], new: Mapping[str, str], secrets: Secrets, *, reveal: bool = False) -> Diff:
    """The diff for a program: no hunk with a secret, and in files with secrets few lines around."""
    parts: list[str] = []
    guard = _Guard()
    for path in sorted(new):
        before, after = old.get(path, ""), new[path]
        first, second = ([], []) if reveal else (secrets(path, before), secrets(path, after))
        parts += _file(path, _lines(before, first), _lines(after, second), guard if first or second else None)
    return Diff("".join(parts), tuple(guard.left_out), guard.bare)


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


def _file(path: str, old: list[_Line], new: list[_Line], guard: _Guard | None) -> Iterator[str]:
    """The hunks of one file with their header; nothing when none is shown."""
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, [line.text for line in old], [line.text for line in new], autojunk=False)
    hunks: list[str] = []
    shift = 0
    groups = matcher.get_grouped_opcodes() if guard is None else guard.groups(matcher.get_opcodes(), old, new)
    for group in groups:
        first, last = group[0], group[-1]
        size = (last[2] - first[1], last[4] - first[3])
        touched = [*old[first[1] : last[2]], *new[first[3] : last[4]]]
        if guard is not None and any(line.secret for line in touched):
            guard.left_out.append(LeftOut(path, first[1] + 1))
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
