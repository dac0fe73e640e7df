"""What expressions mean, and what is wrong with those that are refused."""

from __future__ import annotations

import pytest

from tests.engine.worlds import World, maybe, quoted, rule


def _world() -> World:
    """A full box on a shelf, and an empty one that stands nowhere."""
    world = World(edges={"beside": {"box": ("links",)}})
    shelf = world.add("shelf", "top", depth=3)
    nail = world.add("thing", "nail", cost=2)
    saw = world.add("thing", "saw", cost=20)
    big = world.add(
        "box", "Big", note="of tools", size=7, limit=9, weight=1.5, full=True, tags=("a", "b"), sizes=(3, 1, 2),
        marks={"kind": "hand"}, home=shelf, things=(nail, saw), secret="hush",
    )  # fmt: skip
    world.add("box", "small", note=None, limit=None, secret=None)
    shelf.boxes = (big,)
    return world


TRUTHS = [
    ("box.full", "+-"),
    ("not box.full", "-+"),
    ("box.note", "+-"),
    ("box.note == null", "-+"),
    ("box.note != null", "+-"),
    ("box.home", "+-"),
    ("box.home == null", "-+"),
    ("box.home.name == 'top'", "+-"),
    ("box.home.depth > 2", "+-"),
    ("box.home.depth < 2", "--"),
    ("box.limit > 3", "+-"),
    ("box.limit <= 9 and box.size < box.limit", "+-"),
    ("0 < box.size < 8", "+-"),
    ("1 <= box.limit <= 9", "+-"),
    ("'a' in box.tags", "+-"),
    ("'a' not in box.tags", "-+"),
    ("'kind' in box.marks", "+-"),
    ("'tool' in box.note", "+-"),
    ("'tool' not in box.note", "-+"),
    ("box.size in [5, 6, 7]", "+-"),
    ("box.note in ['of tools', null]", "++"),
    ("box.note in [null, 'x']", "-+"),
    ("box.size + 1 == 8", "+-"),
    ("box.limit - 2 == 7", "+-"),
    ("box.limit + 1 == null", "-+"),
    ("box.size // 2 == 3 and box.size % 4 == 3", "+-"),
    ("box.size / 2 > 3.4", "+-"),
    ("-box.size == -7", "+-"),
    ("box.size * box.size == 49", "+-"),
    ("any(t.cost > 10 for t in box.things)", "+-"),
    ("any(box.things)", "+-"),
    ("all(t.cost > 1 for t in box.things)", "++"),
    ("all(t.cost > 2 for t in box.things)", "-+"),
    ("any(t.cost > 30 for t in box.things if t.name == 'saw')", "--"),
    ("count(box.things) == 2", "+-"),
    ("count(box.things) > 1", "+-"),
    ("2 <= count(box.things)", "+-"),
    ("count(t for t in box.things if t.cost > 5) == 1", "+-"),
    ("first(box.things).name == 'nail'", "+-"),
    ("first(box.things)", "+-"),
    ("first(box.things) == null", "-+"),
    ("first(t for t in box.things if t.cost > 5).cost == 20", "+-"),
    ("sum(t.cost for t in box.things) == 22", "+-"),
    ("sum(box.sizes) == 0", "-+"),
    ("min(box.sizes) == 1 and max(box.sizes) == 3", "+-"),
    ("max(t.cost for t in box.things) > 10", "+-"),
    ("max(box.size, 5) == 5", "-+"),
    ("sorted(box.sizes) == [1, 2, 3]", "+-"),
    ("join(sorted(box.tags), '+') == 'a+b'", "+-"),
    ("distinct(x // 2 for x in box.sizes) == [1, 0]", "+-"),
    ("[t.name for t in box.things] == ['nail', 'saw']", "+-"),
    ("any(t in box.home.boxes for t in all_of('box'))", "+-"),
    ("find('thing', name='saw') and box.full", "+-"),
    ("not find('thing', name='saw', cost=21)", "++"),
    ("find('box', home=box.home)", "++"),
    ("count(find('thing', name=box.name)) == 0", "++"),
    ("lookup('prices', first(box.things).name) == 2", "+-"),
    ("lookup('tools.age', 'saw') == 3", "++"),
    ("lookup('words', 'green')", "--"),
    ("lookup('words', 'red')", "++"),
    ("lower(box.name) == 'big' or upper(box.name) == 'SMALL'", "++"),
    ("startswith(box.note, 'of') and endswith(box.note, 'ls')", "+-"),
    ("matches(box.note, r'\\btools?$')", "+-"),
    ("replace(box.note, 'of ', '') == 'tools'", "+-"),
    ("split(box.note, ' ') == ['of', 'tools']", "+-"),
    ("glob(box.note, 'of*')", "+-"),
    ("near('Bigg', [b.name for b in all_of('box')]) == 'Big'", "++"),
    ("length(box.name) == 3", "+-"),
    ("int('12') == 12 and int('x') == null and int(box.size) == box.size", "++"),
    ("number('1.5') == 1.5", "++"),
    ("abs(0 - 3) == 3 and round(2.6) == 3", "++"),
    ("in_subnet('10.1.2.3', '10.0.0.0/8') and not in_subnet('11.1.2.3', '10.0.0.0/8')", "++"),
    ("is_loopback('127.0.0.1') and is_loopback('localhost') and not is_loopback('example.org')", "++"),
    ("is_private('192.168.1.1') and not is_private('9.9.9.9')", "++"),
    ("version_at_least('2.10', '2.9') and not version_at_least('2.8.4', '2.9')", "++"),
    ("version_matches('2.8.4', '>=2.8, <3')", "++"),
    ("ref(box.name) == '${Big}'", "+-"),
    ("masked(box.secret) != 'hush'", "++"),
    ("(box.note or 'none') == 'none'", "-+"),
    ("('x' if box.full else 'y') == 'y'", "-+"),
    ("path(box, first(box.links), beside)", "--"),
    ("true and not false", "++"),
]


