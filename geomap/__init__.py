"""geomap: public reports go in, a map you can defend comes out."""
