"""From rules and a graph to findings: messages, places, groups, identity, parameters, limits."""

# ruff: noqa: E501 (rows of a table stand on one line)

from __future__ import annotations

import pytest

from deploylint.engine import answers, runtime
from deploylint.engine.bind import Bound, Override, RuleSetting, UnknownNameError, bind
from deploylint.engine.run import run
from deploylint.model.resolved import Origin
from deploylint.source.text import Source
from tests.engine.worlds import World, maybe, quoted, rule


def test_in_a_message_nothing_is_undecided() -> None:
    world = World()
    nail = world.add("thing", "nail", cost=2)
    world.add("box", "a", "note", "home", things=maybe(nail), size=3, full=True)
    assert world.shown("{box.name} {box.note} {box.home.name} {box.size} {box.full}") == [
        "a (unknown) (unknown) 3 true"
    ]
    assert world.shown("{count(box.things)}: {join(t.name for t in box.things)}") == ["at least 1: nail"]
    assert world.shown("{sum(t.cost for t in box.things)} {box.limit} {box.things}") == ["(unknown) (none) nail"]
    assert world.shown("{'dear' if any(t.cost > 5 for t in box.things) else 'cheap'}") == ["(unknown)"]
    assert world.shown("{{{box.name}}} {'}'}") == ["{a} }"]


def test_a_late_let_may_be_unknown_and_an_early_one_decides() -> None:
    world = World()
    world.add("box", "a", "note", home=world.add("shelf", "s"))
    late = world.run(rule("for: box\nlet: {note: box.note}\nmessage: '{note}'"))
    assert [finding.message for finding in late.findings] == ["(unknown)"]
    early = world.run(rule("for: box\nlet: {note: box.note}\nwhere: note\nmessage: '{note}'"))
    assert early.findings == []
    assert early.counts["rule-0"] == (1, 1, 0)


def test_clauses_without_a_let_come_first() -> None:
    world = World()
    world.add("box", "a", "note")
    outcome = world.run(rule("for: box\nlet: {note: box.note}\nwhere: [note, box.full]\nmessage: '{note}'"))
    assert outcome.counts["rule-0"] == (1, 0, 0)


def test_a_fix_with_something_unknown_is_dropped() -> None:
    world = World()
    fix = "\nfix: {title: 'Do {box.name}', safety: safe, when: box.size == 0, edits: [{set: box.note, to: '{box.limit}'}]}"
    world.add("box", "a", limit=3)
    world.add("box", "b", "limit")
    world.add("box", "c", limit=3, size=1)
    found = {f.nodes[0]: f.fix for f in world.run(rule("for: box\nkey: box.name\nmessage: m" + fix)).findings}
    assert found["box:b"] is None
    assert found["box:c"] is None
    fixed = found["box:a"]
    assert fixed is not None
    assert (fixed.title, fixed.safety) == ("Do a", "safe")
    operation = fixed.operations[0]
    assert (operation.verb, operation.field, operation.value) == ("set", "note", 3)


def test_every_verb() -> None:
    world = World()
    world.add("box", "a", tags=("x", "y"), marks={"k": "v"})
    edits = (
        "[{remove: 'box.tags[[t for t in box.tags]]'}, {remove: 'box.marks[\"k\"]'}, {add: box.tags, value: 'z{box.size}'}, "
        "{rename: box, to: new}, {quote: box.note}, {comment-out: box}, {insert: box.tags, value: q}, {format: box}, "
        "{set: box.full, to: true}, {set: box.size, to: 4}, {add: box.tags, value: [a, b]}]"
    )
    outcome = world.run(rule(f"for: box\nmessage: m\nfix: {{title: T, safety: unsafe, edits: {edits}}}"))
    fix = outcome.findings[0].fix
    assert fix is not None
    assert [(o.verb, o.field, o.item, o.value) for o in fix.operations] == [
        ("remove", "tags", "x", None),
        ("remove", "tags", "y", None),
        ("remove", "marks", "k", None),
        ("add", "tags", None, "z0"),
        ("rename", "", None, "new"),
        ("quote", "note", None, None),
        ("comment-out", "", None, None),
        ("insert", "tags", None, "q"),
        ("format", "", None, None),
        ("set", "full", None, True),
        ("set", "size", None, 4),
        ("add", "tags", None, ("a", "b")),
    ]


