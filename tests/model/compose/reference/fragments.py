"""What generated projects are made of: for each key, values as they may be written, most of them good ones."""

from __future__ import annotations

from hypothesis import strategies as st

TEXTS = (
    "plain", "two words", "a-b_c.d", "UPPER", "yes", "on", "NO", "~x", "'quoted'", '"double"', "5", "1.10", "017", "0x1F", "1e3",
    "true", "null", "''", "a:b", "'a: b'", "'#x'", "a#b", "2024-01-01", "'1.0'", '"1_000"', "1_000", "'tab\there'", '"line\\nbreak"',
    "ä€", "'$$x'", "a=b", "'{'", "'- x'", ".5", "+1", "-", "'*'", "'!x'", "'%'", "'@a'", "'`'", "'a '", "' a'", "<<", "=", "0o17", "60:60",
    "'|'", "'>-'", "'?'", "'? x'", "'x:'", "'[a]'", "'null'", "'true'", "'~'", "'0'", "'0x1'", "'1e3'", "'.inf'", "'2024-01-01'",
    "'yes'", "'a, b'", "\"\\u00e9\"", "\"it's\"", "'say \"x\"'",
)  # fmt: skip
REFERENCES = (
    "${FOO}", "$FOO", "${NONE:-d}", "${NONE-}", "${EMPTY:-e}", "${EMPTY-e}", "${FOO:+alt}", "${NONE:+alt}", "a${FOO}b", "${NUM}",
    "${NUM}0", "$$FOO", "${NONE:-${FOO}}", "${ENVFILE:-none}", "${FOO:?needed}", "${NONE}", "${YES}", "${NONE:-a b}",
)  # fmt: skip
SIZES = ("1g", "512m", "1.5gb", "1024", "'1024'", "64k", "0", "100MiB", "1b", "${SIZE:-2g}", "1e6", "'5 m'", "-1")
DURATIONS = ("10s", "1m30s", "2h", "500ms", "0s", "1.5s", "1d", "'${NONE:-3s}'", "1h1m1s1ms", "-5s")
INTEGERS = ("0", "1", "2", "'3'", "'${NUM}'", "10", "'${NONE:-4}'", "1.0")
BOOLEANS = ("true", "false", "'true'", "yes", "'${NONE:-false}'", "'${YES}'", "True")
PATHS = ("./a", "../b", "/c", "~/d", "./a/../e", ".", "..", "a/b", "'./x y'", "'${FOO}/y'", "./${FOO}")


def _list(items: st.SearchStrategy[str], most: int = 3) -> st.SearchStrategy[str]:
    return st.lists(items, max_size=most, unique=True).map(lambda found: f"[{', '.join(found)}]")


def _mapping(keys: st.SearchStrategy[str], values: st.SearchStrategy[str], most: int = 3) -> st.SearchStrategy[str]:
    return st.dictionaries(keys, values, max_size=most).map(
        lambda found: f"{{{', '.join(f'{key}: {value}' for key, value in found.items())}}}"
    )


def _of(*texts: str) -> st.SearchStrategy[str]:
    return st.sampled_from(texts)


