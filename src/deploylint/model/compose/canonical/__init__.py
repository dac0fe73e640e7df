"""The canonical model of a project: what `docker compose config` prints; and any resolved value as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from deploylint.model.compose.canonical.plain import OPEN, Unknown, plain

if TYPE_CHECKING:
    from deploylint.model.environment import Environment
    from deploylint.model.resolved import Mapping
    from deploylint.source.files import Files

__all__ = ["OPEN", "Context", "Unknown", "canonical", "plain"]


class Context(NamedTuple):
    """What the canonical model depends on besides the resolved document.

    `anchor` is the anchor's absolute path, `folder` the project's folder relative to it; `environment` holds the
    variables that Compose sees, `profiles` the active ones.  `keep_unused` keeps networks, volumes, secrets, configs
    and models that no service uses.
    """

    anchor: str
    folder: str
    name: str
    environment: Environment
    profiles: tuple[str, ...]
    files: Files
    keep_unused: bool = False


def canonical(root: Mapping, context: Context) -> Mapping:
    """The canonical model of a resolved document, as compose-go 2.14.0 prints it.

    Scalars keep the place where their value is written, and the way that it came; what Compose adds by itself stands in
    a source without a path.  What is unknown stays unknown, and what Compose refuses stays as it is.
    """
    from deploylint.model.compose.canonical.project import model

    return model(root, context)