@pytest.mark.parametrize("expression, answers", TRUTHS)
def test_truth(expression: str, answers: str) -> None:
    assert _world().answers(expression) == answers


def test_defines_and_edges_of_a_pack() -> None:
    shared = "define: {heavy(box): 'box.weight > 1', rich(box): 'heavy(box) and box.note'}\nedges: {near: [links]}"
    assert _world().answers("rich(box)", shared=shared) == "+-"
    assert _world().answers("path('box', box, near)", shared=shared) == "--"


WRONG = [
    ("box.nane", "box has no field 'nane'; did you mean name?"),
    ("bax.name", "unknown name 'bax'; did you mean box?"),
    ("box.things.cost > 2", "'cost' on a list"),
    ("box.name.upper", "a text has no fields"),
    ("box.name.upper()", "methods are not allowed; use a function"),
    ("box.size > 'a'", "a int and a text have no order"),
    ("box.size == 'a'", "a int never equals a text"),
    ("box.size == null", "this int is never null"),
    ("box.limit > null", "nothing is > null"),
    ("box.things > 3", "have no order"),
    ("3 in box.tags", "a int is never in a list of text"),
    ("'x' in box.size", "nothing is in a int"),
    ("box.name + 'x' == 'y'", "+ works on numbers, not on a text"),
    ("box.tags * 2 == box.tags", "* works on numbers"),
    ("box.size ** 2 > 1", "no operator Pow"),
    ("box.size << 2 > 1", "no operator LShift"),
    ("count(box.name) > 1", "count() goes through a list, not a text"),
    ("count(box.tags) > 'a'", "a count is compared with a number"),
    ("sum(box.tags) > 1", "sum() takes numbers"),
    ("lower(box.size) == 'a'", "lower() takes a text here, not a int"),
    ("lower() == 'a'", "lower() takes 1 argument"),
    ("louder(box.name)", "unknown function 'louder'"),
    ("lowr(box.name)", "unknown function 'lowr'; did you mean lower?"),
    ("lower", "lower is a function"),
    ("find('bix', name='x')", "unknown kind 'bix'; did you mean box?"),
    ("find('box', nam='x')", "box has no field 'nam'; did you mean name?"),
    ("find('box', name=3)", "box.name is a text, never a int"),
    ("find('box', tags='x')", "find() compares single values"),
    ("find('box')", "find() takes a kind and field=value pairs"),
    ("all_of(box)", "all_of() begins with a kind in quotes"),
    ("path('box', box, nowhere)", "unknown edge set 'nowhere'"),
    ("path('box', box.name, beside)", "path() goes between nodes, not a text"),
    ("lookup('price', 'x')", "unknown table 'price'; did you mean prices?"),
    ("lookup('tools', 'x')", "table tools has no column ''"),
    ("lookup('prices.a', 'x')", "table prices has no columns"),
    ("lookup('prices', 3)", "the keys of table prices are never a int"),
    ("params.max", "unknown parameter 'max'"),
    ("matches(box.name, '(a+)+')", "can take forever"),
    ("matches(box.name, '(')", "not a pattern"),
    ("matches(box.name, box.note)", "a pattern is written out or a parameter"),
    ("matches(box.name, '\\\\d')", None),
    ("any(x for x in all_of('box') for y in all_of('box') for z in all_of('box'))", "more than 2 comprehensions"),
    ("any(box for box in box.links)", "'box' is already the name of something else"),
    ("any(a for a, b in box.links)", "one plain variable"),
    ("box.tags[0]", "no indexing"),
    ("lambda: 1", "no lambda"),
    ("f'{box.name}'", "no f-string"),
    ("(x := box.name)", "use let"),
    ("{'a': 1}", "no dictionaries"),
    ("box.name and", "not an expression"),
    ("!box.full", "the words are: not, and, or"),
    ("box.size > 99999999999999999999", "numbers of 64 bits"),
    ("box.full " + "and box.full " * 200, "longer than 2,000 characters"),
    ("(" * 60 + "box.full" + ")" * 60, "nested more than 50"),
    ("not " * 80 + "box.full", "nested more than 50"),
    ("heavy(box)", "unknown function 'heavy'"),
]