def test_a_group_is_one_finding() -> None:
    world = World()
    for name, size in ("a", 1), ("b", 2), ("c", 1), ("d", 1):
        world.add("box", name, size=size)
    outcome = world.run(
        rule(
            "for: box\ngroup: {by: box.size}\nmessage: '{count(group)} of {first(group).size}: {join(b.name for b in group)}'"
        )
    )
    assert [finding.message for finding in outcome.findings] == ["3 of 1: a, c, d"]
    finding = outcome.findings[0]
    assert finding.nodes == ("box:a", "box:c", "box:d")
    assert [related.span.start for related in finding.related] == [2, 3]


def test_a_group_with_a_possible_member_is_open() -> None:
    world = World()
    for name in "abc":
        world.add("box", name, size=1, full=True)
    world.add("box", "d", "size", full=True)
    world.add("box", "e", "full", size=2)
    world.add("box", "f", size=2, full=True)
    body = "for: box\nwhere: box.full\ngroup: {by: [box.size, box.full], having: HAVING}\nmessage: '{count(group)}'"
    assert [f.message for f in world.run(rule(body.replace("HAVING", "count(group) > 1"))).findings] == ["at least 3"]
    exact = world.run(rule(body.replace("HAVING", "count(group) == 3")))
    assert exact.findings == []
    assert exact.counts["rule-0"].undecided == 4  # two nodes and both groups


def test_lets_of_a_group_rule_see_the_node_or_the_group() -> None:
    world = World()
    for name, size in ("a", 1), ("b", 3), ("c", 4):
        world.add("box", name, size=size)
    lets = "let: {half: box.size // 2, names: 'join(b.name for b in group)', big: 'count(group) > 1'}"
    outcome = world.run(rule(f"for: box\n{lets}\ngroup: {{by: half, having: not big}}\nmessage: '{{names}}'"))
    assert [finding.message for finding in outcome.findings] == ["a", "b", "c"]


def test_a_path_is_the_way_of_a_finding() -> None:
    world = World(edges={"beside": {"box": ("links",)}})
    c = world.add("box", "c")
    b = world.add("box", "b", links=(c,))
    a = world.add("box", "a", links=(b,))
    find = 'find(\\"box\\", name=\\"a\\")'
    lets = f'let: {{way: "path(first({find}), box, beside)", others: "[b for b in box.links]"}}'
    places = "related: [{at: others, note: next}, {at: way, note: on the way}]"
    finding = world.run(rule(f"for: box\n{lets}\nwhere: way\n{places}\nmessage: m")).findings[0]
    assert finding.nodes == ("box:c",)
    assert [(step.span.start, step.note) for step in finding.way] == [
        (a.header.start, "box a"),
        (b.header.start, "box b"),
        (c.header.start, "box c"),
    ]
    assert [place.note for place in finding.related] == ["on the way", "on the way"]
    plain = world.run(rule("for: box\nwhere: box.links\nrelated: {at: box.links}\nmessage: m")).findings
    assert [finding.way for finding in plain] == [(), ()]


def test_places_in_lists_edges_and_items() -> None:
    world = World()
    source = Source("places.yaml", "abcdefghij")
    shelf = world.add("shelf", "s")
    box = world.add("box", "a", home=shelf, tags=("p", "q"), things=(world.add("thing", "t"), world.add("thing", "u")))
    items: dict[object, Origin] = {"p": Origin(source, 3, 4), "q": Origin(source, 4, 5)}
    box.origins["tags"] = Origin(source, 2, 6, items=items)

    def at(path: str) -> list[tuple[str, int]]:
        finding = world.run(rule(f"for: box\nat: {quoted(path)}\nmessage: m")).findings[0]
        spans = [finding.span, *(related.span for related in finding.related)]
        return [(span.source.path, span.start) for span in spans]

    assert at("box") == [("hand.yaml", 3)]
    assert at("box.tags") == [("places.yaml", 2)]
    assert at("box.tags['q']") == [("places.yaml", 4)]
    assert at("box.tags[[t for t in box.tags]]") == [("places.yaml", 3), ("places.yaml", 4)]
    assert at("box.note") == [("hand.yaml", 3)]  # not written: the node's header
    assert at("box.home") == [("hand.yaml", 0)]  # an edge that is not written: where it leads
    assert at("box.home.name") == [("hand.yaml", 0)]
    assert at("box.things") == [("hand.yaml", 1), ("hand.yaml", 2)]
    assert at("box.next.name") == [("hand.yaml", 3)]  # leads nowhere


