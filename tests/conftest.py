"""Shared by all tests: no network, a private cache, the shipped gazetteer opened once."""

from __future__ import annotations

import os
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# The same examples at every run: a change is to blame for what fails. HYPOTHESIS_PROFILE=explore looks for new ones.
settings.register_profile("repeat", derandomize=True, deadline=None)
settings.register_profile("explore", derandomize=False, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeat"))

# Compiled indexes are shared by the test processes of one run and by runs of the same checkout.
os.environ.setdefault("GEOMAP_CACHE_DIR", str(Path(tempfile.gettempdir()) / f"geomap-tests-{os.getuid()}"))


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection but to this machine: geomap needs no network."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> object:
        local = self.family == socket.AF_UNIX or (isinstance(address, tuple) and address[0] in ("127.0.0.1", "::1"))
        if not local:
            raise AssertionError(f"a test opened a connection to {address!r}")
        return connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def gazetteer() -> Iterator[object]:
    """The shipped gazetteer."""
    from geomap import Gazetteer

    opened = Gazetteer.open("shipped")
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def resolver(gazetteer: object) -> object:
    """A resolver over the shipped gazetteer."""
    from geomap.resolve.locate import Resolver

    return Resolver(gazetteer)


@pytest.fixture(scope="session")
def example() -> Path:
    """Folder of the example of 27 December 2024."""
    from geomap import config

    return config.data_dir() / "examples" / "2024-12-27"
