"""The functions of the rule language as a table: what they take, what they give, and a sentence on each."""

from __future__ import annotations

from typing import NamedTuple

from deploylint.engine.types import ANY, BOOL, INT, NUMBER, TEXT, Type, list_of


class Function(NamedTuple):
    """A function: the types of its arguments (`optional` of them may be left out), of its value, and a sentence.

    `total` functions give their value also for null; the others give null when an argument is null.  `literal` lists
    the arguments that must be written out, because they are checked when the rule is loaded.
    """

    takes: tuple[Type, ...]
    gives: Type
    doc: str
    optional: int = 0
    total: bool = True
    literal: tuple[int, ...] = ()


_LISTENER = Type("node", nullable=True, kind="listener")

FUNCTIONS: dict[str, Function] = {
    "lower": Function((TEXT,), TEXT, "The text in lower case.", total=False),
    "upper": Function((TEXT,), TEXT, "The text in upper case.", total=False),
    "matches": Function((TEXT, TEXT), BOOL, "Is the pattern found in the text?", literal=(1,)),
    "startswith": Function((TEXT, TEXT), BOOL, "Does the text begin so?"),
    "endswith": Function((TEXT, TEXT), BOOL, "Does the text end so?"),
    "replace": Function(
        (TEXT, TEXT, TEXT), TEXT, "The text with each second argument replaced by the third.", total=False
    ),
    "split": Function((TEXT, TEXT), list_of(TEXT, open=False), "The parts of the text between separators; () of null."),
    "glob": Function((TEXT, TEXT), BOOL, "Does the whole text match the pattern of * (not /), ** and ?"),
    "near": Function((TEXT, list_of(TEXT)), TEXT._replace(nullable=True), "The nearest other name within two edits."),
    "length": Function((TEXT,), INT, "The number of characters.", total=False),
    "int": Function((ANY,), INT._replace(nullable=True), "The whole number that a text writes in decimal, else null."),
    "number": Function((ANY,), NUMBER._replace(nullable=True), "The number that a text writes, else null."),
    "abs": Function((NUMBER,), NUMBER, "The distance from zero.", total=False),
    "round": Function((NUMBER,), INT, "The nearest whole number.", total=False),
    "overlaps": Function((_LISTENER, _LISTENER), BOOL, "Do two listeners claim one port of one machine?"),
    "clashing": Function(
        (list_of(_LISTENER),),
        list_of(_LISTENER),
        "The listeners of a list that claim a port another of them claims too.",
    ),
    "in_subnet": Function((TEXT, TEXT), BOOL, "Does the address lie in the network, such as 10.0.0.0/8?"),
    "is_loopback": Function((TEXT,), BOOL, "Is it an address of the machine itself, or localhost?"),
    "is_private": Function((TEXT,), BOOL, "Is it an address that is not routed on the internet?"),
    "version_at_least": Function((TEXT, TEXT), BOOL, "Is a version such as 2.8.4 the second one or newer?"),
    "version_matches": Function((TEXT, TEXT), BOOL, "Does a version satisfy a requirement such as >=2.8, <3?"),
    "looks_secret": Function((TEXT, TEXT), BOOL, "Do a name and its value look like a literal secret?"),
    "masked": Function((TEXT,), TEXT, "The text made unreadable.", total=False),
    "ref": Function((TEXT,), TEXT, "The reference ${NAME} to a variable.", total=False),
}

FORMS: dict[str, str] = {
    "any": "Is one of them true?  any(x.field for x in list if condition)",
    "all": "Are all of them true?",
    "count": "How many are there?",
    "first": "The first of them, else null.",
    "sum": "Their sum.",
    "min": "The least of them, else null.",
    "max": "The greatest of them, else null.",
    "distinct": "The list without repetitions.",
    "sorted": "The list in order.",
    "join": "One text of them all, with a separator (a comma and a blank).",
    "find": 'All nodes of a kind with these values: find("kind", field=value).',
    "all_of": 'All nodes of a kind: all_of("kind").',
    "path": 'The shortest way, from any node of a kind or from one node, to a node: path("kind", node, edges).',
    "lookup": 'The row of a data table, else null: lookup("table", key) or lookup("table.column", key).',
}
"""Forms that look like functions; the checker knows each."""
