"""Fixes are applied to a fixed point, and a pass that breaks something loses the fix that is to blame."""

from __future__ import annotations

from collections.abc import Iterator

from deploylint.findings import Finding, Operation
from deploylint.fix.apply import fix
from deploylint.fix.linted import Linted
from deploylint.model.graph import Graph
from deploylint.source.edit import Edit
from deploylint.source.files import Files
from tests.fix.toy import Rule, files_of, finding, linter, no_restart, privileged, published

TEXT = """\
services:
  web:
    image: x
    privileged: true # why
    ports: ["80:80"]
  db:
    image: y
"""


def run(texts: dict[str, str], *rules: Rule, unsafe: bool = False) -> tuple[dict[str, str], list[str], list[str], int]:
    outcome = fix(files_of(texts), linter(texts, *rules), unsafe=unsafe)
    dropped = [f"{found.rule}: {reason}" for found, reason in outcome.dropped]
    return outcome.texts, [found.rule for found in outcome.applied], dropped, outcome.passes


def test_safe_fixes_alone() -> None:
    texts, applied, dropped, _ = run({"compose.yaml": TEXT}, no_restart, privileged, published)
    assert texts == {
        "compose.yaml": TEXT.replace('["80:80"]\n', '["127.0.0.1:80:80"]\n    restart: always\n')
        + "    restart: always\n"
    }
    assert sorted(applied) == ["no-restart", "no-restart", "published"]
    assert dropped == []


def test_unsafe_fixes_too() -> None:
    texts, applied, _, _ = run({"compose.yaml": TEXT}, privileged, unsafe=True)
    assert texts == {"compose.yaml": TEXT.replace("    privileged: true # why\n", "")}
    assert applied == ["privileged"]


def test_nothing_to_fix_is_no_pass() -> None:
    assert run({"compose.yaml": TEXT}) == ({}, [], [], 0)


WEB = "services:\n  web:\n    image: x\n"


def test_new_lines_at_one_place_go_together() -> None:
    def lacks(graph: Graph) -> Iterator[Finding]:
        for service in graph.kinds["service"]:
            for verb, field, value in (
                ("set", "user", "app"),
                ("set", "read_only", True),
                ("add", "cap_drop", "ALL"),
                ("add", "security_opt", "x"),
            ):
                if not getattr(service, field):
                    yield finding(field, service, Operation(verb, service, field, None, value))

    more = "    restart: always\n    security_opt:\n      - x\n    user: app\n"
    texts, _, dropped, passes = run({"compose.yaml": WEB}, lacks, no_restart)
    assert texts == {"compose.yaml": WEB + "    cap_drop:\n      - ALL\n    read_only: true\n" + more}
    assert (dropped, passes) == ([], 1)


def test_new_lines_stand_below_what_they_belong_to() -> None:
    def lacks(graph: Graph) -> Iterator[Finding]:
        for service in graph.kinds["service"]:
            if "B" not in service.cap_add:  # type: ignore[attr-defined]
                yield finding("cap", service, Operation("add", service, "cap_add", None, "B"))
            if not graph.kinds["volume"]:
                yield finding("volume", service.project, Operation("add", service.project, "volumes", None, "v"))  # type: ignore[attr-defined]

    text = WEB + '    "cap_add":\n    - A\n'
    texts, _, dropped, passes = run({"compose.yaml": text}, lacks, no_restart)
    assert texts == {"compose.yaml": text + "    - B\n    restart: always\nvolumes:\n  v:\n"}
    assert (dropped, passes) == ([], 1)


def unused(graph: Graph) -> Iterator[Finding]:
    for kind in ("volume", "network"):
        for node in graph.kinds[kind]:
            if not getattr(node, "implicit", False):
                yield finding("unused", node, Operation("remove", node))


def test_what_several_fixes_leave_empty_goes_with_the_last() -> None:
    text = WEB + "\nvolumes:\n  # a\n  a:\n\n  # b\n  b:\n  c: {driver: local}\n\nnetworks: {n: , m: }\n"
    texts, _, dropped, _ = run({"compose.yaml": text}, unused)
    assert (texts, dropped) == ({"compose.yaml": WEB}, [])


def test_what_was_refused_may_be_possible_later() -> None:
    text = "services:\n  web: &w\n    image: x\n  db:\n    <<: *w\n"
    texts, _, dropped, passes = run({"compose.yaml": text}, no_restart)
    assert texts["compose.yaml"].count("    restart: always\n") == 2
    assert (dropped, passes) == ([], 2)


