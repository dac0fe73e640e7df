"""Words of a Caddyfile changed, taken out and added, quoted as they have to be."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deploylint.model.resolved import Origin
from deploylint.rewrite.caddyfile.written import OTHERWISE, Word, Written, checked
from deploylint.rewrite.refusal import Refused
from deploylint.source.edit import Edit
from deploylint.source.text import Source
from deploylint.syntax.caddyfile.tree import Statement, Token

_DEFAULT = re.compile(r"[^\s{}\"`\\#]*")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def text_of(value: object) -> str:
    """A value as a Caddyfile writes it, on one line."""
    if isinstance(value, bool):
        return "on" if value else "off"
    text = "" if value is None else str(value)
    if any(char in text for char in "\n\r"):
        raise Refused("the new value has several lines")
    return text


def encoded(text: str, quote: str = "") -> list[str]:
    """The ways to write a word, best first: as it was quoted, bare, in double quotes, in backticks."""
    double = '"' + text.replace('"', '\\"') + '"'
    backtick = f"`{text}`"
    kept = {'"': [double], "`": [backtick]}.get(quote, [])
    return [*kept, text, double, backtick]


def set_word(written: Written, origin: Origin, text: str) -> list[Edit]:
    """Another text for a word, or for a part of it."""
    at = written.index(origin.start)
    token = written.tokens[at]
    start, end = origin.start, origin.end
    if end > token.end:
        raise Refused("it is more than one word")
    if any(use.reference.start < end and start < use.reference.end for use in token.uses):
        raise Refused("its value comes through a variable")
    new = text if (start, end) == (token.start, token.end) else _within(written, token, start, end, text)
    ways = [] if (start, end) == (token.start, token.end) else [(start, end, text)]
    ways += [(token.start, token.end, shown) for shown in encoded(new, token.quote)]
    words = written.words()
    words[at] = words[at]._replace(text=new)
    return first_read(written, ways, words)


def set_words(written: Written, token: Token, line: str, *, behind: bool = False) -> list[Edit]:
    """One or several words as they are to be written, in the place of a word or behind it."""
    at = written.index(token.start)
    words = written.words()
    if not behind and token.uses:
        raise Refused("its value comes through a variable")
    new = [word._replace(first=False) for word in line_words(line)]
    if behind:
        words[at + 1 : at + 1] = new
        return checked(written, [Edit(written.path, token.end, token.end, f" {line}")], words)
    new[0] = new[0]._replace(first=words[at].first)
    words[at : at + 1] = new
    return checked(written, [Edit(written.path, token.start, token.end, line)], words)


def line_words(line: str) -> list[Word]:
    """The words of a line, the first of which begins it."""
    found = Written(Source("", line)).words()
    if not found or any(word.first for word in found[1:]) or any(word.brace for word in found):
        raise Refused("it is not one line of words")
    return found


def _within(written: Written, token: Token, start: int, end: int, text: str) -> str:
    """The word once a part of it is replaced."""
    if token.quote == "<<":
        raise Refused("it is a part of a heredoc")
    quotes = 1 if token.quote else 0
    inner = written.text[token.start + quotes : token.end - quotes]
    first, last = start - token.start - quotes, end - token.start - quotes
    before, behind = inner[: max(first, 0)], inner[last:]
    if token.quote == '"':
        inner, before, behind = (part.replace('\\"', '"') for part in (inner, before, behind))
    if first < 0 or inner != written.shown(token):
        raise Refused("it is written with escapes")
    return before + text + behind


def first_read(written: Written, ways: Sequence[tuple[int, int, str]], words: Sequence[Word]) -> list[Edit]:
    """The first of several ways to write a change after which the file has these words."""
    for start, end, text in ways:
        try:
            return checked(written, [Edit(written.path, start, end, text)], words)
        except Refused:
            continue
    raise Refused(OTHERWISE)


def quote_word(written: Written, origin: Origin) -> list[Edit]:
    """Quotes around a word, which make it one whatever its variables hold."""
    token = written.tokens[written.index(origin.start)]
    if token.quote:
        raise Refused("it is quoted already")
    raw = written.text[token.start : token.end]
    if raw != written.shown(token):
        raise Refused("quotes would change the value")
    ways = [(token.start, token.end, shown) for shown in (f'"{raw}"', f"`{raw}`")]
    try:
        return first_read(written, ways, written.words())
    except Refused:
        raise Refused("quotes would change the value") from None


def remove_word(written: Written, statement: Statement, origin: Origin) -> list[Edit]:
    """A word of a statement, with the blanks before it."""
    at = written.index(origin.start)
    token = written.tokens[at]
    if origin.end > token.end:
        raise Refused("it is more than one word")
    if statement.kind == "site":
        return _remove_address(written, statement, at)
    if token.start == statement.words[0].start:
        raise Refused("it is the first word of its line")
    words = written.words()
    del words[at]
    return checked(written, [Edit(written.path, written.tokens[at - 1].end, token.end, "")], words)


def _remove_address(written: Written, statement: Statement, at: int) -> list[Edit]:
    """An address with the comma that parts it from the next, or from the one before when it is the last."""
    starts = [word.start for word in statement.words]
    tokens = written.tokens
    here = starts.index(tokens[at].start) if tokens[at].start in starts else -1
    if here < 0 or len(starts) < 2:
        raise Refused("it is the only address" if here == 0 else "its place in the file is not known")
    words = written.words()
    if here + 1 < len(starts):
        following = written.index(starts[here + 1])
        words[following] = words[following]._replace(first=words[at].first)
        del words[at:following]
        return checked(written, [Edit(written.path, tokens[at].start, tokens[following].start, "")], words)
    before = written.index(starts[here - 1])
    bare = words[before].text.rstrip(",")
    words[before] = words[before]._replace(text=bare)
    del words[before + 1 : at + 1]
    cut = tokens[before].end - (len(written.shown(tokens[before])) - len(bare))
    return checked(written, [Edit(written.path, cut, tokens[at].end, "")], words)


def add_word(written: Written, statement: Statement, text: str) -> list[Edit]:
    """A word behind the last one of a statement's line."""
    if statement.kind == "site":
        return _add_address(written, statement, text)
    if not statement.words:
        raise Refused("it has no line of its own")
    at = written.index(statement.words[-1].start)
    end = written.tokens[at].end
    words = written.words()
    words.insert(at + 1, Word(text))
    return first_read(written, [(end, end, " " + shown) for shown in encoded(text)], words)


