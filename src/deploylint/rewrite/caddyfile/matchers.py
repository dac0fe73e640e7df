"""A named matcher renamed where it is defined and wherever it is used."""

from __future__ import annotations

import re
from typing import Any

from deploylint.model.resolved import Origin
from deploylint.rewrite.caddyfile.written import Written, checked, first_token, last_token
from deploylint.rewrite.refusal import Refused
from deploylint.source.edit import Edit
from deploylint.source.text import Source

_NAME = re.compile(r"@[^\s{}\"`\\,]+")


def rename(node: Any, new: object) -> list[Edit]:
    """Another name for a matcher."""
    old = node.name
    if not isinstance(new, str):
        raise Refused("the new name is no matcher's")
    new = new if new.startswith("@") else f"@{new}"
    if not _NAME.fullmatch(new):
        raise Refused("the new name is no matcher's")
    sources: dict[str, Source] = {}
    starts: dict[str, set[int]] = {}
    for place in (node.header, *(_use(use) for use in node.uses)):
        sources[place.source.path] = place.source
        starts.setdefault(place.source.path, set()).add(place.start)
    edits: list[Edit] = []
    for path, source in sources.items():
        edits += _in_file(Written(source), starts[path], old, new, node.header)
    return edits


def _use(directive: Any) -> Origin:
    """Where a directive names its matcher."""
    found: Origin | None = directive.origins.get("matcher")
    if found is None:
        raise Refused("the place of a use is not known")
    return found


def _in_file(written: Written, starts: set[int], old: str, new: str, header: Origin) -> list[Edit]:
    """The edits in one file."""
    words = written.words()
    edits: list[Edit] = []
    numbers = {written.index(start) for start in starts}
    for at in numbers:
        token = written.tokens[at]
        if words[at].text != old or token.uses:
            raise Refused("its name comes through a variable")
        words[at] = words[at]._replace(text=new)
        edits.append(Edit(written.path, token.start, token.end, new))
    if header.source.path == written.path:
        _check_scope(written, header.start, numbers, old, new)
    return checked(written, sorted(edits), words)


def _check_scope(written: Written, start: int, numbers: set[int], old: str, new: str) -> None:
    """Refuse a name that is taken, a use that was not found, and groups of a pattern that bear the name."""
    placed = written.at(start)
    while placed.parent is not None:
        placed = written.at(first_token(placed.parent).start)
    first = written.index(first_token(placed.statement).start)
    last = written.index(last_token(placed.statement).start)
    groups = (f"{{re.{old[1:]}.", f"{{http.regexp.{old[1:]}.")
    for at in range(first, last + 1):
        text = written.tokens[at].text
        if text == new:
            raise Refused(f"{new} is there already")
        if text == old and at not in numbers:
            raise Refused("the place of a use is not known")
        if any(group in text for group in groups):
            raise Refused("the groups of its pattern are named after it")
