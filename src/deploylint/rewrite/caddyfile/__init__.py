"""Document operations on Caddyfiles: words and statements changed in place, each new text read back as Caddy does."""

from __future__ import annotations

import re
from typing import Any

from deploylint.findings import Operation
from deploylint.model.resolved import Origin
from deploylint.rewrite.caddyfile import matchers, statements, tokens
from deploylint.rewrite.caddyfile.faults import mended
from deploylint.rewrite.caddyfile.written import Kept, Written, read
from deploylint.rewrite.lines import before_line, ending, line_start
from deploylint.rewrite.origin import hows
from deploylint.rewrite.refusal import Refused
from deploylint.source.edit import Edit
from deploylint.source.text import Source
from deploylint.syntax import caddyfile
from deploylint.syntax.caddyfile.tree import Statement

_NAME = re.compile(r"[A-Za-z0-9_.-]+")
_STATEMENTS = ("site", "route", "snippet", "matcher", "caddy_directive")
"""Kinds that are statements; the others are words."""

_LINES = ("directives", "children", "options")
"""Fields whose members are lines of a block."""

_WORDS = ("args", "addresses", "upstreams")
"""Fields whose members are words of a line."""


def edits(operation: Operation, origin: Origin, kept: Kept) -> list[Edit]:
    """The edits of one operation on a Caddyfile; files that have been read before are in `kept`."""
    node: Any = operation.node
    if node.kind == "defect":
        return _on_defect(operation, origin, kept)
    if node.kind == "file":
        return _on_file(operation, read(origin.source, kept))
    if node.kind == "env_ref":
        return _on_reference(operation, origin, read(origin.source, kept))
    if operation.verb == "add":
        return _add(operation, node.header, kept)
    return _on_place(_read(origin, node.kind, kept), operation, origin)


def faults(source: Source) -> tuple[int, bool]:
    """The number of defects in a file, and whether Caddy refuses it; a file that sites import is the inside of one."""
    trees = (caddyfile.parse(source), caddyfile.parse(source, fragment=True))
    return min((len(tree.defects), tree.broken) for tree in trees)


def _read(origin: Origin, kind: str, kept: Kept) -> Written:
    """The file of a place; as the inside of a block when its first line would be the addresses of a site else."""
    written = read(origin.source, kept)
    if kind == "site" or written.at(origin.start).statement.kind != "site":
        return written
    return read(origin.source, kept, fragment=True)


def _on_place(written: Written, operation: Operation, origin: Origin) -> list[Edit]:
    statement = written.at(origin.start).statement
    match operation.verb:
        case "set":
            return _set(written, statement, operation, origin)
        case "remove":
            return _remove(written, statement, operation, origin)
        case "rename":
            return _rename(written, operation, origin)
        case "quote":
            return tokens.quote_word(written, origin)
        case "comment-out":
            return statements.comment_out(written, statement)
        case "insert":
            return statements.insert(written, statement, operation.value)
    raise Refused(f"{operation.verb} is not done on Caddyfiles")


def _check_own(origin: Origin) -> None:
    """Refuse what an import passes on."""
    if "argument" in hows(origin.value):
        raise Refused("it comes from what an import passes on")


def _set(written: Written, statement: Statement, operation: Operation, origin: Origin) -> list[Edit]:
    """Another text for a word or a part of it; a matcher or a port where none is written."""
    node: Any = operation.node
    text = tokens.text_of(operation.value)
    _check_own(origin)
    if operation.field and operation.item is None and operation.field not in node.origins:
        if node.kind == "caddy_directive" and operation.field == "matcher":
            return tokens.set_words(written, statement.words[0], text, behind=True)
        if node.kind == "upstream" and operation.field == "port" and "host" in node.origins:
            return tokens.set_word(written, *_with_port(written, node.origins["host"], text))
        raise Refused("it is not written")
    if not operation.field and node.kind in _STATEMENTS:
        raise Refused("it is not a single value")
    if operation.field == "matcher":
        return tokens.set_words(written, written.tokens[written.index(origin.start)], text)
    return tokens.set_word(written, origin, text)


