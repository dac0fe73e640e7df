"""Which of a Caddyfile's variables reach the Caddy that reads it, and where else they are defined."""

from __future__ import annotations

from deploylint.model import nodes
from deploylint.model.builder import Builder
from deploylint.model.node import OpenList

IMAGE_NAMES = frozenset(("CADDY_VERSION", "HOME", "HOSTNAME", "PATH", "PWD", "XDG_CONFIG_HOME", "XDG_DATA_HOME"))
"""Variables that the official image or every process has (caddy-docker, Dockerfile)."""


def link(builder: Builder) -> None:
    """Say of every `{$NAME}` whether it is defined for its reader, and by what."""
    from deploylint.model.spelling import nearest

    for reference in builder.of_kind("env_ref"):
        if reference.reader != "caddy":
            continue
        reference.near, reference.elsewhere = None, nodes.NULL["env_def"]
        caddy = getattr(reference, "caddy", None)
        if not caddy or not hasattr(caddy, "variables"):
            for definitions in builder.all_env_defs.values():
                for definition in definitions:
                    if definition.name == reference.name:
                        builder.open(definition, "refs")
            continue
        if reference.name in caddy.variables or reference.name in IMAGE_NAMES:
            reference.defined = True
            reference.definition = _definition(builder, caddy, reference.name)
            if reference.definition:
                builder.append(reference.definition, "refs", reference)
            continue
        if isinstance(caddy.variables, OpenList):
            continue
        reference.defined = False
        reference.near = nearest(reference.name, caddy.variables)
        reference.elsewhere = _elsewhere(builder, caddy, reference.name)
        if reference.elsewhere:
            builder.append(reference.elsewhere, "refs", reference)


def _definition(builder: Builder, caddy: nodes.Caddy, name: str) -> nodes.EnvDef:
    """The key of an env file that gives the variable to Caddy; null when Compose or the unit says it itself."""
    for variable in builder.items(caddy.service, "env_vars") if caddy.service else ():
        if variable.name == name and variable.env_def:
            found: nodes.EnvDef = variable.env_def
            return found
    for use in builder.items(caddy.unit, "env_files") if caddy.unit else ():
        file = getattr(use, "file", None)
        for definition in builder.all_env_defs.get(file.path, ()) if file else ():
            if definition.name == name:
                return definition
    null: nodes.EnvDef = nodes.NULL["env_def"]
    return null


def _elsewhere(builder: Builder, caddy: nodes.Caddy, name: str) -> nodes.EnvDef:
    """A definition in a file that the project reads, or one of its services, and Caddy does not."""
    null: nodes.EnvDef = nodes.NULL["env_def"]
    if not caddy.service:
        return null
    project = caddy.service.project
    for use in builder.of_kind("env_file"):
        if use.project is project and getattr(use, "file", None):
            for definition in builder.all_env_defs.get(use.file.path, ()):
                if definition.name == name and definition.live:
                    return definition
    return null
