"""Expressions: a closed subset of Python's, checked against the kinds and emitted again as Python source of our own.

No text of a rule file reaches the interpreter but as the `repr()` of a constant: names become ours, fields are looked
up in the vocabulary, and every node of the syntax tree that has no method here is refused.
"""

from __future__ import annotations

import _ast
import warnings
from collections.abc import Callable
from typing import Any

from deploylint.engine.functions import FORMS, FUNCTIONS
from deploylint.engine.mistakes import Words, did_you_mean
from deploylint.engine.scope import Code, Name, Scope
from deploylint.engine.types import BOOL, ERROR, INT, LIST, NULL, NUMBER, TEXT, Type, join_types

LONGEST = 2000
DEEPEST = 50
_LARGEST = 1 << 63

_CONSTANTS = {"null": "None", "true": "True", "false": "False"}
_ARITHMETIC: dict[type, str] = {
    _ast.Add: "+",
    _ast.Sub: "-",
    _ast.Mult: "*",
    _ast.Div: "/",
    _ast.FloorDiv: "//",
    _ast.Mod: "%",
}
_INSTEAD: dict[type, str] = {
    _ast.Subscript: "no indexing: use first(), find() or a comprehension",
    _ast.Lambda: "no lambda: use a comprehension",
    _ast.JoinedStr: "no f-string: messages are templates with {holes}",
    _ast.Dict: "no dictionaries",
    _ast.Set: "no sets: write a list",
    _ast.GeneratorExp: "a comprehension stands inside any(), all(), count(), first() and the like",
    _ast.SetComp: "use distinct()",
    _ast.Tuple: "write a list in brackets",
    _ast.NamedExpr: "use let to name a value",
}


def expression(words: Words, scope: Scope, start: int = 0, end: int | None = None) -> Code:
    """Check `words.text[start:end]` and emit it; mistakes are reported and give a value of the error type."""
    return Checker(words, scope, start, end).run()


def condition(words: Words, scope: Scope) -> Code:
    """As an expression, emitted to be used as a truth."""
    return Checker(words, scope, 0, None).run(truth=True)


