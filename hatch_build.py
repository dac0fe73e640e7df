"""Build hook: puts the rules, the schemas and the rules compiled for the building Python into a wheel.

An editable install reads rules/ and schemas/ from the checkout, so that nothing is copied for it.
"""

import os
import shutil
import sys
import tempfile
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class DataHook(BuildHookInterface[Any]):
    """Runs around the build of each wheel."""

    _scratch = ""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add data/ to a standard wheel."""
        if version == "editable":
            return
        included = build_data["force_include"]
        for name in ("rules", "schemas"):
            included[os.path.join(self.root, name)] = f"deploylint/data/{name}"
        self._scratch = tempfile.mkdtemp(prefix="deploylint-build-")
        self._compile(self._scratch)
        included[self._scratch] = "deploylint/data/compiled"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was compiled."""
        if self._scratch:
            shutil.rmtree(self._scratch)

    def _compile(self, folder: str) -> None:
        """Compile the rules with the source that is being packed, whatever is installed beside it."""
        sys.path.insert(0, os.path.join(self.root, "src"))
        try:
            from deploylint.engine import cache

            cache.build(folder)
        finally:
            sys.path.pop(0)
