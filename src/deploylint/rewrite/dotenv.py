"""Document operations on env files: statements changed in place, each new text read back before it is believed."""

from __future__ import annotations

import re
from typing import Any

from deploylint.findings import Operation
from deploylint.model.resolved import Origin
from deploylint.rewrite.lines import before_line, ending, first_on_line, line_start
from deploylint.rewrite.refusal import Refused
from deploylint.source.edit import Edit, apply_edits
from deploylint.source.text import Source
from deploylint.syntax import dotenv, interpolation
from deploylint.syntax.dotenv import EnvTree, Statement

_BARE = re.compile(r"[A-Za-z0-9_.,:/@%+=^?!*\[\]{}-]*")
"""Values that every reader of env files takes unquoted as they are."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SIBLINGS = ("assignment", "bare")


def edits(operation: Operation, origin: Origin) -> list[Edit]:
    """The edits of one operation on an env file."""
    tree = dotenv.parse(origin.source)
    node: Any = operation.node
    if operation.verb == "add" or (operation.verb == "set" and node.kind == "file"):
        found = _add(tree, operation)
    elif operation.verb == "format" and node.kind == "file":
        found = _final_newline(tree)
    else:
        found = _on_statement(tree, _statement(tree, origin), operation)
    _check(tree, found)
    return found


def _on_statement(tree: EnvTree, statement: Statement, operation: Operation) -> list[Edit]:
    match operation.verb:
        case "set":
            return [_set(tree, statement, _within(statement, operation))]
        case "remove":
            return [_remove(tree, statement)]
        case "rename":
            return [_rename(tree, statement, operation.value)]
        case "quote":
            return [_quote(tree, statement, operation.value)]
        case "comment-out":
            return [_comment_out(tree, statement)]
        case "insert":
            return [_insert(tree, statement, operation.value)]
        case "format":
            return [_format(tree, statement)]
    raise Refused(f"{operation.verb} is not done on env files")


def encoded(value: str, quote: str) -> list[str]:
    """The ways to write a value, best first: as it was quoted, bare, in single quotes, in double quotes."""
    ways: list[str] = []
    single = "'" + value.replace("'", "\\'") + "'"
    plain_double = '"' + value + '"'
    escapes = {"\\": "\\\\", '"': '\\"', "$": "\\$", "\n": "\\n", "\r": "\\r"}
    double = '"' + "".join(escapes.get(char, char) for char in value) + '"'
    if quote == "'":
        ways.append(single)
    elif quote == '"':
        ways += plain_double, double
    if _BARE.fullmatch(value):
        ways.append(value)
    return [*ways, single, plain_double, double]


def _statement(tree: EnvTree, origin: Origin) -> Statement:
    """The statement at a place."""
    for statement in tree.statements:
        if statement.start <= origin.start < statement.end:
            return statement
    raise Refused("its place in the file is not known")


def _literal(statement: Statement) -> str | None:
    """The value as Compose reads it; None when a reference is in it."""
    texts = []
    for piece in dotenv.pieces(statement):
        if not isinstance(piece, interpolation.Text):
            return None
        texts.append(piece.value)
    return "".join(texts)


def _reads(text: str, key_start: int) -> tuple[str, str | None]:
    """Name and value of the statement whose key begins there."""
    for statement in dotenv.parse(Source("", text)).statements:
        if statement.key_start == key_start and statement.kind == "assignment":
            return statement.name, _literal(statement)
    return "", None


def _set(tree: EnvTree, statement: Statement, value: object) -> Edit:
    """A new value, quoted as the old one when that gives the same text."""
    if statement.kind not in _SIBLINGS or statement.lost:
        raise Refused("it is not read as a key and a value")
    new = _text(value)
    path, text = tree.source.path, tree.source.text
    for shown in encoded(new, statement.quote):
        if statement.kind == "bare":
            edit = Edit(path, statement.key_end, statement.key_end, "=" + shown)
        else:
            edit = Edit(path, statement.value_start, statement.value_end, shown)
        if _reads(apply_edits(text, [edit]), statement.key_start) == (statement.name, new):
            return edit
    raise Refused("no quoting gives Compose the new value")


def _within(statement: Statement, operation: Operation) -> object:
    """The new value as a whole; of a credential, which may be a password in a URL, only that part is new."""
    node: Any = operation.node
    whole = _literal(statement)
    if node.kind != "credential" or whole is None or whole == node.value:
        return operation.value
    if whole.count(node.value) != 1:
        raise Refused("the secret does not stand in the value once")
    return whole.replace(node.value, _text(operation.value))


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _alone(tree: EnvTree, statement: Statement) -> None:
    """Refuse a statement that shares its line."""
    text = tree.source.text
    at_start = statement.start == 0 or text[statement.start - 1] == "\n"
    if not at_start or (statement.end < len(text) and text[statement.end - 1] != "\n"):
        raise Refused("something else stands on its line")


def _remove(tree: EnvTree, statement: Statement) -> Edit:
    """The statement with its line."""
    _alone(tree, statement)
    text = tree.source.text
    start = statement.start
    if statement.end == len(text) and start and text[-1] != "\n":
        start = before_line(text, start)
    return Edit(tree.source.path, start, statement.end, "")


def _rename(tree: EnvTree, statement: Statement, name: object) -> Edit:
    """Another key for the value."""
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise Refused("the new name is no variable's")
    if any(other.name == name for other in tree.statements):
        raise Refused(f"{name} is there already")
    return Edit(tree.source.path, statement.key_start, statement.key_end, name)


def _quote(tree: EnvTree, statement: Statement, how: object) -> Edit:
    """Quotes around a value that has none: those that keep it, or single ones, which take each `$` literally."""
    if statement.kind != "assignment" or statement.quote:
        raise Refused("it is quoted already, or has no value")
    path, text = tree.source.path, tree.source.text
    written = text[statement.value_start : statement.value_end]
    if how == "single":
        edit = Edit(path, statement.value_start, statement.value_end, "'" + written + "'")
        if _reads(apply_edits(text, [edit]), statement.key_start) == (statement.name, written):
            return edit
        raise Refused("the value cannot stand in single quotes")
    value = _literal(statement)
    for shown in (f'"{written}"', f"'{written}'"):
        edit = Edit(path, statement.value_start, statement.value_end, shown)
        same = value is None and shown[0] == '"' and "\\" not in written and '"' not in written
        if same or (value is not None and _reads(apply_edits(text, [edit]), statement.key_start)[1] == value):
            return edit
    raise Refused("quotes would change the value")


def _comment_out(tree: EnvTree, statement: Statement) -> Edit:
    """`# ` before a statement of one line; a `;` that was meant to begin a comment becomes `#`."""
    text = tree.source.text
    first = statement.start + len(text[statement.start :]) - len(text[statement.start :].lstrip(" \t"))
    if statement.kind == "error" and text[first : first + 1] == ";":
        return Edit(tree.source.path, first, first + 1, "#")
    _alone(tree, statement)
    if "\n" in text[statement.start : statement.end].rstrip("\r\n"):
        raise Refused("its value has several lines")
    return Edit(tree.source.path, statement.start, statement.start, "# ")


def _insert(tree: EnvTree, statement: Statement, value: object) -> Edit:
    """A comment on a line of its own above a statement."""
    text = tree.source.text
    if not isinstance(value, str) or not value.startswith("#") or "\n" in value or "\r" in value:
        raise Refused("only a comment can be inserted")
    if not first_on_line(text, statement.start):
        raise Refused("something else stands on its line")
    start = line_start(text, statement.start)
    return Edit(tree.source.path, start, start, value + ending(text, start))


def _format(tree: EnvTree, statement: Statement) -> Edit:
    """`KEY=value`, without `export`, blanks beside the `=` and a colon in its place."""
    if statement.kind != "assignment":
        raise Refused("it is not read as a key and a value")
    text = tree.source.text
    value = text[statement.value_start : statement.value_end]
    if value.startswith("#"):
        value = f"'{value}'" if "'" not in value else value
    start = statement.start if statement.start == 0 or text[statement.start - 1] == "\n" else statement.key_start
    edit = Edit(tree.source.path, start, statement.value_end, f"{statement.name}={value}")
    if text[edit.start : edit.end] == edit.text:
        raise Refused("it is formatted already")
    return edit


def _final_newline(tree: EnvTree) -> list[Edit]:
    """The line end that the last line lacks."""
    text = tree.source.text
    if not text or text.endswith("\n"):
        raise Refused("it is formatted already")
    last = before_line(text, line_start(text, len(text)))
    return [Edit(tree.source.path, len(text), len(text), ending(text, last) if last else "\n")]


def _add(tree: EnvTree, operation: Operation) -> list[Edit]:
    """A key behind the last one: `field[KEY]` and its value, or the text `KEY=value`."""
    if operation.item is not None:
        name, value = str(operation.item), _text(operation.value)
    else:
        name, _, value = _text(operation.value).partition("=")
    if not _NAME.fullmatch(name):
        raise Refused("the new name is no variable's")
    if any(other.name == name for other in tree.statements):
        raise Refused(f"{name} is there already")
    if tree.broken is not None:
        raise Refused("Compose cannot read the file")
    text, path = tree.source.text, tree.source.path
    siblings = [statement for statement in tree.statements if statement.kind in _SIBLINGS]
    at = siblings[-1].end if siblings else len(text)
    open_line = at > 0 and text[at - 1] != "\n"
    newline = ending(text, max(at - 1, 0))
    for shown in encoded(value, ""):
        line = f"{newline}{name}={shown}" if open_line else f"{name}={shown}{newline}"
        start = at + len(newline) if open_line else at
        edit = Edit(path, at, at, line)
        if _reads(apply_edits(text, [edit]), start) == (name, value):
            return [edit]
    raise Refused("no quoting gives Compose the new value")


def _check(tree: EnvTree, found: list[Edit]) -> None:
    """Refuse edits that leave the file worse than it was."""
    after = dotenv.parse(Source(tree.source.path, apply_edits(tree.source.text, found)))
    if len(after.defects) > len(tree.defects) or (after.broken is not None and tree.broken is None):
        raise Refused("Compose could not read the file any more")
