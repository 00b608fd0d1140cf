"""The gazetteer: what places exist, where they are, what they are called and in which unit they lie.

Source tables live in ``data/gazetteer`` as reviewed text; :mod:`geomap.gazetteer.build` makes them.
"""
