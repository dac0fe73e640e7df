"""Comparisons in expressions: equality, order and membership, with null and open lists as the language says."""

from __future__ import annotations

import _ast
from typing import TYPE_CHECKING, Any

from deploylint.engine.quantifiers import members
from deploylint.engine.scope import Code
from deploylint.engine.types import BOOL, comparable

if TYPE_CHECKING:
    from deploylint.engine.expression import Checker

_ORDER: dict[type, str] = {_ast.Lt: "<", _ast.LtE: "<=", _ast.Gt: ">", _ast.GtE: ">="}


def comparison(checker: Checker, node: Any) -> Code:
    """One comparison or a chain of them."""
    operands = [node.left, *node.comparators]
    parts: list[str] = []
    for left, operator, right in zip(operands, node.ops, operands[1:], strict=False):
        parts.append(_compare(checker, node, left, operator, right))
    if len(parts) > 1 and not all(
        isinstance(middle, _ast.Name | _ast.Constant | _ast.Attribute) for middle in operands[1:-1]
    ):
        return checker.wrong(node, "only a field or a constant may stand in the middle", "write a < b and b < c")
    return Code(parts[0] if len(parts) == 1 else f"({' and '.join(parts)})", BOOL)


def _compare(checker: Checker, node: Any, left: Any, operator: Any, right: Any) -> str:
    witness = _counted(checker, left, operator, right)
    if witness is not None:
        return witness
    a, b = checker.value(left), checker.value(right)
    if "error" in (a.type.base, b.type.base):
        return "False"
    if isinstance(operator, _ast.In | _ast.NotIn):
        text = _membership(checker, node, a, b)
        return f"(not {text})" if isinstance(operator, _ast.NotIn) else text
    if isinstance(operator, _ast.Eq | _ast.NotEq):
        return _equality(checker, node, a, b, "==" if isinstance(operator, _ast.Eq) else "!=")
    sign = _ORDER.get(type(operator))
    if sign is None:
        return checker.wrong(node, "no such comparison", "there are == != < <= > >= in, not in").text
    return _ordered(checker, node, a, b, sign)


def _counted(checker: Checker, left: Any, operator: Any, right: Any) -> str | None:
    """`count(x) > n` and `>=`, from either side, which known members can decide although the list is open."""
    sign = _ORDER.get(type(operator))
    if sign in ("<", "<="):
        left, right, sign = right, left, sign.replace("<", ">")
    if sign not in (">", ">=") or not (isinstance(left, _ast.Call) and isinstance(left.func, _ast.Name)):
        return None
    if left.func.id != "count" or len(left.args) != 1 or left.keywords or "count" in checker.scope.defines:
        return None
    counted, bound = members(checker, left.args[0], "count"), checker.value(right)
    if not bound.type.numeric or counted.type.base != "list":
        return None if counted.type.base == bound.type.base == "error" else _not_countable(checker, right, bound)
    return f"_more({counted.text}, {bound.text}, {sign == '>='})"


def _not_countable(checker: Checker, node: Any, code: Code) -> str:
    if code.type.base != "error" and not code.type.numeric:
        checker.wrong(node, f"a count is compared with a number, not with a {code.type}")
    return "False"


def _ordered(checker: Checker, node: Any, a: Code, b: Code, sign: str) -> str:
    if "null" in (a.type.base, b.type.base):
        return checker.wrong(node, f"nothing is {sign} null").text
    fits = (a.type.numeric and b.type.numeric) or a.type.base == b.type.base == "text"
    if not fits:
        return checker.wrong(node, f"a {a.type} and a {b.type} have no order").text
    if not (a.type.nullable or b.type.nullable):
        return f"({a.text} {sign} {b.text})"
    if a.simple and b.simple:
        guards = [f"{code.text} is not None and " for code in (a, b) if code.type.nullable]
        return f"({''.join(guards)}{a.text} {sign} {b.text})"
    return f"_ordered({sign!r}, {a.text}, {b.text})"


def _equality(checker: Checker, node: Any, a: Code, b: Code, sign: str) -> str:
    for code, other in ((a, b), (b, a)):
        if other.type.base == "null":
            if code.type.base == "node":
                return f"(not {code.text})" if sign == "==" else f"(not not {code.text})"
            if not code.type.nullable:
                return checker.wrong(node, f"this {code.type} is never null", "an empty one is false: use not").text
            return f"({code.text} is {'' if sign == '==' else 'not '}None)"
    if not comparable(a.type, b.type):
        return checker.wrong(node, f"a {a.type} never equals a {b.type}").text
    if a.type.open or b.type.open:
        return f"(_closed({a.text}) {sign} _closed({b.text}))"
    if a.type.base == "list":
        return f"(tuple({a.text}) {sign} tuple({b.text}))"
    return f"({a.text} {sign} {b.text})"


def _membership(checker: Checker, node: Any, a: Code, b: Code) -> str:
    if b.type.base == "text":
        if a.type.base not in ("text", "any"):
            return checker.wrong(node, f"a {a.type} is never in a text").text
        return f"_within({a.text}, {b.text})" if a.type.nullable or b.type.nullable else f"({a.text} in {b.text})"
    if b.type.base == "map":
        return f"({a.text} in {b.text})"
    if b.type.base != "list":
        return checker.wrong(node, f"nothing is in a {b.type}").text
    if b.type.item is not None and not comparable(a.type, b.type.item) and b.type.item.base != "null":
        return checker.wrong(node, f"a {a.type} is never in a {b.type}").text
    if not b.type.open:
        return f"({a.text} in {b.text})"
    if a.simple and b.simple:
        return f"({a.text} in {b.text} or type({b.text}) is _Open and _undecided())"
    return f"_in({a.text}, {b.text})"