def test_fixes_that_touch_wait_for_the_next_pass() -> None:
    def pinned(graph: Graph) -> Iterator[Finding]:
        for service in graph.kinds["service"]:
            if service.image.tag is None:  # type: ignore[attr-defined]
                yield finding("untagged", service.image, Operation("set", service.image, "tag", None, "1"))  # type: ignore[attr-defined]

    texts, applied, _, passes = run({"compose.yaml": WEB}, no_restart, pinned)
    assert texts == {"compose.yaml": WEB.replace("image: x", "image: x:1") + "    restart: always\n"}
    assert (applied, passes) == (["no-restart", "untagged"], 2)


def test_a_fix_that_does_not_mend_is_dropped_and_others_stay() -> None:
    def stubborn(graph: Graph) -> Iterator[Finding]:
        for service in graph.kinds["service"]:
            yield finding("stubborn", service, Operation("set", service, "image", None, "z"), field="image")

    texts, applied, dropped, _ = run({"compose.yaml": "services:\n  web:\n    image: x\n"}, no_restart, stubborn)
    assert texts == {"compose.yaml": "services:\n  web:\n    image: x\n    restart: always\n"}
    assert (applied, dropped) == (["no-restart"], ["stubborn: stubborn would still be found"])


def test_a_fix_that_causes_a_finding_is_dropped() -> None:
    def always(graph: Graph) -> Iterator[Finding]:
        for service in graph.kinds["service"]:
            if service.restart == "always":  # type: ignore[attr-defined]
                yield finding("always", service, field="restart", severity="error")

    texts, applied, dropped, _ = run({"compose.yaml": TEXT}, no_restart, published, always)
    assert texts == {"compose.yaml": TEXT.replace('["80:80"]', '["127.0.0.1:80:80"]')}
    assert applied == ["published"]
    assert dropped == ["no-restart: always would be found in its place"] * 2


def test_a_fix_that_changes_what_it_does_not_name_is_dropped() -> None:
    def sly(graph: Graph) -> Iterator[Finding]:
        for service in graph.kinds["service"]:
            if service.name == "web" and service.user is None:  # type: ignore[attr-defined]
                source = service.header.source
                at = source.text.index("y\n")
                edits = (Edit(source.path, 20, 20, "    user: a\n"), Edit(source.path, at, at + 1, "z"))
                operation = Operation("set", service, "user", None, "a")
                yield finding("sly", service, operation, edits=edits)

    texts = {"compose.yaml": "services:\n  web: # \n    image: x\n  db:\n    image: y\n"}
    found, applied, dropped, _ = run(texts, sly)
    assert (found, applied) == ({}, [])
    assert dropped == ["sly: services.db.image would change as well"]


def test_a_shared_place_is_refused_with_its_reason() -> None:
    text = "x-c: &c\n  privileged: true\nservices:\n  web:\n    <<: *c\n    image: x\n  db:\n    <<: *c\n    image: y\n"
    texts, applied, dropped, _ = run({"compose.yaml": text}, privileged, unsafe=True)
    assert (texts, applied) == ({}, [])
    assert dropped == ["privileged: it is shared through an anchor by 2 places"] * 2


def test_an_environment_that_would_change_as_well_keeps_its_value() -> None:
    texts = {
        "compose.yaml": "services:\n  web:\n    image: x\n    ports: ['80:80']\n",
        "compose.override.yaml": "services:\n  web:\n    ports: ['81:80']\n",
    }
    found, applied, dropped, _ = run(texts, published)
    assert found == {path: text.replace("['8", "['127.0.0.1:8") for path, text in texts.items()}
    assert (applied, dropped) == (["published", "published"], [])


def test_a_file_that_is_a_project_here_and_a_base_elsewhere() -> None:
    # compose.test.override.yaml makes an environment in which compose.test.yaml is the base of the first project.
    texts = {
        "compose.yaml": "services:\n  db:\n    image: x\n    restart: always\n",
        "compose.test.yaml": "services:\n  db:\n    image: y\n",
        "compose.test.override.yaml": "services:\n  db:\n    user: z\n",
    }

    def here(graph: Graph) -> Iterator[Finding]:
        return no_restart(graph) if not graph.environment else iter(())

    changed, _, dropped, _ = run(texts, here)
    assert (changed, dropped) == ({"compose.test.yaml": texts["compose.test.yaml"] + "    restart: always\n"}, [])