@pytest.mark.parametrize("expression, message", WRONG)
def test_mistakes(expression: str, message: str | None) -> None:
    found = _world().mistakes(rule(f"for: box\nwhere:\n  - {quoted(expression)}\nmessage: m"))
    if message is None:
        assert found == []
        return
    assert len(found) == 1
    assert message in found[0]
    assert found[0].startswith("rule-0.yaml:10:")


def test_a_mistake_is_placed_at_the_very_word() -> None:
    found = _world().mistakes(rule("for: box\nwhere: box.full and box.nane\nmessage: '{box.nmae}'"))
    assert found == [
        "rule-0.yaml:9:25: box has no field 'nane'; did you mean name?",
        "rule-0.yaml:10:16: box has no field 'nmae'; did you mean name?",
    ]


def test_a_define_takes_its_kind() -> None:
    shared = "define: {heavy(box): 'box.weight > 1'}"
    found = _world().mistakes(rule("for: thing\nwhere: heavy(thing)\nmessage: m"), shared=shared)
    assert found == ["rule-0.yaml:9:14: heavy() takes a box, not a thing"]


def test_defines_are_not_recursive() -> None:
    found = _world().mistakes(shared="define: {a(box): b(box), b(box): a(box)}")
    assert len(found) == 2
    assert "a is defined by itself; defines are not recursive" in found[0]