def _some(**keys: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """A mapping with some of these keys."""
    return st.fixed_dictionaries({}, optional=keys).map(
        lambda found: f"{{{', '.join(f'{key}: {value}' for key, value in found.items())}}}"
    )


def _port(parts: tuple[str, ...]) -> str:
    """A short port; an address needs something for the host's port, and ranges must be of one length."""
    address, host, container, protocol = parts
    if "-" in host or "-" in container:
        host, container = ("80-81:", "90-91") if host else ("", "90-91")
    return f'"{address}{host or ":" if address else host}{container}{protocol}"'


sizes, durations, integers, booleans, paths = map(st.sampled_from, (SIZES, DURATIONS, INTEGERS, BOOLEANS, PATHS))
references = st.sampled_from(REFERENCES).map(lambda text: f'"{text}"')
_escaped = str.maketrans({"\n": "\\n", '"': '\\"', "\\": "\\\\", "$": "$$"})
texts = st.one_of(
    st.sampled_from(TEXTS),
    references,
    st.text("ab1 -:#'\"{}\\\n,[]é$&*!|>%@`?~", max_size=8).map(lambda text: f'"{text.translate(_escaped)}"'),
)
quoted = texts.filter(lambda text: text[0] in "'\"p")
names = _of("A", "B", "FOO", "NONE", "b.c", "d-e", "NUM")
pairs = st.one_of(
    _mapping(names, texts), _mapping(names, st.one_of(texts, st.just(""))),
    _list(st.tuples(names, st.sampled_from(("", "=", "=x", "=a b", "=${FOO}", "=1.10", "='q'", "=a=b", "=$$x"))).map(
        lambda found: '"' + "".join(found) + '"'
    )),
)  # fmt: skip
commands = st.one_of(
    _of("run", "echo a b", "'echo \"a b\" c'", "['echo', 'a b']", "[]", "['x', '$$HOME']", '"sh -c \'x && y\'"', "null", "''", "'a\\ b'"),
    _list(st.sampled_from(("a", "'b c'", "'1'", "'${FOO}'", "--x=y"))),
)  # fmt: skip
ports = st.one_of(
    st.tuples(
        st.sampled_from(("", "127.0.0.1:", "0.0.0.0:", "[::1]:")), st.sampled_from(("", "8080:", "80-81:", "${NUM}:", "9000-9005:")),
        st.sampled_from(("80", "90-91", "53", "${NONE:-80}")), st.sampled_from(("", "/udp", "/tcp", "/TCP")),
    ).map(_port),
    _of("80", "'443'", "8080:80", "0x50"),
    _some(
        target=_of("80", "'81'", "'${NUM}'"), published=_of("80", "'8080'", "'8000-8005'", "''"), protocol=_of("tcp", "udp"),
        host_ip=_of("127.0.0.1", "'::1'"), mode=_of("host", "ingress"), name=_of("web"), app_protocol=_of("http"),
    ).map(lambda text: text if "target" in text else text.replace("{", "{target: 80, ", 1).replace(", }", "}")),
)  # fmt: skip
mounts = st.one_of(
    st.tuples(
        st.sampled_from(("", "data:", "./src:", "/abs:", "~/home:", "../up:", "C:\\\\win:", "${NONE:-data}:", "data-2:")),
        st.sampled_from(("/one", "/two", "/three/", "/four/../five", "rel")), st.sampled_from(("", ":ro", ":rw,z", ":cached", ":nocopy")),
    ).map(lambda found: '"' + "".join(found) + '"').filter(lambda text: not text.startswith(('"/one:', '"/two:', '"/three/:', '"/four', '"rel:'))),
    st.tuples(_some(source=_of("data"), read_only=booleans, volume=_some(nocopy=booleans, subpath=_of("x"), labels=pairs), consistency=_of("cached")),
              _of("/one", "/six", "/seven")).map(lambda found: f"{{type: volume, target: {found[1]}, {found[0][1:]}".replace(", }", "}")),
    st.tuples(paths, _of("/one", "/six", "/seven/"), _some(bind=_some(propagation=_of("rshared"), create_host_path=booleans, selinux=_of("z", "Z")))).map(
        lambda found: f"{{type: bind, source: {found[0]}, target: {found[1]}, {found[2][1:]}".replace(", }", "}")),
    _some(target=_of("/t"), tmpfs=_some(size=sizes.filter(lambda text: text != "-1"), mode=_of("0755", "493"))).map(
        lambda text: f"{{type: tmpfs, target: /t8, {text[1:]}".replace(", }", "}").replace("target: /t, ", "")),
)  # fmt: skip
files = st.one_of(
    _of("s", "t"),
    st.tuples(_of("s", "t"), _some(target=_of("s", "/etc/x", "y/z"), uid=_of("'1'"), gid=_of("'2'"), mode=_of("0440", "'0400'", "288"))).map(
        lambda found: f"{{source: {found[0]}, {found[1][1:]}".replace(", }", "}")),
)  # fmt: skip
devices = _some(driver=_of("d"), count=_of("1", "all", "'2'"), capabilities=_list(_of("gpu", "x")), options=pairs)
ulimits = _mapping(_of("nofile", "nproc", "core"), _of("5", "'6'", "{soft: 1, hard: 2}", "-1", "{soft: '1', hard: 3}"))
waits = _of("service_started", "service_healthy", "service_completed_successfully").map(lambda text: f"condition: {text}")

SERVICE: dict[str, st.SearchStrategy[str]] = {
    "annotations": pairs, "attach": booleans,
    "blkio_config": _some(weight=integers, device_read_bps=_list(st.tuples(paths, sizes.filter(lambda t: t != "-1")).map(lambda f: f"{{path: {f[0]}, rate: {f[1]}}}"), 1)),
    "build": st.one_of(paths, _some(
        context=paths, dockerfile=_of("D", "../D", "/D"), args=pairs, labels=pairs, target=_of("t"), cache_from=_list(_of("a", "b")), no_cache=booleans,
        pull=booleans, network=_of("host"), shm_size=sizes.filter(lambda text: text != "1e6"), tags=_list(_of("'a:1'", "'b:2'")), platforms=_list(_of("linux/amd64")), secrets=_list(files, 1),
        extra_hosts=_list(_of("'h:1.1.1.1'", "'i=::1'")), ulimits=_mapping(_of("nofile"), _of("5", "{soft: 1, hard: 2}")), additional_contexts=_mapping(_of("m", "n"), _of("./m", "'docker-image://x'", "https://example.org/x.git")),
        ssh=_of("[default]", "{k: ./k}"), entitlements=_list(_of("a")), provenance=_of("true", "mode=max"), privileged=booleans, isolation=_of("i"),
    )),
    "cap_add": _list(_of("A", "B", "ALL")), "cap_drop": _list(_of("A", "ALL")), "cgroup": _of("host", "private"), "cgroup_parent": quoted,
    "command": commands, "configs": _list(files), "container_name": _of("cc", "c-${FOO}", "'my name'"),
    "cpu_count": integers, "cpu_percent": integers, "cpu_period": integers, "cpu_quota": integers, "cpu_rt_period": integers, "cpu_rt_runtime": integers,
    "cpu_shares": integers, "cpus": _of("0.5", "1", "'2'", "'${NUM}'", "1.25"), "cpuset": _of("0-3", "'0,1'"),
    "credential_spec": _of("{file: c.json}", "{registry: r}", "{config: s}"),
    "deploy": _some(
        mode=_of("global", "replicated"), endpoint_mode=_of("vip"), replicas=integers, labels=pairs,
        update_config=_some(parallelism=integers, delay=durations, failure_action=_of("pause"), monitor=durations, max_failure_ratio=_of("0.5", "'0.25'"), order=_of("start-first")),
        rollback_config=_some(parallelism=integers, delay=durations, order=_of("stop-first")),
        resources=_some(limits=_some(cpus=_of("0.5", "'1.5'"), memory=sizes.filter(lambda t: t[0] not in "0-" and not t.isdigit() and t != "1e6"), pids=integers),
                        reservations=_some(cpus=_of("'0.25'"), memory=_of("20M"), devices=_list(devices.filter(lambda t: "capab" in t), 1))),
        restart_policy=_some(condition=_of("any"), delay=durations, max_attempts=integers, window=durations),
        placement=_some(constraints=_list(_of("'node.role == manager'")), preferences=_of("[{spread: x}]"), max_replicas_per_node=integers),
    ),
    "develop": _of("{watch: [{path: ./s, action: rebuild}]}", "{watch: [{path: ., action: sync, target: /t, ignore: [a], initial_sync: true}]}", "{}", ""),
    "device_cgroup_rules": _list(_of("'c 1:3 mr'", "'a 7:* rmw'")), "devices": _list(_of("/dev/a", "'/dev/a:/dev/b'", "'/dev/c:/dev/d:r'", "{source: /dev/e, target: /dev/f}")),
    "dns": st.one_of(_of("1.1.1.1"), _list(_of("1.1.1.1", "8.8.8.8", "'${EMPTY}'"))), "dns_opt": _list(_of("a", "b")), "dns_search": st.one_of(_of("example.com"), _list(_of("x", "y"))),
    "domainname": quoted, "entrypoint": commands,
    "env_file": _of("one.env", "[one.env]", "[one.env, two.env]", "[{path: none.env, required: false}]", "[{path: one.env, format: raw}]", "[{path: two.env}, one.env]"),
    "environment": pairs, "expose": _list(_of("80", "'81'", "90-91", "'53/udp'")), "external_links": _list(_of("x", "'y:z'")),
    "extra_hosts": st.one_of(_list(_of("'h:1.1.1.1'", "'i=::1'", "'j:host-gateway'", "'h=2.2.2.2'")), _mapping(_of("h", "i"), _of("1.1.1.1", "'::1'", "[1.1.1.1, 2.2.2.2]"))),
    "gpus": st.one_of(_of("all"), _list(devices, 2)), "group_add": _list(_of("a", "5", "'6'")),
    "healthcheck": _some(test=_of("curl x", "[CMD, x]", "[CMD-SHELL, 'x || y']", "[NONE]", "''"), interval=durations, timeout=durations, retries=integers,
                         start_period=durations, start_interval=durations, disable=booleans),
    "hostname": quoted, "init": booleans, "ipc": _of("host", "shareable"), "isolation": _of("x"), "labels": pairs,
    "logging": _some(driver=_of("json-file", "local"), options=_mapping(_of("max-size", "tag"), _of("10m", "5", "'${FOO}'", ""))),
    "mac_address": _of("'02:42:ac:11:65:43'"), "mem_limit": sizes, "mem_reservation": sizes, "mem_swappiness": integers, "memswap_limit": sizes,
    "models": _of("[lm]", "{lm: {endpoint_var: E}}", "{lm: }"), "network_mode": _of("host", "none", "bridge", "'container:x'"),
    "networks": st.one_of(_list(_of("n", "m", "default")), _mapping(_of("n", "m", "default"), st.one_of(st.just(""), _some(
        aliases=_list(_of("x", "y")), ipv4_address=_of("10.0.0.2"), ipv6_address=_of("'fd00::2'"), priority=_of("5"), mac_address=_of("'02:42:ac:11:65:44'"),
        driver_opts=_mapping(_of("a"), _of("1", "x")), link_local_ips=_list(_of("1.1.1.1")), interface_name=_of("eth1"), gw_priority=_of("1"))))),
    "oom_kill_disable": booleans, "oom_score_adj": integers, "pid": _of("host", "private"), "pids_limit": integers, "platform": _of("linux/amd64"), "ports": _list(ports),
    "post_start": _list(_some(command=commands.filter(lambda t: t != "null"), user=_of("root"), privileged=booleans, environment=pairs, working_dir=_of("/w")).filter(lambda t: "command" in t), 1),
    "pre_stop": _of("[{command: x}]", "[]"), "pre_start": _of("[{command: [x], image: y, per_replica: true}]"), "privileged": booleans, "provider": _of("{type: t, options: {a: 1, b: [x, true]}}"),
    "pull_policy": _of("always", "missing", "if_not_present", "daily", "every_12h"), "pull_refresh_after": _of("1h"), "read_only": booleans,
    "restart": _of("always", "no", "'no'", "on-failure:3", "unless-stopped"), "runtime": _of("runc"), "scale": integers, "secrets": _list(files),
    "security_opt": _list(_of("'a:b'", "c=d")), "shm_size": sizes, "stdin_open": booleans, "stop_grace_period": durations, "stop_signal": _of("SIGTERM"),
    "storage_opt": _mapping(_of("size"), _of("1G", "5")), "sysctls": st.one_of(_mapping(_of("net.a", "net.b"), _of("1", "'0'", "x")), _list(_of("net.a=1", "net.b=2"))),
    "tmpfs": st.one_of(_of("/run"), _list(_of("/run", "'/run:size=1m'", "/tmp"))), "tty": booleans, "ulimits": ulimits, "use_api_socket": _of("true", "false"), "user": _of("'0'", "a:b", "'${FOO}'"),
    "userns_mode": _of("host"), "uts": _of("host"), "volumes": _list(mounts), "volumes_from": _list(_of("'container:x'")), "working_dir": quoted,
    "x-own": st.one_of(pairs, texts, _of("[1, a, null, 1.5, true]", "{a: {b: [c]}}")), "label_file": _of("one.label", "[one.label]"),
}  # fmt: skip
"""Good values of the keys of a service."""

BAD: dict[str, tuple[str, ...]] = {
    "ports": ("['a:b']", "['80:80:80:80']", "{}", "['1-2:3-5']", "[true]"), "volumes": ("[':/x']", "['undefined:/x']", "['a:b:c:d']", "[{type: bind, target: /x}]", "[5]"),
    "image": ("5", "'${'", "'${NONE:?gone}'", ""), "hostname": ("5", "[a]", ""), "tty": ("maybe", "1"), "scale": ("many", "-1", "1.5"), "networks": ("[undefined]", "5"), "imagee": ("x",),
    "secrets": ("[undefined]",), "configs": ("[undefined]",), "depends_on": ("[undefined]", "[x, x]", "{x: {}}"), "mem_limit": ("10q", "true"), "stop_grace_period": ("10", "10x"),
    "healthcheck": ("{test: [curl]}", "{tests: x}", "{interval: 5x}"), "environment": ("text", "['A =1']", "{A: [b]}", "5"), "labels": ("5", "{a: {b: c}}"), "cap_add": ("ALL", "[1]", "['A', 1]"),
    "group_add": ("[a, a]",), "ulimits": ("{nofile: {soft: 1}}", "{NO: 1}"), "deploy": ("{replica: 1}", "{resources: {limits: {memory: 5}}}"), "env_file": ("gone.env", "[{path: one.env, format: ini}]"),
    "extra_hosts": ("[h]",), "extends": ("undefined", "{file: gone.yaml, service: x}"), "network_mode": ("'service:undefined'",), "logging": ("text",), "develop": ("{watch: [{path: x}]}",),
    "gpus": ("some", "[{count: 1, device_ids: ['0']}]"), "tmpfs": ("5",), "build": ("[x]", "{context: ., unknown: x}", "{dockerfile: a, dockerfile_inline: b}"), "command": ("{a: b}", "[1]", '"a \'b"'),
    "container_name": ("a",), "cgroup": ("x",), "pull_policy": ("x",), "profiles": ("p", "[p, p]"), "models": ("[undefined]",), "links": ("[undefined]",), "restart": ("false",),
}  # fmt: skip
"""Values that the loader refuses, or mostly."""

SECTIONS: dict[str, dict[str, st.SearchStrategy[str]]] = {
    "networks": {
        name: st.one_of(st.just(""), _some(
            driver=_of("bridge"), driver_opts=_mapping(_of("a"), _of("1", "b")), internal=booleans, attachable=booleans, enable_ipv6=booleans, enable_ipv4=booleans, labels=pairs,
            name=_of("other", "'${FOO}_n'"), external=booleans,
            ipam=_some(driver=_of("default"), config=_list(_some(subnet=_of("10.0.0.0/24", "10.1.0.0/24"), gateway=_of("10.0.0.1"), aux_addresses=_of("{h: 10.0.0.9}")).filter(lambda t: "subnet" in t), 2), options=_of("{a: b}")),
        )) for name in ("n", "m", "default")
    },
    "volumes": {name: st.one_of(st.just(""), _some(driver=_of("local"), driver_opts=_mapping(_of("type", "o", "device"), _of("none", "bind", "./data", "5")), labels=pairs, name=_of("vol", "'${FOO}'")),
                                _of("{external: true}", "{external: true, name: e}", "{external: {name: e}}")) for name in ("data", "data-2")},
    "secrets": {name: _of("{file: ./s.txt}", "{environment: FOO}", "{external: true}", "{file: ~/s, labels: {a: b}}", "{file: ./x, name: other}") for name in ("s", "t")},
    "configs": {name: _of("{file: ./c.txt}", "{content: 'a $$b'}", "{environment: FOO}", "{external: true, name: e}", "{content: \"l1\\nl2\\n\"}") for name in ("s", "t")},
    "models": {"lm": _of("{model: a}", "{model: a, context_size: 5, runtime_flags: [x]}", "{model: a, name: b}")},
}  # fmt: skip
"""Good values of what stands at the top."""
