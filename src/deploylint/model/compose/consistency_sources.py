"""Secrets and configs without exactly one source, and things whose outdated `external.name` contradicts their name."""

from __future__ import annotations

from deploylint.model.builder import Builder
from deploylint.model.compose.fields import TRUE_WORDS, child, entry_origin, key_origin, known_text
from deploylint.model.resolved import Entry, Mapping, Origin, Scalar
from deploylint.source.defects import Defect, Related

KINDS = {
    "secrets": ("secret-source-invalid", ("file", "environment")),
    "configs": ("config-source-invalid", ("file", "environment", "content")),
}
"""By section: the code, and the keys of which one is to be there (compose-go 2.14.0, validation/validation.go)."""

ONE_NAME = "compose-wrong-type"


def sources(builder: Builder, root: Mapping) -> None:
    """Report the faulty ones of all four sections."""
    for section in ("networks", "volumes", "secrets", "configs"):
        things = child(root, section)
        for name, entry in things.entries.items() if things is not None else ():
            if not isinstance(entry.value, Mapping):
                continue
            _names(builder, section, name, entry.value)
            if section in KINDS:
                _source(builder, section, name, entry, entry.value)


def _source(builder: Builder, section: str, name: str, entry: Entry, thing: Mapping) -> None:
    """Report a secret or config with no source or with several."""
    code, keys = KINDS[section]
    expected = f"one of {', '.join(keys[:-1])} and {keys[-1]}"
    there = [key for key in keys if key in thing.entries]
    if len(there) > 1:
        first, *others = (key_origin(thing.entries[key], thing) for key in there)
        related = tuple(Related(other.span, "and this") for other in others)
        _told(builder, code, first, name, " and ".join(there), expected, related)
    elif not there and not thing.open and _must_say(section, thing):
        _told(builder, code, key_origin(entry, None), name, "no source", expected)
    elif section == "secrets" and there and _blank(thing, there[0]):
        _told(builder, code, entry_origin(thing.entries[there[0]], thing), name, f"an empty {there[0]}", expected)


def _must_say(section: str, thing: Mapping) -> bool:
    """Has a thing to have a source?  An external one has it elsewhere; a config may say `external: false` or have a
    driver, a secret may not (loader/validate.go looks at secrets once more).
    """
    external = thing.entries.get("external")
    if section == "configs":
        return external is None and "driver" not in thing.entries
    if external is None or isinstance(external.value, Mapping):
        return external is None
    value = external.value
    return isinstance(value, Scalar) and value.known and str(value.value).lower() not in TRUE_WORDS


def _blank(thing: Mapping, key: str) -> bool:
    """Does a secret that is no external one have an empty text as its only source?  An empty path is the folder."""
    value = thing.entries[key].value
    blank = isinstance(value, Scalar) and value.known and value.value == ""
    return key == "environment" and blank and _must_say("secrets", thing)


def _names(builder: Builder, section: str, name: str, thing: Mapping) -> None:
    """Report a name beside an `external.name` that says another (transform/external.go)."""
    external = child(thing, "external")
    if external is None or "name" not in thing.entries or "name" not in external.entries:
        return
    outer, inner = known_text(thing, "name"), known_text(external, "name")
    if outer is not None and inner is not None and outer != inner:
        place = entry_origin(external.entries["name"], external)
        related = (Related(entry_origin(thing.entries["name"], thing).span, "its name"),)
        code = KINDS[section][0] if section in KINDS else ONE_NAME
        expected = "no other name than its own" if section in KINDS else f"{outer}, the name that {name} has"
        found = f"the name {inner}"
        _told(builder, code, place, name if section in KINDS else "external.name", found, expected, related)


def _told(
    builder: Builder,
    code: str,
    place: Origin,
    name: str,
    found: str,
    expected: str,
    related: tuple[Related, ...] = (),
) -> None:
    defect = Defect(code, place.span, name, found, expected, related)
    builder.defect(defect, builder.file(place.source.path, place.source, "compose", "included"))
