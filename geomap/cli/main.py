"""``geomap``: the group of commands. Each command is loaded when it is called."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Mapping

import click

from geomap import __version__
from geomap.errors import GeomapError

#: Command → module and one line of help; the modules stay unloaded until a command runs.
COMMANDS: Mapping[str, tuple[str, str]] = {
    "convert": ("geomap.cli.convert", "Convert an events table to another format."),
    "demo": ("geomap.cli.demo", "Write the example map, events and front line to a folder."),
    "front": ("geomap.cli.front", "Derive control areas and a front line from claims."),
    "gazetteer": ("geomap.cli.gazetteer", "Look into, search, build and check gazetteers."),
    "geocode": ("geomap.cli.geocode", "Place every row of an events table."),
    "locate": ("geomap.cli.locate", "Find the place that a name means."),
    "map": ("geomap.cli.map", "Draw events and control on one self-contained page."),
    "report": ("geomap.cli.report", "Read a report in prose into draft events to check."),
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(COMMANDS[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in sorted(COMMANDS)])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="geomap")
def cli() -> None:
    """Map the front line from public reports, with reasons and without a network.

    Data goes to standard output, everything else to standard error. Exit codes: 0 done, 1 the work failed,
    2 wrong usage, 130 interrupted.
    """


def main() -> None:
    """Run the command line; turn geomap's errors into one line and exit code 1."""
    try:
        cli.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        sys.exit(130)
    except GeomapError as error:
        click.echo(f"Error: {describe(error)}", err=True)
        sys.exit(1)
    except BrokenPipeError:
        # The reader of our output has gone (head, less): not an error of ours.
        sys.stderr.close()
        sys.exit(0)


def describe(error: GeomapError) -> str:
    """Return the message of an error; an OS error's number is of no use to a reader."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error)
