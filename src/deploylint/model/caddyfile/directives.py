"""Statements to nodes: directives, subdirectives and global options, with the matchers that they define and use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from deploylint.model import nodes
from deploylint.model.builder import Builder
from deploylint.model.caddyfile.dialling import shown
from deploylint.model.caddyfile.document import Document, written
from deploylint.model.caddyfile.matchers import Frame, is_unseen, split_matcher, word_of
from deploylint.model.caddyfile.table import DIRECTIVES, OPTIONS, PLUGINS
from deploylint.model.node import OpenList
from deploylint.model.resolved import Origin
from deploylint.syntax.caddyfile.tree import Statement, Token


class Proxy(NamedTuple):
    """A directive that dials, and the addresses it is given; `complete` unless some may not have been seen."""

    directive: nodes.CaddyDirective
    addresses: list[Token]


class Reader:
    """Reads the statements of one owner: a site, a named route, or the file for its options.

    `proxies` and `invokes` (by the name of the route) are what was found.  `unseen` says that some statements were not.
    `plugins` are names of directives that the options put into the order, which makes them directives of a plugin.
    `depth` is the number of imports through which the owner itself came.
    """

    def __init__(
        self,
        builder: Builder,
        made: Document,
        file: nodes.File,
        owner: nodes.Site | nodes.Route | nodes.File,
        plugins: frozenset[str] = frozenset(),
        depth: int = 0,
    ) -> None:
        self.proxies: list[Proxy] = []
        self.invokes: list[tuple[str, nodes.CaddyDirective]] = []
        self.unseen = False
        self.depth = depth
        self._builder = builder
        self._made = made
        self._file = file
        self._owner = owner
        self._field = "options" if isinstance(owner, nodes.File) else "directives"
        self._site: nodes.Site = owner if isinstance(owner, nodes.Site) else nodes.NULL["site"]
        self._plugins = plugins
        self._matchers: list[nodes.Matcher] = []

    def read(self, statements: Sequence[Statement], scope: str) -> None:
        """Make nodes of these statements and of all that stand in their blocks."""
        outermost = Frame(scope, nodes.NULL["caddy_directive"])
        self._prepare(outermost, statements)
        levels: list[tuple[Frame, Iterator[Statement]]] = [(outermost, iter(statements))]
        while levels:
            frame, rest = levels[-1]
            statement = next(rest, None)
            if statement is None:
                levels.pop()
                continue
            inner = self._statement(frame, statement)
            if inner is not None and statement.block is not None:
                self._prepare(inner, statement.block.statements)
                levels.append((inner, iter(statement.block.statements)))
        if self.unseen:
            for matcher in self._matchers:
                self._builder.open(matcher, "uses")

    def _prepare(self, frame: Frame, statements: Sequence[Statement]) -> None:
        """Look over a block before it is read: definitions of matchers count wherever in it they stand."""
        for statement in statements:
            if is_unseen(statement):
                self.unseen = frame.open = True
            elif statement.kind == "matcher" and frame.scope in ("site", "route"):
                self._matcher(frame, statement)

    def _matcher(self, frame: Frame, statement: Statement) -> None:
        builder, token = self._builder, statement.words[0]
        base = self._owner.id
        node = nodes.Matcher(builder.name(f"{base}/matcher:{token.text}"), self._made.statement(statement), {})
        node.name, node.site, node.file, node.scope, node.uses = token.text, self._site, self._file, frame.parent, ()
        node.imported = len(token.imports) > self.depth
        node.origins["name"] = self._made.word(token)
        node.first = frame.define(node) or nodes.NULL["matcher"]
        builder.add(node)
        self._matchers.append(node)
        if self._site:
            builder.append(self._site, "matchers", node)

    def _open(self, frame: Frame) -> None:
        """Mark the lists of a block in which there is more than was seen."""
        builder = self._builder
        if frame.parent:
            builder.open(frame.parent, "children")
        else:
            builder.open(self._owner, self._field)
        if frame.proxy is not None:
            builder.open(frame.parent, "upstreams")
        if self._site:
            builder.open(self._site, "upstreams")
            builder.open(self._site, "matchers")

    def _statement(self, frame: Frame, statement: Statement) -> Frame | None:
        """The node of a statement; the frame for its block."""
        if is_unseen(statement):
            self._open(frame)
            return None
        if not statement.words:
            return None
        builder, head = self._builder, statement.words[0]
        definition = statement.kind == "matcher"
        scope = "sub" if definition else frame.scope
        word = None if definition else word_of(head.text, scope)
        found, args, certain = split_matcher(word, statement.words[1:])
        label = head.text if found is None else f"{head.text} {written(found)}"
        if word is not None and word.proxy and args:
            label = f"{label} {shown(written(args[0]))}"
        header = self._made.statement(statement)
        node = nodes.CaddyDirective(builder.name(f"{self._owner.id}/caddy_directive:{label}"), header, {})
        node.name, node.scope, node.parent = head.text, scope, frame.parent
        node.children = node.upstreams = ()
        node.has_block = statement.block is not None
        node.site, node.file = self._site, self._file
        self._known(node)
        self._words(node, args)
        self._used(node, frame, found, certain)
        builder.add(node)
        if frame.parent:
            builder.append(frame.parent, "children", node)
        else:
            builder.append(self._owner, self._field, node)
        return self._inside(node, frame, word is not None and word.nested, args)

    def _known(self, node: nodes.CaddyDirective) -> None:
        """Whose word is it?  Nobody says of subdirectives."""
        if node.scope in ("site", "route"):
            node.known = node.name in DIRECTIVES
            node.plugin = not node.known and (node.name in PLUGINS or node.name in self._plugins)
        elif node.scope == "global":
            node.known = node.name in OPTIONS
            node.plugin = not node.known and node.name in PLUGINS

    def _words(self, node: nodes.CaddyDirective, args: Sequence[Token]) -> None:
        """The arguments; of those behind one that is not known nobody can tell which they are."""
        node.origins["name"] = self._origin_of_name(node)
        known: list[str] = []
        for token in args:
            if not token.known:
                break
            known.append(token.text)
        node.args = tuple(known) if len(known) == len(args) else OpenList(known)
        if args:
            places = [self._made.word(token) for token in args]
            origin = Origin(places[0].source, places[0].start, _end(places), items={})
            assert origin.items is not None
            for text, one in zip(known, places, strict=False):
                origin.items.setdefault(text, one)
            node.origins["args"] = origin

    def _origin_of_name(self, node: nodes.CaddyDirective) -> Origin:
        header = node.header
        return Origin(header.source, header.start, header.end, header.value, header.entry, header.container)

    def _used(self, node: nodes.CaddyDirective, frame: Frame, found: Token | None, certain: bool) -> None:
        """The matcher that a directive names, and what a word of another directive may name."""
        if certain:
            node.matcher = None
            node.matcher_node = nodes.NULL["matcher"]
        if found is not None:
            node.origins["matcher"] = self._made.word(found)
            if not found.known:
                del node.matcher, node.matcher_node
                return
            node.matcher = found.text
            if found.text.startswith("@"):
                self._named(node, frame, found.text)
        if node.scope == "sub" or not node.known:
            for text in node.args:
                matcher = frame.find(text) if text.startswith("@") else None
                if matcher is not None:
                    self._builder.append(matcher, "uses", node)

    def _named(self, node: nodes.CaddyDirective, frame: Frame, name: str) -> None:
        """A named matcher.  Those of responses are another kind, and so is what stands in a block that was not seen."""
        if node.scope == "sub":
            del node.matcher_node
            return
        matcher = frame.find(name)
        if matcher is not None:
            node.matcher_node = matcher
            self._builder.append(matcher, "uses", node)
        elif frame.may_define_more():
            del node.matcher_node

    def _inside(self, node: nodes.CaddyDirective, frame: Frame, nested: bool, args: Sequence[Token]) -> Frame:
        """The frame for the block of a directive."""
        inner = Frame("route" if nested else "sub", node, frame)
        if node.scope in ("site", "route"):
            row = DIRECTIVES.get(node.name)
            if row is not None and row.proxy:
                inner.proxy = list(args)
                self.proxies.append(Proxy(node, inner.proxy))
            elif node.name == "invoke" and args and args[0].known:
                self.invokes.append((args[0].text, node))
        elif node.name == "to" and frame.proxy is not None:
            frame.proxy += args
        return inner


def _end(places: Sequence[Origin]) -> int:
    """The end of words on a line; of words from several files only the first counts."""
    first = places[0]
    return max((place.end for place in places if place.source is first.source), default=first.end)
