"""Changes to a reference `${NAME:-default}`: its name, or its default."""

from __future__ import annotations

import re
from typing import Any

from deploylint.findings import Operation
from deploylint.model.resolved import Origin
from deploylint.rewrite.compose.short import Part
from deploylint.rewrite.refusal import Refused

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_BRACED = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)(:?[-+?])(.*)\}", re.DOTALL)
_SPECIAL = frozenset("${}'\"\\\r\n")


def changed(operation: Operation, origin: Origin, text: str) -> Part:
    """The part of the file that the operation on a reference replaces."""
    node: Any = operation.node
    if operation.field == "name":
        if not _NAME.fullmatch(text):
            raise Refused("the new name is no variable's")
        return Part(origin.start, origin.end, text)
    place: Origin = node.header
    found = _BRACED.fullmatch(place.source.text[place.start : place.end])
    if operation.field != "fallback" or found is None:
        raise Refused("only the name and the default of a reference can be changed")
    if operation.verb == "remove":
        return Part(place.start + found.end(1), place.end - 1, "")
    if _SPECIAL & set(text) or "$" in found[3]:
        raise Refused("the default holds characters that need a person")
    return Part(place.start + found.start(3), place.end - 1, text)
