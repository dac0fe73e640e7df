"""Env files as Compose reads them, statement by statement, with nothing of the text lost.

The statements' texts joined are the file's text.  Where Compose gives up on a file, the statement is an error, and
reading goes on at the next line.  No defect holds a value, because values are secrets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from deploylint.source.defects import Defect
from deploylint.source.span import Span
from deploylint.source.text import Source
from deploylint.syntax import interpolation

_SPACES = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
"""White space to Go; Python's str.strip would take more."""

_INDENT = re.compile(f"[{_SPACES.replace(chr(10), '')}]*")
_EXPORT = re.compile("export[\t\n\f\r ]+[\t\v\f\r \x85\xa0]*")
_BLANKS = re.compile("[\t\v\f\r \x85\xa0]*")
_KEY_END = re.compile(r"[^\w.\-\[\]" + "\t\v\f\r \x85\xa0]")
_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_ESCAPE = re.compile(r"\\(?:[abcfnrtv$\"\\]|0[0-9]{0,3})")
_LETTERS = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", '"': '"', "\\": "\\"}


class Statement:
    """One statement with the line end behind it; several may stand on a line.

    `kind` is blank, comment, assignment, bare (a key alone) or error.  `name` is the key, `value_start` to `value_end`
    the value with its quotes, `comment_start` the `#` behind a value or the end of the statement.  `text` is the value
    without quotes and escapes, to be interpolated when `expands`.  A `lost` bare key is the last thing of a file
    without a final line end: Compose takes it as the value of an empty name.
    """

    __slots__ = (
        "comment_start",
        "end",
        "expands",
        "export",
        "key_end",
        "key_start",
        "kind",
        "lost",
        "name",
        "quote",
        "separator",
        "start",
        "text",
        "value_end",
        "value_start",
    )

    def __init__(self, kind: str, start: int, end: int) -> None:
        self.kind = kind
        self.start = start
        self.end = self.comment_start = end
        self.name = self.quote = self.separator = self.text = ""
        self.key_start = self.key_end = self.value_start = self.value_end = end
        self.expands = self.export = self.lost = False


class EnvTree:
    """One env file.  `broken` is the offset where Compose gives up on it, None when it reads all of it."""

    __slots__ = ("broken", "defects", "source", "statements")

    def __init__(self, source: Source) -> None:
        self.source = source
        self.statements: list[Statement] = []
        self.defects: list[Defect] = []
        self.broken: int | None = None


def parse(source: Source) -> EnvTree:
    """The statements of a source; never raises."""
    tree = EnvTree(source)
    text, position = source.text, 0
    while position < len(text):
        statement = _statement(tree, text, position)
        tree.statements.append(statement)
        position = statement.end
    return tree


def pieces(statement: Statement) -> tuple[interpolation.Piece, ...]:
    """The value as pieces, with offsets into the statement's `text`."""
    if statement.expands:
        return interpolation.parse(statement.text)
    return (interpolation.Text(0, len(statement.text), statement.text),) if statement.text else ()


def places(source: Source, statement: Statement) -> Sequence[int]:
    """For each character of a statement's `text`, and for its end, the offset where it is written."""
    if statement.lost:
        return range(statement.key_start, statement.key_end + 1)
    width = 1 if statement.quote else 0
    first = statement.value_start + width
    if statement.value_end - width - first == len(statement.text):
        return range(first, first + len(statement.text) + 1)
    return _unquoted(source.text[first : statement.value_end - 1], first, statement.quote)[1]


