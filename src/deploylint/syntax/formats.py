"""Which parser a file belongs to, by its name or by its content."""

from __future__ import annotations

import re

from deploylint.syntax.tree import Alias, Mapping, Node, Scalar, Sequence, YamlTree

_SUFFIXES = {
    **dict.fromkeys(("container", "pod", "kube", "build", "image", "network", "volume"), "quadlet"),
    **dict.fromkeys(("service", "socket", "timer", "target", "path", "mount", "automount"), "systemd"),
    **dict.fromkeys(("swap", "slice", "scope"), "systemd"),
    **dict.fromkeys(("caddyfile", "caddy"), "caddyfile"),
    **dict.fromkeys(("yaml", "yml"), "yaml"),
    "env": "env",
}
"""Kinds by the last part of a name; "yaml" may turn out to be Compose."""

TEMPLATE_ENDINGS = (".j2", ".jinja", ".jinja2", ".tmpl", ".tpl", ".gotmpl", ".erb", ".mustache", ".hbs", ".template")
"""Endings of files that another program turns into what deploylint reads."""

EXAMPLE_WORDS = frozenset(("example", "sample", "dist", "template", "default", "defaults"))
"""Words in an env file's name that say: copy me."""

# Compiled when a file has braces of this sort, which few have.
_STRUCTURE = r"(?m)^[ \t]*(?:- |[\w.-]+:[ \t]+)*\{(?=[{%])"
_IMAGE = r"(?m)^[ \t]*(?:- )?(?:image|container_name|build):.*\{[{%]"
_PAIRS = (("{{", "}}"), ("{%", "%}"))

_EXAMPLE_SUFFIXES = EXAMPLE_WORDS | {"local"}

_SERVICE_KEYS = frozenset((
    "build", "cap_add", "command", "configs", "container_name", "depends_on", "deploy", "entrypoint", "env_file",
    "environment", "expose", "extends", "healthcheck", "image", "labels", "network_mode", "networks", "ports",
    "privileged", "profiles", "restart", "secrets", "user", "volumes", "working_dir",
))  # fmt: skip
"""Keys of a service that tell a Compose file from another that has `services` too."""


_RANCHER = "rancher-compose"
"""The file that Rancher 1 reads beside a Compose file, with keys of its own."""


def kind(path: str) -> str | None:
    """The kind of a file by its name: compose, yaml, env, caddyfile, systemd, quadlet; None for any other."""
    name = path.rpartition("/")[2]
    lower = name.lower()
    head, _, suffix = lower.rpartition(".")
    found = _SUFFIXES.get(suffix)
    if found == "yaml":
        return "compose" if "compose" in head and head != _RANCHER else "yaml"
    if found is not None:
        return found
    if lower == ".env" or lower.startswith((".env.", ".env_", ".env-")):
        return "env"
    if lower == "caddyfile" or lower.startswith(("caddyfile.", "caddyfile_", "caddyfile-")):
        return "caddyfile"
    if suffix in _EXAMPLE_SUFFIXES and (head == "env" or head.endswith(".env")):
        return "env"
    if lower.endswith(TEMPLATE_ENDINGS):
        return kind(path.rpartition(".")[0])
    folder = path.rpartition("/")[0].rpartition("/")[2]
    if suffix == "conf" and folder.endswith(".d") and _SUFFIXES.get(folder[:-2].rpartition(".")[2]) == "systemd":
        return "systemd"
    return None


def is_example(path: str) -> bool:
    """Does a file's name say that it is there to be copied?"""
    name = path.rpartition("/")[2].lower()
    return not EXAMPLE_WORDS.isdisjoint(re.split(r"[._-]", name))


def is_compose(tree: YamlTree) -> bool:
    """Does the content look like Compose: `services` at the top, whose values are mappings with keys of a service?"""
    return any(_has_services(document) for document in tree.documents)


def _has_services(document: Node | None) -> bool:
    services = _value(document, "services")
    if not isinstance(services, Mapping):
        return False
    for _, value in services.items:
        service = value.target if isinstance(value, Alias) else value
        if isinstance(service, Mapping) and any(
            isinstance(key, Scalar) and key.value in _SERVICE_KEYS for key, _ in service.items
        ):
            return True
    return False


def _value(node: Node | None, name: str) -> Node | None:
    """The value of a key in a mapping."""
    if isinstance(node, Mapping):
        for key, value in node.items:
            if isinstance(key, Scalar) and key.value == name:
                return value
    return None


def included_paths(tree: YamlTree) -> list[str]:
    """Paths of Compose files that `include:` and `extends:` name, as written; those with a variable are left out."""
    found: list[Node | None] = []
    for document in tree.documents:
        include = _value(document, "include")
        for item in include.items if isinstance(include, Sequence) else ():
            path = _value(item, "path") if isinstance(item, Mapping) else item
            found += path.items if isinstance(path, Sequence) else [path]
        services = _value(document, "services")
        for _, service in services.items if isinstance(services, Mapping) else ():
            found.append(_value(_value(service, "extends"), "file"))
    return [node.value for node in found if isinstance(node, Scalar) and node.value and "$" not in node.value]


def is_template(tree: YamlTree) -> bool:
    """Is the file the input of a template engine rather than YAML?

    Go templates are ordinary text in Compose values (`{{.Node.Hostname}}`), so that braces count only where YAML would
    see structure (at the start of a line or of an unquoted value), where Compose takes none (the name of an image), or
    anywhere when the text cannot be parsed.
    """
    source = tree.source
    if source.path.endswith(TEMPLATE_ENDINGS) or "{{" in source.path:
        return True
    text = source.text
    if "{{" not in text and "{%" not in text:
        return False
    if re.search(_IMAGE, text) or (tree.broken is not None and _holds_pair(text)):
        return True
    places = [match.end() for match in re.finditer(_STRUCTURE, text)]
    return bool(places) and not _in_scalars(tree, places)


def _holds_pair(text: str) -> bool:
    """Do braces open and close on one line?  A pattern with `.*?` would look at a line of open ones again and again."""
    for line in text.split("\n"):
        for opening, closing in _PAIRS:
            start = line.find(opening)
            if start >= 0 and line.find(closing, start + 2) >= 0:
                return True
    return False


def _in_scalars(tree: YamlTree, places: list[int]) -> bool:
    """Do all these offsets, which ascend, lie in the text of values (scripts in block scalars, say)?"""
    scalars: list[tuple[int, int]] = []
    waiting: list[Node] = [document for document in tree.documents if document is not None]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Scalar):
            scalars.append((node.content, node.end))
        elif isinstance(node, Mapping):
            for key, value in node.items:
                waiting += (key, value)
        elif isinstance(node, Sequence):
            waiting += node.items
    ends = iter(sorted(scalars))
    start, end = -1, -1
    for place in places:
        while end < place:
            start, end = next(ends, (len(tree.source.text), len(tree.source.text) + 1))
        if start > place:
            return False
    return True
