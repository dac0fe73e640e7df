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
    "compose.override.yml",
    "compose.override.yaml",
    "docker-compose.override.yml",
    "docker-compose.override.yaml",
)
"""Default override names in the order in which Compose looks for them."""


WHOLE = frozenset(("image", "build", "extends", "provider"))
"""A service with one of these keys can stand without a base."""


SECTIONS = ("networks", "volumes", "secrets", "configs")
MANY_FOLDERS = 3
"""So many folders do not make the same mistake: what their files lack stands in a base elsewhere."""


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
    needs = _needs(folders, trees)
    for folder in sorted(folders):
        found += _in_folder(folder, sorted(folders[folder]), trees, needs)
    return found


def _needs(folders: Mapping[str, list[str]], trees: Mapping[str, YamlTree]) -> Needs:
    """What the default files of each folder lack together, and what they hold where some folder lacks anything."""
    bases: dict[str, list[YamlTree]] = {}
    for folder, paths in folders.items():
        names = {posixpath.basename(path): trees[path] for path in paths}
        base = next((names[name] for name in BASE_NAMES if name in names), None)
        override = next((names[name] for name in OVERRIDE_NAMES if name in names), None)
        if base is not None:
            bases[folder] = [base] if override is None else [base, override]
    lacks = {folder: lacking(each[0]) | _inherited(folder, each[0], trees) for folder, each in bases.items()}
    lacks = {folder: lacking_over(bases[folder][1:], missing) for folder, missing in lacks.items() if missing}
    lacks = {folder: missing for folder, missing in lacks.items() if missing}
    everything = set().union(*lacks.values())
    held = {folder: everything - lacking_over(each, everything) for folder, each in bases.items()} if lacks else {}
    return Needs(lacks, held)


def _in_folder(folder: str, paths: list[str], trees: Mapping[str, YamlTree], needs: Needs) -> list[Plan]:
    """Plans of one folder: the default project first, then each other file alone or over its base."""
    by_name = {posixpath.basename(path): path for path in paths}
    base = next((by_name[name] for name in BASE_NAMES if name in by_name), None)
    override = next((by_name[name] for name in OVERRIDE_NAMES if name in by_name), None)
    found: list[Plan] = []
    default: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    partial = False
    if base is not None:
        default, roles = (base,), ("base",)
        if override is not None:
            default, roles = (base, override), ("base", "override")
        partial = belongs_elsewhere(folder, trees[base], needs)
        found.append(Plan(default, roles, folder, partial=partial))
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
            found.append(Plan((*below, path), (*roles[: len(below)], "overlay"), folder, overlay_name(path), partial))
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
    """What the file needs and does not hold: `image:NAME` of a service that is not whole, and `SECTION:NAME` of what it
    uses of services, networks, volumes, secrets and configs.  A file without services needs a base too (`services:`).
    """
    services = _services(tree_)
    if not services:
        return {"services:"}
    needed: set[str] = set()
    for name, keys in services.items():
        if not WHOLE & keys.keys():
            needed.add(f"image:{name}")
        needed |= {f"services:{other}" for other in _needed_services(keys)}
        for section in SECTIONS:
            needed |= {f"{section}:{used}" for used in _used(keys.get(section), section)}
    declared = _declared(tree_) | {f"services:{name}" for name in services}
    return {need for need in needed if "$" not in need} - declared - {"networks:default"}


def _inherited(folder: str, tree_: YamlTree, trees: Mapping[str, YamlTree]) -> set[str]:
    """What the files lack from which a file's services extend, and the file does not hold either."""
    if "extends" not in tree_.source.text:
        return set()
    found: set[str] = set()
    for keys in _services(tree_).values():
        extends = keys.get("extends")
        for key, value in extends.items if isinstance(extends, tree.Mapping) else ():
            if isinstance(key, tree.Scalar) and key.value == "file" and isinstance(value, tree.Scalar):
                other = trees.get(posixpath.normpath(posixpath.join(folder, value.value)))
                found |= set() if other is None else lacking(other)
    return {need for need in lacking_over([tree_], found) if not need.startswith("image:")}


def lacking_over(below: list[YamlTree], lacks: set[str]) -> set[str]:
    """Which of these needs files below do not meet either."""
    held: set[str] = {"services:"}
    for tree_ in below:
        services = _services(tree_)
        held |= _declared(tree_) | {f"services:{name}" for name in services}
        held |= {f"image:{name}" for name, keys in services.items() if WHOLE & keys.keys()}
    return lacks - held


