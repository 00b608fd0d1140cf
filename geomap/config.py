"""Settings and folders: defaults < ``geomap.toml`` < ``GEOMAP_*`` variables < arguments. No mutable globals."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from geomap.errors import ConfigError, GazetteerError

#: Name of the settings file looked for in the working folder.
SETTINGS_FILE = "geomap.toml"


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


def _typed(name: str, value: Any, origin: str) -> Any:
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
    for name in known:
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
