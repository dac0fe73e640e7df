"""Sites: what their addresses and the options make of them, as far as the file alone tells."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

from deploylint.model import nodes
from deploylint.model.builder import Builder
from deploylint.model.caddyfile.addresses import HTTP_PORT, HTTPS_PORT, Address, Ports
from deploylint.model.caddyfile.dialling import shown
from deploylint.model.caddyfile.document import Document, written
from deploylint.model.caddyfile.hostport import port_number
from deploylint.model.caddyfile.matchers import is_unseen
from deploylint.model.caddyfile.upstreams import part_origin
from deploylint.model.node import OpenList
from deploylint.model.resolved import Origin
from deploylint.syntax.caddyfile.tree import Statement, Token

_NO_REDIRECTS = frozenset(("off", "disable_redirects"))


class Options:
    """What global options say of all sites: the ports, and whether Caddy opens the HTTP port to redirect to HTTPS.

    `plugins` are the directives that they put into the order of handlers.
    """

    __slots__ = ("plugins", "ports", "redirects")

    def __init__(self, statements: Sequence[Statement], *, unseen: bool) -> None:
        ports: dict[str, int | None] = {"http_port": HTTP_PORT, "https_port": HTTPS_PORT}
        self.redirects: bool | None = True
        plugins: list[str] = []
        for statement in statements:
            if is_unseen(statement) or not statement.words:
                unseen = True
                continue
            name, words = statement.words[0].text, statement.words[1:]
            if name in ports:
                ports[name] = port_number(words[0].text) if words else None
            elif name == "auto_https" and self.redirects:
                known = all(word.known for word in words)
                self.redirects = False if any(word.text in _NO_REDIRECTS for word in words) else known or None
            elif name == "order" and words:
                plugins.append(words[0].text)
        if unseen:
            ports = {name: None if port in (HTTP_PORT, HTTPS_PORT) else port for name, port in ports.items()}
            self.redirects = self.redirects and None
        self.ports = Ports(ports["http_port"], ports["https_port"])
        self.plugins = frozenset(plugins)


def site(
    builder: Builder,
    made: Document,
    statement: Statement,
    file: nodes.File,
    runner: nodes.Caddy | None,
    options: Options,
) -> nodes.Site:
    """The node of a site; what needs other formats is left to the linking."""
    words = statement.words
    node = nodes.Site(builder.name(f"{file.id}/site:{shown(written(words[0]))}"), made.statement(statement), {})
    node.via, node.file, node.port = "caddyfile", file, None
    node.directives = node.matchers = node.upstreams = node.listeners = ()
    node.project = runner.service.project if runner is not None else nodes.NULL["project"]
    if runner is not None:
        node.caddy = runner
    node.address = shown(written(words[0]))
    node.origins["address"] = made.word(words[0])
    addresses = [Address(word.text) for word in words]
    _lists(builder, made, node, words, addresses, options)
    _judge(node, statement, addresses, options)
    builder.add(node)
    builder.append(file, "sites", node)
    return node


def find_earlier(builder: Builder, file: nodes.File) -> None:
    """Say of each site of a Caddyfile which one before it has one of its keys, and so answers in its place.

    Addresses of `bind` part sites; that two sets of them overlap is not asked (httpcaddyfile, addresses.go).
    """
    owners: dict[tuple[tuple[str, ...], str], tuple[int, nodes.Site]] = {}
    vague = builder.is_open(file, "sites")
    for number, node in enumerate(builder.items(file, "sites")):
        bound = _bound(builder, node)
        keys = [(bound, key) for key in builder.items(node, "keys")] if bound is not None else []
        before = [owners[key] for key in keys if key in owners]
        if before:
            _, node.earlier = min(before, key=itemgetter(0))
        elif not vague and bound is not None and not builder.is_open(node, "keys"):
            node.earlier = nodes.NULL["site"]
        vague = vague or bound is None or builder.is_open(node, "keys")
        for key in keys:
            owners.setdefault(key, (number, node))


def _bound(builder: Builder, node: nodes.Site) -> tuple[str, ...] | None:
    """The addresses that a site is bound to, () for all; None when they are not known."""
    if builder.is_open(node, "directives"):
        return None
    binds = [directive.args for directive in builder.items(node, "directives") if directive.name == "bind"]
    return None if any(isinstance(args, OpenList) for args in binds) else tuple(arg for args in binds for arg in args)


def _lists(
    builder: Builder,
    made: Document,
    node: nodes.Site,
    words: Sequence[Token],
    addresses: list[Address],
    options: Options,
) -> None:
    """Addresses, hosts, keys and ports; a list is open when one of its members is not known."""
    fields = ("addresses", "hosts", "keys", "ports")
    places: dict[str, dict[object, Origin]] = {field: {} for field in fields}
    for field in fields:
        setattr(node, field, ())
    for word, address in zip(words, addresses, strict=True):
        whole = made.word(word)
        host = getattr(address, "host", None)
        values = (
            word.text if word.known else None,
            host,
            address.key(options.ports),
            address.listens(options.ports),
        )
        for field, value in zip(fields, values, strict=True):
            if value is None:
                builder.open(node, field)
            elif value != "" and value not in places[field]:
                builder.append(node, field, value)
                places[field][value] = _narrow(whole, word, address, field)
    first = made.word(words[0])
    for field in fields:
        node.origins[field] = Origin(first.source, first.start, first.end, items=places[field])


def _narrow(whole: Origin, word: Token, address: Address, field: str) -> Origin:
    """The place of a host or a written port within its address."""
    text = ""
    if field == "hosts":
        text = address.host
    elif field == "ports":
        text = getattr(address, "port", "")
    start = word.text.lower().rfind(text) if text else -1
    if start < 0:
        return whole
    return part_origin(whole, word, (start, start + len(text))) or whole


def _judge(node: nodes.Site, statement: Statement, addresses: list[Address], options: Options) -> None:
    """TLS, the redirect and whether the internet can resolve a name."""
    inside = statement.block.statements if statement.block is not None else []
    unseen = any(is_unseen(each) for each in inside)
    has_tls = any(each.words and each.words[0].text == "tls" for each in inside)
    secure: list[bool | None] = []
    for address in addresses:
        one = address.is_https(options.ports)
        if one is False and _takes_tls(address, options):
            one = True if has_tls else None if unseen else False
        secure.append(one)
    if (tls := _any(secure)) is not None:
        node.tls = tls
    redirects = False if not options.redirects and options.redirects is not None else tls
    if redirects is not None and (options.redirects is not None or not redirects):
        node.redirects = redirects
    if (public := _any([address.is_public() for address in addresses])) is not None:
        node.public = public


def _takes_tls(address: Address, options: Options) -> bool:
    """Would a `tls` directive turn an address without one into HTTPS?"""
    scheme = getattr(address, "scheme", "")
    return scheme not in ("http", "ws") and address.listens(options.ports) != options.ports.http


def _any(answers: Sequence[bool | None]) -> bool | None:
    """Is one of them true?  None when that cannot be told."""
    if any(answers):
        return True
    return None if None in answers else False
