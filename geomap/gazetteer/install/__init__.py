"""Installing gazetteers: GeoNames country dumps and a user's own places, merged with the shipped tables.

``geonames`` and ``places`` make a gazetteer folder, ``folder`` puts it in place, ``match`` decides what is what.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geomap import config

if TYPE_CHECKING:
    from geomap.gazetteer.install.geonames import Report


def prepare(report: Report, settings: config.Settings | None = None) -> Report:
    """Compile the index of what was installed, so that its first use is as quick as the next.

    Returns the report with ``index_bytes``. Raises what :func:`geomap.gazetteer.indexes.index_folder` raises.
    """
    from geomap.gazetteer.indexes import index_folder

    index = index_folder(report.folder, report.name, settings or config.load())
    return replace(report, index_bytes=sum(path.stat().st_size for path in index.iterdir()))
