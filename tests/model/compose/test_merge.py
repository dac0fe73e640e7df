from __future__ import annotations

import pytest

from deploylint.model.compose.canonical import plain

SERVICE = "services: {{a: {}}}"


@pytest.mark.parametrize(
    ("base", "over", "expected"),
    [
        ("{image: x}", "{image: y}", {"image": "y"}),
        ("{image: x}", "{user: u}", {"image": "x", "user": "u"}),
        ("{image: x}", "{image: }", {"image": "x"}),
        ("{command: [a]}", "{command: [b, c]}", {"command": ["b", "c"]}),
        ("{command: a}", "{command: [b]}", {"command": ["b"]}),
        ("{command: a}", "{command: null}", {"command": None}),
        ("{entrypoint: [a]}", "{entrypoint: []}", {"entrypoint": []}),
        (
            "{healthcheck: {test: [CMD, a], retries: 1}}",
            "{healthcheck: {test: b}}",
            {"healthcheck": {"test": "b", "retries": 1}},
        ),
        ("{ports: ['80:80', '81:81']}", "{ports: ['80:80', '82:82']}", {"ports": ["80:80", "81:81", "82:82"]}),
        ("{ports: ['127.0.0.1:1:1']}", "{ports: [':1:1', '1:1']}", {"ports": ["127.0.0.1:1:1", "1:1"]}),
        ("{ports: ['80:80']}", "{ports: []}", {"ports": ["80:80"]}),
        (
            "{ports: ['80:80']}",
            "{ports: [{target: 80, published: '80'}]}",
            {"ports": [{"target": 80, "published": "80"}]},
        ),
        ("{environment: {A: 1, B: 2}}", "{environment: {A: , C: 3}}", {"environment": {"A": None, "B": 2, "C": 3}}),
        ("{environment: [A=1, B=2]}", "{environment: [A=3]}", {"environment": ["A=3", "B=2"]}),
        ("{environment: [A=1, B=2]}", "{environment: {A: 3}}", {"environment": {"A": 3, "B": {"item": "B=2"}}}),
        ("{environment: {A: 1}}", "{environment: }", {"environment": {"A": 1}}),
        ("{dns: 1.1.1.1}", "{dns: [8.8.8.8, 1.1.1.1]}", {"dns": ["1.1.1.1", "8.8.8.8"]}),
        (
            "{env_file: a}",
            "{env_file: [{path: a, required: false}, b]}",
            {"env_file": [{"path": "a", "required": False}, "b"]},
        ),
        ("{extra_hosts: ['h:1', 'h:2']}", "{extra_hosts: ['h:1', 'h:3']}", {"extra_hosts": ["h:1", "h:2", "h:3"]}),
        ("{depends_on: [b, c]}", "{depends_on: [d]}", {"depends_on": {k: {"item": k} for k in "bcd"}}),
        ("{networks: [n]}", "{networks: {n: {aliases: [x]}}}", {"networks": {"n": {"aliases": ["x"]}}}),
        ("{build: .}", "{build: {target: t}}", {"build": {"context": {"item": "."}, "target": "t"}}),
        ("{logging: {driver: a, options: {o: 1}}}", "{logging: {driver: b}}", {"logging": {"driver": "b"}}),
        (
            "{logging: {driver: a, options: {o: 1}}}",
            "{logging: {options: {p: 1}}}",
            {"logging": {"driver": "a", "options": {"o": 1, "p": 1}}},
        ),
        (
            "{ulimits: {nofile: {soft: 1, hard: 2}}}",
            "{ulimits: {nofile: {soft: 3, hard: 3}}}",
            {"ulimits": {"nofile": {"soft": 3, "hard": 3}}},
        ),
        ("{volumes: ['./a:/x', 'v:/y']}", "{volumes: ['./b:/x:ro']}", {"volumes": ["./b:/x:ro", "v:/y"]}),
        (
            "{volumes: ['./a:/x']}",
            "{volumes: [{type: tmpfs, target: /x}]}",
            {"volumes": [{"type": "tmpfs", "target": "/x"}]},
        ),
        ("{volumes: ['d:/data']}", "{volumes: ['e:/data']}", {"volumes": ["d:/data", "e:/data"]}),
        ("{devices: ['/dev/a:/dev/x']}", "{devices: ['/dev/b:/dev/x:r']}", {"devices": ["/dev/b:/dev/x:r"]}),
        ("{secrets: [s]}", "{secrets: [{source: s, mode: 1}]}", {"secrets": [{"source": "s", "mode": 1}]}),
        ("{configs: [s]}", "{configs: [{source: t, target: /s}]}", {"configs": [{"source": "t", "target": "/s"}]}),
        ("{cap_add: [A]}", "{cap_add: [B, A]}", {"cap_add": ["A", "B"]}),
        ("{security_opt: [a]}", "{security_opt: [b]}", {"security_opt": ["a", "b"]}),
        ("{privileged: true}", "{privileged: }", {"privileged": True}),
        # What Compose makes nothing of in an overlay changes nothing, without a word.
        ("{environment: [A=1]}", "{environment: 5}", {"environment": ["A=1"]}),
        ("{environment: [A=1]}", "{environment: A=2}", {"environment": ["A=2"]}),
        ("{environment: {A: 1}}", "{environment: {B: [x, y]}}", {"environment": {"A": 1, "B": "y"}}),
        ("{build: {context: ., target: t}}", "{build: 5}", {"build": {"context": ".", "target": "t"}}),
        ("{build: {context: .}}", "{build: [.]}", {"build": {"context": "."}}),
        ("{networks: [n]}", "{networks: m}", {"networks": ["n"]}),
        ("{depends_on: [b]}", "{depends_on: c}", {"depends_on": ["b"]}),
        ("{tmpfs: ['/r:mode=1']}", "{tmpfs: '/r:mode=2'}", {"tmpfs": ["/r:mode=2"]}),
        ("{dns_opt: [a, b]}", "{dns_opt: [b, c]}", {"dns_opt": ["a", "b", "c"]}),
        ("{dns_search: a=b}", "{dns_search: [a=c]}", {"dns_search": ["a=c"]}),
        (
            "{extra_hosts: {h: 1.1.1.1, g: [2.2.2.2, 3.3.3.3]}}",
            "{extra_hosts: ['h:1.1.1.1', 'h=1.1.1.1', 'h=4.4.4.4']}",
            {"extra_hosts": ["h=1.1.1.1", "g=2.2.2.2", "g=3.3.3.3", "h:1.1.1.1", "h=4.4.4.4"]},
        ),
        ("{extra_hosts: {h: 1.1.1.1}}", "{extra_hosts: {h: 2.2.2.2}}", {"extra_hosts": ["h=1.1.1.1", "h=2.2.2.2"]}),
        (
            "{depends_on: {b: {condition: service_healthy, required: false, restart: true}}}",
            "{depends_on: [b, c]}",
            {"depends_on": {"b": {"restart": True, "condition": "service_started"}, "c": {"item": "c"}}},
        ),
        (
            "{depends_on: [b]}",
            "{depends_on: {b: {condition: service_healthy}}}",
            {"depends_on": {"b": {"condition": "service_healthy"}}},
        ),
        (
            "{networks: {n: {aliases: [q]}}}",
            "{networks: [n, m]}",
            {"networks": {"n": {"aliases": ["q"]}, "m": {"item": "m"}}},
        ),
        ("{gpus: all}", "{gpus: [{count: 1}]}", {"gpus": [{"count": "all"}, {"count": 1}]}),
        (
            "{build: {context: ., ssh: [a=b]}}",
            "{build: {ssh: {a: c}}}",
            {"build": {"context": ".", "ssh": {"a": "c"}}},
        ),
        (
            "{logging: {options: {a: '1'}}}",
            "{logging: {driver: d}}",
            {"logging": {"options": {"a": "1"}, "driver": "d"}},
        ),
        ("{ports: ['8000:80']}", "{ports: [{target: 80, published: 8000}]}", None),
    ],
)
def test_service_rules(resolved, at, base, over, expected):
    resolution = resolved(SERVICE.format(base), SERVICE.format(over))
    found = plain(at(resolution, "services", "a"))
    assert found == expected if expected is not None else len(next(iter(found.values()))) == 2
    assert not resolution.defects


