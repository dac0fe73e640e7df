"""Under which section and key of a unit file the fields of each kind are written."""

from __future__ import annotations

from typing import NamedTuple


class Setting(NamedTuple):
    """A field's section and key; `shape` is one, list (words on a line), lines (one each) or pairs (`NAME=value`)."""

    section: str
    key: str
    shape: str = "one"


SETTINGS: dict[str, dict[str, Setting]] = {
    "unit": {
        "after": Setting("Unit", "After", "list"),
        "before": Setting("Unit", "Before", "list"),
        "requires": Setting("Unit", "Requires", "list"),
        "wants": Setting("Unit", "Wants", "list"),
        "wanted_by": Setting("Install", "WantedBy", "list"),
        "service_type": Setting("Service", "Type"),
        "remain_after_exit": Setting("Service", "RemainAfterExit"),
        "restart": Setting("Service", "Restart"),
        "user": Setting("Service", "User"),
        "working_directory": Setting("Service", "WorkingDirectory"),
        "environment": Setting("Service", "Environment", "pairs"),
        "env_files": Setting("Service", "EnvironmentFile", "lines"),
    },
    "timer": {
        "calendars": Setting("Timer", "OnCalendar", "lines"),
        "persistent": Setting("Timer", "Persistent"),
        "unit_name": Setting("Timer", "Unit"),
    },
    "socket": {
        "accept": Setting("Socket", "Accept"),
        "addresses": Setting("Socket", "ListenStream", "lines"),
        "service_name": Setting("Socket", "Service"),
    },
}

NOT_QUOTED = frozenset((
    "After", "Before", "Requires", "Requisite", "Wants", "BindsTo", "PartOf", "Upholds", "Conflicts", "OnFailure",
    "OnSuccess", "PropagatesReloadTo", "ReloadPropagatedFrom", "PropagatesStopTo", "StopPropagatedFrom",
    "JoinsNamespaceOf", "Sockets", "WantedBy", "RequiredBy", "UpheldBy", "Also", "Alias",
))  # fmt: skip
"""Keys whose value is words between blanks, quotes being part of them (systemd 252, config_parse_unit_deps and kin)."""


def text_of(value: object) -> str:
    """A value as a unit file writes it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