class Checker:
    """One expression being checked."""

    __slots__ = ("_lines", "_start", "_text", "_words", "inner", "scope", "whole")

    def __init__(self, words: Words, scope: Scope, start: int, end: int | None) -> None:
        self._words = words
        self._start = start
        self._text = words.text[start:end]
        self._lines = self._text.split("\n")
        self.scope = scope
        self.inner: dict[str, Name] = {}
        self.whole = 0

    def run(self, *, truth: bool = False) -> Code:
        """The emitted source."""
        tree = self._parse()
        if tree is None:
            return Code("None", ERROR)
        return self.truth(tree) if truth else self.value(tree)

    # -- mistakes ------------------------------------------------------------------------------------------------------

    def wrong(self, node: Any, message: str, help: str = "", *, tail: int = 0) -> Code:  # noqa: A002
        """Report a mistake at a node, or at its last `tail` characters."""
        end = self._offset(node.end_lineno, node.end_col_offset)
        start = end - tail if tail else self._offset(node.lineno, node.col_offset)
        self._report(start, end, message, help)
        return Code("None", ERROR)

    def _report(self, start: int, end: int, message: str, help: str) -> None:  # noqa: A002
        self.scope.report(self._words.span(self._start + max(start, 0), self._start + max(end, 0)), message, help)

    def _offset(self, line: int, column: int) -> int:
        """Characters before a position that the parser counts in lines and UTF-8 bytes, our parenthesis included."""
        before = sum(len(text) + 1 for text in self._lines[: line - 1])
        if line > len(self._lines):
            return len(self._text)
        text = self._lines[line - 1]
        if line == 1:
            column -= 1
        return before + len(text.encode()[: max(column, 0)].decode("utf-8", "ignore"))

    def _parse(self) -> Any:
        """The syntax tree, or None after a mistake: size and depth are looked at before parsing."""
        text = self._text
        if not text.strip():
            return self._refuse("an expression is missing")
        if len(text) > LONGEST:
            return self._refuse(
                f"the expression is longer than {LONGEST:,} characters", "name parts of it with let or define"
            )
        if _nesting(text) > DEEPEST:
            return self._refuse(f"the expression is nested more than {DEEPEST} levels deep")
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                tree = compile(f"({text}\n)", "<rule>", "eval", 0x400).body  # type: ignore[attr-defined]  # PyCF_ONLY_AST
        except SyntaxError as error:
            return self._syntax(error)
        except (ValueError, RecursionError, MemoryError, OverflowError, SyntaxWarning, DeprecationWarning) as error:
            return self._refuse(f"the expression cannot be read: {error}")
        if _depth(tree) > DEEPEST:
            return self._refuse(f"the expression is nested more than {DEEPEST} levels deep")
        return tree

    def _refuse(self, message: str, help: str = "") -> None:  # noqa: A002
        self._report(0, len(self._text), message, help)

    def _syntax(self, error: SyntaxError) -> None:
        """Say what is wrong with the form, with the two traps that YAML adds."""
        if self._words.cut:
            help = "YAML takes what follows ` #` as a comment: put the expression in quotes"  # noqa: A001
        elif "escape" in (error.msg or ""):
            help = 'write the pattern as r"…"'  # noqa: A001
        elif "!" in self._text or "&&" in self._text or "||" in self._text:
            help = "the words are: not, and, or"  # noqa: A001
        else:
            help = ""  # noqa: A001
        at = self._offset(error.lineno or 1, error.offset or 1)
        at = min(max(at - 1, 0), max(len(self._text) - 1, 0))
        self._report(at, at + 1, f"not an expression: {error.msg}", help)

    # -- values --------------------------------------------------------------------------------------------------------

    def value(self, node: Any) -> Code:
        """The source and type of any expression."""
        method = _METHODS.get(type(node))
        if method is None:
            what = _INSTEAD.get(type(node), "")
            return self.wrong(node, f"{type(node).__name__} is not part of the rule language", what)
        return method(self, node)

    def truth(self, node: Any) -> Code:
        """The source of an expression used as a truth: an empty open list is undecided."""
        return self.decided(self.value(node))

    def decided(self, code: Code) -> Code:
        """Make a list's truth fail when the list is open and empty."""
        if code.type.base != "list" or not code.type.open:
            return code
        text = f"({code.text} or _decided({code.text}))" if code.simple else f"_decided({code.text})"
        return Code(text, code.type)

    def constant(self, node: Any) -> Code:
        """A literal."""
        value = node.value
        if isinstance(value, bool):
            return Code(repr(value), BOOL, simple=True)
        if value is None:
            return Code("None", NULL, simple=True)
        if isinstance(value, int) and -_LARGEST <= value < _LARGEST:
            return Code(repr(value), INT, simple=True)
        if isinstance(value, float) and value - value == 0:
            return Code(repr(value), NUMBER, simple=True)
        if isinstance(value, str):
            return Code(repr(value), TEXT, simple=True)
        return self.wrong(node, "only text, numbers of 64 bits, true, false and null can be written")

    def name(self, node: Any) -> Code:
        """A variable, a let name, or one of the words null, true and false."""
        name = node.id
        found = self.inner.get(name) or self.scope.names.get(name)
        if found is not None:
            self.scope.used.add(name)
            return Code(found.text, found.type, simple="(" not in found.text)
        if name in _CONSTANTS:
            return Code(_CONSTANTS[name], NULL if name == "null" else BOOL, simple=True)
        if name in FUNCTIONS or name in FORMS or name in self.scope.defines:
            return self.wrong(node, f"{name} is a function", f"write {name}(…)")
        return self.wrong(
            node,
            f"unknown name '{name}'",
            did_you_mean(name, [*self.scope.names, *self.inner, *(["params"] if self.scope.params else [])]),
        )

    def attribute(self, node: Any) -> Code:
        """A field of a node, or a parameter."""
        field = node.attr
        if isinstance(node.value, _ast.Name) and node.value.id == "params":
            return self._parameter(node, field)
        owner = self.value(node.value)
        if owner.type.base == "error":
            return owner
        if owner.type.base == "list":
            return self.wrong(
                node, f"'{field}' on a list", "go through it: any(x.… for x in …), first(…)", tail=len(field)
            )
        if owner.type.base != "node":
            return self.wrong(node, f"a {owner.type} has no fields", tail=len(field))
        if not owner.type.kind:
            return self.wrong(
                node, f"'{field}' of a node of any kind", "use it as a place or in a message", tail=len(field)
            )
        fields = self.scope.vocabulary.kinds.get(owner.type.kind, {})
        found = fields.get(field)
        if found is None:
            help = did_you_mean(field, fields)  # noqa: A001
            return self.wrong(node, f"{owner.type.kind} has no field '{field}'", help, tail=len(field))
        if owner.type.nullable and found.base not in ("list", "map", "bool"):
            found = found._replace(nullable=True)
        return Code(f"{owner.text}.{field}", found, simple=owner.simple)

    def _parameter(self, node: Any, field: str) -> Code:
        found = self.scope.params.get(field)
        if found is None:
            help = did_you_mean(field, self.scope.params)  # noqa: A001
            return self.wrong(node, f"unknown parameter '{field}'", help, tail=len(field))
        self.scope.used.add(f"params.{field}")
        return Code(found.text, found.type, simple=True)

    def boolean(self, node: Any) -> Code:
        """`and` and `or` keep the value that decides, as in Python."""
        codes = [self.truth(part) for part in node.values]
        word = " and " if isinstance(node.op, _ast.And) else " or "
        result = codes[0].type
        for code in codes[1:]:
            result = join_types(result, code.type)
        if word == " or " and not codes[-1].type.nullable:
            result = result._replace(nullable=False)  # the last one decides when all before it are empty
        return Code(f"({word.join(code.text for code in codes)})", result)

    def unary(self, node: Any) -> Code:
        """`not` and the sign of a number."""
        if isinstance(node.op, _ast.Not):
            return Code(f"(not {self.truth(node.operand).text})", BOOL)
        operand = self.value(node.operand)
        if isinstance(node.op, _ast.USub) and operand.type.numeric:
            return Code(f"_calculate('-', 0, {operand.text})", operand.type)
        if operand.type.base == "error":
            return operand
        return self.wrong(node, f"no such sign before a {operand.type}")

    def arithmetic(self, node: Any) -> Code:
        """Calculation on numbers; null when an operand is null."""
        left, right = self.value(node.left), self.value(node.right)
        sign = _ARITHMETIC.get(type(node.op))
        if "error" in (left.type.base, right.type.base):
            return Code("None", ERROR)
        if sign is None:
            return self.wrong(node, f"no operator {type(node.op).__name__}", "there are + - * / // %")
        if not (left.type.numeric and right.type.numeric):
            wrong = right.type if left.type.numeric else left.type
            help = 'messages join texts in templates: "{a} {b}"' if wrong.base == "text" else ""  # noqa: A001
            return self.wrong(node, f"{sign} works on numbers, not on a {wrong}", help)
        whole = left.type.base == right.type.base == "int" and sign != "/"
        nullable = left.type.nullable or right.type.nullable or sign in "//%"
        return Code(f"_calculate({sign!r}, {left.text}, {right.text})", Type("int" if whole else "number", nullable))

    def choice(self, node: Any) -> Code:
        """`a if c else b`."""
        test, then, other = self.truth(node.test), self.value(node.body), self.value(node.orelse)
        return Code(f"({then.text} if {test.text} else {other.text})", join_types(then.type, other.type))

    def display(self, node: Any) -> Code:
        """A written list; it is closed."""
        codes = [self.value(item) for item in node.elts]
        item: Type | None = None
        for code in codes:
            item = code.type if item is None else join_types(item, code.type)
        text = "".join(f"{code.text}, " for code in codes)
        sensitive = any(code.type.sensitive for code in codes)
        return Code(
            f"({text})", LIST._replace(item=item, sensitive=sensitive), simple=all(code.simple for code in codes)
        )

    # -- forms that have modules of their own --------------------------------------------------------------------------

    def comparison(self, node: Any) -> Code:
        """One comparison or a chain of them."""
        from deploylint.engine.comparison import comparison

        return comparison(self, node)

    def call(self, node: Any) -> Code:
        """A call of a listed function, a form or a named predicate."""
        from deploylint.engine.calls import call

        return call(self, node)

    def comprehension(self, node: Any) -> Code:
        """A comprehension in brackets."""
        from deploylint.engine.quantifiers import members

        return members(self, node, "[…]")