@pytest.mark.parametrize(
    ("base", "over", "expected"),
    [
        ("{networks: {n: {labels: [a=1]}}}", "{networks: {n: {labels: {a: 2}}}}", {"n": {"labels": {"a": 2}}}),
        ("{networks: {n: }}", "{networks: {n: {external: true}}}", {"n": {"external": True}}),
        (
            # Compose pairs each pool of the base with each of the overlay, which leaves little of what does not match.
            "{networks: {n: {ipam: {config: [{subnet: s}, {subnet: t, gateway: g}]}}}}",
            "{networks: {n: {ipam: {config: [{subnet: u}]}}}}",
            {"n": {"ipam": {"config": [{"subnet": "u", "gateway": "g"}]}}},
        ),
        (
            "{networks: {n: {ipam: {config: [{subnet: s}, {subnet: t, gateway: g}]}}}}",
            "{networks: {n: {ipam: {config: [{subnet: t, ip_range: r}, {subnet: u}]}}}}",
            {"n": {"ipam": {"config": [{"subnet": "u", "gateway": "g", "ip_range": "r"}, {"subnet": "u"}]}}},
        ),
        (
            "{networks: {n: {ipam: {config: [{gateway: g}]}}}}",
            "{networks: {n: {ipam: {config: [{gateway: h}]}}}}",
            {"n": {"ipam": {"config": [{"gateway": "h"}]}}},
        ),
        (
            "{networks: {n: {external: {name: q}}}}",
            "{networks: {n: {external: true}}}",
            {"n": {"external": {"name": "q"}}},
        ),
        (
            "{networks: {n: {ipam: {config: [{subnet: s, gateway: g}]}}}}",
            "{networks: {n: {ipam: {config: [{subnet: s, ip_range: r}, {subnet: t}]}}}}",
            {"n": {"ipam": {"config": [{"subnet": "s", "gateway": "g", "ip_range": "r"}, {"subnet": "t"}]}}},
        ),
    ],
)
def test_network_rules(resolved, at, base, over, expected):
    resolution = resolved(base, over)
    assert plain(at(resolution, "networks")) == expected


