"""A geopy geocoder over the local gazetteer: works wherever geopy geocoders do, with no network."""

from __future__ import annotations

import os
from typing import Any

from geopy.geocoders.base import Geocoder
from geopy.location import Location
from geopy.point import Point

from geomap.gazetteer.search import Gazetteer
from geomap.model import Candidate, Place


class LocalGeocoder(Geocoder):  # type: ignore[misc]  # geopy ships no types
    """Geocode place names against a local gazetteer.

    Usable with ``geopandas.tools.geocode(names, provider=LocalGeocoder)`` and with
    ``geopy.extra.rate_limiter.RateLimiter``. It knows names only: for names in their context use
    :func:`geomap.locate`, which also says why.

    Parameters
    ----------
    gazetteer
        A gazetteer, the name of an installed one, or a path; by default the one of the settings.
    """

    def __init__(self, gazetteer: Gazetteer | str | os.PathLike[str] | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.gazetteer = gazetteer if isinstance(gazetteer, Gazetteer) else Gazetteer.open(gazetteer)

    def geocode(
        self, query: str, *, exactly_one: bool = True, limit: int = 10, timeout: Any = None
    ) -> Location | list[Location] | None:
        """Return the place or places of that name as geopy locations, best first; None when there is none.

        Only places with coordinates are returned; ``raw`` holds the :class:`~geomap.model.Candidate`.
        ``timeout`` is accepted and not needed.
        """
        name, *regions = (part.strip() for part in str(query).split(","))
        within = [{place.name for place in self._areas(region)} for region in regions if region]
        found = [
            self._location(candidate)
            for candidate in self.gazetteer.search(name, limit=200)
            if candidate.place.lat is not None and all(self._lies(candidate.place, names) for names in within)
        ]
        if not found:
            return None
        return found[0] if exactly_one else found[:limit]

    def reverse(self, query: Any, *, exactly_one: bool = True, timeout: Any = None) -> Location | list[Location] | None:
        """Return the settlement nearest to a point, None when none lies within 50 km."""
        point = Point(query) if not isinstance(query, Point) else query
        nearest = self.gazetteer.nearest(point.latitude, point.longitude)
        if nearest is None:
            return None
        place = nearest.place
        raw = {"place": place, "distance_km": nearest.distance_km}
        location = Location(place.label, Point(place.lat, place.lon), raw)
        return location if exactly_one else [location]

    def _areas(self, region: str) -> list[Place]:
        """Return the areas that a text after a comma names; it may carry a word such as "region"."""
        for text in (region, region.rsplit(" ", 1)[0]):
            areas = [candidate.place for candidate in self.gazetteer.search(text, limit=50) if candidate.place.is_area]
            if areas:
                return areas
        return []

    @staticmethod
    def _lies(place: Place, names: set[str]) -> bool:
        country = {"UA": "Ukraine", "RU": "Russia"}.get(place.country, place.country)
        return not names.isdisjoint((place.oblast, place.raion, place.hromada, country))

    @staticmethod
    def _location(candidate: Candidate) -> Location:
        place = candidate.place
        return Location(place.label, Point(place.lat, place.lon), {"candidate": candidate})
