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


WHOLE = frozenset(("image", "build", "extends", "provider"))
"""A service with one of these keys can stand without a base."""


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
        found.append(Plan(default, roles, folder, partial=changes_only(trees[base])))
    for path in paths:
        if path in default:
            continue
        lacks = lacking(trees[path])
        if not lacks:
            found.append(Plan((path,), ("base",), folder))
            continue
        under = _base_of(path, by_name, default)
        below = default if under is None or under in default else (under,)
        if below and not lacks & lacking_over([trees[path] for path in below], lacks):
            found.append(Plan((*below, path), (*roles[: len(below)], "overlay"), folder, overlay_name(path)))
        else:
            found.append(Plan((path,), ("overlay",), folder, partial=True))
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


def _services(tree_: YamlTree) -> dict[str, dict[str, tree.Node]]:
    """The services as written, each with its keys, those of merged mappings included."""
    found: dict[str, dict[str, tree.Node]] = {}
    for document in tree_.documents:
        services = services_of(document)
        for key, value in services.items if services is not None else ():
            if isinstance(key, tree.Scalar) and key.value != "<<":
                _collect(value, found.setdefault(key.value, {}), 0)
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


def changes_only(tree_: YamlTree) -> bool:
    """Are there services, and is none of them whole?  Then the file changes those of a base that is elsewhere."""
    services = _services(tree_)
    return bool(services) and not any(WHOLE & keys.keys() for keys in services.values())


def lacking(tree_: YamlTree) -> set[str]:
    """What the file needs and does not hold: `image:NAME` of a service that is not whole, `services:NAME`,
    `networks:NAME` and `volumes:NAME` that it uses.  A file without services needs a base as well (`services:`).
    """
    services = _services(tree_)
    if not services:
        return {"services:"}
    declared = _declared(tree_) | {f"services:{name}" for name in services}
    needed: set[str] = set()
    for name, keys in services.items():
        if not WHOLE & keys.keys():
            needed.add(f"image:{name}")
        needs = keys.get("depends_on")
        if isinstance(needs, tree.Sequence):
            needed |= {f"services:{item.value}" for item in needs.items if isinstance(item, tree.Scalar)}
        elif isinstance(needs, tree.Mapping):
            needed |= {f"services:{key.value}" for key, _ in needs.items if isinstance(key, tree.Scalar)}
        for section in ("networks", "volumes"):
            needed |= {f"{section}:{name}" for name in _used(keys.get(section), section)}
    return {need for need in needed if "$" not in need} - declared - {"networks:default"}


def lacking_over(below: list[YamlTree], lacks: set[str]) -> set[str]:
    """Which of these needs files below do not meet either."""
    held: set[str] = {"services:"}
    for tree_ in below:
        services = _services(tree_)
        held |= _declared(tree_) | {f"services:{name}" for name in services}
        held |= {f"image:{name}" for name, keys in services.items() if WHOLE & keys.keys()}
    return lacks - held


def _declared(tree_: YamlTree) -> set[str]:
    """Networks and volumes that the file declares."""
    found: set[str] = set()
    for document in tree_.documents:
        for key, value in document.items if isinstance(document, tree.Mapping) else ():
            if (
                isinstance(key, tree.Scalar)
                and key.value in ("networks", "volumes")
                and isinstance(value, tree.Mapping)
            ):
                found |= {f"{key.value}:{name.value}" for name, _ in value.items if isinstance(name, tree.Scalar)}
    return found


def _used(node: tree.Node | None, section: str) -> list[str]:
    """Names of networks or volumes that a service's section uses."""
    if isinstance(node, tree.Mapping):
        items: list[tree.Node] = [key for key, _ in node.items]
    else:
        items = list(node.items) if isinstance(node, tree.Sequence) else []
    names = [_named(item.value, section) for item in items if isinstance(item, tree.Scalar)]
    return [name for name in names if name is not None]


def _named(text: str, section: str) -> str | None:
    """The network or volume that an item names; None for paths, anonymous volumes and variables."""
    if "$" in text:
        return None
    if section == "networks":
        return text
    source, colon, _ = text.partition(":")
    return source if colon and not source.startswith((".", "/", "~")) else None
