"""Faults inside one service: its build, limits that are said twice, watch rules and models."""

from __future__ import annotations

import struct
from collections.abc import Callable

from deploylint.model import nodes
from deploylint.model.builder import Builder
from deploylint.model.compose.consistency import Built, refuse
from deploylint.model.compose.fields import child, entry_origin, key_origin, known_text
from deploylint.model.compose.forms import named, pairs
from deploylint.model.compose.parts import deployed_text
from deploylint.model.resolved import Entry, Mapping, Origin, Scalar, Sequence
from deploylint.source.defects import Related

COPYING = ("sync", "sync+restart", "sync+exec")
"""Actions of a watch rule that need a target (compose-go 2.14.0: all but rebuild and restart)."""

_SERVICE = "service:"


def service_details(builder: Builder, service: nodes.Service, mapping: Mapping, built: Built, root: Mapping) -> None:
    """Report the faults of one service."""
    entries = mapping.entries
    if "build" in entries:
        _build(builder, service, mapping, built, open_=root.open)
    if "deploy" in entries:
        _limits(builder, service, mapping)
    if "develop" in entries:
        _watch(builder, service, mapping)
    if "models" in entries and not root.open:
        _models(builder, service, mapping, child(root, "models"))


# -- build -------------------------------------------------------------------------------------------------------------


def _build(builder: Builder, service: nodes.Service, mapping: Mapping, built: Built, open_: bool) -> None:
    """Two Dockerfiles, a context that is no service with a build, platforms without the service's own."""
    build = child(mapping, "build")
    if build is None:
        return
    code = "build-definition-conflict"
    if known_text(build, "dockerfile") and known_text(build, "dockerfile_inline"):
        place = key_origin(build.entries["dockerfile_inline"], build)
        related = (Related(key_origin(build.entries["dockerfile"], build).span, "the other one"),)
        refuse(builder, service, code, place, "dockerfile and dockerfile_inline", "one of them", related)
    contexts = build.entries.get("additional_contexts")
    if contexts is not None:
        _contexts(builder, service, contexts, built, open_)
    platform, platforms = known_text(mapping, "platform"), build.entries.get("platforms")
    if platform and platforms is not None and isinstance(platforms.value, Sequence):
        listed = platforms.value
        known = [item for item in listed.items if isinstance(item, Scalar) and item.known]
        texts = [deployed_text(item.value) for item in known]
        if texts and len(texts) == len(listed.items) and not listed.open and platform not in texts:
            related = (Related(entry_origin(mapping.entries["platform"], mapping).span, "the service's platform"),)
            expected = f"{platform} among them, the service's own platform"
            found = f"platforms {', '.join(texts)}"
            refuse(builder, service, code, key_origin(platforms, build), found, expected, related)


def _contexts(builder: Builder, service: nodes.Service, entry: Entry, built: Built, open_: bool) -> None:
    """Additional contexts that name a service which is not there, is not started, or is not built."""
    for pair in pairs(entry.value):
        text = pair.value.text if pair.value is not None else None
        if text is None or not text.startswith(_SERVICE) or pair.value is None:
            continue
        name = text.removeprefix(_SERVICE)
        target = next(((node, mapping) for node, mapping in built if node.name == name), None)
        place = Origin(pair.source, pair.value.start, pair.value.end)
        found = f"the context {pair.key.text or ''} is {text}"
        code = "build-definition-conflict"
        if target is None:
            if not open_:
                refuse(builder, service, code, place, found, "a service of the project")
        elif "build" not in target[1].entries:
            if not target[1].open:
                refuse(builder, service, code, place, found, "a service with a build section")
        elif getattr(target[0], "enabled", True) is False and _starts_without(service, target[0]):
            refuse(builder, service, code, place, f"{found}, which is in no active profile", "one that is")


def _starts_without(service: nodes.Service, other: nodes.Service) -> bool:
    """May a service be started by its profiles while the other, which has some and no active one, is not?"""
    profiles, others = getattr(service, "profiles", ()), getattr(other, "profiles", ())
    return getattr(service, "enabled", False) is True or any(profile not in others for profile in profiles)


# -- limits ------------------------------------------------------------------------------------------------------------


