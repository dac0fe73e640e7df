"""What a service finds in its environment and on its labels: what is written, and what its files add."""

from __future__ import annotations

from collections.abc import Iterator

from deploylint.model.compose.canonical import env_files
from deploylint.model.compose.canonical.scope import Scope
from deploylint.model.compose.canonical.tables import pairs, table, text_of, texts
from deploylint.model.compose.canonical.values import replaced
from deploylint.model.compose.forms import listed, null
from deploylint.model.environment import Binding, Environment
from deploylint.model.resolved import Entry, Mapping, Scalar, Value


def environment(service: Mapping, scope: Scope) -> Value | None:
    """The variables of a service (compose-go 2.14.0, types/project.go, WithServicesEnvironmentResolved)."""
    entry = service.entries.get("environment")
    own = _own(entry.value, scope) if entry is not None else {}
    if isinstance(own, Scalar):
        return own
    files = service.entries.get("env_file")
    if files is not None:
        for name, value in _from_files(files.value, own, scope).items():
            own.setdefault(name, value)
    if not own and (entry is None or not _open(entry.value)):
        return None
    return table(own, entry.value if entry is not None else service)


def _open(value: Value) -> bool:
    return not isinstance(value, Scalar) and value.open


def _own(value: Value, scope: Scope) -> dict[str, Entry] | Scalar:
    """The variables that are written; a name without a value has that of the project's variable, if there is one."""
    found: dict[str, Entry] = {}
    if isinstance(value, Scalar):
        return found if value.known and value.value is None else value
    for name, at, written, _, entry in pairs(value):
        if written is not None:
            shown = text_of(written)
        else:
            via = entry.value.via if entry is not None else value.via
            shown = scope.variable(name, at, via) or at.scalar(None, via)
        found[name] = replaced(entry, shown) if entry is not None and written is not None else at.entry(shown)
    return found


def _from_files(value: Value, own: dict[str, Entry], scope: Scope) -> dict[str, Entry]:
    """What the env files of a service define; later ones win, and they see what is written."""
    bindings = {
        name: Binding(_text(entry.value), None, "service")
        for name, entry in own.items()
        if not isinstance(entry.value, Scalar) or not entry.value.known or entry.value.value is not None
    }
    variables = scope.environment.below(bindings)
    found: dict[str, Binding] = {}
    entries: dict[str, Entry] = {}
    for path, form in _files(value):
        for name, binding, entry in env_files.added(path, form, variables, {**bindings, **found}, scope):
            found[name] = binding
            entries[name] = entry
    return entries


def labels(service: Mapping, scope: Scope) -> Value | None:
    """The labels of a service, with those of its label files (types/project.go, WithServicesLabelsResolved)."""
    entry, files = service.entries.get("labels"), service.entries.get("label_file")
    own = texts(entry.value, scope) if entry is not None and not null(entry.value) else None
    if files is None or isinstance(own, Scalar):
        return own
    bindings: dict[str, Binding] = {}
    entries: dict[str, Entry] = {}
    room = scope.environment.room
    for path, _ in _files(files.value):
        for name, binding, line in env_files.added(path, "", Environment(bindings, closed=True, room=room), {}, scope):
            bindings[name] = binding
            entries[name] = line
    if isinstance(own, Mapping):
        entries.update(own.entries)
    return table(entries, own if own is not None else files.value)


def _text(value: Value) -> str | None:
    return str(value.value) if isinstance(value, Scalar) and value.known else None


def _files(value: Value) -> Iterator[tuple[Scalar, str]]:
    """Paths of env files that are known, and their formats."""
    for item in listed(value):
        path, format_ = item, ""
        if isinstance(item, Mapping):
            entry, written = item.entries.get("path"), item.entries.get("format")
            if entry is None:
                continue
            path = entry.value
            format_ = _text(written.value) or "" if written is not None else ""
        if isinstance(path, Scalar) and path.known and isinstance(path.value, str):
            yield path, format_
