"""`volumes` and `tmpfs` of a service as mounts."""

from __future__ import annotations

import posixpath

from deploylint.model import nodes
from deploylint.model.builder import Builder
from deploylint.model.compose.fields import child, entry_origin, item_origin, read_flag
from deploylint.model.compose.forms import folder
from deploylint.model.compose.parts import HOLE, Characters, characters, deployed_text
from deploylint.model.envfiles import is_excused
from deploylint.model.node import OpenList
from deploylint.model.resolved import Mapping, Origin, Scalar, Sequence, Value
from deploylint.source.defects import Defect
from deploylint.syntax import formats

PROPAGATION = frozenset(("private", "rprivate", "shared", "rshared", "slave", "rslave"))
_HOLE_TEXT = "${}"


def mounts(builder: Builder, service: nodes.Service, mapping: Mapping) -> None:
    """All mounts of a service."""
    if mapping.open:
        builder.open(service, "mounts")
    entry = mapping.entries.get("volumes")
    if entry is not None:
        service.origins["mounts"] = entry_origin(entry, mapping)
        if isinstance(entry.value, Sequence):
            if entry.value.open:
                builder.open(service, "mounts")
            for item in entry.value.items:
                _item(builder, service, item, entry.value)
    _tmpfs(builder, service, mapping)


def _item(builder: Builder, service: nodes.Service, item: Value, container: Sequence) -> None:
    if isinstance(item, Scalar):
        _short(builder, service, item, container)
    elif isinstance(item, Mapping):
        _long(builder, service, item, container)


def _new(service: nodes.Service, header: Origin) -> nodes.Mount:
    node = nodes.Mount("", header, {})
    node.service = service
    node.volume = nodes.NULL["volume"]
    node.source = node.target = node.host_path = node.path = node.volume_name = node.propagation = None
    node.options = ()
    node.read_only = False
    node.type = "volume"
    return node


def _finish(builder: Builder, node: nodes.Mount) -> None:
    target = getattr(node, "target", _HOLE_TEXT)
    node.id = builder.name(f"{node.service.id}/mount:{target if target is not None else ''}")
    builder.add(node)
    builder.append(node.service, "mounts", node)


def split_short(text: str) -> list[tuple[int, int]] | None:
    """Bounds of the fields of `[source:]target[:options]`; None for an empty one or more than three.

    As compose-go's volume parser: a single letter before a colon is a Windows drive, and a text of at most two
    characters is a target.
    """
    if not text:
        return None
    if len(text.encode("utf-8", "surrogatepass")) <= 2:
        return [(0, len(text))]
    fields: list[tuple[int, int]] = []
    start = 0
    for index, char in enumerate(text):
        if char != ":":
            continue
        if index == start:
            return None
        drive = index == start + 1 and text[start].isalpha()
        if not drive:
            fields.append((start, index))
            start = index + 1
    if start >= len(text):
        return None
    fields.append((start, len(text)))
    return fields if len(fields) <= 3 else None


def fault(text: str) -> str:
    """What had to stand there, when a text (HOLE in it: unknown) is no volume in the short form; else empty."""
    return "" if split_short(text) is not None else "source:target or source:target:options, none of them empty"


def is_path(source: str) -> bool:
    """Is the source of a short volume a path rather than a volume's name?"""
    drive = len(source) > 1 and source[1] == ":" and source[0].isalpha()
    return source.startswith((".", "/", "~", "\\\\")) or drive


def _short(builder: Builder, service: nodes.Service, item: Scalar, container: Sequence) -> None:
    text = characters(item)
    header = item_origin(item, container)
    if text is None or text.text == HOLE:
        builder.open(service, "mounts")
        return
    fields = split_short(text.text)
    if fields is None:
        _bad(builder, service, header, fault(text.text))
        return
    if len(fields) == 1 and HOLE in text.text:
        builder.open(service, "mounts")
        return
    node = _new(service, header)
    if len(fields) == 1:
        _set(node, "target", text, fields[0], item, container)
    else:
        _set(node, "source", text, fields[0], item, container)
        _set(node, "target", text, fields[1], item, container)
    if len(fields) == 3:
        _options(node, text, fields[2], item, container)
    if len(fields) > 1:
        _source(builder, node, text.text[fields[0][0] : fields[0][1]], folder(item, service.project.dir))
    _finish(builder, node)


def _bad(builder: Builder, service: nodes.Service, place: Origin, expected: str) -> None:
    found = place.source.text[place.start : place.end]
    defect = Defect("volume-spec-invalid", place.span, service.name, found, expected)
    builder.defect(defect, builder.file(place.source.path, place.source, "compose", "base"))
    builder.open(service, "mounts")


def cleaned(path: str) -> str:
    """A path in a container as Go's path.Clean makes it."""
    return posixpath.normpath("/" + path.lstrip("/") if path.startswith("/") else path) if path else path


def _set(
    node: nodes.Mount, field: str, text: Characters, bounds: tuple[int, int], item: Scalar, container: Sequence
) -> None:
    part = text.part(*bounds)
    node.origins[field] = Origin(item.source, part.start, part.end, item, None, container, part=True)
    if part.text is None:
        delattr(node, field)
    else:
        setattr(node, field, cleaned(part.text) if field == "target" else part.text)


def _options(node: nodes.Mount, text: Characters, bounds: tuple[int, int], item: Scalar, container: Sequence) -> None:
    part = text.part(*bounds)
    place = Origin(item.source, part.start, part.end, item, None, container, part=True)
    node.origins["options"] = node.origins["read_only"] = place
    if part.text is None:
        node.options = OpenList()
        del node.read_only, node.propagation
        return
    words = part.text.split(",")
    node.options = tuple(words)
    node.read_only = "ro" in words
    place.items = {}
    at = bounds[0]
    for word in words:
        piece = text.part(at, at + len(word))
        place.items[word] = Origin(item.source, piece.start, piece.end, item, None, container, part=True)
        at += len(word) + 1
        if word in PROPAGATION:
            node.propagation = word
            node.origins["propagation"] = place.items[word]


