"""The fourteen classic rules twice: as rules, and as SQL written by hand over a copy of the graph; they agree.

What the present kinds cannot say (proxies, units, ways from the internet) is tried on graphs made by hand, of kinds that
only this test knows.
"""

# ruff: noqa: E501 (rows of a table stand on one line)

from __future__ import annotations

import os
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from deploylint.engine.bind import bind
from deploylint.engine.cache import load, pack_of
from deploylint.engine.pack import RuleFile, compile_pack
from deploylint.engine.rules import Pack
from deploylint.engine.run import run
from deploylint.engine.types import vocabulary
from deploylint.examples import memory
from deploylint.model import credentials
from deploylint.model.graph import Graph
from deploylint.model.kinds import KINDS
from deploylint.model.project import build
from deploylint.model.settings import ModelSettings
from deploylint.source.memory import MemoryFile, MemoryFiles
from deploylint.source.text import Source
from tests.engine.worlds import World, maybe, rule
from tests.sqlite_copy import function, sqlite_copy

ENOUGH = 5
SETTINGS = ModelSettings(anchor_name="proof")


class Twice(NamedTuple):
    """A rule's own part, and the query for the ids of the nodes that it finds (of a group: of its first member)."""

    rule: str
    sql: str


REAL = {
    "port-conflict": Twice(
        """
for: listener
where: listener.port > 0
group: {by: [listener.machine, listener.port, listener.protocol], having: rivals}
let: {rivals: clashing(group)}
message: "{count(rivals)}"
""",
        # The first member of each set of equal listeners in which two overlap.  One whose machine, port or protocol is unknown
        # may belong to any set that agrees in the rest; that makes no witness, so that it changes nothing here.
        """
        SELECT m.id FROM listener m WHERE m.port > 0 AND m.machine IS NOT NULL AND m.protocol IS NOT NULL AND m."order" = (
            SELECT min(g."order") FROM listener g WHERE g.machine = m.machine AND g.port = m.port AND g.protocol = m.protocol)
        AND EXISTS (
            SELECT 1 FROM listener a JOIN listener b
              ON a.machine = b.machine AND a.port = b.port AND a.protocol = b.protocol AND a.id < b.id
            WHERE a.machine = m.machine AND a.port = m.port AND a.protocol = m.protocol
              AND a.ip IS NOT NULL AND b.ip IS NOT NULL
              AND (a.ip = b.ip OR a.ip IN ('0.0.0.0', '::', '') OR b.ip IN ('0.0.0.0', '::', ''))
              AND NOT EXISTS (SELECT 1 FROM unknown u WHERE u.kind = 'listener' AND u.field = 'profiles' AND u.id IN (a.id, b.id))
              AND (NOT EXISTS (SELECT 1 FROM listener__profiles p WHERE p.owner = a.id)
                OR NOT EXISTS (SELECT 1 FROM listener__profiles p WHERE p.owner = b.id)
                OR EXISTS (SELECT 1 FROM listener__profiles p JOIN listener__profiles q ON p.value = q.value
                           WHERE p.owner = a.id AND q.owner = b.id)))
        """,
    ),
    "secret-literal": Twice(
        'for: env_var\nwhere: [env_var.literal, "looks_secret(env_var.name, env_var.value)"]\nmessage: m',
        "SELECT id FROM env_var WHERE literal AND value IS NOT NULL AND looks_secret(name, value)",
    ),
    "dangling-volume": Twice(
        "for: volume\nwhere: not volume.external and not volume.mounts\nmessage: m",
        """
        SELECT id FROM volume v WHERE external = 0 AND NOT EXISTS (SELECT 1 FROM volume__mounts WHERE owner = v.id)
        AND NOT EXISTS (SELECT 1 FROM unknown WHERE kind = 'volume' AND id = v.id AND field = 'mounts')
        """,
    ),
    "undefined-variable-everywhere": Twice(
        "for: env_ref\nwhere: not env_ref.definition and not env_ref.has_default\n"
        'let: {used: "count(find(\'env_ref\', name=env_ref.name))"}\nkey: env_ref.where\nmessage: "{used}"',
        """
        SELECT id FROM env_ref r WHERE definition IS NULL AND has_default = 0
        AND NOT EXISTS (SELECT 1 FROM unknown WHERE kind = 'env_ref' AND id = r.id AND field = 'definition')
        """,
    ),
    "privileged": Twice(
        "for: service\nwhere: service.privileged\nmessage: m", "SELECT id FROM service WHERE privileged"
    ),
    "image-unpinned": Twice(
        "for: image\nwhere: not pinned(image)\nmessage: m",
        # `digest or tag not in …`: an unknown digest leaves it open whatever the tag is.
        """
        SELECT id FROM image i WHERE coalesce(digest, '') = '' AND (tag IS NULL OR tag = 'latest')
        AND NOT EXISTS (SELECT 1 FROM unknown WHERE kind = 'image' AND id = i.id AND field IN ('digest', 'tag'))
        """,
    ),
    "restart-missing": Twice(
        "for: service\nwhere: not service.restart and not service.one_shot\nmessage: m",
        """
        SELECT id FROM service s WHERE coalesce(restart, '') = '' AND one_shot = 0
        AND NOT EXISTS (SELECT 1 FROM unknown WHERE kind = 'service' AND id = s.id AND field = 'restart')
        """,
    ),
    "duplicate-key": Twice(
        'for: env_def\ngroup: {by: [env_def.file.path, env_def.name]}\nmessage: "{count(group)}"',
        """
        SELECT d.id FROM env_def d JOIN file f ON f.id = d.file
        WHERE (SELECT count(*) FROM env_def e WHERE e.file = d.file AND e.name = d.name) > 1
        AND d."order" = (SELECT min(e."order") FROM env_def e WHERE e.file = d.file AND e.name = d.name)
        """,
    ),
    "too-many-open-ports": Twice(
        "for: service\nparams: {max: {type: int, default: 2, doc: d}}\nwhere: count(open) > params.max\n"
        'let: {open: "[l for l in service.listeners if l.any_address]"}\nmessage: m',
        # A listener whose address is unknown leaves the whole count open.
        """
        SELECT s.id FROM service s JOIN service__listeners e ON e.owner = s.id JOIN listener l ON l.id = e.value
        GROUP BY s.id HAVING sum(l.any_address) > 2 AND sum(l.any_address IS NULL) = 0
        """,
    ),
    "on-a-circle": Twice(
        # Ways over the one edge set that there is now, in place of the way from the internet.
        "for: dependency\nwhere: path(dependency.target, dependency.service, requires)\nmessage: m",
        """
        WITH RECURSIVE way (start, at) AS (
            SELECT owner, value FROM service__requires UNION
            SELECT way.start, r.value FROM way JOIN service__requires r ON r.owner = way.at)
        SELECT d.id FROM dependency d JOIN way w ON w.start = d.target AND w.at = d.service
        """,
    ),
}  # fmt: skip
"""For each also an id that no shipped rule has, so that both could be loaded together."""

