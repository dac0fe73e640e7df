"""The rule test harness: runs the examples that stand in rule files, over files in memory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from deploylint.engine import suppress
from deploylint.engine.bind import Bound, RuleSetting, bind
from deploylint.engine.rules import Pack
from deploylint.engine.run import run as run_rules
from deploylint.findings import Finding
from deploylint.loading.settings import host_projects
from deploylint.model.graph import Graph
from deploylint.model.project import build
from deploylint.model.settings import ModelSettings
from deploylint.source.files import Files
from deploylint.source.memory import MemoryFile, MemoryFiles
from deploylint.source.span import Span
from deploylint.source.text import Source

FOLDER = "example"
"""The name of the folder in which an example stands."""

_FAKE = re.compile(r"\{\{fake:([a-z0-9-]+)\}\}")
_NEED_OTHERS = (suppress.INVALID, suppress.UNUSED)
"""Rules about suppressions have something to say only when the suppressed rules run too."""


class Failure(NamedTuple):
    """An example that does not hold; `example` is empty when the rule's examples as a whole are not enough."""

    rule: str
    example: str
    message: str


def run(names: Sequence[str] = (), packs: Sequence[str] = ()) -> tuple[int, list[Failure]]:
    """Run the examples of the named rules, packs or rule files (all by default): how many there were, and what failed.

    `packs` are the folders and files of rules that are loaded beside the built-in ones.  Raises PackError, and
    UserError for a name that means nothing.
    """
    import os

    from deploylint import resources
    from deploylint.engine.cache import load

    builtin = os.path.abspath(resources.rules())
    paths = [name for name in names if _is_path(name, builtin)]
    loaded = [os.path.realpath(folder) for folder in (builtin, *packs)]
    others = [path for path in paths if not any(f"{os.path.realpath(path)}/".startswith(f"{each}/") for each in loaded)]
    pack = load([builtin, *packs, *others])
    wanted = _wanted(pack, names, [os.path.abspath(path) for path in paths])
    failures = [failure for rule_id in wanted for failure in check(pack, rule_id)]
    return sum(len(pack.texts(rule_id)["examples"]) for rule_id in wanted), failures


def _is_path(name: str, builtin: str) -> bool:
    """Does a name mean a rule file or a folder of them, rather than a rule or a built-in pack?"""
    import os

    if "/" in name or name.endswith((".yaml", ".yml")):
        return os.path.exists(name)
    return os.path.isdir(name) and not os.path.isdir(os.path.join(builtin, name))


def _wanted(pack: Pack, names: Sequence[str], paths: Sequence[str]) -> list[str]:
    """Ids of the rules that are named."""
    import os

    from deploylint import resources
    from deploylint.model.spelling import nearest
    from deploylint.source.errors import UserError

    if not names:
        return sorted(pack.rules)
    found: set[str] = set()
    for name in names:
        path = os.path.abspath(name)
        if path in paths:
            found |= {
                rule_id
                for rule_id in pack.rules
                if (at := os.path.join(resources.rules(), pack.texts(rule_id)["path"])) == path
                or at.startswith(path + os.sep)
            }
            continue
        bare = name.removeprefix("pack:")
        own = {rule.id for rule in pack.rules.values() if rule.pack == bare or rule.id == name}
        if not own:
            near = nearest(name, [*pack.rules, *(rule.pack for rule in pack.rules.values())])
            raise UserError(f"there is no rule, pack or rule file {name}", f"Did you mean {near}?" if near else "")
        found |= own
    return sorted(found)


def check(pack: Pack, rule_id: str) -> list[Failure]:
    """What is wrong with the examples of one rule."""
    examples: Sequence[Mapping[str, Any]] = pack.texts(rule_id)["examples"]
    failures = []
    if not any(example["expect"] for example in examples):
        failures.append(Failure(rule_id, "", "no example has a finding"))
    if all(example["expect"] for example in examples):
        failures.append(Failure(rule_id, "", "no example is without one"))
    for example in examples:
        failures += [
            Failure(rule_id, str(example["name"]), problem) for problem in _Trial(pack, rule_id, example).problems()
        ]
    return failures


class Judged(NamedTuple):
    """One run over files in memory: the graphs, and the findings that were not silenced."""

    graphs: tuple[Graph, ...]
    findings: tuple[Finding, ...]


def judge(pack: Pack, bound: Sequence[Bound], files: Files, paths: Sequence[str], settings: ModelSettings) -> Judged:
    """Build the graphs of these files, run the rules and apply the suppressions."""
    graphs = build(files, paths, settings)
    found: dict[tuple[str, ...], Finding] = {}
    for graph in graphs:
        for finding in run_rules(pack, bound, graph).findings:
            found.setdefault(finding.identity, finding)
    sources: dict[str, Source] = {path: source for graph in graphs for path, source in graph.sources.items()}
    ran = {row.rule.id for row in bound}
    kinds = {file.path: file.kind for graph in graphs for file in graph.files}
    left = suppress.suppress(list(found.values()), sources.values(), pack.rules.keys(), ran, (), kinds)
    findings = [*left.findings, *suppress.report(pack, bound, left.defects)]
    return Judged(graphs, tuple(sorted(findings, key=lambda finding: finding.sort_key)))


