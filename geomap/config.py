"""Settings and folders: defaults < ``geomap.toml`` < ``GEOMAP_*`` variables < arguments. No mutable globals."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from geomap.errors import ConfigError, GazetteerError
from geomap.model import Precision
from geomap.schema import CLAIM_STATUSES, EVENT_TYPES, SIDES

#: Name of the settings file looked for in the working folder.
SETTINGS_FILE = "geomap.toml"


#: What :class:`Safety` guards. Each may stand in ``refuse``.
GATES: tuple[str, ...] = ("delay", "exact", "units", "persons", "graphic", "network")


@dataclass(frozen=True, slots=True)
class Safety:
    """What a map holds back before it is written; see docs/safety.md. Table ``[safety]`` of the settings file."""

    delay_days: int = 0
    """Events and claims newer than this many days before the map's day are held back; 0: none."""
    coarsen_km: float = 0.0
    """Grid, km, that the positions of all events are rounded to; 0: not rounded."""
    coarsen: Mapping[str, float] = field(default_factory=dict, hash=False)
    """The same for some events only: event type, side, claim status or precision → km. The largest one counts."""
    allow_units: bool = False
    """Show designations of numbered units, and deployments that name one."""
    allow_persons: bool = False
    """Show columns of persons, and names that stand with an age."""
    person_columns: tuple[str, ...] = ()
    """Columns that hold names of persons, besides those whose heading says so."""
    allow_graphic_links: bool = False
    """Link to sources of events that are marked as graphic."""
    refuse: tuple[str, ...] = ()
    """Gates that stop the map from being written instead of holding rows back: any of :data:`GATES`."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may set once for a folder or a machine."""

    gazetteer: str = "shipped"
    """Gazetteer to use: ``shipped``, the name of an installed one, or a path."""
    cache_dir: str = ""
    """Folder for compiled indexes; empty: the user's cache folder."""
    pins: str = ""
    """CSV of the user's own decisions (``name,admin,lat,lon,place_id,note``); they always win."""
    language: str = "en"
    """Interface and label language of maps: en, uk or ru."""
    ambiguous_margin: float = 0.8
    """Below this probability of the best place an answer is reported as ambiguous."""
    side_colours: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Colours of the sides, ``#rrggbb``, for any of UA, RU, neutral, unknown. Table ``[side_colours]``."""
    safety: Safety = field(default_factory=Safety)
    """What maps hold back. Table ``[safety]``."""


#: Settings that are tables: the file and arguments may set them, the environment may not.
_TABLES = ("side_colours", "safety")


def safety(table: Mapping[str, Any], origin: str = "the arguments", base: Safety | None = None) -> Safety:
    """Return ``base`` with the values of ``table``, checked. Raises :class:`ConfigError` naming the key."""
    values = asdict(base or Safety())
    for key, value in table.items():
        if key not in values:
            raise ConfigError(
                f"unknown setting 'safety.{key}' in {origin}; known: {', '.join(f'safety.{name}' for name in values)}"
            )
        values[key] = _safety_value(key, value, origin)
    return Safety(**values)


def _safety_value(key: str, value: Any, origin: str) -> Any:
    wrong = f"setting 'safety.{key}' in {origin} is {value!r}; give "
    if key.startswith("allow_"):
        if not isinstance(value, bool):
            raise ConfigError(wrong + "true or false")
        return value
    if key == "delay_days":
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 3650:
            raise ConfigError(wrong + "a whole number of days from 0 to 3650")
        return value
    if key == "coarsen_km":
        return _kilometres(value, wrong)
    if key == "coarsen":
        if not isinstance(value, Mapping):
            raise ConfigError(wrong + "a table such as { deployment = 10 }")
        known = {*EVENT_TYPES, *SIDES, *CLAIM_STATUSES, *map(str, Precision)}
        for name in value:
            if name not in known:
                raise ConfigError(
                    f"setting 'safety.coarsen.{name}' in {origin} is no event type, side, claim status or precision; "
                    f"known: {', '.join(sorted(known))}"
                )
        return {
            name: _kilometres(km, f"setting 'safety.coarsen.{name}' in {origin} is {km!r}; give ")
            for name, km in value.items()
        }
    if isinstance(value, str) or not isinstance(value, (list, tuple)) or not all(isinstance(v, str) for v in value):
        raise ConfigError(wrong + "a list of texts")
    for gate in value if key == "refuse" else ():
        if gate not in GATES:
            raise ConfigError(f"setting 'safety.refuse' in {origin}: {gate!r} is no gate; known: {', '.join(GATES)}")
    return tuple(value)