def _add_address(written: Written, statement: Statement, text: str) -> list[Edit]:
    """An address behind the last one, parted as the others are."""
    indexes = [written.index(word.start) for word in statement.words]
    words = written.words()
    last = indexes[-1]
    token = written.tokens[last]
    blanks_only = len(indexes) > 1 and not any("," in words[at].text for at in range(indexes[0], last + 1))
    comma = "" if blanks_only else ","
    words[last] = words[last]._replace(text=words[last].text + comma)
    words.insert(last + 1, Word(text))
    return checked(written, [Edit(written.path, token.end, token.end, f"{comma} {text}")], words)


def change_reference(written: Written, origin: Origin, *, name: object = None, default: object = None) -> list[Edit]:
    """Another name, or another default (empty text: none), in a `{$NAME:default}`."""
    reference = next((one for one in written.references if one.start <= origin.start < one.end), None)
    if reference is None:
        raise Refused("its place in the file is not known")
    if name is not None and not _NAME.fullmatch(str(name)):
        raise Refused("the new name is no variable's")
    behind = "" if reference.default is None else f":{reference.default}"
    if default is not None:
        shown = text_of(default)
        if not _DEFAULT.fullmatch(shown):
            raise Refused("a default cannot hold it")
        behind = f":{shown}" if shown else ""
    new = "{$" + (reference.name if name is None else str(name)) + behind + "}"
    return checked(
        written,
        [Edit(written.path, reference.start, reference.end, new)],
        written.words({reference.start: new}),
        comments=False,
    )