class _Trial:
    """One example being tried."""

    __slots__ = ("_bound", "_example", "_files", "_pack", "_rule", "_settings")

    def __init__(self, pack: Pack, rule_id: str, example: Mapping[str, Any]) -> None:
        self._pack = pack
        self._rule = rule_id
        self._example = example
        self._files = memory(example["files"])
        self._settings = _model(example)
        only = example.get("only", rule_id not in _NEED_OTHERS)
        params = {rule_id: RuleSetting("", example["params"])} if example.get("params") else {}
        versions = {name: str(said) for name, said in (example.get("settings") or {}).get("versions", {}).items()}
        self._bound = bind(pack, [rule_id] if only else None, params, (), versions)

    def problems(self) -> list[str]:
        """What does not hold."""
        before = self._judge(self._files)
        problems = self._compare([finding for finding in before.findings if finding.rule == self._rule])
        if not problems and before.findings and self._pack.rules[self._rule].fixable:
            problems = self._fixed()
        return problems

    def _judge(self, files: Files) -> Judged:
        return judge(self._pack, self._bound, files, self._files.paths, self._settings)

    def _compare(self, findings: Sequence[Finding]) -> list[str]:
        """Expected findings against those there are, by place."""
        left = list(findings)
        problems: list[str] = []
        for expected in self._example["expect"]:
            wanted = expand(str(expected["at"]))
            match = next((one for one in left if _is_at(one.span, wanted)), None)
            if match is None:
                problems.append(f"expected at {wanted}, not found")
                continue
            left.remove(match)
            if "message" in expected and expand(str(expected["message"])) != match.message:
                problems.append(f"at {wanted}: expected the message\n  {expected['message']}\nfound\n  {match.message}")
            related = [place(one.span) for one in match.related]
            missing = [
                str(at) for at in expected.get("related", ()) if not any(one.startswith(str(at)) for one in related)
            ]
            if missing:
                problems.append(
                    f"at {wanted}: not related: {', '.join(missing)}; there is {', '.join(related) or 'nothing'}"
                )
        return problems + [f"not expected: {place(one.span)}: {one.message}" for one in left]

    def _fixed(self) -> list[str]:
        """The files after the fix against `fixed`, and the rule's silence after it."""
        outcome = self._apply()
        if not outcome.texts and not outcome.applied and "fixed" not in self._example:
            return []  # the fix is only shown, or does not fit here
        wanted: Mapping[str, Any] = self._example.get("fixed") or {}
        if outcome.texts and not wanted:
            return ["the rule fixes this, but the example has no 'fixed'; it becomes\n" + _shown(outcome.texts)]
        problems = [f"not fixed: {place(finding.span)}: {why}" for finding, why in outcome.dropped]
        for path in sorted({*wanted, *outcome.texts}):
            expected = wanted.get(path)
            source = self._files.read(path)
            now = outcome.texts.get(path, source.text if isinstance(source, Source) else None)
            if now != (expand(expected) if expected is not None else None):
                problems.append(f"after the fix {path} should differ; it becomes\n{now}")
        left = [one for one in outcome.linted.findings if one.rule == self._rule and _mendable(one)]
        return problems + [f"still found after the fix: {place(one.span)}: {one.message}" for one in left]

    def _apply(self) -> Any:
        """All fixes of the rule, applied in memory; the one place that knows the fix layer."""
        from deploylint.fix.apply import fix
        from deploylint.fix.linted import Linted

        def lint(files: Files) -> Linted:
            judged = self._judge(files)
            return Linted(judged.findings, judged.graphs)

        return fix(self._files, lint, unsafe=True, select=lambda finding: finding.rule == self._rule)


def memory(files: Mapping[str, Any]) -> MemoryFiles:
    """The files of an example: path to text, or to text, bytes (hexadecimal), mode, git and dir."""
    made: dict[str, MemoryFile] = {}
    for path, said in files.items():
        form: Mapping[str, Any] = said if isinstance(said, dict) else {"text": said}
        if form.get("dir"):
            data = None
        elif "bytes" in form:
            data = bytes.fromhex(str(form["bytes"]))
        else:
            data = expand(str(form.get("text") or "")).encode()
        made[path] = MemoryFile(data, int(str(form.get("mode", "0644")), 8), str(form.get("git", "")))
    return MemoryFiles(made)


def expand(text: str) -> str:
    """The text with `{{fake:kind}}` replaced by something of the shape of that kind of token."""
    if "{{fake:" not in text:
        return text
    from deploylint.model.credentials import fake

    return _FAKE.sub(lambda match: fake(match[1]), text)


def _model(example: Mapping[str, Any]) -> ModelSettings:
    """The settings of an example; `environment` lists variables that are defined outside."""
    settings: Mapping[str, Any] = example.get("settings") or {}
    external: Mapping[str, Iterable[str]] = settings.get("externals") or {}
    return ModelSettings(
        env_files=tuple(settings.get("env_files") or ()),
        variables=frozenset(external.get("variables", ())) | frozenset(example.get("environment") or ()),
        networks=frozenset(external.get("networks", ())),
        volumes=frozenset(external.get("volumes", ())),
        services=frozenset(external.get("services", ())),
        places=tuple((settings.get("places") or {}).items()),
        closed=bool(settings.get("closed")),
        missing_env_files_expected=(settings.get("env") or {}).get("missing") == "expected",
        anchor_name=FOLDER,
        hosts=host_projects(settings.get("hosts") or {}),
        versions={name: str(said) for name, said in (settings.get("versions") or {}).items()},
    )


def place(span: Span) -> str:
    """`path:line:column`."""
    line, column = span.source.position(span.start)
    return f"{span.source.path}:{line}:{column}"


def _is_at(span: Span, wanted: str) -> bool:
    """Is the span at `path`, `path:line` or `path:line:column`?"""
    found = place(span)
    return found == wanted or found.startswith(wanted + ":")


def _mendable(finding: Finding) -> bool:
    """Does the finding have a fix that is made for applying?"""
    return finding.fix is not None and not finding.fix.reason and finding.fix.safety != "suggest"


def _shown(texts: Mapping[str, str]) -> str:
    return "\n".join(f"--- {path}\n{text}" for path, text in sorted(texts.items()))