def _kilometres(value: Any, wrong: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 500:
        raise ConfigError(wrong + "kilometres from 0 to 500")
    return float(value)


def _table(name: str, value: Any, origin: str) -> Any:
    if name == "safety" and isinstance(value, Safety):
        return value
    if not isinstance(value, Mapping):
        raise ConfigError(f"setting {name!r} in {origin} is {value!r}; make it a table: [{name}]")
    if name == "safety":
        return safety(value, origin)
    for side, colour in value.items():
        if side not in SIDES:
            raise ConfigError(f"unknown setting '{name}.{side}' in {origin}; sides are {', '.join(SIDES)}")
        if not isinstance(colour, str) or not re.fullmatch(r"#[0-9A-Fa-f]{6}", colour):
            raise ConfigError(f"setting '{name}.{side}' in {origin} is {colour!r}; write it as '#0072B2'")
    return dict(value)


def _typed(name: str, value: Any, origin: str) -> Any:
    if name in _TABLES:
        return _table(name, value, origin)
    kind = type(getattr(Settings(), name))
    try:
        if kind is float and not isinstance(value, bool):
            number = float(value)
            if not 0 <= number <= 1:
                raise ValueError
            return number
        if kind is str and isinstance(value, str):
            return value
        raise ValueError
    except (TypeError, ValueError):
        wanted = "a number from 0 to 1" if kind is float else "a text"
        raise ConfigError(f"setting {name!r} in {origin} is {value!r}; give {wanted}") from None


def load(path: str | os.PathLike[str] | None = None, **overrides: Any) -> Settings:
    """Return the settings in force.

    Parameters
    ----------
    path
        Settings file; by default ``geomap.toml`` in the working folder, if there is one.
    overrides
        Arguments that win over file and environment; ``None`` means not given.

    Raises
    ------
    ConfigError
        An unknown setting, an impossible value, or a file that is not TOML.
    """
    known = {field.name for field in fields(Settings)}
    values: dict[str, Any] = {}
    file = Path(path) if path is not None else Path(SETTINGS_FILE)
    if path is not None and not file.is_file():
        raise ConfigError(f"no settings file {str(file)!r}; write one or leave the option out")
    if file.is_file():
        try:
            table: Mapping[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ConfigError(f"{str(file)!r} is not a TOML file: {error}") from None
        for name, value in table.items():
            if name not in known:
                raise ConfigError(f"unknown setting {name!r} in {str(file)!r}; known: {', '.join(sorted(known))}")
            values[name] = _typed(name, value, repr(str(file)))
    for name in sorted(known.difference(_TABLES)):
        variable = f"GEOMAP_{name.upper()}"
        if variable in os.environ:
            values[name] = _typed(name, os.environ[variable], f"the environment ({variable})")
    for name, value in overrides.items():
        if name not in known:
            raise ConfigError(f"unknown setting {name!r}; known: {', '.join(sorted(known))}")
        if value is not None:
            values[name] = _typed(name, value, "the arguments")
    return replace(Settings(), **values)


def data_dir() -> Path:
    """Return the folder of the shipped data (``gazetteer``, ``basemap``, ``examples``).

    In an installed package it lies inside it; in a checkout it is ``data`` beside the package.
    Raises :class:`~geomap.errors.GazetteerError` when neither is there.
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "_data", package.parent / "data"):
        if (folder / "gazetteer").is_dir():
            return folder
    raise GazetteerError("the shipped data is missing; reinstall geomap")


def cache_dir(settings: Settings | None = None) -> Path:
    """Return the folder for compiled indexes and installed gazetteers (not created here)."""
    configured = (settings or load()).cache_dir
    if configured:
        return Path(configured).expanduser()
    import platformdirs

    return Path(platformdirs.user_cache_dir("geomap", appauthor=False))
