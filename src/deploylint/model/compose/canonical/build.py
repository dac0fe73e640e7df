"""How an image is built, with the defaults that Compose adds."""

from __future__ import annotations

from deploylint.model.compose.canonical import gopath
from deploylint.model.compose.canonical.mounts import build_secret
from deploylint.model.compose.canonical.scalars import flag, size, strings, text
from deploylint.model.compose.canonical.scope import Scope
from deploylint.model.compose.canonical.sections import path, ulimits
from deploylint.model.compose.canonical.shapes import Shape, each
from deploylint.model.compose.canonical.tables import arguments, contexts, hosts, pairs, texts
from deploylint.model.compose.canonical.values import implied, like, listing, place, put
from deploylint.model.compose.forms import null
from deploylint.model.resolved import Mapping, Scalar, Value


def ssh(value: Value, scope: Scope) -> Value | None:
    """Keys for a build as texts: `name`, or `name: path` (transform/ssh.go; types/ssh.go)."""
    if isinstance(value, Scalar):
        return value
    found: list[Value] = []
    for name, at, written, _, _ in pairs(value):
        if not isinstance(written, Scalar):
            found.append(at.scalar(name))
        elif written.known:
            file = gopath.either_absolute(str(written.value), scope.start(written), scope.home)
            found.append(put(written, f"{name}: {file}" if file else name))
        else:
            found.append(written)
    result = listing(place(value), found, value.via)
    result.open = value.open
    return result if found or value.open else None


def build(value: Value, scope: Scope) -> Value | None:
    """How an image is built; a text is the context."""
    if isinstance(value, Scalar):
        if not value.known or not isinstance(value.value, str):
            return value
        value = place(value).mapping([("context", value)], value.via)
    if not isinstance(value, Mapping):
        return value
    written = {name for name, entry in value.entries.items() if not null(entry.value)}
    found = _BUILD.mapping(value, scope)
    if value.open:
        return found
    at = place(value)
    added = like(found)
    if "context" not in written:
        parts = [value, *[entry.value for entry in value.entries.values()]]  # merging leaves a part's way to the part
        folder = next((start for part in parts if (start := scope.project(part)) is not None), scope.directory)
        added.entries["context"] = at.entry(implied(folder))
    if not written & {"dockerfile", "dockerfile_inline"}:
        added.entries["dockerfile"] = at.entry(implied("Dockerfile"))
    first = {name: entry for name in ("context", "dockerfile") if (entry := (added.entries | found.entries).get(name))}
    added.entries = {**first, **{name: entry for name, entry in found.entries.items() if name not in first}}
    return added


_BUILD = Shape(
    {
        "context": path(gopath.context),
        "dockerfile": text,
        "dockerfile_inline": text,
        "entitlements": strings,
        "args": arguments,
        "provenance": text,
        "sbom": text,
        "ssh": ssh,
        "labels": texts,
        "cache_from": strings,
        "cache_to": strings,
        "no_cache": flag,
        "no_cache_filter": strings,
        "additional_contexts": contexts,
        "pull": flag,
        "extra_hosts": hosts,
        "isolation": text,
        "network": text,
        "target": text,
        "secrets": each(build_secret),
        "shm_size": size,
        "tags": strings,
        "ulimits": ulimits,
        "platforms": strings,
        "privileged": flag,
    }
)