_METHODS: dict[type, Callable[[Checker, Any], Code]] = {
    _ast.Constant: Checker.constant,
    _ast.Name: Checker.name,
    _ast.Attribute: Checker.attribute,
    _ast.BoolOp: Checker.boolean,
    _ast.UnaryOp: Checker.unary,
    _ast.BinOp: Checker.arithmetic,
    _ast.IfExp: Checker.choice,
    _ast.List: Checker.display,
    _ast.ListComp: Checker.comprehension,
    _ast.Compare: Checker.comparison,
    _ast.Call: Checker.call,
}


def _nesting(text: str) -> int:
    """The deepest nesting of brackets, those in strings included: it is only a bound."""
    deepest = depth = 0
    for char in text:
        if char in "([{":
            depth += 1
            deepest = max(deepest, depth)
        elif char in ")]}":
            depth -= 1
    return deepest


def _depth(tree: Any) -> int:
    """Levels of the syntax tree, without recursion."""
    deepest, todo = 0, [(tree, 1)]
    while todo:
        node, depth = todo.pop()
        deepest = max(deepest, depth)
        for field in node._fields:
            child = getattr(node, field, None)
            if isinstance(child, _ast.AST):
                todo.append((child, depth + 1))
            elif isinstance(child, list):
                todo += [(item, depth + 1) for item in child if isinstance(item, _ast.AST)]
    return deepest
