"""Event tables: any plain format in, one schema out, with a list of what could not be read and why."""

from __future__ import annotations

from geomap.events.table import read_events

__all__ = ["read_events"]
