"""Short ports and volumes that a tag of a later document takes away: Compose has read them before."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from deploylint.model.compose import mounts, ports
from deploylint.model.compose.fields import child, item_origin
from deploylint.model.compose.parts import characters
from deploylint.model.resolved import Mapping, Scalar, Sequence
from deploylint.source.defects import Defect

CHECKS: tuple[tuple[str, str, Callable[[str], str]], ...] = (
    ("ports", "port-spec-invalid", ports.fault),
    ("volumes", "volume-spec-invalid", mounts.fault),
)
"""A list of a service, the code, and what tells why an item cannot be read."""


def replaced_short_forms(root: Mapping, tagged: Iterable[tuple[str, ...]], defects: list[Defect]) -> None:
    """Report what cannot be read in services of which a later document takes something away."""
    services = child(root, "services")
    names = {path[1] if len(path) > 1 else "" for path in tagged if path[:1] in ((), ("services",))}
    for name, entry in services.entries.items() if services is not None else ():
        if isinstance(entry.value, Mapping) and (name in names or "" in names):
            _service(name, entry.value, defects)


def _service(name: str, service: Mapping, defects: list[Defect]) -> None:
    for key, code, fault in CHECKS:
        entry = service.entries.get(key)
        items = entry.value if entry is not None else None
        for item in items.items if isinstance(items, Sequence) else ():
            text = characters(item) if isinstance(item, Scalar) else None
            expected = fault(text.text) if text is not None else ""
            if expected and isinstance(items, Sequence):
                place = item_origin(item, items).span
                defects.append(Defect(code, place, name, place.text, expected))
