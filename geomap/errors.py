"""Every error geomap raises on purpose.

::

    Exception
    └── GeomapError
        ├── InputError (ValueError)          a file, table or value that cannot be used
        │   ├── SchemaError                  columns missing or values out of range, all faults at once
        │   └── QueryTooLong                 a name or text over the documented limit
        ├── InputFileError (OSError)         a path that cannot be read
        ├── OutputError (OSError)            a path that cannot be written; nothing partial is left behind
        ├── GazetteerError (LookupError)     a gazetteer that is missing, damaged or of another version
        ├── MissingDependency (ImportError)  an optional part that is not installed; names the extra
        └── ConfigError (ValueError)         a setting that is unknown or has an impossible value

A message says what happened, which input (quoted with ``!r``) and what to do::

    try:
        events = geomap.read_events("events.csv")
    except geomap.GeomapError as error:
        print(error)
"""

from __future__ import annotations

from collections.abc import Sequence


class GeomapError(Exception):
    """Base of all errors raised by geomap."""


class InputError(GeomapError, ValueError):
    """A value, row or file whose content cannot be used."""


class SchemaError(InputError):
    """A table that breaks its schema; ``faults`` lists every fault found, not only the first."""

    def __init__(self, message: str, faults: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.faults: tuple[str, ...] = tuple(faults)


class QueryTooLong(InputError):
    """A name or text longer than the documented limit."""


class InputFileError(GeomapError, OSError):
    """A file that does not exist or cannot be read."""


class OutputError(GeomapError, OSError):
    """A file that cannot be written; the previous file, if any, is untouched."""


class GazetteerError(GeomapError, LookupError):
    """A gazetteer that is not installed, is damaged, or was made by another version."""


class MissingDependency(GeomapError, ImportError):
    """An optional dependency is not installed; the message names the extra to install."""


class ConfigError(GeomapError, ValueError):
    """An unknown setting or an impossible value."""
