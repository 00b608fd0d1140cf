"""The map on paper: PNG, SVG and PDF, drawn as vectors by matplotlib (extra ``geomap[print]``), without a browser.

``sheet`` composes it, ``content`` reads what the map holds, ``plane`` projects, ``paint`` draws the signs of the page,
``legend`` says what is drawn, ``labels`` keeps names apart, ``ground`` is the base map, ``output`` writes the file.
Importing this package does not import matplotlib.
"""