@pytest.mark.parametrize(
    ("base", "over", "expected"),
    [
        ("{image: x, ports: ['1:1']}", "{ports: !override ['2:2']}", {"image": "x", "ports": ["2:2"]}),
        ("{image: x, ports: ['1:1']}", "{ports: !reset []}", {"image": "x"}),
        (
            "{image: x, environment: {A: 1, B: 2}}",
            "{environment: {A: !reset null}}",
            {"image": "x", "environment": {"B": 2}},
        ),
        ("{image: x}", "!override {user: u}", {"user": "u"}),
        (
            "{image: x, environment: {A: 1}}",
            "{environment: !override {B: !reset null, C: 1}}",
            {"image": "x", "environment": {"B": "null", "C": 1}},
        ),
        (
            "{image: x, environment: [A=1]}",
            "{environment: {A: !reset null}}",
            {"image": "x", "environment": {"A": {"item": "A=1"}}},
        ),
        (
            "{image: x, depends_on: [b, c]}",
            "{depends_on: {b: !reset null}}",
            {"image": "x", "depends_on": {"c": {"item": "c"}}},
        ),
        (
            "{image: x, ports: ['1:1', '2:2']}",
            "{ports: [!reset '1:1', '3:3']}",
            {"image": "x", "ports": ["1:1", "2:2", "3:3"]},
        ),
        (
            "{image: x, build: ./d}",
            "{build: {context: !reset null, target: t}}",
            {"image": "x", "build": {"target": "t"}},
        ),
    ],
)
def test_reset_and_override(resolved, at, base, over, expected):
    assert plain(at(resolved(SERVICE.format(base), SERVICE.format(over)), "services", "a")) == expected


def test_reset_removes_a_service(resolved, at):
    resolution = resolved("services: {a: {image: x}, b: {image: y}}", "services: {a: !reset null}")
    assert plain(at(resolution, "services")) == {"b": {"image": "y"}}