SHARED = """
define:
  pinned(image): image.digest or image.tag not in [null, "latest"]
"""


def _pack(rules: dict[str, Twice], shared: str, words: object = None) -> Pack:
    files = [RuleFile("proof", Source("_pack.yaml", shared))]
    files += [
        RuleFile("proof", Source(f"{name}.yaml", rule(twice.rule.strip(), name))) for name, twice in rules.items()
    ]
    return pack_of(compile_pack(files, {}, words))  # type: ignore[arg-type]


def _compare(
    pack: Pack, rules: dict[str, Twice], graph: Graph, kinds: object, counts: Counter[str], where: str
) -> None:
    """Both ways on one graph."""
    outcome = run(pack, bind(pack), graph)
    found: dict[str, set[str]] = {name: set() for name in rules}
    for finding in outcome.findings:
        found[finding.rule].add(finding.nodes[0])
    database = sqlite_copy(graph, kinds)  # type: ignore[arg-type]
    function(database, "looks_secret", 2, lambda name, value: int(credentials.looks_secret(str(name), str(value))))
    function(
        database, "regexp", 2, lambda pattern, text: int(text is not None and re.search(pattern, text) is not None)
    )
    for name, twice in rules.items():
        ids = {row[0] for row in database.execute(twice.sql)}
        assert found[name] == ids, f"{name} on {where}"
        counts[name] += len(ids)
    database.close()


