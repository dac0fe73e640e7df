"""A command line cut into words as Compose cuts one."""

from __future__ import annotations

_SPACES = " \t\r\n"
_ENDS = ";&|<>"


def words(line: str) -> list[str] | None:
    """The words of a command; None when a quote stays open (go-shellwords 1.0.12, Parse, without expansion).

    What follows a `;`, `&`, `|`, `<` or `>` outside quotes is left out, as there.
    """
    return _Splitter().split(line)


class _Splitter:
    """The state between two characters: the word so far, and which quotes are open."""

    __slots__ = ("_backquote", "_call", "_double", "_escaped", "_found", "_single", "_started", "_word")

    def __init__(self) -> None:
        self._found: list[str] = []
        self._word = ""
        self._started = False
        self._escaped = self._single = self._double = self._backquote = self._call = False

    def split(self, line: str) -> list[str] | None:
        """All words."""
        for character in line:
            if self._escaped:
                self._add(character)
                self._escaped = False
            elif character == "\\":
                if self._single:
                    self._word += character
                else:
                    self._escaped = True
            elif character in _SPACES:
                self._space(character)
            elif not self._inside and character in _ENDS:
                if character == ">" and self._word[:1].isdigit():
                    self._started = False
                break
            elif not self._quote(character):
                if character == "(" and not (self._single or self._double or self._backquote):
                    if self._call or not self._word.endswith("$"):
                        return None
                    self._call = True
                    self._word += character
                else:
                    self._add(character)
        if self._started:
            self._found.append(self._word)
        return None if self._escaped or self._inside else self._found

    @property
    def _inside(self) -> bool:
        """Is any quote open?"""
        return self._single or self._double or self._backquote or self._call

    def _add(self, character: str) -> None:
        self._word += character
        self._started = True

    def _space(self, character: str) -> None:
        """A blank: part of what is quoted, else the end of a word."""
        if self._inside:
            self._word += character
        elif self._started:
            self._found.append(self._word)
            self._word, self._started = "", False

    def _quote(self, character: str) -> bool:
        """Open or close a quote; true when its character is no part of the word."""
        if character == '"' and not (self._single or self._call):
            self._started = self._started or self._double
            self._double = not self._double
            return True
        if character == "'" and not (self._double or self._call):
            self._started = self._started or self._single
            self._single = not self._single
            return True
        if character == "`" and not (self._single or self._double or self._call):
            self._backquote = not self._backquote
        elif character == ")" and not (self._single or self._double or self._backquote):
            self._call = not self._call
        return False
