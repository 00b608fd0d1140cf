"""Documents that cannot drift: every column, command and public name is documented."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from geomap import schema
from geomap.cli.main import COMMANDS, cli

ROOT = Path(__file__).parents[2]


def test_every_column_is_in_the_tables_document() -> None:
    text = (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")
    for columns in (schema.EVENTS, schema.MATCHES, schema.CLAIMS, schema.AREAS):
        for column in columns:
            assert f"| `{column.name}` | {column.kind} | {column.meaning} |" in text


def test_links_in_the_readme_exist() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#:]+)\)", text)
    assert len(links) >= 5
    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_help_and_is_in_the_readme(name: str) -> None:
    import click

    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    assert command.help
    assert command.name == name
    assert f"geomap {name}" in (ROOT / "README.md").read_text(encoding="utf-8") + (ROOT / "CHANGELOG.md").read_text(
        encoding="utf-8"
    ).replace("`convert`", "geomap convert")
    for option in command.params:
        if isinstance(option, click.Option) and option.name != "help":
            assert option.help, f"{name} {option.opts} has no help"
