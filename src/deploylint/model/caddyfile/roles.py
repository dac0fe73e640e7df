"""Which Caddyfiles stand alone and which are parts of others, and which are templates."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence

from deploylint.model.caddyfile.passing import is_brace
from deploylint.model.caddyfile.table import DIRECTIVES, PLUGINS
from deploylint.model.caddyfile.targets import find, is_snippet_like
from deploylint.source.files import Files, Unreadable
from deploylint.syntax.caddyfile import new_line, tokenize
from deploylint.syntax.caddyfile.tree import HOLE, Statement, Token, Tokens
from deploylint.syntax.formats import TEMPLATE_ENDINGS

_WORDS = DIRECTIVES.keys() | PLUGINS

DEFAULT_NAME = "caddyfile"
"""The name under which Caddy looks for its file, in lower case; others may be parts of one."""

_ENGINE = re.compile(r"\{%(?:-|$)|<%(?:[-=]|$)|.*\{\{", re.DOTALL)


def roots(files: Files, paths: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """The outermost of these Caddyfiles in order, and for each file that one of them imports the one that does.

    Imports that only an argument or a variable makes are not seen.  Of files that import each other in a circle the
    first is an outermost one.
    """
    importers: dict[str, str] = {}
    edges = {path: _imported(files, path) for path in paths}
    waiting = [target for targets in edges.values() for target in targets]
    while waiting:
        path = waiting.pop()
        if path not in edges:
            edges[path] = _imported(files, path)
            waiting += edges[path]
    for path, targets in edges.items():
        for target in targets:
            if target != path:
                importers.setdefault(target, path)
    found = [path for path in paths if path not in importers]
    reached = _reached(edges, found)
    for path in paths:
        if path not in reached:
            importers.pop(path, None)
            found.append(path)
            reached |= _reached(edges, [path])
    return sorted(found), importers


def _reached(edges: Mapping[str, Sequence[str]], paths: Iterable[str]) -> set[str]:
    reached: set[str] = set()
    waiting = list(paths)
    while waiting:
        path = waiting.pop()
        if path not in reached:
            reached.add(path)
            waiting += edges.get(path, ())
    return reached


def _imported(files: Files, path: str) -> tuple[str, ...]:
    """The files that a Caddyfile imports by a literal path or glob."""
    source = files.read(path)
    if source is None or isinstance(source, Unreadable) or "import" not in source.text:
        return ()
    tokens = tokenize(source)
    if is_template(tokens):
        return ()
    found: list[str] = []
    words = tokens.tokens
    snippets = {word.text[1:-1] for word in words if word.text.startswith("(") and word.text.endswith(")")}
    for index, token in enumerate(words[:-1]):
        first = not index or new_line(words[index - 1], token) or is_brace(words[index - 1], "{")
        pattern = words[index + 1]
        if token.text != "import" or not first or new_line(token, pattern) or pattern.text in snippets:
            continue
        if (
            pattern.known
            and pattern.text
            and not (is_snippet_like(pattern.text) and not _is_file(files, path, pattern))
        ):
            targets = find(files, path, pattern.text)
            found += targets.paths if targets.outcome == "found" else ()
    return tuple(dict.fromkeys(found))


def _is_file(files: Files, path: str, pattern: Token) -> bool:
    return files.stat(posixpath.join(posixpath.dirname(path), pattern.text)) is not None


def is_template(tokens: Tokens) -> bool:
    """Does another program turn the file into a Caddyfile?

    Its name says so, or marks of a template engine stand outside of quotes: within them they are for Caddy's own
    templates.  Caddy's placeholders have single braces, among them `{%path}`.
    """
    source = tokens.source
    if source.path.endswith(TEMPLATE_ENDINGS) or "{{" in source.path:
        return True
    if "{{" not in source.text and "{%" not in source.text and "<%" not in source.text:
        return False
    return any(not token.quote and _ENGINE.match(token.text) for token in tokens.tokens)


def may_be_part(path: str) -> bool:
    """Can a file that nothing imports be a part of a Caddyfile elsewhere, by its name?"""
    return path.rpartition("/")[2].lower() != DEFAULT_NAME


def is_inside(statements: Sequence[Statement]) -> bool:
    """Is such a file the inside of a site or of another block?

    It begins with a directive or a matcher, or nothing that stands in its blocks is a directive.
    """
    if not statements:
        return False
    first = statements[0].words[0].text if statements[0].words else ""
    if first.startswith("@") or first in _WORDS:
        return True
    names = [
        word.text
        for statement in statements
        for one in (statement.block.statements if statement.block is not None else ())
        for word in one.words[:1]
    ]
    strange = all(name not in _WORDS and name != "import" and not name.startswith(("@", "{", HOLE)) for name in names)
    return strange and bool(names) and all(statement.kind == "site" for statement in statements)
