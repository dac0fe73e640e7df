"""Which files make a project: default names, overrides, overlays, and files that others name."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from deploylint.syntax import tree
from deploylint.syntax.tree import YamlTree

BASE_NAMES = ("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml")
"""Default base names in the order in which Compose looks for them (compose-go, cli/options.go)."""

OVERRIDE_NAMES = (
    "compose.override.yaml",
    "compose.override.yml",
    "docker-compose.override.yml",
    "docker-compose.override.yaml",
)
"""Default override names in the order in which Compose looks for them."""


class Plan(NamedTuple):
    """One project to build: its files in merge order with their roles, and its folder.

    `environment` is empty for the deployment as it stands, and the overlay's own name for an implied environment.  In a
    `partial` plan the base is missing, so that nothing is judged that a base would supply.
    """

    files: tuple[str, ...]
    roles: tuple[str, ...]
    folder: str
    environment: str = ""
    partial: bool = False


def plans(trees: Mapping[str, YamlTree], named: Iterable[str], listed: Iterable[tuple[str, ...]]) -> list[Plan]:
    """The projects among these Compose files, folders in order.

    `named` are files that another file includes: they belong there.  Each of `listed` names the files of one project in
    merge order, as `-f` and COMPOSE_FILE do.
    """
    found: list[Plan] = []
    taken = set(named)
    for files in listed:
        roles = ("base", *("override" for _ in files[1:]))
        found.append(Plan(files, roles, posixpath.dirname(files[0])))
        taken.update(files)
    folders: dict[str, list[str]] = {}
    for path in trees:
        if path not in taken:
            folders.setdefault(posixpath.dirname(path), []).append(path)
    for folder in sorted(folders):
        found += _in_folder(folder, sorted(folders[folder]), trees)
    return found


def _in_folder(folder: str, paths: list[str], trees: Mapping[str, YamlTree]) -> list[Plan]:
    """Plans of one folder: the default project first, then each other file alone or over its base."""
    by_name = {posixpath.basename(path): path for path in paths}
    base = next((by_name[name] for name in BASE_NAMES if name in by_name), None)
    override = next((by_name[name] for name in OVERRIDE_NAMES if name in by_name), None)
    found: list[Plan] = []
    default: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    if base is not None:
        default, roles = (base,), ("base",)
        if override is not None:
            default, roles = (base, override), ("base", "override")
        found.append(Plan(default, roles, folder))
    for path in paths:
        if path in default:
            continue
        under = _base_of(path, by_name, default)
        if under and not stands_alone(trees[path]):
            below = default if under in default else (under,)
            name = overlay_name(path)
            found.append(Plan((*below, path), (*roles[: len(below)], "overlay"), folder, name))
        elif not defines_services(trees[path]):
            over = default or ()
            if over:
                found.append(Plan((*over, path), (*roles, "overlay"), folder, overlay_name(path)))
            else:
                found.append(Plan((path,), ("overlay",), folder, partial=True))
        else:
            found.append(Plan((path,), ("base",), folder))
    return found


def overlay_name(path: str) -> str:
    """`compose.prod.yaml` -> prod; another file's stem stands for itself."""
    stem = posixpath.basename(path).rpartition(".")[0]
    return stem.rpartition(".")[2] if "." in stem else stem


def _base_of(path: str, by_name: dict[str, str], default: tuple[str, ...]) -> str | None:
    """The file that `X.NAME.yaml` lies over: `X.yaml` or `X.yml`, in the default names with either spelling."""
    stem, _, _ = posixpath.basename(path).rpartition(".")
    head, dot, _ = stem.rpartition(".")
    if not dot:
        return None
    for suffix in (".yaml", ".yml"):
        if head + suffix in by_name:
            return by_name[head + suffix]
    return default[0] if default and head in ("compose", "docker-compose") else None


def services_of(document: tree.Node | None) -> tree.Mapping | None:
    """The mapping below `services`, as written."""
    if not isinstance(document, tree.Mapping):
        return None
    for key, value in document.items:
        if isinstance(key, tree.Scalar) and key.value == "services" and isinstance(value, tree.Mapping):
            return value
    return None


def _service_keys(tree_: YamlTree) -> list[dict[str, tree.Node]]:
    """For each service as written its keys, those of merged mappings included."""
    found: list[dict[str, tree.Node]] = []
    for document in tree_.documents:
        services = services_of(document)
        for key, value in services.items if services is not None else ():
            if isinstance(key, tree.Scalar) and key.value == "<<":
                continue
            keys: dict[str, tree.Node] = {}
            _collect(value, keys, 0)
            found.append(keys)
    return found


def _collect(node: tree.Node | None, keys: dict[str, tree.Node], depth: int) -> None:
    """Add the keys of a mapping; a merge key brings those of its targets."""
    if isinstance(node, tree.Alias):
        node = node.target
    if not isinstance(node, tree.Mapping) or depth > 8:
        return
    for key, value in node.items:
        if not isinstance(key, tree.Scalar):
            continue
        if key.value == "<<":
            for target in value.items if isinstance(value, tree.Sequence) else [value]:
                _collect(target, keys, depth + 1)
        else:
            keys.setdefault(key.value, value)


def defines_services(tree_: YamlTree) -> bool:
    """Does some service of the file have image, build, extends or provider?  A file without services counts as one."""
    services = _service_keys(tree_)
    if not services:
        return any(services_of(document) is None for document in tree_.documents)
    return any({"image", "build", "extends", "provider"} & keys.keys() for keys in services)


def stands_alone(tree_: YamlTree) -> bool:
    """Can the file be deployed without a base: is each service whole, and does each dependency stand in the file?"""
    services = _service_keys(tree_)
    if not services:
        return False
    names = {
        key.value
        for document in tree_.documents
        if (mapping := services_of(document)) is not None
        for key, _ in mapping.items
        if isinstance(key, tree.Scalar)
    }
    for keys in services:
        if not {"image", "build", "extends", "provider"} & keys.keys():
            return False
        needs = keys.get("depends_on")
        items: list[tree.Node] = []
        if isinstance(needs, tree.Sequence):
            items = needs.items
        elif isinstance(needs, tree.Mapping):
            items = [key for key, _ in needs.items]
        if any(isinstance(item, tree.Scalar) and item.value not in names for item in items):
            return False
    return _declares(tree_, services)


def _declares(tree_: YamlTree, services: list[dict[str, tree.Node]]) -> bool:
    """Are the networks and named volumes that the services use declared in the file?"""
    declared: dict[str, set[str]] = {"networks": {"default"}, "volumes": set()}
    for document in tree_.documents:
        if isinstance(document, tree.Mapping):
            for key, value in document.items:
                if isinstance(key, tree.Scalar) and key.value in declared and isinstance(value, tree.Mapping):
                    declared[key.value] |= {k.value for k, _ in value.items if isinstance(k, tree.Scalar)}
    for keys in services:
        for section, names in declared.items():
            used = keys.get(section)
            if isinstance(used, tree.Mapping):
                used_names = [key for key, _ in used.items]
            else:
                used_names = list(used.items) if isinstance(used, tree.Sequence) else []
            for item in used_names:
                if isinstance(item, tree.Scalar) and _named(item.value, section) not in (None, *names):
                    return False
    return True


def _named(text: str, section: str) -> str | None:
    """The network or volume that an item names; None for paths, anonymous volumes and variables."""
    if "$" in text:
        return None
    if section == "networks":
        return text
    source, colon, _ = text.partition(":")
    return source if colon and not source.startswith((".", "/", "~")) else None