# -- on real files -----------------------------------------------------------------------------------------------------


def _folders() -> Iterator[tuple[str, MemoryFiles]]:
    """The examples of all rules, the example deployments, and the folders of the corpus when it is here."""
    pack = load()
    for rule_id in pack.rules:
        for example in pack.texts(rule_id)["examples"]:
            yield f"{rule_id}: {example['name']}", memory(example["files"])
    root = Path(__file__).parent.parent
    tops = [root / "examples", root / "tests" / "projects"]
    if os.environ.get("DEPLOYLINT_CORPUS"):
        tops += [path for path in sorted(Path(os.environ["DEPLOYLINT_CORPUS"]).iterdir()) if path.is_dir()]
    for top in tops:
        if top.is_dir():
            paths = [
                path
                for path in sorted(top.rglob("*"))
                if path.is_file() and not path.is_symlink() and path.stat().st_size < 200_000
            ]
            wanted = [path for path in paths if path.suffix in (".yaml", ".yml") or ".env" in path.name]
            yield (
                str(top),
                MemoryFiles({str(path.relative_to(top)): MemoryFile(path.read_bytes()) for path in wanted[:400]}),
            )


MADE = MemoryFiles({
    f"{number}/{name}": MemoryFile(text.encode())
    for number in range(6)
    for name, text in {
        "compose.yaml": """\
services:
  web:
    image: nginx
    privileged: true
    ports: ["8080:80", "8081-8083:81-83", "PUBLISHED:90", "${PORT}:91"]
    environment: {DB_PASSWORD: kQ8vRw2LpZx7, TOKEN: "${TOKEN}"}
    depends_on: [app]
  app:
    image: "app:${TAG}"
    ports: ["127.0.0.1:8080:80", "9001:1", "9002:1", "9003:1"]
    depends_on: [db]
  db: {image: postgres:latest, restart: always, volumes: ["data:/d", "${VOLUME}:/e"], ports: ["53:53/udp"]}
  odd: {image: "x@sha256:DIGEST", profiles: [a], depends_on: [odder], ports: ["8080:1"], restart: "${RESTART}"}
  dns: {image: "redis", profiles: [b], ports: ["0.0.0.0:8080:1", "53:53/udp", "[::]:9001:1"], privileged: "${P}"}
  odder: {image: y, links: [odd], depends_on: [db]}
volumes: {data: {}, left: {}, outside: {external: true}}
""".replace("PUBLISHED", str(9000 + number)).replace("DIGEST", "0" * 64),
        ".env": "A=1\nB=2\nA=3\nTAG=latest\nB=4\n",
        "plain/compose.yaml": "services: {one: {image: a, volumes: [kept:/k]}}\nvolumes: {kept: {}, lost: {}}\n",
    }.items()
})  # fmt: skip
"""Every case with its neighbour, several times."""


def test_rules_and_sql_agree_on_real_files() -> None:
    pack = _pack(REAL, SHARED)
    counts: Counter[str] = Counter()
    for where, files in [("made", MADE), *_folders()]:
        for graph in build(files, files.paths, SETTINGS):
            _compare(pack, REAL, graph, KINDS, counts, where)
    assert {name: counts[name] for name in REAL if counts[name] < ENOUGH} == {}