def _with_port(written: Written, host: Origin, port: str) -> tuple[Origin, str]:
    """The host with a port behind it."""
    end = host.end + (written.text[host.end : host.end + 1] == "]")
    return Origin(host.source, host.start, end), f"{written.text[host.start : end]}:{port}"


def _remove(written: Written, statement: Statement, operation: Operation, origin: Origin) -> list[Edit]:
    """A statement, or a word of one."""
    node: Any = operation.node
    if not operation.field and node.kind in _STATEMENTS:
        return statements.remove(written, statement)
    _check_own(origin)
    if operation.field and operation.field not in node.origins:
        raise Refused("it is not written")
    token = written.tokens[written.index(origin.start)]
    if written.text[origin.start : origin.end].rstrip(",") != written.text[token.start : token.end].rstrip(","):
        raise Refused("it is a part of a value that cannot be left out")
    return tokens.remove_word(written, statement, origin)


def _rename(written: Written, operation: Operation, origin: Origin) -> list[Edit]:
    """Another name: of a directive, of a matcher and its uses, or of a word."""
    node: Any = operation.node
    name = tokens.text_of(operation.value)
    if not name:
        raise Refused("the new name is empty")
    if operation.item is None and operation.field in ("", "name"):
        if node.kind == "matcher":
            return matchers.rename(node, name)
        if node.kind != "caddy_directive":
            raise Refused("others may use its name")
        if not _NAME.fullmatch(name):
            raise Refused("the new name is no directive's")
        first = written.at(origin.start).statement.words[0]
        origin = Origin(origin.source, first.start, first.end)
    _check_own(origin)
    return tokens.set_word(written, origin, name)


def _add(operation: Operation, header: Origin, kept: Kept) -> list[Edit]:
    """A word for a line, or a line for a block."""
    node: Any = operation.node
    written = _read(header, node.kind, kept)
    statement = written.at(header.start).statement
    value = tokens.text_of(operation.value)
    if operation.field in _WORDS:
        return tokens.add_word(written, statement, value)
    if operation.field in _LINES:
        return statements.add_line(written, statement, _line(operation, value))
    raise Refused("nothing is added there")


def _line(operation: Operation, value: str) -> str:
    """A new line: `field[name]` and its words, or the whole of it."""
    return value if operation.item is None else f"{operation.item} {value}".rstrip()


def _on_reference(operation: Operation, origin: Origin, written: Written) -> list[Edit]:
    """The name or default of a `{$NAME:default}`."""
    match operation.verb, operation.field:
        case ("rename", "" | "name") | ("set", "name"):
            return tokens.change_reference(written, origin, name=operation.value)
        case "set", "fallback":
            return tokens.change_reference(written, origin, default=operation.value)
        case "remove", "fallback":
            return tokens.change_reference(written, origin, default="")
        case "quote", _:
            return tokens.quote_word(written, origin)
    raise Refused("it is a part of a value that cannot be left out")


def _on_defect(operation: Operation, origin: Origin, kept: Kept) -> list[Edit]:
    """A fault mended in the one way there is, or the statement in which it stands."""
    node: Any = operation.node
    if operation.verb == "format":
        return mended(origin.source, node.code, origin)
    if operation.verb not in ("remove", "comment-out", "insert"):
        raise Refused(f"{operation.verb} is not done here")
    written = read(origin.source, kept)
    statement = written.at(origin.start).statement
    if operation.verb == "remove":
        return statements.remove(written, statement)
    return _on_place(written, operation, origin)


def _on_file(operation: Operation, written: Written) -> list[Edit]:
    """A global option, or the line end that the last line lacks."""
    text = written.text
    if operation.verb == "add" and operation.field == "options":
        return statements.add_option(written, _line(operation, tokens.text_of(operation.value)))
    if operation.verb != "format":
        raise Refused(f"{operation.verb} is not done on a whole Caddyfile")
    if not text or text[-1] in "\r\n":
        raise Refused("it is formatted already")
    last = before_line(text, line_start(text, len(text)))
    return [Edit(written.path, len(text), len(text), ending(text, last) if last else "\n")]