def _statement(tree: EnvTree, text: str, start: int) -> Statement:
    """The statement that begins at an offset, white space in front of it included."""
    here = _skip(_INDENT, text, start)
    if text.startswith("\n", here) or here == len(text):
        return Statement("blank", start, min(here + 1, len(text)))
    if text[here] == "#":
        return Statement("comment", start, _line_end(text, here))
    statement = Statement("assignment", start, len(text))
    exported = _EXPORT.match(text, here)
    if exported:
        # Only blanks are skipped behind `export`; a line end right there makes an empty bare key.
        here = _skip(_BLANKS, text, here + len("export"))
        statement.export = True
        if here == len(text):
            return _error(tree, statement, "env-parse-error", start, here, "export without a name", "export KEY=value")
    stop = _KEY_END.search(text, here)
    statement.key_start = here
    if stop is None:
        return _bare(statement, text, len(text), lost=True)
    end = stop.start()
    statement.name = text[here:end].rstrip(_SPACES)
    statement.key_end = here + len(statement.name)
    if text[end] not in "=:\n":
        return _bad_key(tree, statement, text, end)
    if " " in statement.name:
        return _bad_key(tree, statement, text, text.index(" ", here))
    if text[end] == "\n":
        return _bare(statement, text, end + 1, lost=False)
    statement.separator = text[end]
    if not statement.name:
        span = Span(tree.source, end, end + 1)
        tree.defects.append(Defect("env-empty-key", span, "", "", f"a name in front of the {text[end]}"))
    return _value(tree, statement, text, _skip(_BLANKS, text, end + 1))


def _bare(statement: Statement, text: str, end: int, *, lost: bool) -> Statement:
    """A key alone."""
    statement.kind, statement.lost, statement.end = "bare", lost, end
    if lost:
        statement.name = text[statement.key_start : end].rstrip(_SPACES)
        statement.key_end = statement.key_start + len(statement.name)
        statement.text, statement.expands = statement.name, True
    statement.value_start = statement.value_end = statement.key_end
    statement.comment_start = end
    return statement


def _value(tree: EnvTree, statement: Statement, text: str, start: int) -> Statement:
    """The statement with the value that begins at `start`."""
    statement.value_start = start
    if text[start : start + 1] in ("'", '"') and start < len(text):
        return _quoted(tree, statement, text, start)
    line_end = _line_end(text, start)
    value = text[start:line_end].removesuffix("\n")
    value, hash_, _ = value.partition(" #")
    statement.end = line_end
    statement.comment_start = start + len(value) + 1 if hash_ else line_end
    statement.text = value.rstrip(_SPACES)
    statement.value_end = start + len(statement.text)
    statement.expands = True
    return _checked(tree, statement)


def _quoted(tree: EnvTree, statement: Statement, text: str, start: int) -> Statement:
    """The statement with a quoted value, which may span lines and be followed by another statement."""
    quote = text[start]
    here = start + 1
    while True:
        end = text.find(quote, here)
        if end < 0:
            found = f"a value without its closing {quote}"
            return _error(tree, statement, "env-unterminated-quote", start, start + 1, found, f"a closing {quote}")
        slash = text.find("\\", here, end)
        if slash < 0:
            break
        here = slash + 2
    statement.quote = quote
    statement.value_end = end + 1
    raw = text[start + 1 : end]
    statement.text = raw if "\\" not in raw else _unquoted(raw, 0, quote)[0]
    statement.expands = quote == '"'
    rest = _skip(_INDENT, text, end + 1)
    if text.startswith("#", rest):
        statement.comment_start, statement.end = rest, _line_end(text, rest)
    elif rest == len(text) or text[rest] == "\n":
        statement.end = statement.comment_start = min(rest + 1, len(text))
    else:
        statement.end = statement.comment_start = end + 1
    return _checked(tree, statement)


def _checked(tree: EnvTree, statement: Statement) -> Statement:
    """The statement, with a defect for each thing in it that looks like a reference and is none."""
    if statement.expands and "$" in statement.text:
        invalid = list(_invalid(interpolation.parse(statement.text)))
        where = places(tree.source, statement) if invalid else ()
        expected = "${NAME}, ${NAME:-default}, or $$ for a dollar sign"
        for piece in invalid:
            span = Span(tree.source, where[piece.start], where[piece.end])
            tree.defects.append(Defect("env-invalid-template", span, _shown(statement.name), piece.reason, expected))
    return statement


def _invalid(found: Sequence[interpolation.Piece]) -> Iterator[interpolation.Invalid]:
    for piece in found:
        if isinstance(piece, interpolation.Reference):
            yield from _invalid(piece.argument or ())
        elif isinstance(piece, interpolation.Invalid):
            yield piece


