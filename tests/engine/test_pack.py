"""Rule files: their shape, refinement, and mistakes that are told all at once with place and suggestion."""

# ruff: noqa: E501 (rows of a table stand on one line)

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from deploylint import resources
from deploylint.engine.bind import bind
from deploylint.engine.cache import pack_of
from deploylint.engine.mistakes import PackError
from deploylint.engine.pack import RuleFile, compile_pack, read_folder, read_tables
from deploylint.engine.schema import rule_schema
from deploylint.engine.spec import plain
from deploylint.source.text import Source
from deploylint.syntax.yaml_tree import parse
from tests.engine.worlds import World, rule

FILE_MISTAKES = [
    ("- a", "1:1: a rule file is a mapping"),
    ("", "1:1: a rule file is a mapping"),
    ("id: rule-0\nfor: box\nwhen: x", "3:1: unknown key 'when'"),
    ("id: other\nfor: box", "the file is called rule-0, its rule other"),
    ("id: Rule_0\nfor: box", "'Rule_0' cannot be an id"),
    (rule("for: bax\nmessage: m"), "8:6: unknown kind 'bax'; did you mean box?"),
    (rule("for: box\nmessage: m\nseverity: eror").replace("severity: warning\n", ""), "cannot be 'eror'; did you mean error?"),
    (rule("for: box\nmessage: m\nlevel: off").replace("level: recommended\n", ""), None),
    (rule("for: box\nmessage: m\nstatus: {deprecated: {since: '1', use: x}}"), None),
    (rule("for: box\nmessage: m\nstatus: old"), "'status' cannot be 'old'"),
    (rule("for: box\nmessage: '{box.name'"), "this hole has no end"),
    (rule("for: box\nmessage: 'a } b'"), "this brace closes nothing"),
    (rule("for: box\nmessage: '{nobody}'"), "unknown name 'nobody'"),
    (rule("for: box\nlet: {a: box.name}\nmessage: m"), "'a' is named and not used"),
    (rule("for: box\nlet: {box: box.name}\nmessage: m"), "'box' is already the name of something else"),
    (rule("for: box\nlet: {a: b, b: box.name}\nmessage: '{a}{b}'"), "unknown name 'b'"),
    (rule("for: box\nparams: {x: {type: int, default: 1, doc: d}}\nmessage: m"), "the parameter 'x' is not used"),
    (rule("for: box\nparams: {x: {type: int, default: a, doc: d}}\nmessage: '{params.x}'"), "the default of 'x' is no int"),
    (rule("for: box\nparams: {x: {type: integer, default: 1, doc: d}}\nmessage: '{params.x}'"), "cannot be 'integer'"),
    (rule("for: box\ngroup: {having: group}\nmessage: m"), "'group' has no 'by'"),
    (rule("for: box\ngroup: {by: box.tags}\nmessage: m"), "groups are made by single values"),
    (rule("for: box\ngroup: {by: box.size}\nmessage: '{box.name}'"), "unknown name 'box'"),
    (rule("for: box\nat: box.nane\nmessage: m"), "box has no field 'nane'; did you mean name?"),
    (rule("for: box\nat: box.tags[3]\nmessage: m"), "a int selects nothing in a list of text"),
    (rule("for: box\nat: box.name['x']\nmessage: m"), "follows a list or mapping of plain values, not a text"),
    (rule("for: box\nat: first(box.things)\nmessage: m"), "not a location path"),
    (rule("for: box\nlet: {n: box.name}\nat: n\nmessage: m"), "a text is no place"),
    (rule("for: box\nrelated: {note: x}\nmessage: m"), "'related' has no 'at'"),
    (rule("for: box\nmessage: m\nfix: {title: t, safety: safe}"), "'fix' has no 'edits'"),
    (rule("for: box\nmessage: m\nfix: {title: t, safety: safe, edits: [{put: box.name, to: x}]}"), "an edit has one verb"),
    (rule("for: box\nmessage: m\nfix: {title: t, safety: safe, edits: [{set: box.name}]}"), "'set' needs 'to'"),
    (rule("for: box\nmessage: m\nfix: {title: t, safety: safe, edits: [{remove: box, to: x}]}"), "'remove' takes no 'to'"),
    (rule("for: box\nmessage: m\nfix: {title: t, safety: sure, edits: [{remove: box}]}"), "cannot be 'sure'"),
    (rule("for: box\nmessage: m\nrequires: {docker: '>1'}"), "unknown key 'docker' in 'requires'"),
    (rule("for: box\nwhere: box.name == 'a #b'\nmessage: m"), "YAML takes what follows ` #` as a comment"),
    (rule("for: box\nwhere: box.full # is it?\nmessage: m"), None),
    (rule("for: box\nwhere: 'a' in box.tags\nmessage: m"), "an expression that begins with a quote must be in quotes"),
    (rule("for: box\nwhere: >-\n  box.full\n  and box.nane\nmessage: m"), "11:11: box has no field 'nane'"),
    (rule("for: box\nwhere: |\n  box.full\n  and box.nane\nmessage: m"), "11:11: box has no field 'nane'"),
    (rule("for: box\nmessage: m\nexamples: [{name: a, file: {}}]").replace("examples: [{name: a, files: {}, expect: []}]\n", ""),
     "unknown key 'file' in 'examples'; did you mean files?"),
]  # fmt: skip


