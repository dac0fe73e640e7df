"""Templates: texts with `{expression}` holes, for messages, notes, titles and the new values of fixes."""

from __future__ import annotations

from deploylint.engine.expression import expression
from deploylint.engine.mistakes import Words
from deploylint.engine.scope import Code, Scope
from deploylint.engine.types import ERROR, TEXT

Part = str | Code


def parts(words: Words, scope: Scope) -> list[Part]:
    """The literal texts and the emitted holes of a template, in order; `{{` and `}}` are braces."""
    found: list[Part] = []
    text, at, literal = words.text, 0, ""
    while at < len(text):
        char = text[at]
        if text[at : at + 2] in ("{{", "}}"):
            literal += char
            at += 2
        elif char == "{":
            end = _end(text, at + 1)
            if end < 0:
                scope.report(words.span(at, at + 1), "this hole has no end", "write }, or {{ for a brace itself")
                return found
            if literal:
                found.append(literal)
                literal = ""
            found.append(_hole(words, scope, at + 1, end))
            at = end + 1
        elif char == "}":
            scope.report(words.span(at, at + 1), "this brace closes nothing", "write }} for a brace itself")
            at += 1
        else:
            literal += char
            at += 1
    if literal:
        found.append(literal)
    return found


def _hole(words: Words, scope: Scope, start: int, end: int) -> Code:
    code = expression(words, scope, start, end)
    if code.type.sensitive:
        scope.report(words.span(start, end), "this value may be a secret", "write {masked(…)}")
        return Code("None", ERROR)
    return code


def _end(text: str, at: int) -> int:
    """Offset of the brace that ends a hole; those inside quotes do not count.  -1 when there is none."""
    quote = ""
    while at < len(text):
        char = text[at]
        if quote:
            if char == "\\":
                at += 1
            elif char == quote:
                quote = ""
        elif char in "'\"":
            quote = char
        elif char == "}":
            return at
        at += 1
    return -1


def message(words: Words, scope: Scope) -> tuple[str, str]:
    """Source that gives the text at once, and source that gives it hole by hole: what is unknown prints as such."""
    found = parts(words, scope)
    quick = [repr(part) if isinstance(part, str) else _shown(part) for part in found]
    slow = [repr(part) if isinstance(part, str) else f"_hole(lambda: {part.text})" for part in found]
    return _concatenated(quick), _concatenated(slow)


def _shown(code: Code) -> str:
    """A text needs no call to be shown."""
    return code.text if code.type.base == "text" and not code.type.nullable else f"_show({code.text})"


def _concatenated(pieces: list[str]) -> str:
    if len(pieces) < 2:
        return pieces[0] if pieces else "''"
    return f"''.join(({''.join(piece + ', ' for piece in pieces)}))"


def value(words: Words, scope: Scope) -> Code:
    """Source that gives a value for a fix: of one whole hole the type is kept, and nothing unknown is passed over."""
    found = parts(words, scope)
    if len(found) == 1 and isinstance(found[0], Code):
        return found[0]
    pieces = [repr(part) if isinstance(part, str) else f"_joined({part.text})" for part in found]
    return Code(_concatenated(pieces), TEXT)