def _bad_key(tree: EnvTree, statement: Statement, text: str, bad: int) -> Statement:
    """The error for a character that may not stand in a key; the narrowest code that tells what went wrong."""
    line_end = _line_end(text, bad)
    previous = tree.statements[-1] if tree.statements else None
    character = text[bad]
    found = "a space" if character == " " else f"the character {character}"
    if character == ";" and bad == statement.key_start:
        return _error(tree, statement, "env-semicolon-comment", bad, bad + 1, "a comment that begins with ;", "#")
    if previous is not None and previous.quote and not text[: statement.start].endswith("\n"):
        expected = "the end of the line or a comment behind the closing quote"
        return _error(tree, statement, "env-parse-error", bad, bad + 1, found, expected)
    rest = text[bad:line_end]
    if "=" not in rest and ":" not in rest:
        end = statement.key_start + len(text[statement.key_start : line_end].rstrip(_SPACES))
        return _error(tree, statement, "env-parse-error", statement.key_start, end, "a line without =", "KEY=value")
    return _error(tree, statement, "env-invalid-key", bad, bad + 1, found, "letters, digits and any of _ . - [ ]")


def _error(
    tree: EnvTree, statement: Statement, code: str, start: int, end: int, found: str, expected: str
) -> Statement:
    """Make the statement an error that reaches to the end of its line."""
    if tree.broken is None:
        tree.broken = start
    tree.defects.append(Defect(code, Span(tree.source, start, end), _shown(statement.name), found, expected))
    statement.kind, statement.text = "error", ""
    statement.end = statement.comment_start = _line_end(tree.source.text, start)
    statement.key_start = min(statement.key_start, statement.end)
    statement.key_end = min(statement.key_end, statement.end)
    statement.value_start = statement.value_end = statement.end
    return statement


def _shown(name: str) -> str:
    """A key that may be shown: of what is no plain name, nobody knows that it is not a piece of a secret."""
    return name if _PLAIN_NAME.fullmatch(name) else ""


def _unquoted(raw: str, offset: int, quote: str) -> tuple[str, list[int]]:
    """What stands between quotes without its escapes, and for each character, and the end, its offset."""
    characters: list[str] = []
    where: list[int] = []
    position = 0
    while position < len(raw):
        if raw[position] == "\\" and position + 1 < len(raw):
            if raw[position + 1] != quote:
                characters.append("\\")
                where.append(offset + position)
            where.append(offset + position + (raw[position + 1] != quote))
            characters.append(raw[position + 1])
            position += 2
            continue
        characters.append(raw[position])
        where.append(offset + position)
        position += 1
    where.append(offset + len(raw))
    if quote == '"':
        return _unescaped("".join(characters), where)
    return "".join(characters), where


def _unescaped(text: str, where: list[int]) -> tuple[str, list[int]]:
    """The text with its escape sequences replaced, as Go does it: two passes, this one after the quotes' own."""
    parts: list[str] = []
    kept: list[int] = []
    done = 0
    for match in _ESCAPE.finditer(text):
        start, end = match.span()
        new = _escape(match.group())
        parts += text[done:start], new
        kept += where[done:start]
        kept += where[start : start + len(new)] if len(new) > 1 else [where[start]]
        done = end
    parts.append(text[done:])
    kept += where[done:]
    return "".join(parts), kept


def _escape(sequence: str) -> str:
    r"""What one escape sequence stands for; `\$` becomes the `$$` of interpolation."""
    if sequence == r"\$":
        return "$$"
    if sequence[1] == "0":
        digits = sequence[2:]
        whole = len(digits) == 3 and "8" not in digits and "9" not in digits and int(digits, 8) < 256
        return chr(int(digits, 8)) if whole else "\\" + digits
    return _LETTERS.get(sequence[1], sequence)


def _skip(pattern: re.Pattern[str], text: str, start: int) -> int:
    match = pattern.match(text, start)
    return match.end() if match else start


def _line_end(text: str, start: int) -> int:
    """The offset behind the line feed that ends a line for Compose; a lone carriage return does not."""
    end = text.find("\n", start)
    return len(text) if end < 0 else end + 1