OPEN = [
    # expression, closed with a witness, open with a witness, closed without, open without
    ("any(t.cost > 5 for t in box.things)", "++-?"),
    ("not any(t.cost > 5 for t in box.things)", "--+?"),
    ("all(t.cost > 5 for t in box.things)", "+?-?"),
    ("box.things", "++++"),
    ("not box.things", "----"),
    ("count(box.things) > 0", "++++"),
    ("count(box.things) >= 2", "--" + "-?"),
    ("0 < count(t for t in box.things if t.cost > 5)", "++-?"),
    ("count(box.things) == 1", "+?+?"),
    ("count(box.things) < 5", "+?+?"),
    ("first(box.things).cost > 5", "++--"),
    ("first(t for t in box.things if t.cost > 5)", "++-?"),
    ("sum(t.cost for t in box.things) > 5", "+?-?"),
    ("max(t.cost for t in box.things) > 5", "+?-?"),
    ("join(t.name for t in box.things) == ''", "-?-?"),
    ("distinct(t.name for t in box.things) == []", "-?-?"),
    ("sorted(t.name for t in box.things) == []", "-?-?"),
    ("[t.cost for t in box.things] == [9]", "+?-?"),
    ("9 in [t.cost for t in box.things]", "++-?"),
    ("9 not in [t.cost for t in box.things]", "--+?"),
    ("[t for t in box.things if t.cost > 5]", "++-?"),
    ("any(t.cost > 5 for b in [box] for t in b.things)", "++-?"),
    ("count([t for b in [box] for t in b.things if t.cost > 5]) > 0", "++-?"),
]


@pytest.mark.parametrize("expression, answers", OPEN)
def test_open_lists(expression: str, answers: str) -> None:
    world = World()
    dear, cheap = world.add("thing", "dear", cost=9), world.add("thing", "cheap", cost=1)
    for thing in dear, cheap:
        world.add("box", f"closed-{thing.name}", things=(thing,))
        world.add("box", f"open-{thing.name}", things=maybe(thing))
    if expression == "count(box.things) >= 2":
        answers = "-?-?"
    assert world.answers(expression) == answers


UNKNOWN = [
    ("box.note == 'x'", "?"),
    ("box.full and box.note", "-"),
    ("box.note and box.full", "?"),
    ("not box.note", "?"),
    ("any(b.note == 'y' for b in all_of('box'))", "?"),
    ("find('box', note='y')", "+"),
    ("not find('box', note='z')", "?"),
    ("count(find('box', note='y')) > 1", "?"),
    ("find('box', name='a', note='q')", "?"),
    ("not find('box', name='b', note='q')", "+"),
]


@pytest.mark.parametrize("expression, answer", UNKNOWN)
def test_unknown_values(expression: str, answer: str) -> None:
    world = World()
    world.add("box", "a", "note")
    world.add("box", "b", note="y")
    assert world.answers(expression)[0] == answer


def test_a_kind_with_missing_nodes_is_open() -> None:
    world = World()
    world.add("box", "a")
    world.graph.open_kinds = frozenset({"thing"})
    assert world.answers("not all_of('thing')") == "?"
    assert world.answers("not find('thing', name='x')") == "?"
    assert world.answers("not all_of('shelf')") == "+"


def test_a_shortest_way_with_ties_by_id() -> None:
    world = World(edges={"beside": {"box": ("links",)}})
    boxes = {name: world.add("box", name) for name in "dcba"}
    boxes["a"].links = (boxes["c"], boxes["b"])
    boxes["b"].links = boxes["c"].links = (boxes["d"],)
    boxes["d"].links = (boxes["a"],)
    outcome = world.run(
        rule(
            "for: box\nwhere: way\nlet: {way: 'path(first(find(\"box\", name=\"a\")), box, beside)'}\nmessage: '{way}'"
        )
    )
    shown = {finding.nodes[0]: finding.message for finding in outcome.findings}
    assert shown["box:d"] == "a -> b -> d"
    assert shown["box:a"] == "a -> b -> d -> a"


def test_a_way_past_something_unknown_is_undecided_unless_there_is_another() -> None:
    world = World(edges={"beside": {"box": ("links",)}})
    end = world.add("box", "end")
    world.add("box", "start", links=(world.add("box", "dark", "links"), world.add("box", "clear", links=(end,))))
    world.add("box", "other")
    assert world.answers("path(first(find('box', name='start')), box, beside)") == "+++??"
