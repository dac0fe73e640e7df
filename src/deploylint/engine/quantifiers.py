"""Comprehensions, and the functions that go through lists: any, all, count, first, sum, sorted and the like."""

from __future__ import annotations

import _ast
from typing import TYPE_CHECKING, Any

from deploylint.engine.scope import Code, Name
from deploylint.engine.types import BOOL, ERROR, INT, LIST, TEXT, join_types, list_of

if TYPE_CHECKING:
    from deploylint.engine.expression import Checker

_MOST_WHOLE = 2
"""Quantifiers over all nodes of a kind that may stand inside each other."""


def members(checker: Checker, node: Any, user: str) -> Code:
    """The list that a quantifier goes through: an expression that is a list, or a comprehension made into one."""
    if isinstance(node, _ast.GeneratorExp | _ast.ListComp):
        return _comprehension(checker, node, node.generators, "list")
    code = checker.value(node)
    if code.type.base in {"list", "error"}:
        return code
    checker.wrong(node, f"{user}() goes through a list, not a {code.type}", f"write {user}(x for x in …)")
    return Code("()", ERROR)


def _comprehension(checker: Checker, node: Any, generators: list[Any], use: str) -> Code:
    """`leaf for x in source if condition …` as a list ("list"), or as the truth of "any" or "all"."""
    generator, rest = generators[0], generators[1:]
    if generator.is_async or not isinstance(generator.target, _ast.Name):
        return checker.wrong(generator.target, "a comprehension has one plain variable", "write for x in …")
    variable = generator.target.id
    if variable in checker.scope.names or variable in checker.inner or variable == "params":
        return checker.wrong(generator.target, f"'{variable}' is already the name of something else")
    whole = isinstance(generator.iter, _ast.Call) and getattr(generator.iter.func, "id", "") == "all_of"
    source = checker.value(generator.iter)
    if source.type.base not in ("list", "error"):
        return checker.wrong(generator.iter, f"a comprehension goes through a list, not a {source.type}")
    checker.whole += whole
    if checker.whole > _MOST_WHOLE:
        checker.whole -= whole
        return checker.wrong(generator.iter, f"more than {_MOST_WHOLE} comprehensions over all_of() inside each other")
    item = source.type.members if source.type.base == "list" else source.type
    own = f"x_{variable}"
    checker.inner[variable] = Name(item, own)
    conditions = "".join(f" if {checker.truth(test).text}" for test in generator.ifs)
    if rest:
        leaf = _comprehension(checker, node, rest, use)
    else:
        leaf = checker.truth(node.elt) if use != "list" else checker.value(node.elt)
    del checker.inner[variable]
    checker.whole -= whole
    if use != "list":
        return Code(_quantified(use, leaf.text, own, source, conditions), BOOL)
    inner_type = leaf.type if rest else list_of(leaf.type)
    result = inner_type._replace(open=source.type.open or (bool(rest) and leaf.type.open))
    text = _collected(leaf.text, own, source, conditions)
    return Code(f"_flat({text})" if rest else text, result)


def _quantified(use: str, leaf: str, own: str, source: Code, conditions: str) -> str:
    """any() or all() over one source, undecided as an open list demands."""

    def loop(items: str) -> str:
        return f"{use}({leaf} for {own} in _steps({items}){conditions})"

    if not source.type.open:
        return loop(source.text)
    if not source.simple:
        return f"_{use}({source.text}, lambda s: {loop('s')})"
    check = f"type({source.text}) is _Open and _undecided()"
    return f"({loop(source.text)} or {check})" if use == "any" else f"(not ({check}) and {loop(source.text)})"


def _collected(leaf: str, own: str, source: Code, conditions: str) -> str:
    """The list of a comprehension, open when its source is."""

    def loop(items: str) -> str:
        return f"[{leaf} for {own} in _steps({items}){conditions}]"

    if not source.type.open:
        return loop(source.text)
    if source.simple:
        return f"_kept({loop(source.text)}, {source.text})"
    return f"_over({source.text}, lambda s: {loop('s')})"


