"""Each way by which a value may have come, with each operation: the new text or the refusal, and what is deployed."""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from deploylint import rewrite
from deploylint.findings import Operation
from tests.model.graphs import graph as graph_of
from tests.rewrite.judge import Judge, changes, write
from tests.rewrite.operations import edited, node_of

HERE = Path(__file__).parent
Files = Mapping[str, str]


# -- the ways ----------------------------------------------------------------------------------------------------------

IMAGE = "image: nginx:1.25"
VOLUMES = "volumes:\n  data:\n  v2:\n"


def indented(text: str, by: int) -> str:
    return "".join(" " * by + line + "\n" for line in text.splitlines())


def service(body: str, name: str = "web") -> str:
    return f"  {name}:\n" + indented(body, 4)


def here(body: str) -> str:
    return "services:\n" + service(f"{IMAGE}\n{body}") + VOLUMES


def flow(body: str) -> str:
    web = json.dumps({"image": "nginx:1.25", **yaml.safe_load(body)})
    return f"services:\n  web: {web}\n" + VOLUMES


def merge1(body: str) -> str:
    return "x-b: &b\n" + indented(body, 2) + "services:\n" + service(IMAGE + "\n<<: *b") + VOLUMES


def merge2(body: str) -> str:
    return merge1(body).replace(VOLUMES, service("image: db\n<<: *b", "db") + VOLUMES)


def mergelist2(body: str) -> str:
    return "x-a: &a\n  hostname: h\n" + merge2(body).replace("<<: *b", "<<: [*a, *b]", 1)


def sibling(body: str) -> str:
    db = "  db: &db\n    image: db\n" + indented(body, 4)
    return f"services:\n{db}  web:\n    <<: *db\n    {IMAGE}\n" + VOLUMES


def alias1(body: str) -> str:
    key, _, value = body.partition(":")
    return f"x-v: &v{value.rstrip()}\nservices:\n" + service(f"{IMAGE}\n{key}: *v") + VOLUMES


def alias2(body: str) -> str:
    return alias1(body).replace(VOLUMES, service(f"image: db\n{body.partition(':')[0]}: *v", "db") + VOLUMES)


def aliassib(body: str) -> str:
    key, _, value = body.partition(":")
    return "services:\n" + service(f"image: db\n{key}: &v{value}", "db") + service(f"{IMAGE}\n{key}: *v") + VOLUMES


def ext_same(body: str) -> str:
    return "services:\n" + service(f"image: db\n{body}", "db") + service(f"{IMAGE}\nextends: db") + VOLUMES


def ext_file(body: str) -> Files:
    extends = service(f"{IMAGE}\nextends: {{file: base.yaml, service: b}}")
    return {
        "compose.yaml": "services:\n" + extends + VOLUMES,
        "base.yaml": "services:\n" + service(f"image: b\n{body}", "b"),
    }


def incl(body: str) -> Files:
    other = "include: [inc.yaml]\nservices:\n" + service("image: z", "z") + VOLUMES
    return {"compose.yaml": other, "inc.yaml": here(body)}


def incl_over(body: str) -> Files:
    return {
        "compose.yaml": "include: [inc.yaml]\nservices:\n" + service("hostname: z") + VOLUMES,
        "inc.yaml": here(body),
    }


def over_base(body: str) -> Files:
    return {"compose.yaml": here(body), "compose.override.yaml": "services:\n" + service("hostname: o")}


def over_over(body: str) -> Files:
    return {"compose.yaml": here(""), "compose.override.yaml": "services:\n" + service(body)}


def over_both(body: str) -> Files:
    return {"compose.yaml": here(body), "compose.override.yaml": "services:\n" + service(body)}


def docs_base(body: str) -> str:
    return here(body) + "---\nservices:\n" + service("hostname: o")


def docs_over(body: str) -> str:
    return here("") + "---\nservices:\n" + service(body)


def docs_both(body: str) -> str:
    return here(body) + "---\nservices:\n" + service(body)


WAYS: dict[str, Callable[[str], str | Files]] = {
    way.__name__: way
    for way in (
        here, flow, merge1, merge2, mergelist2, sibling, alias1, alias2, aliassib, ext_same, ext_file, incl, incl_over,
        over_base, over_over, over_both, docs_base, docs_over, docs_both,
    )
}  # fmt: skip


# -- the rows ----------------------------------------------------------------------------------------------------------


class Row(NamedTuple):
    """Files, an operation on them, and what should come of it: lines by file, or a refusal.

    `changed` are the paths at which the canonical model differs, None when Compose refuses the files as they are.
    """

    files: Files
    operation: tuple[str, str, object, object]
    diff: Files | None
    refused: str
    changed: list[str] | None


def rows() -> Iterator[tuple[str, Row]]:
    for number, row in enumerate(yaml.safe_load((HERE / "compose_origins.yaml").read_text("utf-8"))):
        for cell in row["cells"]:
            for way in cell["origins"]:
                files = WAYS[way](row["body"].rstrip("\n"))
                files = {"compose.yaml": files} if isinstance(files, str) else files
                yield f"{number}-{row['operation'][0]}-{way}", _row(files, row["operation"], cell)
    for form in yaml.safe_load((HERE / "compose_forms.yaml").read_bytes().decode("utf-8")):
        yield form["name"], _row(form["files"], form["operation"], form)


def _row(files: Files, operation: list[Any], cell: Mapping[str, Any]) -> Row:
    verb, where, item, value = operation
    return Row(files, (verb, where, item, value), cell.get("diff"), cell.get("refused", ""), cell.get("changed"))


ROWS = list(rows())


def lines(old: str, new: str) -> str:
    """The lines that go and come."""
    found = difflib.unified_diff(old.splitlines(keepends=True), new.splitlines(keepends=True), n=0)
    shown = [line for line in found if not line.startswith(("---", "+++", "@@"))]
    return "".join(line if line.endswith("\n") else line + "\n" for line in shown)


@pytest.fixture(scope="session")
def judge(oracle: Callable[[str], Path]) -> Iterator[Judge]:
    with Judge(oracle("load-compose")) as program:
        yield program


def outcome(row: Row) -> dict[str, str] | str:
    """The new texts, or why there are none."""
    graph = graph_of(row.files)
    verb, where, item, value = row.operation
    target, dot, field = where.rpartition(".")
    if not dot or not field.replace("_", "").isalpha() or field == "env":
        target, field = where, ""
    try:
        return edited(row.files, graph, [Operation(verb, node_of(graph, target), field, item, value)])
    except rewrite.Refused as refusal:
        return refusal.reason


@pytest.mark.parametrize("row", [pytest.param(row, id=name) for name, row in ROWS])
def test_the_text_changes_there_or_it_is_refused(row: Row) -> None:
    found = outcome(row)
    if isinstance(found, str):
        assert found == row.refused
    else:
        assert {path: lines(row.files[path], text) for path, text in found.items()} == row.diff


@pytest.mark.parametrize("row", [pytest.param(row, id=name) for name, row in ROWS if row.diff is not None])
def test_compose_deploys_exactly_what_was_meant(row: Row, judge: Judge, tmp_path: Path) -> None:
    found = outcome(row)
    assert not isinstance(found, str)
    write(row.files, tmp_path / "app")
    before = judge.ask(tmp_path / "app")
    write(found, tmp_path / "app")
    after = judge.ask(tmp_path / "app")
    if row.changed is None:
        assert before.model is None
    else:
        assert before.model is not None
        assert after.model is not None, after.error
        assert [".".join(change.path) for change in changes(before.model, after.model)] == row.changed
