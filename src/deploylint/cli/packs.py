"""Packs of rules that the settings of the current folder add."""

from __future__ import annotations

import os

from deploylint.cli.group import Globals
from deploylint.loading import discover
from deploylint.loading.settings import load


def packs(options: Globals) -> tuple[str, ...]:
    """Absolute paths of the packs in the settings that apply here."""
    config = None if options.config is None else discover.absolute([options.config])[0]
    place = discover.anchor([os.getcwd()], config)
    return load(place.settings).packs if place.settings else ()
