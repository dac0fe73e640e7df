"""The statements of a Caddyfile, and what cannot be one."""

from __future__ import annotations

import pytest

from deploylint.source.span import Span
from deploylint.source.text import Source
from deploylint.syntax.caddyfile import parse, structure, tokenize
from deploylint.syntax.caddyfile.tree import CaddyTree, Statement


def outline(statements: list[Statement]) -> str:
    """All in one line; only directives go without their kind, only a site without braces has a colon."""
    rows = []
    for statement in statements:
        block = statement.block
        kind = [] if statement.kind == "directive" else [statement.kind]
        row = " ".join([*kind, *(word.text for word in statement.words)])
        if block is not None:
            inner = outline(block.statements)
            row += f": {inner}" if block.open is None and statement.kind == "site" else f" ({inner})"
        rows.append(row)
    return "; ".join(rows)


def read(text: str, *, fragment: bool = False) -> CaddyTree:
    return parse(Source("Caddyfile", text), fragment=fragment)


STRUCTURES: list[tuple[str, str]] = [
    ("", ""),
    ("# a\n", ""),
    ("{\n debug\n}\n", "global (debug)"),
    ("{\n}\na {\n}", "global (); site a ()"),
    # Addresses: white space or commas, and after a comma on the next line.
    ("a, b c,\n\nd {\n}\n", "site a b c d ()"),
    ("a {\n}\nb\n\n{\n x\n}\n", "site a (); site b (x)"),
    ("a { x y\n}\n", "site a (x y)"),
    ("a {\n} b {\n}\n", "site a (); site b ()"),
    # A site without braces reaches to the end.
    ("a\n", "site a: "),
    ("a,\nb\nx {\n y\n}\nz\n", "site a b: x (y); z"),
    ("(s) {\n x\n}\n", "snippet (s) (x)"),
    ("(s)\n{\n}\n", "snippet (s) ()"),
    ("(s) b {\n}\n", "site (s) b ()"),
    ("&(r) {\n x\n}\n", "route &(r) (x)"),
    ("import x y\na {\n import z\n}\n", "import import x y; site a (import import z)"),
    (
        'import x\n"import" s {\n y z\n}\na {\n}\n',
        "import import x; import import s (y z); site a ()",
    ),
    ("import x\n{\n debug\n}\n", "import import x; global (debug)"),
    ("a {\n x import\n y {\n  import z\n }\n}\n", "site a (x import; y (import import z))"),
    ("a {\n @m path /x\n @n {\n  path /y\n }\n}\n", "site a (matcher @m path /x; matcher @n (path /y))"),
    # Braces are structural only as whole words without quotes.
    ('a {\n x "{" `}` {y} {}\\\n z\n}\n', "site a (x { } {y} {} z)"),
    ("a {\n x \\\n  y {\n  z\n }\n}\n", "site a (x y (z))"),
    ("a {\n x <<E\n  {\n  E y\n}\n", "site a (x { y)"),
    ('a {\n "x\n y" z\n w\n}\n', "site a (x\n y z; w)"),
    ("a {\n x # {\n}\n", "site a (x)"),
    ("a {\n import s { x\n }\n y\n}\n", "site a (import import s (x); y)"),
    ("(s) { x }\na {\n}\n", "snippet (s) (x); site a ()"),
    ("&(r) {\n x { y\n }\n}\n", "route &(r) (x (y))"),
    ('"" , a {\n}\n', "site a ()"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), STRUCTURES)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_structure(newline: str, text: str, expected: str) -> None:
    tree = read(text.replace("\n", newline))
    assert outline(tree.statements).replace(newline, "\n") == expected
    assert tree.defects == ()
    assert not tree.broken


def test_fragment() -> None:
    text = "header X y\n@m path /a\nhandle {\n x\n}\nimport z\n"
    expected = "header X y; matcher @m path /a; handle (x); import import z"
    tree = read(text, fragment=True)
    assert outline(tree.statements) == expected
    assert tree.defects == ()


def test_addresses_have_their_own_places() -> None:
    text = "a.com, b.com ,\n{$X:c.com,} {$X:d.com} {\n}\n"
    (site,) = read(text).statements
    assert [(word.text, word.span.text) for word in site.words] == [
        ("a.com", "a.com"),
        ("b.com", "b.com"),
        ("c.com", "{$X:c.com,}"),
        ("d.com", "{$X:d.com}"),
    ]
    (joined,) = read("{$A}.com,b.com {\n}\n").statements
    assert [len(word.uses) for word in joined.words] == [1, 0]


