"""The notebooks run, and show what they say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> Any:
    notebook = nbformat.read(NOTEBOOKS / "quickstart.ipynb", as_version=4)
    folder = tmp_path_factory.mktemp("notebook")
    client = NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(folder)}})
    return client.execute()


def outputs(notebook: Any, source: str) -> str:
    cell = next(cell for cell in notebook.cells if cell.cell_type == "code" and source in cell.source)
    texts = []
    for output in cell.outputs:
        texts.append(output.get("text", ""))
        texts.extend(str(value) for value in output.get("data", {}).values())
    return "\n".join(texts)


def test_no_cell_writes_a_warning(executed: Any) -> None:
    for cell in executed.cells:
        for output in cell.get("outputs", []):
            assert output.get("name") != "stderr", output.get("text")


def test_a_bare_name_is_ambiguous_and_a_report_settles_it(executed: Any) -> None:
    assert "ambiguous" in outputs(executed, 'locate("Ivanivka", gazetteer=gaz)')
    assert "Ivanivka (Lyman Hromada, Donetsk Oblast)" in outputs(executed, 'near=["Terny", "Lyman"]')


def test_the_table_keeps_claims_apart(executed: Any) -> None:
    areas = outputs(executed, "control.areas.drop")
    for state in ("confirmed", "claimed", "no_data"):
        assert state in areas


def test_the_map_is_shown_in_a_sandbox(executed: Any) -> None:
    html = outputs(executed, "page.add_control(control)")
    assert "<iframe" in html
    assert 'sandbox="allow-scripts"' in html


def test_files_are_written(executed: Any) -> None:
    assert "['events.geojson', 'front.geojson', 'map.html']" in outputs(executed, "page.save")
