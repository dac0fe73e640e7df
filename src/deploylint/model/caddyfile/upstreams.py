"""Upstreams: a node for each address that a proxy dials, with the places of its parts."""

from __future__ import annotations

from deploylint.model import nodes
from deploylint.model.builder import Builder
from deploylint.model.caddyfile.dialling import dials, shown
from deploylint.model.caddyfile.directives import Proxy
from deploylint.model.caddyfile.document import Document, written
from deploylint.model.caddyfile.passing import Passed, place
from deploylint.model.resolved import Origin
from deploylint.syntax.caddyfile.tree import Token


def upstreams(
    builder: Builder,
    made: Document,
    proxy: Proxy,
    owner: nodes.Site | nodes.Route,
    file: nodes.File,
    runner: nodes.Caddy | None,
) -> None:
    """The upstreams of a proxy, in order.  One in a named route has no site until a site is found to use the route."""
    for token in proxy.addresses:
        for dial in dials(token.text):
            header = made.word(token)
            node = nodes.Upstream(
                builder.name(f"{owner.id}/upstream:{shown(written(token))}"), header, {"address": header}
            )
            if token.known:
                node.address = shown(token.text)
            node.directive, node.proxy, node.file = proxy.directive, proxy.directive.name, file
            node.site = owner if isinstance(owner, nodes.Site) else nodes.NULL["site"]
            if runner is not None:
                node.caddy = runner
            for field, value in dial.fields().items():
                setattr(node, field, value)
            for field, bounds in dial.parts.items():
                origin = part_origin(header, token, bounds)
                if origin is not None:
                    node.origins[field] = origin
            builder.add(node)
            builder.append(proxy.directive, "upstreams", node)
            if node.site:
                builder.append(node.site, "upstreams", node)


def part_origin(whole: Origin, token: Token, bounds: tuple[int, int]) -> Origin | None:
    """The place of a part of a word; None where the word is not written as it is read, so that no part can be told."""
    while isinstance(token, Passed) and token.argument is not None:
        token = token.argument
    start = literal_start(token)
    if start is None:
        return None
    first, last = bounds
    return Origin(whole.source, start + first, start + last, whole.value, whole.entry, whole.container, part=True)


def literal_start(token: Token) -> int | None:
    """Where the text of a word begins in its file, when it stands there letter by letter."""
    span = place(token)
    start = span.start + (token.quote in ('"', "`") and bool(token.quote))
    return start if span.source.text.startswith(token.text, start) and not token.uses else None