# -- on kinds that only this test knows --------------------------------------------------------------------------------

TRAFFIC = {
    "internet": {"name": "text", "reaches": "[listener]"},
    "listener": {"name": "text", "port": "int", "owner": "service", "sites": "[site]"},
    "service": {
        "name": "text", "ports": "[int]", "networks": "[network]", "sites": "[site]", "peers": "[service]", "mounts": "[mount]",
    },
    "network": {"name": "text"},
    "site": {"name": "text", "upstreams": "[upstream]"},
    "upstream": {"name": "text", "host": "text", "port": "int", "is_name": "bool", "service": "service", "proxy": "service"},
    "mount": {"name": "text", "source": "text?", "service": "service"},
    "unit": {"name": "text", "exec_start": "text?", "after": "[text]"},
}  # fmt: skip
EDGES = """
edges:
  traffic: {internet: [reaches], listener: [owner, sites], site: [upstreams], upstream: [service], service: [sites, peers]}
define:
  exposed(service): path("internet", service, traffic)
"""
WAY = """
    WITH RECURSIVE step (a, b) AS (
        SELECT owner, value FROM internet__reaches UNION SELECT id, owner FROM listener WHERE owner IS NOT NULL
        UNION SELECT owner, value FROM listener__sites UNION SELECT owner, value FROM site__upstreams
        UNION SELECT id, service FROM upstream WHERE service IS NOT NULL UNION SELECT owner, value FROM service__sites
        UNION SELECT owner, value FROM service__peers),
    reached (id) AS (SELECT step.b FROM internet JOIN step ON step.a = internet.id UNION SELECT step.b FROM reached JOIN step ON step.a = reached.id)
"""
HAND = {
    "caddy-unknown-upstream": Twice(
        "for: upstream\nwhere: upstream.is_name and not upstream.service\nmessage: m",
        """
        SELECT id FROM upstream u WHERE is_name = 1 AND service IS NULL
        AND NOT EXISTS (SELECT 1 FROM unknown WHERE kind = 'upstream' AND id = u.id AND field = 'service')
        """,
    ),
    "caddy-upstream-port": Twice(
        "for: upstream\nwhere: [upstream.service.ports, upstream.port not in upstream.service.ports]\nmessage: m",
        """
        SELECT u.id FROM upstream u JOIN service__ports p ON p.owner = u.service WHERE u.port IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM unknown WHERE kind = 'service' AND id = u.service AND field = 'ports')
        GROUP BY u.id HAVING sum(p.value = u.port) = 0
        """,
    ),
    "caddy-no-shared-network": Twice(
        "for: upstream\nwhere:\n  - upstream.service and upstream.proxy\n"
        "  - not any(n in upstream.proxy.networks for n in upstream.service.networks)\nmessage: m",
        """
        SELECT u.id FROM upstream u WHERE u.service IS NOT NULL AND u.proxy IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM service__networks a JOIN service__networks b ON a.value = b.value
            WHERE a.owner = u.service AND b.owner = u.proxy)
        AND NOT EXISTS (SELECT 1 FROM unknown WHERE kind = 'service' AND id = u.service AND field = 'networks')
        AND (NOT EXISTS (SELECT 1 FROM service__networks WHERE owner = u.service)
             OR NOT EXISTS (SELECT 1 FROM unknown WHERE kind = 'service' AND id = u.proxy AND field = 'networks'))
        """,
    ),
    "unit-after-docker": Twice(
        'for: unit\nwhere:\n  - matches(unit.exec_start, r"\\bdocker(-compose| compose)?\\b")\n  - \'"docker.service" not in unit.after\'\nmessage: m',
        r"""
        SELECT id FROM unit u WHERE exec_start REGEXP '\bdocker(-compose| compose)?\b'
        AND NOT EXISTS (SELECT 1 FROM unit__after WHERE owner = u.id AND value = 'docker.service')
        AND NOT EXISTS (SELECT 1 FROM unknown WHERE kind = 'unit' AND id = u.id AND field = 'after')
        """,
    ),
    "exposed-docker-sock": Twice(
        "for: mount\nwhere: ['matches(mount.source, r\"/docker\\.sock$\")', way]\nlet: {way: exposed(mount.service)}\n"
        'related: {at: way, note: on the way in}\nmessage: "{way}"',
        WAY + r"SELECT id FROM mount WHERE source REGEXP '/docker\.sock$' AND service IN (SELECT id FROM reached)",
    ),
}  # fmt: skip


