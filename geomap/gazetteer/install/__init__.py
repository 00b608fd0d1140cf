"""Installing gazetteers: GeoNames country dumps and a user's own places, merged with the shipped tables.

``geonames`` and ``places`` make a gazetteer folder, ``folder`` puts it in place, ``match`` decides what is what.
"""
