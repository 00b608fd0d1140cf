"""Control of territory: from statements of who holds what to areas, a front line and its uncertainty.

The package is also its main function: ``geomap.control(claims, date="2024-12-27")`` is
:func:`geomap.control.compute.control`, and ``geomap.control.claims`` is the ledger's module. A package cannot be
called by itself, so its module gets a class with ``__call__``; nothing else about it changes.

Data walks one way: :mod:`~geomap.control.claims` (the ledger) → :mod:`~geomap.control.rules` (statements → state of
a place) → :mod:`~geomap.control.sites`, :mod:`~geomap.control.cells` and :mod:`~geomap.control.spread` (places →
neighbourhoods) → :mod:`~geomap.control.smooth` (wrong reports) → :mod:`~geomap.control.labels` →
:mod:`~geomap.control.areas`, :mod:`~geomap.control.front` → :mod:`~geomap.control.change`,
:mod:`~geomap.control.audit`, :mod:`~geomap.control.series`. A drawn map of others comes in by
:mod:`~geomap.control.reference`. Importing the package imports neither numpy nor shapely.
"""

from __future__ import annotations

import sys
import types
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geomap.control.compute import Control as Control
    from geomap.control.compute import control as control


class _CallableModule(types.ModuleType):
    """A module that can be called: ``geomap.control(claims, …)``."""

    def __call__(self, *args: Any, **kwargs: Any) -> Control:
        from geomap.control.compute import control

        return control(*args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        if name in ("Control", "control"):
            from geomap.control import compute

            return getattr(compute, name)
        if name in ("audit", "change", "claims", "reference", "series"):
            import importlib

            return importlib.import_module(f"{self.__name__}.{name}")
        raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")


sys.modules[__name__].__class__ = _CallableModule