def test_reset_in_a_single_file_deletes_the_key(resolved, at):
    resolution = resolved("services: {a: {image: x, ports: !reset []}}")
    assert plain(at(resolution, "services", "a")) == {"image": "x"}


def test_many_layers_and_documents(resolved, at):
    resolution = resolved(
        "services: {a: {image: x}}\n---\nservices: {a: {user: u}}\n",
        "services: {a: {image: y}}",
        "services: {a: {image: z, cap_add: [A]}}",
    )
    assert plain(at(resolution, "services", "a")) == {"image": "z", "user": "u", "cap_add": ["A"]}
    layers = resolution.root.entries["services"].value.entries["a"].layers
    assert [layer[0].path for layer in layers] == ["f0.yaml", "f0.yaml", "f1.yaml", "f2.yaml"]


def test_an_overridden_scalar_remembers_what_it_overrides(resolved, scalar_at):
    scalar = scalar_at(resolved(SERVICE.format("{image: x}"), SERVICE.format("{image: y}")), "services", "a", "image")
    (hop,) = scalar.via
    assert (hop.how, hop.span.source.path, hop.span.text) == ("overlay", "f0.yaml", "image")
    assert (scalar.source.path, scalar.span.text) == ("f1.yaml", "y")


@pytest.mark.parametrize(
    ("base", "over"),
    [
        ("{ports: ['1:1']}", "{ports: {a: 1}}"),
        ("{ports: ['1:1']}", "{ports: '2:2'}"),
        ("{healthcheck: {retries: 1}}", "{healthcheck: none}"),
        ("{gpus: all}", "{gpus: all}"),
        ("{gpus: [{count: 1}]}", "{gpus: all}"),
        ("{logging: {driver: d}}", "{logging: }"),
    ],
)
def test_unlike_shapes_are_a_defect_and_unknown(resolved, at, base, over):
    resolution = resolved(SERVICE.format(base), SERVICE.format(over))
    (defect,) = resolution.defects
    assert defect.code == "merge-type-conflict"
    assert defect.span.source.path == "f1.yaml"
    assert defect.related[0].span.source.path == "f0.yaml"
    (entry,) = at(resolution, "services", "a").entries.values()
    assert not entry.value.known


def test_merging_changes_neither_side(resolved, at):
    texts = (
        SERVICE.format("{environment: {A: 1}, ports: ['1:1']}"),
        SERVICE.format("{environment: {B: 1}, ports: ['2:2']}"),
    )
    assert plain(resolved(*texts).root) == plain(resolved(*texts).root)


def test_pairs_with_unknown_names_stay(resolved, at):
    resolution = resolved(SERVICE.format('{environment: ["${X}=1", A=1]}'), SERVICE.format("{environment: {A: 2}}"))
    value = at(resolution, "services", "a", "environment")
    assert len(value.entries) == 2


@pytest.mark.parametrize(
    ("base", "over", "expected"),
    [
        ("{networks: }", "{networks: [n]}", None),
        ("{networks: }", "{networks: []}", []),
        ("{depends_on: }", "{depends_on: {b: {condition: service_started}}}", None),
        ("{networks: n}", "{networks: {n: }}", None),
        ("{build: }", "{build: .}", None),
        ("{environment: }", "{environment: }", []),
        ("{environment: }", "{environment: [A=1]}", ["A=1"]),
        ("{user: }", "{user: u}", "u"),
    ],
)
def test_what_is_inherited_without_content(resolved, at, base, over, expected):
    # In files that lie over each other the schema refuses these before they meet.
    (key,) = (text[1 : text.index(":")] for text in [base])
    resolution = resolved(f"services: {{b: {base}, a: {{extends: b, image: x, {over[1:]}}}")
    codes = {defect.code for defect in resolution.defects if defect.span.start > 20 + len(base)}
    assert not codes - {"compose-wrong-type"}
    if expected is None:  # the fault is the base's
        (told,) = {(defect.span, defect.code, defect.found) for defect in resolution.defects}
        assert told[0].text == key
        assert told[1:] == ("compose-wrong-type", "null" if base.endswith(": }") else "a single value")
    if expected is not None and codes == set():
        assert plain(at(resolution, "services", "a", key)) == expected
