"""Packs: folders and files of rules, read, refined, checked and compiled together."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from deploylint.engine.compile import PARAM_TYPES, Namespace, compile_rule
from deploylint.engine.expression import condition
from deploylint.engine.mistakes import Mistake, PackError, Words, did_you_mean
from deploylint.engine.reader import Entry, Reader, plain
from deploylint.engine.rules import part
from deploylint.engine.scope import Define, Name, Pool, Scope
from deploylint.engine.spec import RuleSpec, read_rule
from deploylint.engine.types import BOOL, Type, Vocabulary, vocabulary
from deploylint.source.errors import UserError
from deploylint.source.span import Span
from deploylint.source.text import Source
from deploylint.syntax import tree

PACK_FILE = "_pack.yaml"
_SIGNATURE = re.compile(r"([a-z_][a-z0-9_]*)\(\s*([a-z_][a-z0-9_]*(?:\s*,\s*[a-z_][a-z0-9_]*)*)?\s*\)")
_QUOTED_START = re.compile(r"""[:-]\s+(['"])[^'"\n]*\1[ \t]+[^\s#]""")
_DEEPEST = 3
"""Folders inside folders: of packs, a pack, its tables."""

_LARGEST = 1 << 20
_PACK_KEYS = ("pack", "version", "doc", "extends", "define", "edges", "rules")


class RuleFile(NamedTuple):
    """A file of a pack: the pack's name, and its source; a name that begins with `_` holds no rule of its own."""

    pack: str
    source: Source

    @property
    def name(self) -> str:
        """The file's name without folder and ending."""
        return os.path.splitext(os.path.basename(self.source.path))[0]


class Program(NamedTuple):
    """Rules compiled to source: what all share, the functions that search by part, those that word a hit by rule,
    and the specs they came from.
    """

    shared: str
    parts: dict[str, str]
    hits: dict[str, str]
    specs: dict[str, RuleSpec]
    tables: dict[str, dict[object, object]]
    sensitive: frozenset[str]


def read_folder(folder: str, depth: int = _DEEPEST) -> list[RuleFile]:
    """The rule files of a pack: one file, a folder, or a folder of such folders; a pack has its folder's name."""
    if not os.path.isdir(folder):
        return [_read(os.path.splitext(os.path.basename(folder))[0], folder)]
    if not depth:
        return []
    found: list[RuleFile] = []
    name = os.path.basename(os.path.abspath(folder))
    for entry in sorted(os.listdir(folder)):
        path = os.path.join(folder, entry)
        if os.path.isdir(path):
            found += read_folder(path, depth - 1) if not entry.startswith(".") else []
        elif entry.endswith((".yaml", ".yml")):
            found.append(_read(name, path))
    return found


def _read(pack: str, path: str) -> RuleFile:
    if not os.path.isfile(path):
        raise UserError(f"{path} is neither a rule file nor a folder of them")
    with open(path, "rb") as file:
        data = file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise UserError(f"{path} is larger than 1 MiB; a rule file is not")
    text = data.decode("utf-8", "replace").removeprefix("\ufeff")
    return RuleFile(pack, Source(path, text))


def read_tables(folder: str) -> dict[str, dict[object, object]]:
    """The data tables of a folder by file name: the `rows` of each YAML file that has them."""
    from deploylint.syntax.yaml_tree import parse

    found: dict[str, dict[object, object]] = {}
    for entry in sorted(os.listdir(folder)):
        if entry.endswith(".yaml"):
            source = _read("", os.path.join(folder, entry)).source
            if "\nrows:" in source.text or source.text.startswith("rows:"):
                rows = _rows(source, parse(source))
                if rows is not None:
                    found[entry.removesuffix(".yaml")] = rows
    return found


def _rows(source: Source, parsed: tree.YamlTree) -> dict[object, object] | None:
    """The `rows` of a table file, a mapping with plain keys or a list of them."""
    from deploylint.syntax.yaml_tree import resolve

    root = parsed.documents[0] if parsed.documents else None
    if not isinstance(root, tree.Mapping):
        return None
    rows = next((value for key, value in root.items if isinstance(key, tree.Scalar) and key.value == "rows"), None)
    if isinstance(rows, tree.Sequence):
        values = plain(source, rows)
        return dict.fromkeys(values, True) if all(isinstance(value, str | int) for value in values) else None
    if not isinstance(rows, tree.Mapping):
        return None
    found: dict[object, object] = {}
    for key, value in rows.items:
        if isinstance(key, tree.Scalar):
            name = resolve(key)
            found[name if isinstance(name, str | int) else key.value] = _frozen(plain(source, value))
    return found


def _frozen(value: Any) -> Any:
    """Lists as tuples, so that a row is read-only."""
    if isinstance(value, list):
        return tuple(_frozen(item) for item in value)
    if isinstance(value, dict):
        return {key: _frozen(item) for key, item in value.items()}
    return value


def compile_pack(
    files: Sequence[RuleFile],
    tables: Mapping[str, dict[object, object]] | None = None,
    words: Vocabulary | None = None,
) -> Program:
    """Check and compile rule files; raises PackError with all mistakes at once."""
    return _PackCompiler(tables or {}, words or vocabulary()).run(files)


class _PackCompiler:
    """State of one compilation."""

    __slots__ = ("defines", "edges", "entries", "mistakes", "packs", "pool", "seen", "tables", "vocabulary")

    def __init__(self, tables: Mapping[str, dict[object, object]], words: Vocabulary) -> None:
        self.tables = dict(tables)
        self.vocabulary = words
        self.mistakes: list[Mistake] = []
        self.pool = Pool()
        self.entries: dict[str, dict[str, Entry]] = {}
        self.packs: dict[str, str] = {}
        self.seen: dict[str, Span] = {}
        self.defines: dict[str, tuple[Entry, Words]] = {}
        self.edges: dict[str, dict[str, tuple[str, ...]]] = {}

    def report(self, span: Span, message: str, help: str) -> None:  # noqa: A002
        """Take note of a mistake; one place tells one."""
        mistake = Mistake(span, message, help)
        if mistake not in self.mistakes:
            self.mistakes.append(mistake)

    def run(self, files: Sequence[RuleFile]) -> Program:
        """Everything in order: files, edge sets, defines, rules."""
        for file in files:
            self._file(file)
        words = Vocabulary(self.vocabulary.kinds, {**self.vocabulary.edges, **self.edges})
        defines, lines = self._compile_defines(words)
        space = Namespace(words, defines, self.tables)
        parts: dict[str, list[str]] = {}
        pools: dict[str, Pool] = {}
        hits: dict[str, str] = {}
        specs: dict[str, RuleSpec] = {}
        sensitive: set[str] = set()
        for rule_id, entries in self.entries.items():
            spec = read_rule(entries, self.packs[rule_id], self.report)
            if spec is None:
                continue
            name = part(spec.kind, rule_id)
            pool = pools.setdefault(name, Pool(f"k{len(pools)}_"))
            compiled = compile_rule(spec, len(specs), space, pool, self.report)
            if compiled is not None:
                specs[rule_id] = spec
                parts.setdefault(name, []).append(compiled.search)
                hits[rule_id] = "\n".join([*compiled.hit_pool, compiled.hit])
                sensitive |= {rule_id} if compiled.sensitive else set()
        if self.mistakes:
            raise PackError(self.mistakes)
        edges = [f"_edge_sets.update({words.edges!r})"] if words.edges else []
        shared = "\n".join([*edges, *self.pool.lines(), *lines])
        searches = {name: "\n".join([*pools[name].lines(), *functions]) for name, functions in parts.items()}
        return Program(shared, searches, hits, specs, self.tables, frozenset(sensitive))

    # -- files ---------------------------------------------------------------------------------------------------------

    def _file(self, file: RuleFile) -> None:
        """The entries of one file, added to what is known of its rules."""
        root = self._root(file)
        if root is None:
            return
        if file.name == "_pack" or "rules" in root:
            self._pack(file, root)
        elif not file.name.startswith("_"):
            self._rule(root, file.pack, file.name)

    def _root(self, file: RuleFile) -> dict[str, Entry] | None:
        from deploylint.syntax.yaml_tree import parse

        parsed = parse(file.source)
        for defect in parsed.defects:
            if defect.code != "duplicate-yaml-key":
                self.report(defect.span, f"not YAML: {defect.found or defect.code}", self._quote_help(defect.span))
        if parsed.broken is not None:
            if not parsed.defects:
                self.report(Span(file.source, parsed.broken, parsed.broken), "not YAML", "")
            return None
        node = parsed.documents[0] if parsed.documents else None
        if not isinstance(node, tree.Mapping):
            self.report(Span(file.source, 0, 0), "a rule file is a mapping", "begin with id: …")
            return None
        key = tree.Scalar(0, 0, 0, None, None, "the file", "")
        return Reader(self.report).mapping(Entry(file.source, key, node))

    def _quote_help(self, span: Span) -> str:
        """The usual cause of a YAML error in a rule: a plain expression that begins with a quote."""
        line, _ = span.source.position(span.start)
        for number in (line, line - 1):
            if number > 0:
                start, end = span.source.line_bounds(number)
                if _QUOTED_START.search(span.source.text[start:end]):
                    return "an expression that begins with a quote must be in quotes as a whole"
        return ""

    def _rule(self, root: dict[str, Entry], pack: str, name: str) -> None:
        """A new rule, or further keys for one that is there."""
        if "id" not in root:
            span = next(iter(root.values())).span if root else None
            if span is not None:
                self.report(span, "the rule has no 'id'", f"write id: {name}" if name else "")
            return
        rule_id = Reader(self.report).text(root["id"])
        if name and rule_id != name:
            self.report(root["id"].span, f"the file is called {name}, its rule {rule_id}", "give both one name")
        if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", rule_id):
            self.report(root["id"].span, f"'{rule_id}' cannot be an id", "use lower case words joined by -")
        known = self.entries.get(rule_id)
        if known is None:
            self.entries[rule_id] = root
            self.packs[rule_id] = pack
        elif "for" in root:
            first = known["id"].span.source.path
            self.report(
                root["id"].span, f"there is a rule {rule_id} in {first}", "to refine it, give only the keys that change"
            )
        else:
            known.update(root)

    def _pack(self, file: RuleFile, root: dict[str, Entry]) -> None:
        """Edge sets, defines and rules of a `_pack.yaml` or of a pack in one file."""
        reader = Reader(self.report)
        for key, entry in root.items():
            if key not in _PACK_KEYS:
                self.report(entry.span, f"unknown key '{key}'", did_you_mean(key, _PACK_KEYS))
        if "edges" in root:
            for name, entry in reader.mapping(root["edges"]).items():
                self._edge_set(reader, name, entry)
        if "define" in root:
            for signature, entry in reader.mapping(root["define"]).items():
                self._define(reader, signature, entry)
        pack = reader.text(root["pack"]) if "pack" in root else file.pack
        if "rules" in root:
            for item in reader.items(root["rules"]):
                self._rule(reader.mapping(item), pack, "")

    def _edge_set(self, reader: Reader, name: str, entry: Entry) -> None:
        """`traffic: {service: [requires]}` or `traffic: [requires, networks]` for every kind that has such a field."""
        if isinstance(entry.value, tree.Sequence):
            fields = reader.texts(entry)
            rows = {kind: [field for field in fields if self._is_edge(kind, field)] for kind in self.vocabulary.kinds}
            for field in fields:
                if not any(field in row for row in rows.values()):
                    self.report(entry.span, f"no kind has an edge '{field}'", "")
            self.edges[name] = {kind: tuple(row) for kind, row in rows.items() if row}
            return
        self.edges[name] = {}
        for kind, inner in reader.mapping(entry).items():
            if kind not in self.vocabulary.kinds:
                self.report(inner.span, f"unknown kind '{kind}'", did_you_mean(kind, self.vocabulary.kinds))
                continue
            fields = reader.texts(inner)
            for field in fields:
                if not self._is_edge(kind, field):
                    edges = [other for other in self.vocabulary.kinds[kind] if self._is_edge(kind, other)]
                    self.report(inner.span, f"{kind} has no edge '{field}'", did_you_mean(field, edges))
            self.edges[name][kind] = tuple(field for field in fields if self._is_edge(kind, field))

    def _is_edge(self, kind: str, field: str) -> bool:
        found = self.vocabulary.kinds[kind].get(field)
        return found is not None and (found.base == "node" or (found.base == "list" and found.members.base == "node"))

    # -- defines -------------------------------------------------------------------------------------------------------

    def _define(self, reader: Reader, signature: str, entry: Entry) -> None:
        words = reader.words(entry)
        shape = _SIGNATURE.fullmatch(signature.strip())
        if shape is None:
            self.report(entry.span, f"'{signature}' is no signature", "write name(kind): expression")
        elif shape[1] in self.defines:
            self.report(entry.span, f"there is another define {shape[1]}", "")
        elif words is not None:
            self.defines[shape[1]] = (entry, words)

    def _compile_defines(self, words: Vocabulary) -> tuple[dict[str, Define], list[str]]:
        """All defines, each after those that it uses."""
        done: dict[str, Define] = {}
        lines: list[str] = []
        signatures = {name: self._parameters(entry, words) for name, (entry, _) in self.defines.items()}
        for name in _in_order({name: text.text for name, (_, text) in self.defines.items()}, self._recursive):
            _, text = self.defines[name]
            takes = signatures[name]
            names = {parameter: Name(type_, f"v_{parameter}") for parameter, type_ in takes}
            code = condition(text, Scope(words, names, {}, done, self.tables, self.pool, self.report, set()))
            done[name] = Define(takes, code.type if code.type.base != "error" else BOOL)
            lines.append(
                f"def d_{name}({', '.join(f'v_{parameter}' for parameter, _ in takes)}):\n    return {code.text}"
            )
        return done, lines

    def _parameters(self, entry: Entry, words: Vocabulary) -> tuple[tuple[str, Type], ...]:
        shape = _SIGNATURE.fullmatch(entry.key.value.strip())
        found: list[tuple[str, Type]] = []
        for parameter in (shape[2] or "").replace(" ", "").split(",") if shape else ():
            if parameter in words.kinds:
                found.append((parameter, Type("node", nullable=True, kind=parameter)))
            elif parameter in PARAM_TYPES:
                found.append((parameter, PARAM_TYPES[parameter]._replace(nullable=True)))
            elif parameter:
                self.report(entry.span, f"unknown kind '{parameter}'", did_you_mean(parameter, words.kinds))
        return tuple(found)

    def _recursive(self, name: str) -> None:
        entry, _ = self.defines[name]
        self.report(entry.span, f"{name} is defined by itself", "defines are not recursive")


def _in_order(texts: Mapping[str, str], recursive: Any) -> Iterable[str]:
    """Names of defines, each after those whose names stand in its text; a cycle is reported and left out."""
    uses = {name: [other for other in texts if re.search(rf"\b{other}\s*\(", text)] for name, text in texts.items()}
    order: list[str] = []
    left = dict(uses)
    while left:
        ready = [name for name, others in left.items() if not any(other in left for other in others)]
        if not ready:
            for name in left:
                recursive(name)
            break
        for name in ready:
            order.append(name)
            del left[name]
    return order
