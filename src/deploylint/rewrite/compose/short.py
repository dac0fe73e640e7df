"""Parts of short forms: where a field of a port, mount, image or `K=V` stands in its text, or would stand."""

from __future__ import annotations

from typing import Any, NamedTuple

from deploylint.model.resolved import Origin, Scalar
from deploylint.rewrite.origin import long_form
from deploylint.rewrite.refusal import Refused
from deploylint.syntax import yaml_tree


class Part(NamedTuple):
    """Replace `start` to `end`, offsets in the scalar's source, by `text`."""

    start: int
    end: int
    text: str


def setting(node: Any, field: str, value: object) -> Part | None:
    """The part that gives a field a value; None when the kind has no short form with that field."""
    text = text_of(value)
    origin: Origin | None = node.origins.get(field)
    match (node.kind, field):
        case ("listener", "ip"):
            return _address(node, origin, text)
        case ("image", "tag") if origin is None:
            return _inserted(_image_end(node), ":" + text)
        case ("image", "digest") if origin is None:
            return _inserted(_end(node.header), "@" + text)
        case ("credential", "value"):
            return _credential(node, node.header, text)
        case ("mount", "read_only"):
            return _read_only(node, origin, on=value in (True, "true"))
        case ("env_var", "value" | "written") if origin is None or not origin.part:
            return None if node.header.entry is not None and not node.header.part else _pair_value(node, text)
    return Part(origin.start, origin.end, text) if origin is not None and origin.part else None


def removing(node: Any, field: str, item: object) -> Part | None:
    """The part to take out with its separator; None when the field is not one of a short form."""
    origin: Origin | None = node.origins.get(field)
    if origin is None or not origin.part:
        return None
    source = origin.source.text
    match (node.kind, field):
        case ("listener", "ip"):
            bracket = 1 if source[origin.start - 1 : origin.start] == "[" else 0
            return Part(origin.start - bracket, origin.end + bracket + 1, "")
        case ("listener", "protocol") | ("image", "tag" | "digest"):
            return Part(origin.start - 1, origin.end, "")
        case ("mount", "options") if item is not None:
            return _without_word(origin, str(item))
        case ("mount", "options"):
            return Part(origin.start - 1, origin.end, "")
        case ("mount", "read_only"):
            return _without_word(origin, "ro")
    return None


def text_of(value: object) -> str:
    """A value as it stands within a short form."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _inserted(at: int, text: str) -> Part:
    return Part(at, at, text)


def _end(origin: Origin) -> int:
    """Offset behind the last character of the scalar's value."""
    if not isinstance(origin.value, Scalar):
        raise Refused("the value is not a single text")
    return yaml_tree.places(origin.value.source, origin.value.node)[-1]


def _image_end(node: Any) -> int:
    """Where a tag belongs: before the digest, or at the end."""
    digest: Origin | None = node.origins.get("digest")
    return digest.start - 1 if digest is not None else _end(node.header)


def _address(node: Any, origin: Origin | None, address: str) -> Part | None:
    if long_form(node) is not None:
        return None
    bracketed = f"[{address}]" if ":" in address else address
    if origin is not None:
        bracket = 1 if origin.source.text[origin.start - 1 : origin.start] == "[" else 0
        return Part(origin.start - bracket, origin.end + bracket, bracketed)
    port: Origin | None = node.origins.get("port")
    if port is not None:
        return _inserted(port.start, bracketed + ":")
    return _inserted(node.origins["target"].start, bracketed + "::")


def _read_only(node: Any, origin: Origin | None, *, on: bool) -> Part | None:
    if long_form(node) is not None:
        return None
    if origin is None:
        if not on or "source" not in node.origins:
            raise Refused("the mount has no source, or is writable already")
        return _inserted(_end(node.header), ":ro")
    if not on:
        return _without_word(origin, "ro")
    words = origin.items or {}
    if "rw" in words:
        place = words["rw"]
        return Part(place.start, place.end, "ro")
    return _inserted(origin.end, ",ro")


def _without_word(origin: Origin, word: str) -> Part:
    """One option taken out, with one of the commas beside it; with the colon when it is the only one."""
    words = origin.items or {}
    place = words.get(word)
    if place is None:
        raise Refused(f"there is no option {word}")
    if len(words) == 1:
        return Part(origin.start - 1, origin.end, "")
    if place.start > origin.start:
        return Part(place.start - 1, place.end, "")
    return Part(place.start, place.end + 1, "")


def _credential(node: Any, origin: Origin, text: str) -> Part | None:
    """The password in a URL; None when the secret is all of its value."""
    if not isinstance(origin.value, Scalar):
        return None
    whole, secret = origin.value.node.value, node.value
    places = yaml_tree.places(origin.value.source, origin.value.node)
    first = next((at for at, place in enumerate(places) if place >= origin.start), 0)
    at = whole.find(secret, first)
    if at < 0 or whole.count(secret, first) > 1:
        return None
    if (at, at + len(secret)) == (0, len(whole)) and not origin.part:
        return None
    return Part(places[at], places[at + len(secret)], text)


def _pair_value(node: Any, text: str) -> Part:
    """The value of a `KEY` or `KEY=` item."""
    header: Origin = node.header
    if header.source.text.startswith("=", header.end):
        return _inserted(header.end + 1, text)
    return _inserted(header.end, "=" + text)