def _source(builder: Builder, node: nodes.Mount, source: str, start: str) -> None:
    """What the source is: an absolute host path, a path of the tree, or the name of a volume."""
    if HOLE in source:
        # `./data/${X}` and `/srv/${X}` are binds all the same; `${X}` alone may be anything
        if is_path(source.replace(HOLE, "x")) and not source.startswith(HOLE):
            node.type = "bind"
            node.volume_name = None
            if source.startswith("/"):
                del node.host_path
            else:
                del node.path
        else:
            _forget_kind(node)
        return
    if not is_path(source):
        node.volume_name = source
        node.origins["volume_name"] = node.origins["source"]
        return
    node.type = "bind"
    _bind(builder, node, source, start)


def _forget_kind(node: nodes.Mount) -> None:
    for field in ("type", "host_path", "path", "exists", "volume_name", "volume"):
        if hasattr(node, field):
            delattr(node, field)


def _bind(builder: Builder, node: nodes.Mount, source: str, start: str) -> None:
    """A host path: absolute, or in the tree when it is relative to the folder `start`."""
    for field in ("host_path", "path"):
        node.origins[field] = node.origins["source"]
    if source.startswith("/"):
        node.host_path = posixpath.normpath("/" + source.lstrip("/"))
        here = builder.place(node.host_path)
        if here is not None:
            _in_tree(builder, node, here)
        return
    if source.startswith("~") or not (source.startswith(".") or ("\\" not in source and ":" not in source)):
        return
    if node.service.project.partial:
        del node.path
        return
    path = posixpath.normpath(posixpath.join(start, source))
    if path == ".." or path.startswith("../"):
        return
    _in_tree(builder, node, "" if path == "." else path)


def _in_tree(builder: Builder, node: nodes.Mount, path: str) -> None:
    node.path = path
    node.exists = not path or builder.files.stat(path) is not None
    copied = formats.is_example(node.header.source.path)
    node.excused = not node.exists and (copied or is_excused(builder.files, path))


def _long(builder: Builder, service: nodes.Service, item: Mapping, container: Sequence) -> None:
    node = _new(service, item_origin(item, container))
    for key in ("type", "source", "target"):
        entry = item.entries.get(key)
        if entry is None:
            if item.open:
                delattr(node, key)
            continue
        node.origins[key] = entry_origin(entry, item)
        if not isinstance(entry.value, Scalar) or not entry.value.known:
            delattr(node, key)
        elif entry.value.value is not None:
            text = deployed_text(entry.value.value)
            setattr(node, key, cleaned(text) if key == "target" else text)
    if not item.open and not _whole(builder, service, node, item, container):
        return
    if "read_only" in item.entries:
        read_flag(node, "read_only", item.entries["read_only"], item)
    _propagation(node, item)
    if "target" in item.entries:
        node.header = entry_origin(item.entries["target"], item)
    if "source" in item.entries:
        node.header = entry_origin(item.entries["source"], item)
    _long_source(builder, node)
    _finish(builder, node)


def _whole(builder: Builder, service: nodes.Service, node: nodes.Mount, item: Mapping, container: Sequence) -> bool:
    """Has a long form what it cannot do without (compose-go 2.14.0, override/uncity.go and paths/resolve.go)?"""
    if "target" not in item.entries:
        _bad(builder, service, item_origin(item, container), "a target, the path in the container")
        return False
    if getattr(node, "type", "") == "bind" and "source" not in item.entries:
        _bad(builder, service, item_origin(item, container), "a source, the path on the host")
    return True


def _propagation(node: nodes.Mount, item: Mapping) -> None:
    bind = child(item, "bind")
    entry = bind.entries.get("propagation") if bind is not None else None
    if bind is not None and entry is not None:
        node.origins["propagation"] = entry_origin(entry, bind)
        if isinstance(entry.value, Scalar) and entry.value.known:
            node.propagation = deployed_text(entry.value.value)


def _long_source(builder: Builder, node: nodes.Mount) -> None:
    """What the source of a long form is, by its type."""
    type_, source = getattr(node, "type", HOLE), getattr(node, "source", HOLE)
    if type_ == HOLE:
        _forget_kind(node)
    elif type_ == "bind" and source == HOLE:
        del node.host_path, node.path
    elif type_ == "bind" and source:
        written = node.origins["source"].value
        start = folder(written, node.service.project.dir) if isinstance(written, Scalar) else node.service.project.dir
        _bind(builder, node, source, start)
    elif type_ == "volume" and source == HOLE:
        del node.volume_name, node.volume
    elif type_ == "volume" and source:
        node.volume_name = source
        node.origins["volume_name"] = node.origins["source"]


def _tmpfs(builder: Builder, service: nodes.Service, mapping: Mapping) -> None:
    entry = mapping.entries.get("tmpfs")
    if entry is None:
        return
    values = entry.value.items if isinstance(entry.value, Sequence) else [entry.value]
    for item in values:
        if not isinstance(item, Scalar):
            continue
        header = item_origin(item, entry.value) if isinstance(entry.value, Sequence) else entry_origin(entry, mapping)
        node = _new(service, header)
        node.type = "tmpfs"
        if item.known:
            target, _, options = deployed_text(item.value).partition(":")
            node.target = target
            node.options = tuple(options.split(",")) if options else ()
        else:
            del node.target
            node.options = OpenList()
        node.origins["target"] = header
        _finish(builder, node)
