"""The shapes that the model relies on: where a mapping, a list or a scalar must stand in a Compose document."""

from __future__ import annotations

from deploylint.model.compose.forms import null
from deploylint.model.compose.paths import Step, table
from deploylint.model.resolved import Entry, Mapping, Scalar, Value
from deploylint.source.defects import Defect
from deploylint.source.span import Span
from deploylint.source.text import Source

_SECTIONS = frozenset(("services", "volumes", "networks", "secrets", "configs", "include", "models"))
_TOP = _SECTIONS | {"version", "name"}

SHAPES = table(
    {
        "services services.*": "mapping, never null",
        "volumes networks secrets configs volumes.* networks.* secrets.* configs.*": "mapping",
        "services.*.healthcheck services.*.logging services.*.deploy services.*.ulimits": "mapping",
        "services.*.deploy.resources services.*.deploy.restart_policy": "mapping",
        "services.*.build": "mapping or scalar",
        "services.*.ports services.*.volumes services.*.devices services.*.expose": "list",
        "services.*.cap_add services.*.cap_drop services.*.security_opt services.*.group_add": "list",
        "services.*.profiles services.*.secrets services.*.configs services.*.links": "list",
        "services.*.volumes_from services.*.external_links": "list",
        "services.*.environment services.*.labels services.*.annotations services.*.sysctls": "mapping or list",
        "services.*.build.args services.*.build.labels services.*.deploy.labels": "mapping or list",
        "services.*.depends_on services.*.networks services.*.extra_hosts": "mapping or list",
        "services.*.env_file services.*.dns services.*.dns_search services.*.tmpfs": "list or scalar",
        "services.*.command services.*.entrypoint services.*.healthcheck.test": "list or scalar",
        "services.*.image services.*.container_name services.*.restart services.*.network_mode": "scalar",
        "services.*.user services.*.hostname services.*.pid services.*.ipc services.*.uts services.*.cgroup": "scalar",
        "services.*.userns_mode services.*.privileged services.*.read_only services.*.init": "scalar",
        "services.*.working_dir services.*.platform services.*.stop_grace_period services.*.mem_limit": "scalar",
        "services.*.cpus services.*.scale services.*.pids_limit services.*.use_api_socket": "scalar",
    }
)

_WORDS = {
    "mapping": "a mapping",
    "mapping, never null": "a mapping",
    "list": "a list",
    "scalar": "a single value",
    "mapping or scalar": "a text or a mapping",
    "mapping or list": "a mapping or a list",
    "list or scalar": "a text or a list",
}


def check(sources: list[Source], root: Mapping, defects: list[Defect]) -> None:
    """Turn every value of a wrong shape into an unknown one with a defect; note a layout that Compose does not read."""
    _check_entries(root, SHAPES, defects)
    if root.open or any(name in root.entries for name in _SECTIONS):
        return
    for name, entry in root.entries.items():
        if name not in _TOP and not name.startswith("x-") and _is_service(entry.value):
            defects.append(Defect("legacy-v1-layout", entry.span, name, "", "services: above the services"))
            root.open = True
            return
    if sources:
        root.open = True
        defects.append(Defect("empty-compose-file", Span(sources[0], 0, 0), sources[0].path, "", "services"))


def _check_entries(mapping: Mapping, shapes: Step, defects: list[Defect]) -> None:
    """Check the entries of one mapping and what the table knows below them."""
    for name, entry in mapping.entries.items():
        step = shapes.to(name)
        if step is None:
            continue
        value = entry.value
        if not step.rule or fits(value, step.rule):
            if isinstance(value, Mapping) and (step.named or step.other):
                _check_entries(value, step, defects)
            continue
        defects.append(Defect("compose-wrong-type", entry.span, name, "", _WORDS[step.rule]))
        mapping.entries[name] = Entry(entry.source, entry.key, Scalar(entry.source, entry.key), entry.layers)


def fits(value: Value, shape: str) -> bool:
    """Has a value a shape?  An unknown one may have any."""
    if isinstance(value, Mapping):
        return "mapping" in shape
    if not isinstance(value, Scalar):
        return "list" in shape
    if not value.known:
        return not value.pieces or "scalar" in shape
    return "scalar" in shape or ("never null" not in shape and null(value))


def _is_service(value: Value) -> bool:
    """Does a mapping look like a service?"""
    return isinstance(value, Mapping) and ("image" in value.entries or "build" in value.entries)
