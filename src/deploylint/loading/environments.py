"""The settings' `environments`: what is wrong in them, and what each makes of the deployment."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from deploylint.loading import shape
from deploylint.loading.settings import Settings
from deploylint.model.settings import ModelSettings
from deploylint.model.spelling import nearest
from deploylint.source.errors import UserError
from deploylint.source.files import Files
from deploylint.syntax import formats

STANDING = "default"
"""What the deployment is called as it stands, without any environment."""


def mistakes(value: Mapping[str, Any]) -> Iterator[tuple[str, shape.Path]]:
    """What the schema cannot say: files that lie outside, hosts that are not there; each with the way of keys to it."""
    hosts = value.get("hosts") or {}
    for name, said in (value.get("environments") or {}).items():
        here: shape.Path = ("environments", name)
        if name in {"", STANDING}:
            told = f"'{STANDING}' is the deployment as it stands" if name else "an environment has a name"
            yield f"{told}; use another name", here
        for key in ("compose", "env"):
            for at, path in enumerate(said.get(key) or ()):
                if path != path.strip() or not path or _is_outside(path):
                    yield f"'{path}' is no file below the folder of these settings", (*here, key, at)
        if "compose" in said and not said["compose"]:
            yield (
                "an environment without Compose files has nothing to run; leave the key out for all projects",
                (
                    *here,
                    "compose",
                ),
            )
        for at, host in enumerate(said.get("hosts") or ()):
            if host not in hosts:
                near = nearest(host, hosts)
                known = f"known are {', '.join(hosts)}" if hosts else "there are none under hosts"
                yield f"unknown host '{host}'; " + (f"did you mean '{near}'?" if near else known), (*here, "hosts", at)


def _is_outside(path: str) -> bool:
    return "\0" in path or posixpath.normpath(path).startswith(("/", "../")) or posixpath.normpath(path) in {"..", "."}


def model(name: str, settings: Settings, base: ModelSettings, files: Files, *, strict: bool) -> ModelSettings:
    """How the files are read in an environment; UserError for Compose files, and when `strict` env files, that it names
    and that are not there.
    """
    said = settings.environments[name]
    compose, env = _paths(said.get("compose")), _paths(said.get("env"))
    lacking = [path for path in env if files.stat(path) is None]
    expected = not strict or settings.env.get("missing") == "expected"
    missing = [path for path in compose if files.stat(path) is None] + ([] if expected else lacking)
    if missing:
        raise UserError(
            "\n".join(
                f"{settings.path}: the environment '{name}' names {path}, which is not there" for path in missing
            ),
            "An env file that is only on the server is expected to be missing with `env: {missing: expected}`."
            if lacking and not expected
            else "Its paths start from the folder of these settings.",
        )
    hosts = base.hosts
    if said.get("hosts"):
        hosts = tuple(host for host in hosts if host[0] in said["hosts"])
    return base._replace(
        environment=name,
        compose_files=compose,
        env_files=env,
        profiles=tuple(said.get("profiles") or ()),
        hosts=hosts,
        # What a missing file would define is not unset.
        closed=bool(said.get("closed")) and not lacking,
    )


def paths(name: str, settings: Settings, found: Sequence[str]) -> tuple[str, ...]:
    """The files to look at in an environment: one that lists its Compose files has no others."""
    if not (settings.environments[name]).get("compose"):
        return tuple(found)
    return tuple(path for path in found if formats.kind(path) not in {"compose", "yaml"})


def unknown(name: str, known: Sequence[str], *, overlays: bool = True) -> UserError:
    """The sentence for an environment that is not there; `overlays`: may the name be that of an overlay?"""
    from difflib import get_close_matches

    near = get_close_matches(name, known, 1)  # These names are shorter than `nearest` trusts.
    told = f"known are {', '.join(known)}" if known else "there are none"
    if near:
        told = f"did you mean '{near[0]}'?"
    return UserError(
        f"unknown environment '{name}'; {told}",
        "Environments are those under `environments:` in the settings"
        + (
            ", and overlays such as compose.NAME.yaml."
            if overlays
            else "; an overlay is named as a file, after its base."
        ),
    )


def _paths(names: Sequence[str] | None) -> tuple[str, ...]:
    return tuple(posixpath.normpath(name) for name in names or ())
