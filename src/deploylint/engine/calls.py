"""Calls in expressions: joins by value, ways, tables, functions and named predicates; quantifiers are next door."""

from __future__ import annotations

import _ast
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from deploylint.engine import quantifiers
from deploylint.engine.functions import FORMS, FUNCTIONS
from deploylint.engine.mistakes import did_you_mean
from deploylint.engine.patterns import trouble
from deploylint.engine.quantifiers import members, only
from deploylint.engine.scope import Code
from deploylint.engine.types import ANY, BOOL, ERROR, INT, LIST, TEXT, Type, comparable, list_of

if TYPE_CHECKING:
    from deploylint.engine.expression import Checker


def call(checker: Checker, node: Any) -> Code:
    """Any call: of a form, a function or a define."""
    if isinstance(node.func, _ast.Attribute):
        return checker.wrong(node.func, "methods are not allowed", "use a function", tail=len(node.func.attr))
    if not isinstance(node.func, _ast.Name):
        return checker.wrong(node, "only a function's name can be called")
    name = node.func.id
    if name in checker.scope.defines:
        return _defined(checker, node, name)
    if any(isinstance(arg, _ast.Starred) for arg in node.args):
        return checker.wrong(node, "no * before an argument")
    if name in _FORMS:
        return _FORMS[name](checker, node)
    if node.keywords:
        return checker.wrong(node, f"{name}() takes no named arguments")
    if name in FUNCTIONS:
        return _function(checker, node, name)
    help = did_you_mean(name, [*FUNCTIONS, *FORMS, *checker.scope.defines])  # noqa: A001
    return checker.wrong(node.func, f"unknown function '{name}'", help)


# -- nodes by value and by way -----------------------------------------------------------------------------------------


def _kind(checker: Checker, node: Any, user: str) -> str | None:
    """The kind that the first argument names in quotes."""
    argument = node.args[0] if node.args else None
    if not (isinstance(argument, _ast.Constant) and isinstance(argument.value, str)):
        checker.wrong(argument or node, f"{user}() begins with a kind in quotes")
        return None
    if argument.value not in checker.scope.vocabulary.kinds:
        help = did_you_mean(argument.value, checker.scope.vocabulary.kinds)  # noqa: A001
        checker.wrong(argument, f"unknown kind '{argument.value}'", help)
        return None
    return argument.value


def _find(checker: Checker, node: Any) -> Code:
    kind = _kind(checker, node, "find")
    if kind is None:
        return Code("()", ERROR)
    if len(node.args) != 1 or not node.keywords:
        return checker.wrong(node, "find() takes a kind and field=value pairs", 'write find("kind", field=value)')
    fields = checker.scope.vocabulary.kinds[kind]
    pairs: list[tuple[str, str]] = []
    for keyword in node.keywords:
        value = checker.value(keyword.value)
        declared = fields.get(keyword.arg)
        if declared is None:
            checker.wrong(keyword, f"{kind} has no field '{keyword.arg}'", did_you_mean(str(keyword.arg), fields))
        elif declared.base in ("list", "map"):
            checker.wrong(keyword, f"find() compares single values; {kind}.{keyword.arg} is a {declared}")
        elif not comparable(value.type, declared):
            checker.wrong(keyword.value, f"{kind}.{keyword.arg} is a {declared}, never a {value.type}")
        else:
            pairs.append((keyword.arg, value.text))
    pairs.sort()
    finder = checker.scope.pool.name(f"_finder({kind!r}, {tuple(name for name, _ in pairs)!r})")
    return Code(f"{finder}(({', '.join(text for _, text in pairs)},))", list_of(Type("node", kind=kind)))


def _all_of(checker: Checker, node: Any) -> Code:
    kind = _kind(checker, node, "all_of") if only(checker, node) else None
    if kind is None:
        return Code("()", ERROR)
    return Code(f"_all_of({kind!r})", list_of(Type("node", kind=kind)))


def _path(checker: Checker, node: Any) -> Code:
    if not only(checker, node, 3, 3):
        return Code("()", ERROR)
    start, target, edges = node.args
    name = edges.id if isinstance(edges, _ast.Name) else getattr(edges, "value", None)
    known = checker.scope.vocabulary.edges
    if not isinstance(name, str) or name not in known:
        return checker.wrong(edges, f"unknown edge set '{name}'", did_you_mean(str(name), known))
    if isinstance(start, _ast.Constant):
        kind = _kind(checker, node, "path")
        if kind is None:
            return Code("()", ERROR)
        source = repr(kind)
    else:
        source = _node(checker, start)
    way = checker.scope.pool.name(f"_ways({name!r})")
    return Code(f"{way}({source}, {_node(checker, target)})", Type("list", item=Type("node"), way=True))


def _node(checker: Checker, argument: Any) -> str:
    code = checker.value(argument)
    if code.type.base not in ("node", "error"):
        checker.wrong(argument, f"path() goes between nodes, not a {code.type}")
    return code.text


