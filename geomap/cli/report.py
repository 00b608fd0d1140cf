"""``geomap report``."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import click

from geomap.cli.common import front_option, gazetteer_option, pins_option, say
from geomap.errors import InputFileError


@click.command("report")
@click.argument("file", metavar="FILE")
@click.option("-o", "--output", metavar="FILE", help="Where to write: .csv, .geojson, .gpkg, or .html for the review "
              "page. Default: GeoJSON to standard output.")  # fmt: skip
@click.option("--published", metavar="DATE", help='Day of publication, YYYY-MM-DD; "on Friday" is read against it.')
@click.option("--source", default="", help="Outlet, copied to every draft.")
@click.option("--url", default="", help="Address of the report, copied to every draft.")
@click.option("--title", default="", help="Heading of the review page.")
@front_option
@gazetteer_option
@pins_option
def command(
    file: str, output: str | None, published: str | None, source: str, url: str, title: str, fronts: tuple[str, ...],
    gazetteer: str | None, pins: str | None,
) -> None:  # fmt: skip
    """Read a report in English, Ukrainian or Russian (FILE, plain text; - for standard input) into draft events.

    Each draft quotes its sentence and says who stands behind it. Check them on the review page (-o drafts.html); the
    decisions it gives are applied by geomap geocode --decisions.
    """
    from geomap.cli.geocode import write
    from geomap.resolve.geocode import make_resolver
    from geomap.resolve.report import candidates, read_report

    text = read_text_file(file)
    resolver = make_resolver(gazetteer, pins)
    drafts = read_report(
        text, published=published, source=source, url=url, front=list(fronts) or None, resolver=resolver
    )
    if output is not None and Path(output).suffix.lower() in (".html", ".htm"):
        from geomap.render.review import save_review

        save_review(drafts, candidates(drafts, resolver), output, title=title)
        say(f"wrote {output}; open it in any browser, no network is needed")
    else:
        write(drafts, output)
    counts = Counter(str(status) for status in drafts["status"])
    mentions = drafts.attrs["mentions"]
    say(
        f"{len(drafts)} drafts from {len(mentions)} place names: "
        + ", ".join(f"{count} {status}" for status, count in counts.most_common())
    )


def read_text_file(file: str) -> str:
    """Return the text of a file or of standard input. Raises ``InputFileError``."""
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except (OSError, ValueError) as error:
        raise InputFileError(f"cannot read the report {file!r}: {getattr(error, 'strerror', None) or error}") from None
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise InputFileError(
            f"the report {file!r} is not UTF-8 text (byte {error.start}); save it as UTF-8 and try again"
        ) from None
