"""`--profile` with a name that no service has: Compose takes it without a word, and nothing more is started."""

from __future__ import annotations

from collections.abc import Iterable

from deploylint.cli.streams import note
from deploylint.model import nodes
from deploylint.model.graph import Graph
from deploylint.report.safe import visible

_ALL = "*"
_MOST = 8


def tell(asked: Iterable[str], graphs: Iterable[Graph]) -> None:
    """Say which of the profiles that were asked for no service has, and which there are."""
    projects = [each for graph in graphs for each in graph.kinds.get("project", ()) if isinstance(each, nodes.Project)]
    known = sorted({name for project in projects for name in project.profiles})
    wrong = [name for name in dict.fromkeys(asked) if name not in {_ALL, *known}]
    if not wrong:
        return
    from difflib import get_close_matches

    for name in wrong:
        near = get_close_matches(name, known, 1)  # These names are shorter than `nearest` trusts.
        told = f"known are {', '.join(known[:_MOST])}{', …' if known[_MOST:] else ''}" if known else "there are none"
        told = f"did you mean '{near[0]}'?" if near else told
        note(visible(f"no service has the profile '{name}'; {told}"))
