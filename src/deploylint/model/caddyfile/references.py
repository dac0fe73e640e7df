"""References to the environment in a Caddyfile as nodes."""

from __future__ import annotations

from deploylint.model import nodes
from deploylint.model.builder import Builder
from deploylint.model.resolved import Origin
from deploylint.syntax.caddyfile.tree import Tokens

WHERE = "Caddyfile"


def env_refs(builder: Builder, tokens: Tokens, file: nodes.File, runner: nodes.Caddy | None) -> None:
    """A node for each `{$NAME}` of a file, those in comments left out: Caddy expands them there, and nothing comes of
    it.
    """
    comments = iter((*tokens.comments, (len(tokens.source.text) + 1, 0)))
    start, end = next(comments)
    for reference in tokens.references:
        while end <= reference.start and end:
            start, end = next(comments)
        if start <= reference.start:
            continue
        source = tokens.source
        span = Origin(source, reference.start, reference.end)
        node = nodes.EnvRef(builder.name(f"env_ref:{file.path}/{reference.name}"), span, {})
        node.name, node.where, node.reader = reference.name, WHERE, "caddy"
        name = reference.start + 2
        node.origins["name"] = Origin(source, name, name + len(reference.name), part=True)
        node.has_default = reference.default is not None
        node.operator, node.fallback = (":", reference.default) if node.has_default else ("", None)
        if reference.default is not None:
            after = name + len(reference.name) + 1
            node.origins["fallback"] = Origin(source, after, after + len(reference.default), part=True)
        node.required = node.nested = node.fails = False
        node.definition = nodes.NULL["env_def"]
        node.service_files = node.services = ()
        node.file = file
        node.project = runner.service.project if runner is not None else nodes.NULL["project"]
        if runner is not None:
            node.caddy = runner
        builder.add(node)