def test_blocks_have_their_braces() -> None:
    text = "a {\n x {\n }\n}\n"
    tree = read(text)
    site = tree.statements[0].block
    assert site is not None
    inner = site.statements[0].block
    assert inner is not None
    assert site.open is tree.tokens[1]
    assert site.close is tree.tokens[5]
    assert inner.open is tree.tokens[3]
    assert inner.close is tree.tokens[4]


def test_tokens_of_several_files() -> None:
    main = tokenize(Source("Caddyfile", "a {\n import x\n z\n}\n")).tokens
    other = tokenize(Source("x", "b c\n")).tokens
    place = Span(main[2].source, main[2].start, main[3].end)
    for token in other:
        token.imports = (place,)
    found = structure([*main[:2], *other, *main[4:]])
    assert outline(found.statements) == "site a (b c; z)"
    assert found.defects == ()


# The place of a defect is marked by « before it.
DEFECTS: list[tuple[str, str, str]] = [
    ("a «{\n x\n", "unclosed-brace", "site a (x)"),
    ("a {\n x «{\n  y\n}\nb {\n}\n", "unclosed-brace", "site a (x (y)); site b ()"),
    ("a «{\n x\n\nb {\n y\n}\n", "unclosed-brace", "site a (x); site b (y)"),
    ("a «{\n x\n\nb\n{\n y\n}\n", "unclosed-brace", "site a (x); site b (y)"),
    ("{\n debug\n x «{\n}\n\na {\n}\n", "unclosed-brace", "global (debug; x ()); site a ()"),
    ("(s) «{\n x\na {\n y\n}\n", "unclosed-brace", "snippet (s) (x); site a (y)"),
    # Without indentation the counting of braces decides.
    ("a «{\nx\nb {\ny\n}\n", "unclosed-brace", "site a (x; b (y))"),
    ("a {\n}\n«}\nb {\n}\n", "unmatched-closing-brace", "site a (); site b ()"),
    ("a\nx\n«}\nb {\n}\n", "unmatched-closing-brace", "site a: x; site b ()"),
    ("a {\n x\n }\n @m path /\n«}\n", "unmatched-closing-brace", "site a (x); matcher @m path /"),
    ("«a.com{\n x\n}\n", "missing-space-before-brace", "site a.com (x)"),
    ("«a.com,{\n}\n", "missing-space-before-brace", "site a.com ()"),
    ("a {\n x «y{\n  z\n }\n}\n", "missing-space-before-brace", "site a (x y (z))"),
    ("a {\n «x{\n }\n}\n", "missing-space-before-brace", "site a (x ())"),
    ("a {\n x «{ y\n }\n}\n", "brace-not-at-line-end", "site a (x (y))"),
    ("a {\n x «{ }\n}\n", "brace-not-at-line-end", "site a (x ())"),
    ("a {\n x «{ y }\n}\n", "brace-not-at-line-end", "site a (x (y))"),
    ("a {\n x y\n «{\n  z\n }\n}\n", "brace-on-new-line", "site a (x y (z))"),
    ("a { x «}\n", "closing-brace-not-alone", "site a (x)"),
    ("a {\n x {\n  y «}\n}\n", "closing-brace-not-alone", "site a (x (y))"),
    ("a {\n x {\n  y {\n } «}\n}\n", "closing-brace-not-alone", "site a (x (y ()))"),
    ("a {\n x {\n y {\n } «} }\n", "closing-brace-not-alone", "site a (x (y ()))"),
    ("a {\n x {\n «} y\n}\n", "closing-brace-not-alone", "site a (x (); y)"),
    ("a {\n x {\n  y«}\n}\n", "closing-brace-not-alone", "site a (x (y))"),
    ("a {\n x {\n  y\n«}}\n", "closing-brace-not-alone", "site a (x (y))"),
    ("a {\n x «{}\n}\n", "empty-braces", "site a (x ())"),
    ("a «{}\nb {\n}\n", "empty-braces", "site a (); site b ()"),
    ("«{}\nb {\n}\n", "empty-braces", "global (); site b ()"),
    ("a {\n «{}\n}\n", "empty-braces", "site a (anonymous ())"),
    ("a {\n «{\n  x\n }\n}\n", "anonymous-block", "site a (anonymous (x))"),
    ("a {\n x {\n }\n «{\n }\n}\n", "anonymous-block", "site a (x (); anonymous ())"),
    ("a, b«, {\n}\n", "address-trailing-comma", "site a b ()"),
    ("a, b«,", "address-trailing-comma", "site a b: "),
    ("«a,b,c {\n}\n", "address-comma-without-space", "site a b c ()"),
    ("a «,b {\n}\n", "address-comma-without-space", "site a b ()"),
    ("a «, b {\n}\n", "address-space-before-comma", "site a b ()"),
    ("«@m path /x\na {\n}\n", "matcher-outside-site", "matcher @m path /x; site a ()"),
    ("«@m {\n path /x\n}\na {\n}\n", "matcher-outside-site", "matcher @m (path /x); site a ()"),
    ("a «@m {\n}\n", "matcher-outside-site", "site a @m ()"),
    ("«(s)\n\na {\n}\n", "snippet-without-block", "snippet (s); site a ()"),
    ("«(s)\n x\n}\na {\n}\n", "snippet-without-block", "snippet (s) (x); site a ()"),
    ("«&(r)\na {\n}\n", "snippet-without-block", "route &(r); site a ()"),
    ("a {\n «import\n x\n}\n", "import-without-target", "site a (import import; x)"),
    ('a {\n «import "" b\n}\n', "import-without-target", "site a (import import  b)"),
    ("a\nx\n«b.com\ny\nc.com\nz\n", "second-site-without-braces", "site a: x; b.com; y; c.com; z"),
    ("a\nx\n«localhost {\n}\n", "second-site-without-braces", "site a: x; localhost ()"),
    ("a\nx\n«:80\n{\n}\n", "second-site-without-braces", "site a: x; :80 ()"),
    # A word that swallows the rest of the file is the only fault.
    ('a {\n x «"y\n}\n', "unterminated-quote", "site a (x y\n}\n)"),
    ("a {\n x «<<E\n }\n}\n", "heredoc-invalid", "site a (x  }\n}\n)"),
    ('«@m\na {\n x «"y\n}\n', "matcher-outside-site unterminated-quote", "matcher @m; site a (x y\n}\n)"),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "codes", "expected"), DEFECTS)
