"""The name of a Compose project: who gives it, and what is wrong with it (compose-go 2.14.0, cli/options.go and
loader/loader.go).
"""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from typing import NamedTuple

from deploylint.model.environment import Binding, Environment
from deploylint.model.expansion import expand
from deploylint.model.settings import ModelSettings
from deploylint.source.defects import Defect
from deploylint.source.span import Span
from deploylint.source.text import Source
from deploylint.syntax import interpolation, tree
from deploylint.syntax.tree import YamlTree

VARIABLE = "COMPOSE_PROJECT_NAME"
EXPECTED = "lower-case letters, digits, - and _, a letter or digit first"


class Name(NamedTuple):
    """A project's name, None when it cannot be known; `place` is where it is written, if it is in a file."""

    text: str | None
    place: Span | None
    defects: tuple[Defect, ...] = ()


def project_name(trees: Sequence[YamlTree], environment: Environment, folder: str, settings: ModelSettings) -> Name:
    """That of -p, else COMPOSE_PROJECT_NAME, else the last `name:`, else the folder's; the last two are normalised."""
    main = Span(trees[0].source, 0, 0)
    if settings.project_name:
        return _explicit(settings.project_name, main)
    binding = environment.lookup(VARIABLE)
    if binding is not None and binding.how != "example":
        if binding.value is None:
            return Name(None, binding.span)
        if binding.value:
            return _explicit(binding.value, binding.span or main)
    written = _written(trees)
    if written is not None:
        source, node = written
        place = Span(source, node.content, node.end)
        text = expand(interpolation.parse(node.value), environment.lookup, environment.closed).text
        if text is None:
            return Name(None, place)
        name = normalised(text)
        return Name(name or None, place, () if name else (_defect(place, text),))
    own = posixpath.basename(folder) or ("" if folder else settings.anchor_name)
    name = normalised(own)
    return Name(name or None, None, (_defect(main, own),) if own and not name else ())


def bound(environment: Environment, name: Name) -> Environment:
    """The environment as Compose hands it to the files: the project's name is always in it."""
    return environment.with_one(VARIABLE, Binding(name.text, name.place, "name"))


def normalised(name: str) -> str:
    """Lower case, without other characters than a-z, 0-9, _ and -, and without _ and - in front (compose-go,
    NormalizeProjectName).
    """
    kept = "".join(char for char in name.lower() if char.isascii() and (char.isalnum() or char in "_-"))
    return kept.lstrip("_-")


def _explicit(name: str, place: Span) -> Name:
    """A name that is taken as it is, or refused."""
    good = normalised(name) == name
    return Name(
        name if good else normalised(name) or None,
        place if place.end else None,
        () if good else (_defect(place, name),),
    )


def _defect(place: Span, name: str) -> Defect:
    return Defect("project-name-invalid", place, name, "", EXPECTED)


def _written(trees: Sequence[YamlTree]) -> tuple[Source, tree.Scalar] | None:
    """The last top-level `name` that is not empty."""
    found = None
    for each in trees:
        for document in each.documents:
            for key, value in document.items if isinstance(document, tree.Mapping) else ():
                node = value.target if isinstance(value, tree.Alias) else value
                if (
                    isinstance(key, tree.Scalar)
                    and key.value == "name"
                    and isinstance(node, tree.Scalar)
                    and node.value
                ):
                    found = each.source, node
    return found