def test_two_fixes_that_undo_each_other_stop() -> None:
    def swap(rule: str, old: str, new: str) -> Rule:
        def look(graph: Graph) -> Iterator[Finding]:
            for service in graph.kinds["service"]:
                if service.restart == old:  # type: ignore[attr-defined]
                    operation = Operation("set", service, "restart", None, new)
                    yield finding(rule, service, operation, field="restart", severity="info")

        return look

    text = "services:\n  web:\n    image: x\n    restart: always\n"
    outcome = fix(
        files_of({"compose.yaml": text}),
        linter({"compose.yaml": text}, swap("one", "always", "on-failure"), swap("two", "on-failure", "always")),
        unsafe=False,
    )
    assert outcome.texts == {"compose.yaml": text.replace("always", "on-failure")}
    assert [reason for _, reason in outcome.dropped] == ["it and others undo each other"]


def test_passes_are_counted_and_limited() -> None:
    def longer(graph: Graph) -> Iterator[Finding]:
        for service in graph.kinds["service"]:
            image = str(service.image.reference)  # type: ignore[attr-defined]
            operation = Operation("set", service, "image", None, image + "x")
            yield finding(f"longer-{len(image)}", service, operation, field="image", severity="info")

    text = "services:\n  web:\n    image: x\n"
    outcome = fix(files_of({"compose.yaml": text}), linter({"compose.yaml": text}, longer), unsafe=False)
    assert (outcome.passes, outcome.unfinished) == (10, True)
    assert outcome.texts == {"compose.yaml": "services:\n  web:\n    image: xxxxxxxxxxx\n"}


def test_select_leaves_the_others() -> None:
    outcome = fix(
        files_of({"compose.yaml": TEXT}),
        linter({"compose.yaml": TEXT}, no_restart, published),
        unsafe=False,
        select=lambda found: found.rule == "published",
    )
    assert [found.rule for found in outcome.applied] == ["published"]


def test_a_fix_over_two_files_is_all_or_nothing() -> None:
    texts = {"compose.yaml": "services:\n  web:\n    image: x:${T}\n", ".env": "T=1\nU=2\n"}

    def moved(graph: Graph) -> Iterator[Finding]:
        for reference in graph.kinds["env_ref"]:
            if reference.name == "T":  # type: ignore[attr-defined]
                definition = reference.definition  # type: ignore[attr-defined]
                operations = (
                    Operation("rename", reference, "name", None, "V"),
                    Operation("rename", definition, "", None, "V"),
                )
                yield finding("moved", reference, *operations)

    found, applied, dropped, _ = run(texts, moved)
    assert (applied, dropped) == (["moved"], [])
    assert found == {"compose.yaml": "services:\n  web:\n    image: x:${V}\n", ".env": "V=1\nU=2\n"}


def test_the_files_are_only_read() -> None:
    texts = {"compose.yaml": TEXT}

    def lint(files: Files) -> Linted:
        return linter(texts, no_restart)(files)

    fix(files_of(texts), lint, unsafe=False)
    assert texts == {"compose.yaml": TEXT}


def test_secrets_are_taken_out_where_they_stand() -> None:
    texts = {
        "compose.yaml": "services:\n  web:\n    image: x\n    environment:\n      DB_PASSWORD: hunter22x\n",
        ".env": "API_TOKEN=hunter22y # c\n",
    }

    def secret(graph: Graph) -> Iterator[Finding]:
        for credential in graph.kinds["credential"]:
            yield finding("secret", credential, Operation("set", credential, "value", None, ""), field="value")

    found, applied, dropped, _ = run(texts, secret)
    assert (applied, dropped) == (["secret", "secret"], [])
    assert found == {
        "compose.yaml": texts["compose.yaml"].replace("hunter22x", '""'),
        ".env": "API_TOKEN='' # c\n",  # bare, the comment would be the value
    }


INCLUDED = "it comes from an included file, and older versions of Compose refuse a second definition of it"


def test_what_comes_from_an_included_file_is_refused() -> None:
    texts = {
        "base.yaml": "services:\n  web:\n    image: x\n    privileged: true\n",
        "one/compose.yaml": "include: [../base.yaml]\nservices:\n  a:\n    image: x\n",
        "two/compose.yaml": "include: [../base.yaml]\nservices:\n  b:\n    image: x\n",
    }

    def grave(graph: Graph) -> Iterator[Finding]:
        for service in graph.kinds["service"]:
            if getattr(service, "privileged", False):
                operation = Operation("set", service, "privileged", None, False)
                yield finding("grave", service, operation, field="privileged")

    found, _, dropped, _ = run(texts, grave)
    assert (found, dropped) == ({}, [f"grave: {INCLUDED}"] * 2)
