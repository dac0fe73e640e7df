"""What a fix did to a file as such: its mark, line ends, end and comments, and values that no fix speaks of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import yaml

from deploylint.findings import Finding
from deploylint.source.text import Source
from deploylint.syntax import yaml_tree

_BOM = b"\xef\xbb\xbf"


class _Loader(yaml.SafeLoader):
    """PyYAML with unknown tags read as what they stand before; the second opinion on what a file says."""


_Loader.add_multi_constructor(
    "", lambda loader, _suffix, node: loader.construct_scalar(node) if isinstance(node, yaml.ScalarNode) else None
)


def damage(old: bytes, new: bytes, applied: list[Finding]) -> Iterator[str]:
    """What happened to the file as such: its mark, its line ends, its end, its comments."""
    if old.startswith(_BOM) != new.startswith(_BOM):
        yield "the byte order mark"
    if (b"\r\n" in old) != (b"\r\n" in new) or bool(re.search(rb"(?<!\r)\n", old)) < bool(
        re.search(rb"(?<!\r)\n", new)
    ):
        yield "other line ends"
    if old.endswith(b"\n") != new.endswith(b"\n") or bool(re.search(rb"\n\s*\n\Z", old)) < bool(
        re.search(rb"\n\s*\n\Z", new)
    ):
        yield "another end"
    lost = _comments(old) - _comments(new)
    if lost:
        yield f"comments are lost: {sorted(lost)}"
    if not any(
        operation.verb == "remove" for each in applied for operation in (each.fix.operations if each.fix else ())
    ):
        lost = _all_comments(old) - _all_comments(new)
        if lost:
            yield f"comments beside values are lost: {sorted(lost)}"


def _comments(data: bytes) -> Counter[str]:
    """The comments that have a line to themselves; one behind a value goes with it."""
    return Counter(line.strip() for line in data.decode("utf-8-sig").splitlines() if line.lstrip().startswith("#"))


def _all_comments(data: bytes) -> Counter[str]:
    """All comments of a YAML file, those behind values, too; none of another file."""
    text = data.decode("utf-8-sig")
    parsed = yaml_tree.parse(Source("", text))
    return Counter() if parsed.broken is not None else Counter(text[a:b].strip() for a, b in yaml_tree.comments(parsed))


def side_effects(old: bytes, new: bytes, applied: list[Finding]) -> Iterator[str]:
    """Values that changed below keys that no applied fix speaks of, by another reader of YAML."""
    first, second = _values(old), _values(new)
    if second is None:
        if first is not None:
            yield "it is no YAML any more"
        return
    words = {word for finding in applied for text in _spoken(finding) for word in re.split("[/:~=]", text)}
    for path in sorted({path for path, _ in ((first or Counter()) - second) + (second - (first or Counter()))}):
        if first is not None and not path[0].startswith("x-") and not words & set(path):
            yield f"{'.'.join(path)} changed"


def _spoken(finding: Finding) -> Iterator[str]:
    """What a finding and its fix speak of: its nodes, those that the fix changes, and what it adds."""
    yield from (*finding.nodes, finding.key)
    for operation in finding.fix.operations if finding.fix is not None else ():
        yield str(getattr(operation.node, "id", ""))
        if operation.verb == "add":
            yield str(operation.value)


def _values(data: bytes) -> Counter[tuple[tuple[str, ...], str]] | None:
    """All scalars of a file with the keys above them; None when it is no YAML."""
    if yaml_tree.parse(Source("", data.decode("utf-8-sig"))).broken is not None:
        return None
    try:
        documents = list(yaml.load_all(data.decode("utf-8-sig"), Loader=_Loader))
    except yaml.YAMLError:
        return None
    return Counter(pair for document in documents for pair in _flat(document, ()))


def _flat(value: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, dict):
        for key, below in value.items():
            yield from _flat(below, (*path, str(key)))
    elif isinstance(value, list):
        for below in value:
            yield from _flat(below, (*path, "[]"))
    elif path:
        yield path, repr(value)
