"""Patterns of rules: which are refused because a text could make them take forever."""

from __future__ import annotations

import re
from typing import Any

_MANY = 16
"""A repetition of at most so many times is no loop."""


def trouble(pattern: str) -> str:
    """Why a pattern cannot be used; empty when it can."""
    import warnings
    from importlib import import_module

    _constants, _parser = import_module("re._constants"), import_module("re._parser")

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            parsed = _parser.parse(pattern)
    except (re.error, OverflowError, RecursionError, Warning) as error:
        return f"not a pattern: {error}"
    if _nested(parsed, _constants, repeated=False):
        return "a quantifier inside a repeated group can take forever; write the pattern without it"
    return ""


def _nested(parsed: Any, names: Any, *, repeated: bool) -> bool:
    """Does a long repetition stand inside another, or a reference to a group anywhere?"""
    for operator, argument in parsed:
        if operator in (names.GROUPREF, names.GROUPREF_EXISTS):
            return True
        if operator in (names.MAX_REPEAT, names.MIN_REPEAT, names.POSSESSIVE_REPEAT):
            many = argument[1] is names.MAXREPEAT or argument[1] > _MANY
            if many and repeated:
                return True
            if _nested(argument[2], names, repeated=repeated or many):
                return True
        elif operator is names.BRANCH:
            if repeated and _ambiguous(argument[1]):
                return True
            if any(_nested(branch, names, repeated=repeated) for branch in argument[1]):
                return True
        elif operator is names.SUBPATTERN:
            if _nested(argument[-1], names, repeated=repeated):
                return True
        elif operator in (names.ASSERT, names.ASSERT_NOT):
            if _nested(argument[1], names, repeated=repeated):
                return True
        elif operator is names.ATOMIC_GROUP and _nested(argument, names, repeated=repeated):
            return True
    return False


def _ambiguous(branches: Any) -> bool:
    """May two alternatives begin alike?  Two different literal first characters settle that they do not."""
    firsts = [str(branch[0]) if len(branch) else "" for branch in branches]
    literal = all(first.startswith("(LITERAL") for first in firsts)
    return not literal or len(set(firsts)) < len(firsts)
