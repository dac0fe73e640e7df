"""One outermost Caddyfile to nodes: read, expanded, resolved, and its sites, routes and options interpreted."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence

from deploylint.model import nodes
from deploylint.model.builder import Builder
from deploylint.model.caddyfile.directives import Reader
from deploylint.model.caddyfile.document import Document, document, head_of, written
from deploylint.model.caddyfile.imports import Context, Splicer
from deploylint.model.caddyfile.matchers import is_unseen
from deploylint.model.caddyfile.references import env_refs
from deploylint.model.caddyfile.roles import is_inside, is_template, may_be_part
from deploylint.model.caddyfile.secrets import sensitive_spans
from deploylint.model.caddyfile.sites import Options, find_earlier, site
from deploylint.model.caddyfile.table import DIRECTIVES
from deploylint.model.caddyfile.upstreams import upstreams
from deploylint.model.resolved import Origin
from deploylint.source.defects import Defect, Related
from deploylint.source.files import Unreadable
from deploylint.source.span import Span
from deploylint.source.text import Source
from deploylint.syntax.caddyfile import Lookup, Structure, structure, tokenize
from deploylint.syntax.caddyfile.tree import Statement, Tokens

_SWALLOWING = frozenset(("heredoc-invalid", "heredoc-marker-in-body", "unterminated-quote"))
"""Defects of words that swallow what follows, so that the structure behind them says nothing."""

KIND = "caddyfile"


def build(builder: Builder, path: str, lookup: Lookup, runner: nodes.Caddy | None) -> None:
    """Add a Caddyfile that no other one imports.

    `lookup` gives the variables of the environment in which Caddy runs, None for what nobody can tell.  `runner` is the
    Caddy that reads the file, None when nothing says which.
    """
    source = builder.files.read(path)
    if source is None:
        return
    if isinstance(source, Unreadable):
        builder.role(path, KIND, "main", "", read=False)
        builder.defect(source.defect, _file(builder, path, source.source, "main", runner))
        return
    tokens = tokenize(source, lookup)
    if is_template(tokens):
        _template(builder, tokens)
        return
    _Build(builder, tokens, lookup, runner).run()


def _template(builder: Builder, tokens: Tokens) -> None:
    source = tokens.source
    file = builder.file(source.path, source, KIND, "template")
    file.role = "template"
    builder.role(source.path, KIND, "template", "")
    builder.defect(Defect("file-is-template", Span(source, 0, 0), file.name), file)


def _file(builder: Builder, path: str, source: Source, role: str, runner: nodes.Caddy | None) -> nodes.File:
    file = builder.file(path, source, KIND, role)
    if runner is not None:
        file.caddy = runner
        file.project = runner.service.project
    return file


class _Build:
    """The work on one Caddyfile."""

    def __init__(self, builder: Builder, tokens: Tokens, lookup: Lookup, runner: nodes.Caddy | None) -> None:
        self.builder = builder
        self.main = tokens
        self.lookup = lookup
        self.runner = runner
        self.path = tokens.source.path
        self.alone = runner is None and may_be_part(self.path)
        self.inside = self.alone and is_inside(structure(tokens.tokens).statements)
        self.file = _file(builder, self.path, tokens.source, "main", runner)
        self.file.role = "imported" if self.inside else "main"
        self.made = Document()

    def run(self) -> None:
        """Expand, resolve, interpret."""
        written_as = structure(self.main.tokens, fragment=self.inside)
        alone = self.alone or written_as.broken
        context = Context(self.builder.files, self.lookup, is_template, alone, self._mounted)
        splicer = Splicer(context)
        splicer.run(self.main)
        found = structure(splicer.out, fragment=self.inside)
        self._files(splicer, found)
        self._defects(splicer, found, written_as)
        self.made = document([] if self.inside else found.statements)
        self.made.root.open = self.inside or found.broken
        self.builder.graph.documents[self.file.id] = self.made.root
        self._snippets(splicer)
        if self.inside:
            self._open_file()
            return
        self._interpret(found)

    def _mounted(self, importer: str, pattern: str) -> bool:
        """Can what an import names come from elsewhere: through a mount of its own, or from the image?"""
        runner = self.runner
        if runner is None or not runner.in_container:
            return False
        config = getattr(runner, "config", None)
        mount = getattr(runner, "mount", None)
        if config is None or not mount or importer != self.path:
            return True
        target = posixpath.normpath(posixpath.join(posixpath.dirname(config), pattern))
        if self.builder.is_open(runner.service, "mounts"):
            return True
        others = (each for each in self.builder.items(runner.service, "mounts") if each is not mount)
        return any(_is_below(target, getattr(each, "target", target)) for each in others)

    def _files(self, splicer: Splicer, found: Structure) -> None:
        """Nodes and roles of the file and of all that it imports."""
        project = self.file.project.name or ""
        for path, tokens in splicer.read.items():
            main = path == self.path
            if not main and path in self.builder.file_nodes:
                continue  # another Caddyfile imports it too, and has told what there is to tell
            file = self.file if main else _file(self.builder, path, tokens.source, "imported", self.runner)
            broken = found.broken if main else any(defect.code in _SWALLOWING for defect in tokens.defects)
            self.builder.role(path, KIND, file.role, project, read=not broken)
            env_refs(self.builder, tokens, file, self.runner)
            spans = sensitive_spans(tokens)
            if spans:
                sensitive = self.builder.graph.sensitive.setdefault(path, [])
                sensitive += [span for span in spans if span not in sensitive]
        for tokens in splicer.templates:
            _template(self.builder, tokens)
        for unreadable in splicer.unreadable:
            source = unreadable.source
            self.builder.role(source.path, KIND, "imported", project, read=False)
            self.builder.defect(unreadable.defect, _file(self.builder, source.path, source, "imported", self.runner))

    def _defects(self, splicer: Splicer, found: Structure, written_as: Structure) -> None:
        """What the words, the structure and the imports have that Caddy does not take, each once."""
        words = [defect for tokens in splicer.read.values() for defect in tokens.defects]
        swallowing = [defect.span for defect in words if defect.code in _SWALLOWING]
        blocks = [defect for defect in written_as.defects if defect.code == "anonymous-block"]
        shapes = [d for d in (*found.defects, *blocks) if not swallowing or _is_before(d, swallowing)]
        places = [] if swallowing or self.inside else _misplaced(found.statements)
        for defect in (*words, *shapes, *splicer.defects, *places):
            path = defect.span.source.path
            file = self.builder.file_nodes.get(path) or self.builder.file(path, defect.span.source, KIND, "imported")
            self.builder.defect(defect, file)

    def _snippets(self, splicer: Splicer) -> None:
        """Snippets with the number of their uses, where all of them can be seen."""
        for snippet in splicer.snippets.values():
            span = snippet.header.span
            file = self.builder.file_nodes[span.source.path]
            header = Origin(span.source, span.start, span.end)
            node = nodes.Snippet(self.builder.name(f"{file.id}/snippet:{snippet.name}"), header, {"name": header})
            node.name, node.file = snippet.name, file
            if snippet.uses or not (self.alone or splicer.unknown or splicer.left):
                node.uses = snippet.uses
            self.builder.add(node)

    def _open_file(self) -> None:
        self.builder.open(self.file, "sites")
        self.builder.open(self.file, "options")

    def _interpret(self, found: Structure) -> None:
        """Options first, since they say on which ports the sites listen; then named routes and sites."""
        unseen = found.broken or any(map(is_unseen, found.statements))
        blocks = [each for each in found.statements if each.kind == "global" and each.block is not None]
        inside = [each for block in blocks for each in block.block.statements]  # type: ignore[union-attr]
        options = Options(inside, unseen=unseen)
        reader = Reader(self.builder, self.made, self.file, self.file)
        reader.read(inside, "global")
        if unseen:
            self._open_file()
        routes: dict[str, nodes.Route] = {}
        between: dict[str, list[tuple[str, nodes.CaddyDirective]]] = {}
        invokes: list[tuple[str, nodes.CaddyDirective]] = []
        for statement in found.statements:
            if statement.kind == "route":
                route, inner = self._route(statement, options)
                routes.setdefault(route.name, route)
                between.setdefault(route.name, inner)
        for statement in found.statements:
            if statement.kind == "site" and statement.words:
                node = site(self.builder, self.made, statement, self.file, self.runner, options)
                invokes += self._read(node, statement, "site", options)
        find_earlier(self.builder, self.file)
        self._invoked(routes, between, invokes, unseen=unseen)

    def _read(
        self, owner: nodes.Site | nodes.Route, statement: Statement, scope: str, options: Options
    ) -> list[tuple[str, nodes.CaddyDirective]]:
        depth = len(head_of(statement).imports)
        reader = Reader(self.builder, self.made, self.file, owner, options.plugins, depth)
        reader.read(statement.block.statements if statement.block is not None else [], scope)
        for proxy in reader.proxies:
            upstreams(self.builder, self.made, proxy, owner, self.file, self.runner)
        return reader.invokes

    def _route(
        self, statement: Statement, options: Options
    ) -> tuple[nodes.Route, list[tuple[str, nodes.CaddyDirective]]]:
        """The node of a named route, and what it invokes itself."""
        head = statement.words[0]
        name = written(head)[2:-1]
        route = nodes.Route(self.builder.name(f"{self.file.id}/route:{name}"), self.made.statement(statement), {})
        route.name, route.directives, route.uses = name, (), ()
        route.file = self.builder.file_nodes.get(head.source.path, self.file)
        route.origins["name"] = self.made.word(head)
        self.builder.add(route)
        return route, self._read(route, statement, "route", options)

    def _invoked(
        self,
        routes: dict[str, nodes.Route],
        between: dict[str, list[tuple[str, nodes.CaddyDirective]]],
        invokes: Sequence[tuple[str, nodes.CaddyDirective]],
        *,
        unseen: bool,
    ) -> None:
        """Join invoke directives to their routes; the upstreams of a route are those of the sites that use it, also
        through another route.
        """
        builder = self.builder
        for name, directive in (*invokes, *(each for inner in between.values() for each in inner)):
            if name in routes:
                builder.append(routes[name], "uses", directive)
        adopted: set[tuple[str, str]] = set()
        waiting = [(name, directive.site) for name, directive in invokes]
        for name, owner in waiting:  # which grows
            if name not in routes or (name, owner.id) in adopted:
                continue
            adopted.add((name, owner.id))
            for one in builder.items(routes[name], "directives"):
                self._adopt(one, owner)
            waiting += [(inner, owner) for inner, _ in between[name]]
        for route in routes.values() if unseen else ():
            builder.open(route, "uses")

    def _adopt(self, directive: nodes.CaddyDirective, owner: nodes.Site) -> None:
        """Make the upstreams below a directive of a named route those of a site too."""
        builder = self.builder
        waiting = [directive]
        while waiting:
            one = waiting.pop()
            for upstream in builder.items(one, "upstreams"):
                upstream.site = upstream.site or owner
                if upstream not in builder.items(owner, "upstreams"):
                    builder.append(owner, "upstreams", upstream)
            waiting += builder.items(one, "children")


def _is_below(path: str, folder: str | None) -> bool:
    return folder is not None and f"{path}/".startswith(folder.rstrip("/") + "/")


def _is_before(defect: Defect, swallowing: Sequence[Span]) -> bool:
    """Does a defect of the structure stand before the words that swallow the rest, and in the same file?"""
    span = defect.span
    before = all(span.source is each.source and span.end <= each.start for each in swallowing)
    return before and defect.code != "unclosed-brace"


def _misplaced(statements: Sequence[Statement]) -> list[Defect]:
    """Options that do not come first, and directives where addresses belong (httpcaddyfile, httptype.go)."""
    found: list[Defect] = []
    first: Statement | None = None
    for statement in statements:
        block = statement.block
        if statement.kind == "global" and block is not None and block.open is not None and block.statements:
            if first is not None and not is_unseen(first):
                related = (Related(_first_span(first), "this comes before it"),)
                name = first.words[0].text if first.words else ""
                found.append(Defect("global-options-not-first", block.open.span, name, related=related))
        elif statement.kind == "site":
            for word in statement.words:
                if word.text in DIRECTIVES and word.known:
                    found.append(Defect("directive-outside-site", word.span, word.text))
        if statement.kind != "snippet" and (first is None or is_unseen(statement)):
            first = statement
    return found


def _first_span(statement: Statement) -> Span:
    return head_of(statement).span
