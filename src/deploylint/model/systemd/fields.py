"""The typed fields of a unit: what its settings come to once systemd has read them all."""

from __future__ import annotations

import posixpath

from deploylint.model import nodes
from deploylint.model.builder import Builder
from deploylint.model.node import OpenList
from deploylint.model.resolved import Origin
from deploylint.model.systemd import names
from deploylint.model.systemd.names import UnitName
from deploylint.model.systemd.settings import Setting, Settings, truth

_LISTS = {
    "after": ("After",),
    "before": ("Before",),
    "requires": ("Requires", "RequiresOverridable", "Requisite", "RequisiteOverridable", "BindsTo", "BindTo", "PartOf"),
    "wants": ("Wants", "Upholds"),
}
"""Fields of [Unit] that hold names of units, with the keys that add to them."""

_INSTALL = ("WantedBy", "RequiredBy", "UpheldBy")

_INSTALLING = (*_INSTALL, "Alias", "Also")
"""Keys of [Install] that give `systemctl enable` something to do."""


_SYSTEM_TARGETS = frozenset(
    ("multi-user.target", "graphical.target", "sysinit.target", "network-online.target", "local-fs.target",
     "remote-fs.target", "initrd.target", "reboot.target", "halt.target", "poweroff.target", "sleep.target",
     "suspend.target", "docker.service")
)  # fmt: skip
_USER_TARGETS = frozenset(("graphical-session.target", "graphical-session-pre.target", "xdg-desktop-autostart.target"))


def read_fields(unit: nodes.Unit, settings: Settings, name: UnitName) -> None:
    """The fields of a unit that follow from [Unit], [Service] and [Install]."""
    for field, keys in _LISTS.items():
        _units(unit, field, settings, name, "Unit", keys)
    _units(unit, "wanted_by", settings, name, "Install", _INSTALL)
    _installed(unit, settings)
    _service_type(unit, settings)
    _flag(unit, settings)
    _text(unit, "restart", settings, "Restart", name)
    _text(unit, "user", settings, "User", name)
    _text(unit, "working_directory", settings, "WorkingDirectory", name)
    if getattr(unit, "working_directory", None):
        unit.working_directory = _directory(unit.working_directory or "")


def _directory(written: str) -> str:
    """WorkingDirectory= without the - that lets it be missing, and without further slashes and dots."""
    path = written.removeprefix("-")
    return posixpath.normpath(path) if path.startswith("/") else path


def section_of(unit_type: str) -> str:
    """The section that a unit's type names; a mount and a socket run commands too."""
    return unit_type.capitalize()


def _units(
    unit: nodes.Unit, field: str, settings: Settings, name: UnitName, section: str, keys: tuple[str, ...]
) -> None:
    """A list of units; what systemd does not take for a unit's name is left out."""
    found: list[str] = []
    places: dict[object, Origin] = {}
    is_open = settings.partial
    for setting in settings.all(section, *keys):
        unit.origins[field] = setting.origin()
        for word in setting.words():
            text, known = names.expand(word.text, name, user=unit.user_manager, in_name=True)
            if not known:
                is_open = True
            elif names.is_unit_name(text):
                found.append(text)
                places.setdefault(text, setting.origin(word.start, word.end))
    if field in unit.origins:
        unit.origins[field].items = places
    setattr(unit, field, OpenList(found) if is_open else tuple(found))


def _installed(unit: nodes.Unit, settings: Settings) -> None:
    found = [setting for setting in settings.all("Install", *_INSTALLING) if setting.node.value]
    if found:
        unit.origins["installed"] = found[0].origin()
    if found or not settings.partial:
        unit.installed = bool(found)


def _service_type(unit: nodes.Unit, settings: Settings) -> None:
    """Type=, or what systemd takes without it (systemd.service(5), Type=)."""
    if unit.type != "service":
        unit.service_type = None
        return
    setting = settings.last("Service", "Type")
    if setting is not None:
        unit.service_type = setting.node.value
        unit.origins["service_type"] = setting.origin()
    elif settings.partial:
        return
    elif settings.last("Service", "BusName") is not None:
        unit.service_type = "dbus"
    else:
        unit.service_type = "simple" if settings.all("Service", "ExecStart") else "oneshot"


def _flag(unit: nodes.Unit, settings: Settings) -> None:
    setting = settings.last("Service", "RemainAfterExit")
    if setting is not None:
        unit.origins["remain_after_exit"] = setting.origin()
    if setting is not None or not settings.partial or unit.type != "service":
        unit.remain_after_exit = truth(setting)


def _text(unit: nodes.Unit, field: str, settings: Settings, key: str, name: UnitName) -> None:
    """A text; null when it is not set, unknown when a specifier in it is."""
    setting = settings.last(section_of(unit.type), key)
    if setting is None:
        if not settings.partial:
            setattr(unit, field, None)
        return
    unit.origins[field] = setting.origin()
    text, known = names.expand(setting.node.value, name, user=unit.user_manager)
    if known:
        setattr(unit, field, text)


def wanted_by_links(unit: nodes.Unit, links: list[str]) -> None:
    """Add the units in whose folder of links the unit stands, as `systemctl enable` puts it there."""
    listed = unit.wanted_by
    more = tuple(link for link in links if link not in listed)
    unit.wanted_by = OpenList((*listed, *more)) if isinstance(listed, OpenList) else (*listed, *more)


def manager(settings: Settings) -> str:
    """For whose manager a unit is by what it says: "user", "system", or "" when it says nothing.

    Both have default.target, but for the system's the targets behind it are written; those exist there only
    (systemd.special(7)).  A path below %h is one of a user: for the system that is /root.
    """
    wanted = [word.text for setting in settings.all("Install", *_INSTALL) for word in setting.words()]
    if not _SYSTEM_TARGETS.isdisjoint(wanted):
        return "system"
    targets = {word for word in wanted if word.endswith(".target")}
    if targets == {"default.target"} or not _USER_TARGETS.isdisjoint(targets):
        return "user"
    if any("%h/" in setting.node.value for setting in settings.every) and not settings.all("Service", "User"):
        return "user"
    return ""


def place(builder: Builder, unit: nodes.Unit) -> None:
    """The folder of the tree in which the unit runs."""
    if not hasattr(unit, "working_directory"):
        return
    path = unit.working_directory
    if path is None:
        unit.dir = None
        return
    if not path.startswith("/"):
        return
    found = builder.place(path)
    stat = builder.files.stat(found) if found is not None else None
    if found is not None and stat is not None and stat.kind == "dir":
        unit.dir = "" if found == "." else found


def setting_text(setting: Setting, unit: nodes.Unit, name: UnitName) -> str | None:
    """A value with its specifiers replaced; None when one of them is not known."""
    text, known = names.expand(setting.node.value, name, user=unit.user_manager)
    return text if known else None