@pytest.mark.parametrize("text, message", FILE_MISTAKES)
def test_mistakes(text: str, message: str | None) -> None:
    found = World().mistakes(text)
    if message is None:
        assert found == []
    else:
        assert any(message in mistake for mistake in found), found


def test_all_mistakes_at_once_in_order_of_place() -> None:
    found = World().mistakes(
        rule("for: box\nwhere: [box.a, box.full, box.b]\nlet: {c: box.d}\nat: box.e\nmessage: '{box.f} {box.g}'"),
        rule("for: bex\nmessage: m", "rule-1"),
    )
    assert [mistake.split(": ")[0] for mistake in found] == [
        "rule-0.yaml:9:13",
        "rule-0.yaml:9:30",
        "rule-0.yaml:10:7",
        "rule-0.yaml:10:14",
        "rule-0.yaml:11:9",
        "rule-0.yaml:12:16",
        "rule-0.yaml:12:24",
        "rule-1.yaml:8:6",
    ]


def _files(*texts: tuple[str, str, str]) -> list[RuleFile]:
    return [RuleFile(pack, Source(path, text)) for pack, path, text in texts]


_WHOLE = rule("for: service\nwhere: service.privileged\nmessage: m", "a-rule")


def test_a_later_file_refines_a_rule() -> None:
    program = compile_pack(
        _files(("one", "a-rule.yaml", _WHOLE), ("two", "two/a-rule.yaml", "id: a-rule\nseverity: error\nmessage: n"))
    )
    spec = program.specs["a-rule"]
    assert (spec.severity, spec.pack, spec.message.text if spec.message else "") == ("error", "one", "n")
    assert len(program.specs) == 1


def test_a_second_rule_of_one_id_is_a_mistake() -> None:
    with pytest.raises(PackError, match=r"there is a rule a-rule in a-rule\.yaml; to refine it"):
        compile_pack(_files(("one", "a-rule.yaml", _WHOLE), ("two", "two/a-rule.yaml", _WHOLE)))


def test_a_refinement_is_checked_as_a_whole() -> None:
    with pytest.raises(
        PackError, match=r"two/a-rule.yaml:2:16: service has no field 'privilege'; did you mean privileged\?"
    ):
        compile_pack(
            _files(("one", "a-rule.yaml", _WHOLE), ("two", "two/a-rule.yaml", "id: a-rule\nwhere: service.privilege"))
        )


def test_a_pack_in_one_file() -> None:
    rules = "\n".join("    " + line if number else "  - " + line for number, line in enumerate(_WHOLE.splitlines()))
    text = "pack: mine\nedges: {up: {service: [project]}, down: [services]}\ndefine: {p(service): service.privileged}\nrules:\n"
    program = compile_pack(_files(("x", "mine.yaml", text + rules)))
    assert program.specs["a-rule"].pack == "mine"


def test_mistakes_in_pack_files() -> None:
    text = "packk: a\nedges: {up: {servce: [project]}, down: [name], in: {service: [image, privileged]}}\ndefine: {p service: x, q(srv): 'true'}"
    with pytest.raises(PackError) as caught:
        compile_pack(_files(("x", "_pack.yaml", text)))
    found = [mistake.message for mistake in caught.value.mistakes]
    assert found == [
        "unknown key 'packk'",
        "unknown kind 'servce'",
        "no kind has an edge 'down'".replace("down", "name"),
        "service has no edge 'privileged'",
        "'p service' is no signature",
        "unknown kind 'srv'",
    ]


def test_the_shipped_rules_compile_and_bind() -> None:
    program = compile_pack(read_folder(resources.rules()), read_tables(resources.schemas()))
    pack = pack_of(program)
    bound = {row.rule.id for row in bind(pack)}
    left_out = {rule_id for rule_id in program.specs if rule_id not in bound}
    assert left_out == {"address-space-before-comma"}, "the rules for old versions"
    assert len(bound) > 80
    for rule_id in pack.rules:
        assert pack.texts(rule_id)["why"].endswith(".")


def test_the_schema_accepts_the_shipped_rules_and_refuses_others() -> None:
    schema = json.loads(json.dumps(rule_schema()))
    check = jsonschema.Draft202012Validator(schema)
    for path in sorted(Path(resources.rules()).rglob("*.yaml")):
        if not path.name.startswith("_"):
            source = Source(path.name, path.read_text("utf-8"))
            root = parse(source).documents[0]
            assert root is not None
            value = plain(source, root)
            assert [error.message for error in check.iter_errors(value)] == [], path
    for wrong in ({"id": "A"}, {"id": "a", "when": 1}, {"id": "a", "for": "service"}, {"id": "a", "severity": "fatal"}):
        assert list(check.iter_errors(wrong)), wrong
