"""Rules to Python source: for each rule one function with the loop inside, and one that words a hit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from deploylint.engine.expression import condition, expression
from deploylint.engine.location import location
from deploylint.engine.mistakes import Report, Words, did_you_mean
from deploylint.engine.scope import Code, Define, Name, Pool, Scope
from deploylint.engine.spec import FixSpec, RuleSpec
from deploylint.engine.template import message, value
from deploylint.engine.types import ANY, BOOL, ERROR, INT, NUMBER, TEXT, Type, Vocabulary, list_of
from deploylint.source.span import Span

PARAM_TYPES: dict[str, Type] = {
    "text": TEXT,
    "int": INT,
    "number": NUMBER,
    "bool": BOOL,
    "[text]": list_of(TEXT, open=False),
    "[int]": list_of(INT, open=False),
}


class Namespace(NamedTuple):
    """What the rules of a pack have in common."""

    vocabulary: Vocabulary
    defines: Mapping[str, Define]
    tables: Mapping[str, Mapping[object, object]]


class Compiled(NamedTuple):
    """The source of a rule: the function that searches, the function that words a hit, and what the hit makes once.

    `sensitive`: the primary place shows a secret, which must not become the key of a finding.
    """

    search: str
    hit: str
    hit_pool: list[str]
    sensitive: bool


class _Let(NamedTuple):
    name: str
    span: Span
    words: Words
    type: Type
    uses: frozenset[str]


def _silent(span: Span, message: str, help: str) -> None:  # noqa: A002
    """Mistakes of a text that is checked a second time were told the first time."""


def compile_rule(spec: RuleSpec, index: int, space: Namespace, pool: Pool, report: Report) -> Compiled | None:
    """The source of one rule, or None when its kind is unknown; other mistakes are reported."""
    if spec.kind not in space.vocabulary.kinds:
        report(spec.kind_span, f"unknown kind '{spec.kind}'", did_you_mean(spec.kind, space.vocabulary.kinds))
        return None
    return _RuleCompiler(spec, index, space, pool, report).run()


class _RuleCompiler:
    """One rule being compiled."""

    __slots__ = (
        "base",
        "grouped",
        "hit_pool",
        "index",
        "lets",
        "node_names",
        "params",
        "report",
        "sensitive",
        "space",
        "spec",
        "strict",
        "used",
        "whole",
    )

    def __init__(self, spec: RuleSpec, index: int, space: Namespace, pool: Pool, report: Report) -> None:
        self.spec = spec
        self.index = index
        self.space = space
        self.report = report
        self.used: set[str] = set()
        self.grouped = bool(spec.by)
        self.hit_pool = Pool(f"h{index}_")
        self.params = {name: Name(PARAM_TYPES[row.type], f"p_{name}") for name, row in spec.params.items()}
        node = Type("node", kind=spec.kind)
        self.node_names = {spec.kind: Name(node, f"v_{spec.kind}")}
        self.whole = {"group": Name(list_of(node), "group")} if self.grouped else self.node_names
        self.base = Scope(
            space.vocabulary, self.node_names, self.params, space.defines, space.tables, pool, report, self.used
        )
        self.lets: dict[str, _Let] = {}
        self.strict: list[str] = []
        self.sensitive = False

    def run(self) -> Compiled:
        """Both functions."""
        self._read_lets()
        search = self._group_search() if self.grouped else self._search()
        hit = self._hit()
        for let in self.lets.values():
            if let.name not in self.used:
                self.report(let.span, f"'{let.name}' is named and not used", "remove it")
        for name in self.spec.params:
            if f"params.{name}" not in self.used:
                self.report(self.spec.span, f"the parameter '{name}' is not used", "")
        return Compiled(search, hit, self.hit_pool.lines(), self.sensitive)

    # -- let -----------------------------------------------------------------------------------------------------------

    def _read_lets(self) -> None:
        """Check each let once, seeing those before it; in a group rule it sees the group or the single node."""
        for name, span, words in self.spec.let:
            if name in self.whole or name in self.node_names or name in self.lets:
                self.report(span, f"'{name}' is already the name of something else", "")
                continue
            used: set[str] = set()
            names = {**self.node_names, **self.whole, **self._let_names(self.lets)}
            code = expression(words, self.base._replace(names=names, used=used))
            uses = {name for name in used if name in self.lets}
            for other in tuple(uses):
                uses |= self.lets[other].uses
            if self.grouped and self.spec.kind in used and "group" in used:
                self.report(words.span(), "a let sees the group or the single node, not both", "")
            self.lets[name] = _Let(name, span, words, code.type, frozenset(uses | (used - self.lets.keys())))
            self.used |= used

    def _let_names(self, lets: Mapping[str, _Let], form: str = "l_{}") -> dict[str, Name]:
        return {name: Name(let.type, form.format(name)) for name, let in lets.items()}

    def _per_node(self) -> dict[str, _Let]:
        """The lets that do not look at a group."""
        return {name: let for name, let in self.lets.items() if "group" not in let.uses}

    def _assignments(self, needed: set[str], done: set[str], scope: Scope, indent: str) -> list[str]:
        """Lines that compute the needed lets and what they need, in the order of writing."""
        wanted = set(needed)
        for name in needed:
            wanted |= self.lets[name].uses & self.lets.keys()
        lines = []
        for name, let in self.lets.items():
            if name in wanted and name not in done:
                code = expression(let.words, scope._replace(report=_silent))
                lines.append(f"{indent}l_{name} = {code.text}")
                done.add(name)
                if name not in self.strict:
                    self.strict.append(name)
        return lines

    # -- searching -----------------------------------------------------------------------------------------------------

    def _clauses(self, words: list[Words], scope: Scope) -> list[tuple[str, set[str]]]:
        """The conditions with the lets that each uses; those that use none come first."""
        found = []
        for one in words:
            used: set[str] = set()
            code = condition(one, scope._replace(used=used))
            self.used |= used
            found.append((code.text, used & self.lets.keys()))
        return sorted(found, key=lambda clause: bool(clause[1]))

    def _tests(self, clauses: list[tuple[str, set[str]]], scope: Scope, indent: str) -> list[str]:
        """Lines that go on with the next node unless all clauses hold."""
        lines: list[str] = []
        done: set[str] = set()
        pending: list[str] = []

        def flush() -> None:
            if pending:
                lines.append(f"{indent}if not ({' and '.join(pending)}): continue")
                pending.clear()

        for text, lets in clauses:
            assignments = self._assignments(lets, done, scope, indent)
            if assignments:
                flush()
                lines.extend(assignments)
            pending.append(text)
        flush()
        return lines

    def _header(self) -> list[str]:
        lines = [f"def r{self.index}(nodes, P):"]
        lines += [f"    {name.text} = P[{key!r}]" for key, name in self.params.items()]
        return [*lines, "    hits = []", "    undecided = 0"]

    def _search(self) -> str:
        scope = self.base._replace(names={**self.node_names, **self._let_names(self.lets)})
        tests = self._tests(self._clauses(self.spec.where, scope), scope, " " * 12)
        variable = f"v_{self.spec.kind}"
        lines = [*self._header(), f"    for {variable} in _steps(nodes):"]
        if tests:
            lines += ["        try:", *tests, "        except _Trouble as trouble:"]
            lines += ["            undecided += _undecidable(trouble)", "            continue"]
        lines.append(f"        hits.append(({variable}, {''.join(f'l_{name}, ' for name in self.strict)}))")
        return "\n".join([*lines, "    return hits, undecided"])

    def _group_search(self) -> str:
        lets = self._per_node()
        scope = self.base._replace(names={**self.node_names, **self._let_names(lets)})
        tests = self._tests(self._clauses(self.spec.where, scope), scope, " " * 12)
        used: set[str] = set()
        by: list[Code] = []
        for words in self.spec.by:
            code = expression(words, scope._replace(used=used))
            if code.type.base in ("list", "map"):
                self.report(words.span(), f"groups are made by single values, not by a {code.type}", "")
            by.append(code)
        self.used |= used
        assignments = self._assignments(used & lets.keys(), set(self.strict), scope, " " * 12)
        loose = "None" if used & lets.keys() else f"_loose(({''.join(f'(lambda: {code.text}), ' for code in by)}))"
        self.strict = []
        variable = f"v_{self.spec.kind}"
        lines = [
            *self._header(),
            "    groups = {}",
            "    loose = []",
            f"    for {variable} in _steps(nodes):",
            "        try:",
        ]
        lines += [*tests, *assignments, f"            key = ({''.join(code.text + ', ' for code in by)})"]
        lines += ["        except _Trouble as trouble:", "            undecided += _undecidable(trouble)"]
        lines += [f"            loose.append({loose})", "            continue"]
        lines.append(f"        groups.setdefault(key, []).append({variable})")
        scope = self.base._replace(names={**self.whole, **self._let_names(self._per_group())})
        having = self._tests(self._clauses([self.spec.having] if self.spec.having else [], scope), scope, " " * 12)
        having = having or ["            if not (_more(group, 1, False)): continue"]
        lines += [f"    for group in _groups(groups, loose, {self.spec.kind!r}):", "        try:", *having]
        lines += [
            "        except _Trouble as trouble:",
            "            undecided += _undecidable(trouble)",
            "            continue",
        ]
        lines.append(f"        hits.append((group, {''.join(f'l_{name}, ' for name in self.strict)}))")
        return "\n".join([*lines, "    return hits, undecided"])

    def _per_group(self) -> dict[str, _Let]:
        return {name: let for name, let in self.lets.items() if self.spec.kind not in let.uses}

    # -- wording a hit -------------------------------------------------------------------------------------------------

    def _hit(self) -> str:
        """`def h(node, witnesses…, P)` gives message, places, related, key and a fix."""
        spec = self.spec
        lets = self._per_group() if self.grouped else self.lets
        late = [name for name in lets if name not in self.strict]
        names = {**self.whole, **self._let_names({name: self.lets[name] for name in self.strict})}
        lenient = {**names, **self._let_names({name: lets[name] for name in late}, "m_{}()")}
        exact = {**names, **self._let_names({name: lets[name] for name in late}, "s_{}()")}
        scope = self.base._replace(pool=self.hit_pool)
        loose, tight = scope._replace(names=lenient, lenient=True), scope._replace(names=exact)
        first = "group" if self.grouped else f"v_{spec.kind}"
        lines = [f"def h({', '.join([first, *(f'l_{name}' for name in self.strict), 'P'])}):"]
        lines += [f"    {name.text} = P[{key!r}]" for key, name in self.params.items()]
        for name in late:
            for letter, one in ("m", loose), ("s", tight):
                code = expression(lets[name].words, one._replace(report=_silent))
                lines.append(f"    {letter}_{name} = lambda: {code.text}")
        quick, slow = message(spec.message, loose) if spec.message is not None else ("''", "''")
        lines += ["    try:", f"        text = {quick}"]
        lines += ["    except _Trouble as trouble:", "        _undecidable(trouble)", f"        text = {slow}"]
        lines += self._fix(tight)
        at = self._place(spec.at, loose) or f"{first}, (), None"
        parts = ("text", f"_places({at})", self._related(loose), self._key(loose), "fix")
        lines.append(f"    return {', '.join(parts)}")
        return "\n".join(lines)

    def _place(self, words: Words | None, scope: Scope) -> str | None:
        """The walk to a place in the report; a late let is handed over as a function, which may find nothing."""
        found = location(words, scope) if words is not None else None
        if found is None:
            return None
        if words is self.spec.at:
            self.sensitive = found.type.sensitive
        return found._replace(base=found.base.removesuffix("()")).arguments

    def _related(self, scope: Scope) -> str:
        rows = []
        for at, note in self.spec.related:
            place = self._place(at, scope)
            text = message(note, scope)[1] if note is not None else "''"
            rows.append(f"(_places({place}), {text}, {self._is_way(at, scope)}), " if place else "")
        return f"({''.join(rows)})"

    def _is_way(self, at: Words, scope: Scope) -> bool:
        """Are these the nodes of a path(), in their order?"""
        name = scope.names.get(at.text)
        return name is not None and name.type.way

    def _key(self, scope: Scope) -> str:
        if self.spec.key is None:
            return "None"
        code = expression(self.spec.key, scope)
        if code.type.sensitive:
            self.report(self.spec.key.span(), "a key may not be a secret", "name another field")
        return f"_hole(lambda: {code.text})"

    def _fix(self, scope: Scope) -> list[str]:
        """Lines that make the fix; None when its condition fails or something in it is unknown."""
        fix = self.spec.fix
        if fix is None:
            return ["    fix = None"]
        when = condition(fix.when, scope).text if fix.when is not None else "True"
        title = value(fix.title, scope).text
        rows = "".join(self._edit(fix, index, scope) for index in range(len(fix.edits)))
        lines = ["    fix = None", "    try:", f"        if {when}: fix = _fix({title}, {fix.safety!r}, ({rows}))"]
        return [*lines, "    except _Trouble as trouble:", "        _undecidable(trouble)"]

    def _edit(self, fix: FixSpec, index: int, scope: Scope) -> str:
        edit = fix.edits[index]
        found = location(edit.target, scope)
        if found is None:
            return ""
        code = (
            value(edit.value, scope)
            if edit.value is not None
            else Code(repr(tuple(edit.plain) if isinstance(edit.plain, list) else edit.plain), ANY)
        )
        if code.type.base in ("node", "map") and code.type != ERROR and edit.value is not None:
            self.report(edit.value.span(), f"a {code.type} cannot be written into a file", "")
        text = f"_closed({code.text})" if code.type.open else code.text
        if code.type.nullable and edit.value is not None:
            text = f"_written({text})"
        if found.item is None and len(found.fields) == 1 and found.base == f"v_{self.spec.kind}":
            return f"_Operation({edit.verb!r}, {found.base}, {found.fields[0]!r}, None, {text}), "
        return f"*_operations({edit.verb!r}, _targets({found.arguments}), {text}), "
