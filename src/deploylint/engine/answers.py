"""What unknown values and open lists mean: the operations of the rule language that may stay undecided."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from deploylint.model.node import Node, Null, OpenList

_LARGEST = 1 << 63


class Undecided(Exception):  # noqa: N818 (a third answer, not an error)
    """What is asked depends on something that is not known."""


TROUBLE = (AttributeError, Undecided)
HOLE = object()


def undecidable(trouble: Exception) -> int:
    """One more node undecided, unless the exception is a mistake of ours: an unknown field is read from a node."""
    if isinstance(trouble, AttributeError) and not isinstance(trouble.obj, Node):
        raise trouble
    return 1


def undecided() -> Any:
    """Used where an expression needs a value and there is none."""
    raise Undecided


def decided(items: Any) -> Any:
    """A list as a truth: an empty open list may have members."""
    if items or type(items) is not OpenList:
        return items
    raise Undecided


def closed(items: Any) -> Any:
    """A list all of whose members are known, as a tuple."""
    if type(items) is OpenList:
        raise Undecided
    return tuple(items) if isinstance(items, list) else items


def kept(found: list[Any], source: Any) -> Any:
    """What was found in a list is as open as the list."""
    return OpenList(found) if type(source) is OpenList else found


def flat(lists: Any) -> Any:
    """One list of several; open when one of them is, or the list of them."""
    found = [item for items in lists for item in items]
    is_open = type(lists) is OpenList or any(type(items) is OpenList for items in lists)
    return OpenList(found) if is_open else found


def some(items: Any, test: Callable[[Any], bool]) -> bool:
    """any() over a list."""
    if test(items):
        return True
    if type(items) is OpenList:
        raise Undecided
    return False


def every(items: Any, test: Callable[[Any], bool]) -> bool:
    """all() over a list."""
    if type(items) is OpenList:
        raise Undecided
    return test(items)


def more(items: Any, bound: Any, equal: bool) -> bool:
    """`count(items) > bound`, or `>=`."""
    if bound is None:
        return False
    if len(items) > bound or (equal and len(items) == bound):
        return True
    if type(items) is OpenList:
        raise Undecided
    return False


def within(item: Any, items: Any) -> bool:
    """`in` for a text in a text that may be null, and for a list that is no simple name."""
    if isinstance(items, str):
        return item is not None and item in items
    if items is None:
        return False
    if item in items:
        return True
    if type(items) is OpenList:
        raise Undecided
    return False


def first(items: Sequence[Any], empty: Any) -> Any:
    """The first member, else what stands for none."""
    return items[0] if items else (undecided() if type(items) is OpenList else empty)


def count(items: Any) -> int:
    """How many there are, when that is known."""
    return len(closed(items))


def total(items: Any) -> Any:
    """sum(); nulls do not count."""
    return sum(item for item in closed(items) if item is not None)


def least(items: Any) -> Any:
    """min(); null of none."""
    return min((item for item in closed(items) if item is not None), default=None)


def greatest(items: Any) -> Any:
    """max(); null of none."""
    return max((item for item in closed(items) if item is not None), default=None)


def in_order(items: Any) -> list[Any]:
    """sorted(): nodes by id, nulls last."""
    return sorted(closed(items), key=lambda item: (item is None, item.id if isinstance(item, Node | Null) else item))


def distinct(items: Any) -> list[Any]:
    """Each member once, where it comes first."""
    return list(dict.fromkeys(closed(items)))


def ordered(sign: str, left: Any, right: Any) -> bool:
    """An ordering comparison that is false for null."""
    if left is None or right is None:
        return False
    if sign == "<":
        return bool(left < right)
    if sign == "<=":
        return bool(left <= right)
    return bool(left > right) if sign == ">" else bool(left >= right)


def calculate(sign: str, left: Any, right: Any) -> Any:
    """Arithmetic: null with null, undecided beyond 64 bits or when dividing by zero."""
    if left is None or right is None:
        return None
    if sign in "//%" and right == 0:
        raise Undecided
    result: Any = _ARITHMETIC[sign](left, right)
    if not -_LARGEST <= result < _LARGEST:
        raise Undecided
    return result


_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "//": lambda a, b: a // b,
    "%": lambda a, b: a % b,
}


def loose(parts: Iterable[Callable[[], Any]]) -> tuple[Any, ...]:
    """The known parts of the key of a node whose membership in a group is not settled."""
    found: list[Any] = []
    for part in parts:
        try:
            found.append(part())
        except TROUBLE as trouble:
            undecidable(trouble)
            found.append(HOLE)
    return tuple(found)


def may_be(key: tuple[Any, ...], partial: tuple[Any, ...] | None) -> bool:
    """Could a node with these known values have that key?"""
    return partial is None or all(known is HOLE or known == value for known, value in zip(partial, key, strict=True))
