"""Where the built-in rules, the schemas and the compiled rules are, in a checkout and in a wheel.

A wheel carries them in data/ beside this module; a checkout keeps rules/ and schemas/ at the repository root and has
nothing compiled.  This is on the way of every run, hence os.path and no importlib.resources.
"""

from __future__ import annotations

import os

_PACKAGE = os.path.dirname(os.path.abspath(__file__))
_SHIPPED = os.path.join(_PACKAGE, "data")
_CHECKOUT = os.path.dirname(os.path.dirname(_PACKAGE))


def rules() -> str:
    """The folder of the built-in packs."""
    return _folder("rules")


def schemas() -> str:
    """The folder of the JSON Schemas and the vocabularies."""
    return _folder("schemas")


def compiled() -> str | None:
    """The folder of the rules compiled at build time; None in a checkout."""
    folder = os.path.join(_SHIPPED, "compiled")
    return folder if os.path.isdir(folder) else None


def _folder(name: str) -> str:
    shipped = os.path.join(_SHIPPED, name)
    if os.path.isdir(shipped):
        return shipped
    if os.path.isfile(os.path.join(_CHECKOUT, "pyproject.toml")):
        return os.path.join(_CHECKOUT, name)
    raise FileNotFoundError(f"deploylint was installed without its {name}/ folder; install it again")
