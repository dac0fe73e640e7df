"""What Compose refuses of a service although each value alone is well formed, and how it is told.

The cases are those of compose-go 2.14.0, loader/validate.go (checkConsistency) and the folder validation.  What needs
only fields of nodes is said by ordinary rules; what few projects have is looked at in modules of its own.
"""

from __future__ import annotations

from collections.abc import Container

from deploylint.model import nodes
from deploylint.model.builder import Builder
from deploylint.model.compose.fields import child, item_origin
from deploylint.model.resolved import Mapping, Origin, Scalar, Sequence, Value
from deploylint.source.defects import Defect, Related

Built = list[tuple[nodes.Service, Mapping]]

UNDEFINED = {"secrets": "undefined-secret", "configs": "undefined-config"}
"""The code of a use of something that the section does not have."""


def undefined(
    builder: Builder, service: nodes.Service, mapping: Mapping, section: str, declared: Container[str]
) -> None:
    """Report the uses of things of a section that the project does not declare, each at its own place."""
    code = UNDEFINED[section]
    build = child(mapping, "build") if section == "secrets" else None
    for holder in (mapping, build):
        entry = holder.entries.get(section) if holder is not None else None
        if entry is None:
            continue
        value = entry.value
        if isinstance(value, Sequence):
            for item in value.items:
                name = used_name(item)
                if name is not None and name not in declared:
                    refuse(builder, service, code, item_origin(item, value), name or '""')
        elif isinstance(value, Mapping):
            for name, sub in value.entries.items():
                if name not in declared:
                    refuse(builder, service, code, Origin(sub.source, sub.key.content, sub.key.end), name)


def used_name(item: Value) -> str | None:
    """The name of what an item uses, in its short or long form; None when it is not known."""
    if isinstance(item, Mapping):
        entry = item.entries.get("source")
        if entry is None:
            return None if item.open else ""
        item = entry.value
    if not isinstance(item, Scalar) or not item.known:
        return None
    return item.value if isinstance(item.value, str) else None


def refuse(
    builder: Builder,
    service: nodes.Service,
    code: str,
    place: Origin,
    found: str = "",
    expected: str = "",
    related: tuple[Related, ...] = (),
    name: str = "",
) -> None:
    """Report a defect of a service, or of what has its own name in it; Compose does not look at one that no active
    profile starts.
    """
    dormant = getattr(service, "enabled", True) is False
    defect = Defect(code, place.span, name or service.shown, found, expected, related, dormant)
    builder.defect(defect, builder.file(place.source.path, place.source, "compose", "included"))