def _lookup(checker: Checker, node: Any) -> Code:
    """A row of a table, or one column of it; types come from the table itself."""
    if not only(checker, node, 2, 2):
        return Code("None", ANY)
    named, key = node.args
    if not (isinstance(named, _ast.Constant) and isinstance(named.value, str)):
        return checker.wrong(named, "lookup() begins with a table's name in quotes")
    name, _, column = named.value.partition(".")
    table = checker.scope.tables.get(name)
    if table is None:
        return checker.wrong(named, f"unknown table '{name}'", did_you_mean(name, checker.scope.tables))
    columns = sorted({field for row in table.values() if isinstance(row, dict) for field in row})
    if columns and column not in columns:
        return checker.wrong(
            named, f"table {name} has no column '{column}'", f'write "{name}.column"; {", ".join(columns)}'
        )
    if column and not columns:
        return checker.wrong(named, f"table {name} has no columns", f'write lookup("{name}", …)')
    code = checker.value(key)
    if not comparable(code.type, _type_of(table)):
        checker.wrong(key, f"the keys of table {name} are never a {code.type}")
    cells = [row.get(column) if isinstance(row, dict) else row for row in table.values()]
    text = f"{checker.scope.pool.name(f'_table({name!r}, {column!r})')}({code.text})"
    return Code(text, _type_of(cells)._replace(nullable=True))


def _type_of(values: Any) -> Type:
    """The type that all values of a table have."""
    found = {_PLAIN.get(type(value), ANY) for value in values if value is not None}
    return found.pop() if len(found) == 1 else ANY


_PLAIN: dict[type, Type] = {str: TEXT, int: INT, bool: BOOL, float: Type("number"), list: LIST, tuple: LIST}


# -- functions ---------------------------------------------------------------------------------------------------------


def _function(checker: Checker, node: Any, name: str) -> Code:
    """A listed function."""
    function = FUNCTIONS[name]
    if not len(function.takes) - function.optional <= len(node.args) <= len(function.takes):
        return checker.wrong(
            node, f"{name}() takes {len(function.takes)} argument{'s' if len(function.takes) > 1 else ''}"
        )
    codes = [
        members(checker, arg, name) if wanted.base == "list" else checker.value(arg)
        for arg, wanted in zip(node.args, function.takes, strict=False)
    ]
    for position, (arg, code, wanted) in enumerate(zip(node.args, codes, function.takes, strict=False)):
        if not _fits(code.type, wanted):
            checker.wrong(arg, f"{name}() takes a {wanted} here, not a {code.type}")
        elif position in function.literal:
            _literal(checker, arg)
    if name == "matches" and isinstance(node.args[1], _ast.Constant):
        return Code(f"{checker.scope.pool.name(f'_matcher({node.args[1].value!r})')}({codes[0].text})", BOOL)
    sensitive = name != "masked" and function.gives.base == "text" and any(code.type.sensitive for code in codes)
    nullable = function.gives.nullable or (not function.total and any(code.type.nullable for code in codes))
    if name != "clashing":  # which gives an open list for an open one
        wrapper = "_members" if checker.scope.lenient else "_closed"
        codes = [Code(f"{wrapper}({code.text})", code.type) if code.type.open else code for code in codes]
    text = f"f_{name}({', '.join(code.text for code in codes)})"
    return Code(text, function.gives._replace(nullable=nullable, sensitive=sensitive))


def _literal(checker: Checker, argument: Any) -> None:
    """A pattern is written out or a parameter, so that it can be judged before it runs."""
    if isinstance(argument, _ast.Constant):
        problem = trouble(argument.value) if isinstance(argument.value, str) else "a pattern is a text"
        if problem:
            checker.wrong(argument, problem)
    elif not (
        isinstance(argument, _ast.Attribute) and isinstance(argument.value, _ast.Name) and argument.value.id == "params"
    ):
        checker.wrong(argument, "a pattern is written out or a parameter")


def _fits(given: Type, wanted: Type) -> bool:
    if given.base == "error" or wanted.base == "any" or given.base == "null":
        return True
    if wanted.base == "number":
        return given.numeric
    if wanted.base == "node":
        return given.base == "node" and given.kind in ("", wanted.kind)
    if wanted.base == "list" and given.base == "list":
        return given.item is None or wanted.item is None or _fits(given.item, wanted.item)
    return given.base == wanted.base


def _defined(checker: Checker, node: Any, name: str) -> Code:
    """A named predicate of the pack."""
    define = checker.scope.defines[name]
    if len(node.args) != len(define.takes) or node.keywords:
        return checker.wrong(
            node, f"{name}() takes {len(define.takes)} argument{'s' if len(define.takes) != 1 else ''}"
        )
    codes = [checker.value(arg) for arg in node.args]
    for arg, code, (_, wanted) in zip(node.args, codes, define.takes, strict=True):
        if not _fits(code.type, wanted) or (wanted.base == "node" and code.type.base == "node" and not code.type.kind):
            checker.wrong(arg, f"{name}() takes a {wanted}, not a {code.type}")
    checker.scope.used.add(f"{name}()")
    return Code(f"d_{name}({', '.join(code.text for code in codes)})", define.gives)


_FORMS: dict[str, Callable[[Checker, Any], Code]] = {
    "any": quantifiers.quantifier,
    "all": quantifiers.quantifier,
    "count": quantifiers.count,
    "first": quantifiers.first,
    "sum": quantifiers.folded,
    "min": quantifiers.folded,
    "max": quantifiers.folded,
    "distinct": quantifiers.listed,
    "sorted": quantifiers.listed,
    "join": quantifiers.join,
    "find": _find,
    "all_of": _all_of,
    "path": _path,
    "lookup": _lookup,
}
