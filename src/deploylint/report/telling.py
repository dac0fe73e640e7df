"""How a deployed scalar came to be, step by step and as one sentence."""

from __future__ import annotations

import re
from typing import NamedTuple

from deploylint.model.resolved import Hop, Scalar
from deploylint.report.safe import MASK, masked, printed_spans, visible
from deploylint.source.span import Span

_REFERENCES = ("variable", "default")
_SOURCES = ("env-file", "process")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_ARGUMENT = re.compile(r"(\$\{[A-Za-z0-9_]+:?[-+?]).+\}", re.DOTALL)


class Step(NamedTuple):
    """One step of a value: how it was made, where, and a phrase such as `from .env line 3`.

    `how` is that of a Hop, `written` for the place where the value stands, or `implied` for one that stands nowhere
    because Compose fills it in; then `path` is empty.
    """

    how: str
    path: str
    line: int
    column: int
    phrase: str


class Telling:
    """The steps of one scalar in words.

    `service` is the one that it is deployed in, "" outside of services.  With `hidden`, its value is not shown, nor are
    the defaults that may be it; with `reveal`, nothing is masked.
    """

    __slots__ = ("_hidden", "_reveal", "_scalar", "_service", "steps")

    def __init__(self, scalar: Scalar, service: str, *, hidden: bool, reveal: bool) -> None:
        self._scalar = scalar
        self._service = service
        self._hidden = hidden
        self._reveal = reveal
        here = Span(scalar.source, scalar.node.content, scalar.node.end)
        written = _step("written", here, f"in {_place(here)}")
        self.steps = (written, *(_step(hop.how, hop.span, self._phrase(hop)) for hop in scalar.via))

    def sentence(self) -> str:
        """The steps from the source on: what references stand for, where the value is written, what brought it."""
        scalar = self._scalar
        groups = _groups(scalar)
        count = sum(len(group) for group in groups)
        head = self.steps[0].phrase
        if len(groups) == 1 and _whole(scalar, groups[0][0]):
            head = ", ".join(self._origin(groups[0]))
        elif groups:
            head += ", with " + " and ".join([self._embedded(group) for group in groups])
        return ", ".join([head, *(step.phrase for step in self.steps[1 + count :] if step.how != "cast")])

    def _phrase(self, hop: Hop) -> str:
        """One step."""
        place = _place(hop.span)
        if hop.how in _REFERENCES:
            how = "by the default of" if hop.how == "default" else "through"
            return f"{how} {self._reference(hop)} in {place}"
        if hop.how == "env-file" and hop.name:
            return f"named in {place}"
        if hop.how == "cast":
            return (
                "read as true or false"
                if isinstance(getattr(self._scalar, "value", None), bool)
                else "read as a number"
            )
        if hop.how == "overlay" and hop.old is not None:
            return self._overridden(hop, hop.old)
        if hop.how == "extends":
            via = self._scalar.via
            later = via[via.index(hop) + 1 :]
            extender = next((each.name for each in later if each.how == "extends"), self._service)
            names = [visible(name) for name in (extender, hop.name)]
            return f"{names[0]} extends {names[1]} in {place}" if all(names) else f"inherited in {place}"
        return _BROUGHT.get(hop.how, "through {place}").format(text=visible(hop.span.text), place=place)

    def _overridden(self, hop: Hop, old: Scalar) -> str:
        """What was overridden, with what its references stood for."""
        way = tuple([each for each in old.via if each.how in (*_REFERENCES, *_SOURCES) and not each.name])
        if not way:
            return f"overriding {_place(hop.span)}"
        before = Scalar(old.source, old.node, way, old.pieces, old.marks)
        before.value = getattr(old, "value", None)
        told = Telling(before, self._service, hidden=self._hidden, reveal=self._reveal).sentence()
        return f"overriding what {'stood' if told.startswith('in ') else 'came'} {told}"

    def _reference(self, hop: Hop) -> str:
        """A reference as written, on one line, a secret default in it masked."""
        text = hop.span.text
        if self._hidden:
            text = _ARGUMENT.sub(rf"\g<1>{MASK}}}", text)
        elif not self._reveal:
            text = masked(text, printed_spans(text))
        return visible(text.replace("\n", " "))

    def _origin(self, group: list[Hop]) -> list[str]:
        """Where a reference's value comes from, its source first; what the next phrase's place tells is left out."""
        phrases: list[str] = []
        for number, hop in enumerate(reversed(group)):
            if (number and hop.how in _SOURCES) or any(_within(hop, other) for other in group):
                continue
            if number == 0 and hop.how == "variable":
                phrases.append(_missing(self._scalar, hop))
            phrases.append(self._phrase(hop))
        return [phrase for phrase in phrases if phrase]

    def _embedded(self, group: list[Hop]) -> str:
        """A reference in a longer text: `${TAG} from .env line 1`."""
        source = next((hop for hop in reversed(group) if hop.how in _SOURCES), None)
        shown = self._reference(group[0])
        if source is not None:
            return f"{shown} {self._phrase(source)}"
        return f"the default of {shown}" if group[0].how == "default" else shown


_BROUGHT = {
    "env-file": "from {place}",
    "process": "from the process environment",
    "alias": "through {text} in {place}",
    "merge-key": "merged by << in {place}",
    "overlay": "overriding {place}",
    "include": "included in {place}",
    "import": "imported in {place}",
    "argument": "given in {place}",
}


def _step(how: str, span: Span, phrase: str) -> Step:
    line, column = span.source.position(span.start)
    return Step(how, span.source.path, line, column, phrase)


def _place(span: Span) -> str:
    """`compose.yaml line 12`."""
    return f"{visible(span.source.path)} line {span.source.position(span.start)[0]}"


def _groups(scalar: Scalar) -> list[list[Hop]]:
    """The steps of each reference in the text, with what its value, or its default, refers to in turn."""
    groups: list[list[Hop]] = []
    end = -1
    for hop in scalar.via:
        if hop.how not in (*_REFERENCES, *_SOURCES) or hop.name or (not groups and hop.how in _SOURCES):
            break  # a name has the env-file that a service names: it brings what the file says
        outer = hop.how in _REFERENCES and hop.span.source is scalar.source and hop.span.start >= end
        if outer or not groups:
            groups.append([])
            end = hop.span.end
        groups[-1].append(hop)
    return groups


def _whole(scalar: Scalar, hop: Hop) -> bool:
    """Is a reference all of the text, quotes aside?"""
    return scalar.span.text.strip("\"'") == hop.span.text


def _within(hop: Hop, other: Hop) -> bool:
    """Does a reference stand in the default of another?"""
    inner, outer = hop.span, other.span
    if hop.how not in _REFERENCES or other.how not in _REFERENCES or inner.source is not outer.source:
        return False
    return outer.start < inner.start and inner.end < outer.end


def _missing(scalar: Scalar, hop: Hop) -> str:
    """What is said of a reference to a name without a value."""
    name = _NAME.search(hop.span.text)
    if name is None or (scalar.known and scalar.value != ""):
        return ""
    return f"as {name[0]} is not set" if scalar.known else f"as {name[0]} is not known here"