def _float32(value: str | float | bool | None) -> float | None:
    """A number of CPUs as Compose compares them."""
    try:
        number = float(value) if value is not None else None
        return None if number is None else float(struct.unpack("f", struct.pack("f", number))[0])
    except (ValueError, OverflowError):
        return None


def _whole(value: str | float | bool | None) -> float | None:
    """A whole number."""
    text = deployed_text(value)
    return int(text) if text.removeprefix("-").isdecimal() and text.isascii() else None


def _bytes(value: str | float | bool | None) -> float | None:
    """A byte size; None for what is none."""
    from deploylint.model.compose.canonical.sizes import parse

    return parse(deployed_text(value))


_COMPARED: tuple[tuple[str, str, str, Callable[[str | float | bool | None], float | None]], ...] = (
    ("cpus", "limits", "cpus", _float32),
    ("mem_limit", "limits", "memory", _bytes),
    ("mem_reservation", "reservations", "memory", _bytes),
    ("pids_limit", "limits", "pids", _whole),
)
"""A key of a service, its counterpart below deploy.resources, and how both are read."""


def _limits(builder: Builder, service: nodes.Service, mapping: Mapping) -> None:
    """Values that are said twice and differ.  A section without the counterpart says 0, except for replicas."""
    deploy = child(mapping, "deploy")
    if deploy is None:
        return
    own, other = _number(mapping, "scale", _whole), _number(deploy, "replicas", _whole)
    if own is not None and other is not None and own != other:
        _differ(builder, service, mapping, "scale", deploy, "replicas", "deploy.replicas")
    resources = child(deploy, "resources")
    for key, part, counterpart, read in _COMPARED if resources is not None else ():
        section = child(resources, part) if resources is not None else None
        own = _number(mapping, key, read)
        if section is None or not own:
            continue
        other = 0 if counterpart not in section.entries else _number(section, counterpart, read)
        if other is not None and own != other and (other or not section.open):
            path = f"deploy.resources.{part}.{counterpart}"
            _differ(builder, service, mapping, key, section, counterpart, path)


def _number(mapping: Mapping, key: str, read: Callable[[str | float | bool | None], float | None]) -> float | None:
    """The number below a key; None when it is absent, unknown or none."""
    entry = mapping.entries.get(key)
    if entry is None or not isinstance(entry.value, Scalar) or not entry.value.known:
        return None
    return read(entry.value.value)


def _differ(
    builder: Builder, service: nodes.Service, mapping: Mapping, key: str, section: Mapping, counterpart: str, path: str
) -> None:
    entry = mapping.entries[key]
    found = f"{key} to {known_text(mapping, key)}"
    there = section.entries.get(counterpart)
    if there is None:
        expected = f"the same in {path}, which is not set beside it"
        refuse(builder, service, "resource-value-conflict", entry_origin(entry, mapping), found, expected)
        return
    related = (Related(entry_origin(there, section).span, "the other value"),)
    expected = f"the same as {path}, {known_text(section, counterpart)}"
    refuse(builder, service, "resource-value-conflict", entry_origin(entry, mapping), found, expected, related)


# -- watch, models ---------------------------------------------------------------------------------------------------


def _watch(builder: Builder, service: nodes.Service, mapping: Mapping) -> None:
    """Watch rules without the target that their action needs."""
    develop = child(mapping, "develop")
    entry = develop.entries.get("watch") if develop is not None else None
    for rule in entry.value.items if entry is not None and isinstance(entry.value, Sequence) else ():
        action = known_text(rule, "action") if isinstance(rule, Mapping) else None
        if action not in COPYING or not isinstance(rule, Mapping):
            continue
        target = rule.entries.get("target")
        if known_text(rule, "target") == "" if target is not None else not rule.open:
            place = entry_origin(target if target is not None else rule.entries["action"], rule)
            expected = f"one for the action {action} of {service.shown}"
            refuse(builder, service, "watch-rule-invalid", place, "", expected, name="target")


def _models(builder: Builder, service: nodes.Service, mapping: Mapping, declared: Mapping | None) -> None:
    """Models that the project does not declare."""
    if declared is not None and declared.open:
        return
    known = set(declared.entries) if declared is not None else set()
    for each in named(mapping.entries["models"].value):
        if each.name.text is not None and each.name.text not in known:
            place = Origin(each.source, each.name.start, each.name.end)
            refuse(builder, service, "undefined-model", place, each.name.text)
