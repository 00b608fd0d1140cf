"""Build hook: compiles the index of the shipped gazetteer into the wheel; the first use is as quick as the next."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds ``geomap/_data/index`` to wheels; an editable install compiles at first use instead."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the index and have it included."""
        if self.target_name != "wheel" or version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root))
        from geomap.gazetteer.compile import compile_index

        self._folder = tempfile.TemporaryDirectory()
        index = Path(self._folder.name) / "index"
        compile_index(root / "data" / "gazetteer", index)
        build_data["force_include"][str(index)] = "geomap/_data/index"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the temporary index."""
        folder = getattr(self, "_folder", None)
        if folder is not None:
            folder.cleanup()
