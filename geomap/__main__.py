"""``python -m geomap`` is the command line."""

from geomap.cli.main import main

main()