def test_the_key_tells_findings_apart_and_never_holds_a_secret() -> None:
    world = World()
    box = world.add("box", "a", secret="hush-hush")
    box.origins["secret"] = Origin(Source("s.yaml", "hush-hush"), 0, 9)
    assert world.run(rule("for: box\nat: box.secret\nmessage: m")).findings[0].key == "secret"
    assert world.run(rule("for: box\nmessage: m")).findings[0].key == "x"
    assert world.run(rule("for: box\nkey: box.size\nmessage: m")).findings[0].key == "0"
    assert "masked" in world.mistakes(rule("for: box\nmessage: '{box.secret}'"))[0]
    assert "masked" in world.mistakes(rule("for: box\nlet: {s: lower(box.secret)}\nmessage: '{s}'"))[0]
    assert world.mistakes(rule("for: box\nmessage: '{masked(box.secret)}'")) == []
    assert "key may not be a secret" in world.mistakes(rule("for: box\nkey: box.secret\nmessage: m"))[0]


_PARAM = "for: box\nparams: {max: {type: int, default: 3, doc: d}}\nwhere: box.size > params.max\nkey: box.name\nmessage: '{params.max}'"


def test_parameters_and_severities_by_path() -> None:
    world = World()
    world.add("box", "a", size=4)
    other = world.add("box", "b", size=4)
    other.header = Origin(Source("dev/b.yaml", "x"), 0, 1)
    pack = world.pack(rule(_PARAM))
    overrides = [Override(lambda path: path.startswith("dev/"), {"rule-0": RuleSetting("info", {"max": 9})})]

    def found(rows: tuple[Bound, ...]) -> list[tuple[str, str, str]]:
        return [(f.nodes[0], f.severity, f.message) for f in run(pack, rows, world.graph).findings]

    assert found(bind(pack)) == [("box:b", "warning", "3"), ("box:a", "warning", "3")]
    assert found(bind(pack, None, {"rule-0": RuleSetting("error", {"max": 5})})) == []
    assert found(bind(pack, None, None, overrides)) == [("box:a", "warning", "3")]
    overrides = [Override(lambda path: path.startswith("dev/"), {"rule-0": RuleSetting("info")})]
    assert found(bind(pack, None, None, overrides)) == [("box:b", "info", "3"), ("box:a", "warning", "3")]
    overrides = [Override(lambda path: path.startswith("dev/"), {"rule-0": RuleSetting("off")})]
    assert found(bind(pack, None, None, overrides)) == [("box:a", "warning", "3")]


def test_settings_that_name_nothing() -> None:
    pack = World().pack(rule(_PARAM))
    settings = {"rule-1": RuleSetting(), "rule-0": RuleSetting("eror", {"mix": 1, "max": "x"})}
    with pytest.raises(UnknownNameError) as caught:
        bind(pack, None, settings)
    assert [problem[1:] for problem in caught.value.problems] == [
        ("there is no rule rule-1", "did you mean rule-0?"),
        ("eror is no severity", "did you mean error?"),
        ("rule-0 has no parameter mix", "did you mean max?"),
        ("the parameter max of rule-0 is a int", ""),
    ]


def test_rules_for_other_versions_do_not_run() -> None:
    pack = World().pack(rule("for: box\nrequires: {compose: '>=2.24'}\nmessage: m"))
    assert len(bind(pack)) == 1
    assert len(bind(pack, None, None, (), {"compose": "2.30.1"})) == 1
    assert bind(pack, None, None, (), {"compose": "2.20"}) == ()
    older = World().pack(rule("for: box\nrequires: {compose: '<2.24'}\nmessage: m"))
    assert bind(older) == ()
    assert len(bind(older, None, None, (), {"compose": "2.20"})) == 1


def test_a_rule_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtime, "MOST_STEPS", 1000)
    world = World()
    for number in range(40):
        world.add("box", str(number))
    slow = rule('for: box\nwhere: \'any(a.size == b.limit for a in all_of("box") for b in all_of("box"))\'\nmessage: m')
    quick = rule("for: box\nkey: box.name\nmessage: m", "rule-1")
    outcome = world.run(slow, quick)
    assert outcome.counts["rule-0"] == (40, 0, 0)
    assert outcome.counts["rule-1"] == (40, 0, 40)
    assert [f.rule for f in outcome.findings if f.rule != "rule-1"] == ["input-limit-exceeded"]


def test_a_mistake_of_ours_is_not_undecided() -> None:
    with pytest.raises(AttributeError):
        answers.undecidable(AttributeError("x", name="y", obj="text"))


def test_one_finding_for_one_identity_and_the_order_of_a_report() -> None:
    world = World()
    world.add("box", "b", size=1)
    world.add("box", "a", size=1)
    outcome = world.run(rule("for: box\nmessage: z"), rule("for: box\nmessage: y", "rule-1"))
    assert [(f.span.start, f.rule) for f in outcome.findings] == [
        (0, "rule-0"),
        (0, "rule-1"),
        (1, "rule-0"),
        (1, "rule-1"),
    ]