def _traffic(seed: int) -> World:
    """A random deployment with proxies and units; some of it unknown in two of three."""
    chance = random.Random(seed)
    world = World(TRAFFIC)
    dark = seed % 3 > 0

    def lose(*fields: str) -> tuple[str, ...]:
        return tuple(field for field in fields if dark and chance.random() < 0.15)

    def some(nodes: list[object], most: int) -> object:
        found = chance.sample(nodes, min(len(nodes), chance.randint(0, most)))
        return maybe(*found) if dark and chance.random() < 0.15 else tuple(found)

    networks = [world.add("network", f"n{n}") for n in range(3)]
    services = [
        world.add("service", f"s{n}", networks=some(networks, 2), ports=some([80, 8080, 9000], 2)) for n in range(8)
    ]
    for service in services:
        service.peers = tuple(chance.sample(services, chance.randint(0, 1)))
    for n in range(8):
        target = chance.choice([*services, world.nulls["service"]])
        port = chance.choice([80, 8080, 9000])
        world.add("upstream", f"u{n}", *lose("service", "port", "is_name"), service=target, port=port, is_name=chance.random() < 0.8,
                  proxy=chance.choice(services))  # fmt: skip
    upstreams = list(world.graph.kinds["upstream"])
    sites = [world.add("site", f"x{n}", upstreams=tuple(chance.sample(upstreams, 2))) for n in range(3)]
    services[0].sites = tuple(sites)
    listeners = [world.add("listener", f"l{n}", owner=services[n], port=n) for n in range(2)]
    world.add("internet", "internet", reaches=tuple(listeners))
    for n in range(8):
        source = chance.choice(["/var/run/docker.sock", "/srv/data", None])
        world.add("mount", f"m{n}", *lose("source", "service"), source=source, service=chance.choice(services))
        command = chance.choice(["/usr/bin/docker compose up", "docker-compose up", "/bin/dockerd", None])
        world.add(
            "unit",
            f"d{n}",
            *lose("exec_start"),
            exec_start=command,
            after=some(["docker.service", "network.target"], 2),
        )
    return world


def test_rules_and_sql_agree_on_graphs_made_by_hand() -> None:
    counts: Counter[str] = Counter()
    pack = None
    for seed in range(60):
        world = _traffic(seed)
        pack = pack or _pack(HAND, EDGES, vocabulary(world.kinds, {}))
        if (
            seed % 3
        ):  # what an unknown edge on a way leaves open is not for SQL; ways are compared where all of it is known
            rules = {name: twice for name, twice in HAND.items() if name != "exposed-docker-sock"}
            graph_pack = _pack(rules, EDGES, vocabulary(world.kinds, {}))
            _compare(graph_pack, rules, world.graph, world.kinds, counts, str(seed))
        else:
            _compare(pack, HAND, world.graph, world.kinds, counts, str(seed))
    assert {name: counts[name] for name in HAND if counts[name] < ENOUGH} == {}


@pytest.mark.parametrize("name", [*REAL, *HAND])
def test_each_rule_says_something_else(name: str) -> None:
    assert sum(twice.sql == {**REAL, **HAND}[name].sql for twice in [*REAL.values(), *HAND.values()]) == 1
