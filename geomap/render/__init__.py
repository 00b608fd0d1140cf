"""The map: tables in, one self-contained Leaflet page out.

``map`` builds the map, ``layers`` are its folium layers, ``codec`` packs the data, ``page`` assembles the file and its
content security policy, ``basemap`` draws the ground without a network.

Rule of this room: text that came from outside reaches the page only inside an encoded payload, and the
browser only shows it through ``textContent``. It never passes through a template, markup, a script or a style.
"""
