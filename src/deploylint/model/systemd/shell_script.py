"""The simple commands of a shell script such as the text behind `sh -c`, as far as they can be read without running it.

Quotes, operators, comments, redirections and the words that open a compound command are understood (POSIX.1-2024, Shell
Command Language, 2.2, 2.4, 2.7, 2.9); what a variable or a substitution gives is not known.
"""

from __future__ import annotations

from typing import NamedTuple

OPENERS = frozenset(("if", "then", "elif", "else", "while", "until", "do", "!", "{", "time"))
"""Words before a command that belong to the compound command round it."""

HEADS = frozenset(("for", "case", "select", "function"))
"""Words that begin a line which runs nothing by itself."""


class ShellWord(NamedTuple):
    """A word as the program gets it, with its bounds in the script.  `known` is false when the shell decides a part of
    it; `splits` when that may give no word, or several.
    """

    text: str
    known: bool
    splits: bool
    start: int
    end: int


class _Scanner:
    """State of one pass over a script."""

    __slots__ = ("commands", "known", "length", "pieces", "place", "skip", "splits", "start", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        self.length = len(text)
        self.place = 0
        self.commands: list[list[ShellWord]] = []
        self.words: list[ShellWord] = []
        self.pieces: list[str] | None = None
        self.known, self.splits, self.skip, self.start = True, False, False, 0

    def add(self, text: str) -> None:
        """Add to the word that is being read, or begin one."""
        if self.pieces is None:
            self.pieces, self.known, self.splits, self.start = [], True, False, self.place
        self.pieces.append(text)

    def end_word(self) -> None:
        if self.pieces is not None:
            word = ShellWord("".join(self.pieces), self.known, self.splits, self.start, self.place)
            if not self.skip:
                self.words.append(word)
            self.skip, self.pieces = False, None

    def end_command(self) -> None:
        self.end_word()
        self.skip = False
        words = self.words
        while words and words[0].text in OPENERS and words[0].known:
            words = words[1:]
        if words and words[0].text not in HEADS:
            self.commands.append(words)
        self.words = []


def simple_commands(text: str) -> list[list[ShellWord]]:
    """The commands of a script in order, each with its words; what stands behind a here-document is left out."""
    scanner = _Scanner(text)
    while scanner.place < scanner.length:
        char = text[scanner.place]
        if char in " \t\r":
            scanner.end_word()
            scanner.place += 1
        elif char in "\n;|()" or (char == "&" and text[scanner.place + 1 : scanner.place + 2] != ">"):
            scanner.end_command()
            scanner.place += 1
        elif char in "<>&":
            if not _redirection(scanner):
                break
        elif char == "#" and scanner.pieces is None:
            end = text.find("\n", scanner.place)
            scanner.place = scanner.length if end < 0 else end
        else:
            _character(scanner, char)
    scanner.end_command()
    return scanner.commands


def _redirection(scanner: _Scanner) -> bool:
    """Leave out a redirection and the file behind it; false at a here-document, behind which nothing can be told."""
    text = scanner.text
    if text.startswith("<<", scanner.place):
        return False
    if scanner.pieces is not None and "".join(scanner.pieces).isdigit():
        scanner.pieces = None
    scanner.end_word()
    while scanner.place < scanner.length and text[scanner.place] in "<>&|":
        scanner.place += 1
    scanner.skip = True
    return True


def _character(scanner: _Scanner, char: str) -> None:
    """What belongs to a word."""
    text, place = scanner.text, scanner.place
    if char == "'":
        end = text.find("'", place + 1)
        end = scanner.length if end < 0 else end
        scanner.add(text[place + 1 : end])
        scanner.place = end + 1
    elif char == '"':
        scanner.add("")
        scanner.place += 1
        _double_quoted(scanner)
    elif char == "\\":
        following = text[place + 1 : place + 2]
        if following != "\n":
            scanner.add(following)
        scanner.place += 2
    elif char in "$`":
        _expansion(scanner, quoted=False)
    else:
        scanner.add(char)
        scanner.place += 1


def _double_quoted(scanner: _Scanner) -> None:
    text = scanner.text
    while scanner.place < scanner.length:
        char = text[scanner.place]
        if char == '"':
            scanner.place += 1
            return
        if char == "\\" and text[scanner.place + 1 : scanner.place + 2] in ('"', "\\", "$", "`"):
            scanner.add(text[scanner.place + 1])
            scanner.place += 2
        elif char in "$`":
            _expansion(scanner, quoted=True)
        else:
            scanner.add(char)
            scanner.place += 1


def _expansion(scanner: _Scanner, *, quoted: bool) -> None:
    """A `$NAME`, `${…}`, `$(…)` or backticks; kept in the word's text as it stands."""
    text, place = scanner.text, scanner.place
    following = text[place + 1 : place + 2]
    if text[place] == "`":
        end = text.find("`", place + 1)
        end = scanner.length if end < 0 else end + 1
    elif following in ("(", "{") and following:
        end = _closing(text, place + 1)
    else:
        end = place + 1
        while end < scanner.length and (text[end].isalnum() or text[end] == "_"):
            end += 1
        if end == place + 1 and following in ("?", "#", "@", "*", "!", "$", "-") and following:
            end += 1
    scanner.add(text[place:end])
    if end > place + 1:
        scanner.known = False
        scanner.splits = scanner.splits or not quoted
    scanner.place = end


def _closing(text: str, place: int) -> int:
    """One past the bracket that closes the one at `place`, or the end of the text."""
    opening = text[place]
    closing = ")" if opening == "(" else "}"
    depth = 0
    while place < len(text):
        if text[place] == "\\":
            place += 1
        elif text[place] == "'":
            place = text.find("'", place + 1)
            if place < 0:
                return len(text)
        elif text[place] == opening:
            depth += 1
        elif text[place] == closing:
            depth -= 1
            if not depth:
                return place + 1
        place += 1
    return len(text)
