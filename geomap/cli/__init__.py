"""The command line: one file per noun; it parses, calls the API and prints."""