def test_defects(marked: str, codes: str, expected: str) -> None:
    text = marked.replace("«", "")
    tree = read(text)
    assert " ".join(defect.code for defect in tree.defects) == codes
    places = [at - number for number, at in enumerate(at for at, char in enumerate(marked) if char == "«")]
    assert [defect.span.start for defect in tree.defects] == places
    assert outline(tree.statements) == expected


NO_DEFECT = [
    # A site below a snippet's name, and text that is no address in a site without braces.
    "(s) {\n a.com\n {\n  x\n }\n}\n",
    "(s) {\n {\n  debug\n }\n}\n",
    "a\nreverse_proxy b.com:80\nimport c.com\n@m path /x\n",
    "a {\n x y{ z\n respond {{\n}\n",
    "a {\n x {args[0]}\n y {\n  {block}\n }\n}\n",
    "import s {\n x }\na {\n}\n",
    "a {\n}b\n}\n",
]


@pytest.mark.parametrize("text", NO_DEFECT)
def test_no_defect(text: str) -> None:
    assert read(text).defects == ()


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("a {\n}\n", False),
        ("a {\n", True),
        ("}\n", True),
        ("a , b {\n}\n", False),
        ("a {\n x\\ y # \\\n z\n}\n", False),
        ("a\nx\nb.com\n", True),
        ("a {\n x <<E\n", True),
        ("{\n debug }\n", True),
    ],
)
def test_broken(text: str, broken: bool) -> None:
    assert read(text).broken is broken


def test_no_value_of_a_variable_in_a_defect() -> None:
    def secret(name: str) -> str:
        return "hunter2" if name == "X" else "hunter2,3"

    text = "{$X}{\n {$X} {}\n {$X}{\n }\n {$X} { {$X} }\n}\n{$Y}, {\n}\n{$X} ,\n"
    tree = parse(Source("Caddyfile", text), secret)
    assert len(tree.defects) > 5
    assert all("hunter2" not in repr(defect[2:5]) for defect in tree.defects)


def test_what_the_end_of_the_text_is_related_to() -> None:
    tokens = tokenize(Source("x", "a {\n b {\n")).tokens
    end = Span(tokens[0].source, 8, 8)
    found = structure(tokens, end=end)
    assert [[one.span for one in defect.related] for defect in found.defects] == [[end], []]