def only(checker: Checker, node: Any, least: int = 1, most: int = 1) -> bool:
    """Are there as many arguments as the form takes?"""
    if least <= len(node.args) <= most and not node.keywords:
        return True
    wanted = str(least) if least == most else f"{least} to {most}"
    checker.wrong(node, f"{node.func.id}() takes {wanted} argument{'s' if most > 1 else ''}")
    return False


def quantifier(checker: Checker, node: Any) -> Code:
    """any() and all()."""
    use = node.func.id
    if not only(checker, node):
        return Code("False", BOOL)
    argument = node.args[0]
    if isinstance(argument, _ast.GeneratorExp | _ast.ListComp):
        return _comprehension(checker, argument, argument.generators, use)
    code = members(checker, argument, use)
    if code.type.base == "error":
        return Code("False", BOOL)
    return Code(f"_{use}({code.text}, {use})", BOOL)


def count(checker: Checker, node: Any) -> Code:
    """How many there are; in a message, of an open list, the least number that it can be."""
    if not only(checker, node):
        return Code("0", INT)
    code = members(checker, node.args[0], "count")
    if code.type.base == "error":
        return Code("0", INT)
    return Code(f"{'_at_least' if checker.scope.lenient else '_count'}({code.text})", INT)


def first(checker: Checker, node: Any) -> Code:
    """The first member; of no nodes a null node."""
    if not only(checker, node):
        return Code("None", ERROR)
    code = members(checker, node.args[0], "first")
    if code.type.base == "error":
        return code
    item = code.type.members
    empty = f"_null({item.kind!r})" if item.base == "node" else "None"
    return Code(f"_first({_known(checker, code)}, {empty})", item._replace(nullable=True))


def _known(checker: Checker, code: Code) -> str:
    """In a message what is known of an open list will do."""
    return f"_members({code.text})" if checker.scope.lenient and code.type.open else code.text


def folded(checker: Checker, node: Any) -> Code:
    """sum(), min() and max() of a list; min() and max() also of several numbers."""
    name = node.func.id
    if name != "sum" and len(node.args) > 1 and not node.keywords:
        codes = [checker.value(arg) for arg in node.args]
        for arg, code in zip(node.args, codes, strict=True):
            if not code.type.numeric and code.type.base != "error":
                checker.wrong(arg, f"{name}() takes numbers, not a {code.type}")
        result = codes[0].type
        for code in codes[1:]:
            result = join_types(result, code.type)
        return Code(f"_{name}(({', '.join(code.text for code in codes)}))", result._replace(nullable=True))
    if not only(checker, node):
        return Code("None", ERROR)
    code = members(checker, node.args[0], name)
    item = code.type.members if code.type.base == "list" else code.type
    allowed = item.numeric or (name != "sum" and item.base == "text") or item.base == "error"
    if not allowed:
        return checker.wrong(node.args[0], f"{name}() takes numbers, not a list of {item}")
    return Code(f"_{name}({code.text})", item._replace(nullable=name != "sum"))


def listed(checker: Checker, node: Any) -> Code:
    """sorted() and distinct()."""
    if not only(checker, node):
        return Code("()", LIST)
    code = members(checker, node.args[0], node.func.id)
    if code.type.base == "error":
        return code
    if code.type.members.base in {"list", "map"} or (node.func.id == "sorted" and code.type.members.base == "any"):
        return checker.wrong(node.args[0], f"{node.func.id}() takes single values, not a {code.type}")
    return Code(f"_{node.func.id}({_known(checker, code)})", code.type._replace(open=False, way=False))


def join(checker: Checker, node: Any) -> Code:
    """One text, with an optional separator."""
    if not only(checker, node, 1, 2):
        return Code("''", TEXT)
    code = members(checker, node.args[0], "join")
    separator = checker.value(node.args[1]) if len(node.args) > 1 else Code("', '", TEXT)
    if separator.type.base not in ("text", "error"):
        return checker.wrong(node.args[1], f"a separator is a text, not a {separator.type}")
    if code.type.base == "error":
        return code
    return Code(f"_join({_known(checker, code)}, {separator.text})", TEXT._replace(sensitive=code.type.sensitive))