def _needed_services(keys: dict[str, tree.Node]) -> set[str]:
    """Names of the services that one needs, by depends_on, links, volumes_from and shared namespaces."""
    found = set(_names(keys.get("depends_on")))
    for key in ("links", "volumes_from"):
        found |= {name.partition(":")[0] for name in _names(keys.get(key)) if not name.startswith("container:")}
    for key in ("network_mode", "ipc", "pid"):
        value = keys.get(key)
        if isinstance(value, tree.Scalar) and value.value.startswith("service:"):
            found.add(value.value.removeprefix("service:"))
    return found


def _declared(tree_: YamlTree) -> set[str]:
    """Networks, volumes, secrets and configs that the file declares."""
    found: set[str] = set()
    for document in tree_.documents:
        for key, value in document.items if isinstance(document, tree.Mapping) else ():
            if isinstance(key, tree.Scalar) and key.value in SECTIONS:
                found |= {f"{key.value}:{name}" for name in _names(value)}
    return found


def _names(node: tree.Node | None) -> list[str]:
    """The keys of a mapping or the scalars of a list, without merge keys."""
    if isinstance(node, tree.Alias):
        node = node.target
    if isinstance(node, tree.Mapping):
        items: list[tree.Node] = [key for key, _ in node.items]
    else:
        items = list(node.items) if isinstance(node, tree.Sequence) else []
    return [item.value for item in items if isinstance(item, tree.Scalar) and item.value != "<<"]


def _used(node: tree.Node | None, section: str) -> list[str]:
    """Names of the things of a section that a service uses."""
    names = _names(node)
    if section != "volumes":
        return names
    found = [_volume(name) for name in names]
    return [name for name in found if name is not None]


def _volume(text: str) -> str | None:
    """The volume that a short form names; None for paths, drives, anonymous volumes and variables."""
    source, colon, _ = text.partition(":")
    named = colon and len(source) > 1 and not source.startswith((".", "/", "~")) and "$" not in source
    return source if named else None


def belongs_elsewhere(folder: str, tree_: YamlTree, needs: Needs) -> bool:
    """Is a file with a default name a fragment that is laid over a base in another folder?

    It is when it lacks something, and it says that it is an overlay (`!override`, `!reset`), its paths start from a
    folder above, files of several folders lack the same, or a file in a folder above has all that it lacks.
    """
    lacks = needs.lacks.get(folder, set())
    if not lacks:
        return False
    if changes_only(tree_) or _is_laid_over(tree_) or _starts_above(folder, tree_):
        return True
    common = {need for need in lacks if not need.startswith("image:") and needs.folders(need) >= MANY_FOLDERS}
    return bool(common) or any(not lacks - held for above, held in needs.held.items() if _is_above(above, folder))


class Needs(NamedTuple):
    """What the default files of all folders lack, and what they hold, by folder."""

    lacks: dict[str, set[str]]
    held: dict[str, set[str]]

    def folders(self, need: str) -> int:
        """In how many folders the same thing is missing."""
        return sum(need in lacks for lacks in self.lacks.values())


def _is_above(above: str, folder: str) -> bool:
    return above != folder and (not above or folder.startswith(above + "/"))


def _scalars(node: tree.Node | None) -> Iterable[tree.Node]:
    """All nodes below one, itself included."""
    waiting = [node] if node is not None else []
    while waiting:
        one = waiting.pop()
        yield one
        if isinstance(one, tree.Mapping):
            waiting += [part for pair in one.items for part in pair]
        elif isinstance(one, tree.Sequence):
            waiting += one.items


def _is_laid_over(tree_: YamlTree) -> bool:
    """Does it hold tags that only mean something over a base?"""
    if "!override" not in tree_.source.text and "!reset" not in tree_.source.text:
        return False
    tags = {getattr(node, "tag", None) for document in tree_.documents for node in _scalars(document)}
    return bool(tags & {"!override", "!reset"})


def _starts_above(folder: str, tree_: YamlTree) -> bool:
    """Does a relative path begin with the file's own folder, as seen from the folder above?"""
    own = f"./{posixpath.basename(folder)}/"
    if len(own) < 4 or own not in tree_.source.text:
        return False
    return any(
        isinstance(node, tree.Scalar) and node.value.startswith(own)
        for document in tree_.documents
        for node in _scalars(document)
    )
