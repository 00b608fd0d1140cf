"""What maps hold back: delay, coarse positions, units, persons, graphic links; and the check before writing."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from pyproj import Geod
from shapely.geometry import Point, box

from geomap import config
from geomap.cli.map import command
from geomap.config import Safety
from geomap.errors import ConfigError, InputError
from geomap.render import colours, redact, safety
from geomap.render.map import Map
from geomap.render.print.output import render

ROOT = Path(__file__).parents[2]


def table(**columns: object) -> gpd.GeoDataFrame:
    given = {
        "event_type": ["shelling", "deployment", "strike", "casualties"],
        "claimant_side": ["UA", "RU", "neutral", "UA"],
        "claim_status": ["reported", "claimed", "confirmed", "reported"],
        "actor": ["Russian forces", "810th Guards Naval Infantry Brigade", "72-га окрема механізована бригада", ""],
        "description": ["Shelling of the market", "Troops moved in", "It struck 12 Shevchenko Street",
                        "Olena Kovalenko, 34, was killed"],
        "place": ["Lyman", "Sudzha", "Lyman", "Kurakhove"], "place_name": ["Lyman", "Sudzha", "Lyman", "Kurakhove"],
        "place_admin": ["Lyman Hromada, Donetsk Oblast", "Kursk Oblast", "Donetsk Oblast", "Donetsk Oblast"],
        "precision": ["settlement", "exact", "settlement", "settlement"], "radius_km": [2.0, 1.0, 2.0, 2.0],
        "date_start": pd.to_datetime(["2024-12-20", "2024-12-24", "2024-12-27", None]),
        "published_at": pd.to_datetime(["2024-12-21", "2024-12-27", "2024-12-27", "2024-12-22"]),
        "source_url": ["https://a.example/1", "https://b.example/2", "https://c.example/3", "https://d.example/4"],
        "graphic": [False, False, True, None], "source_row": [11, 12, 13, 14], "victim_name": ["", "", "", "Olena K."],
        **columns,
    }  # fmt: skip
    shapes = [Point(37.81, 48.99), Point(35.27, 51.19), Point(37.8101, 48.9902), Point(37.28, 47.98)]
    return gpd.GeoDataFrame(given, geometry=shapes, crs=4326)


OPEN = Safety(allow_units=True, allow_persons=True, allow_graphic_links=True)


def test_an_open_map_changes_nothing() -> None:
    before = table()
    frame, fields, report = safety.screen(before, OPEN, fields=("victim_name",))
    pd.testing.assert_frame_equal(pd.DataFrame(frame), pd.DataFrame(before))
    assert fields == ("victim_name",)
    assert report.findings == []
    assert report.ok


def test_units_are_withheld_by_default_and_their_deployments_held_back() -> None:
    frame, _, report = safety.screen(table(), Safety())
    assert frame["actor"].tolist() == ["Russian forces", "[unit withheld]", ""]
    assert frame["event_type"].tolist() == ["shelling", "strike", "casualties"]
    held = [finding for finding in report.findings if "held back" in finding.what]
    assert [(finding.row, finding.gate) for finding in held] == [(12, "units")]
    page = Map("x", base=False).add_events(table())
    said = " ".join(re.findall(r">([^<]+)</text>", render(page, "svg").decode()))
    assert "810th" not in said
    assert "72-га" not in said
    assert "Designations of units are withheld." in said
    assert "Designations of units are withheld." in page._furniture()["method"]


@pytest.mark.parametrize(("text", "expected"), [
    ("the 93rd Separate Mechanized Brigade held", "the # held"), ("1st Corps", "#"),
    ("155 обрмп відійшла", "# відійшла"),
    ("93-тя окрема механізована бригада", "#"), ("бійці 72-ї бригади", "бійці #"), ("47 ОМБр «Магура»", "#"),
    ("810-я отдельная гвардейская бригада морской пехоты", "#"), ("в/ч 12345", "#"), ("3rd Assault Brigade", "#"),
    ("Military Unit 12345", "#"), ("20th Combined Arms Army", "#"), ("30-й мотострелковый полк", "#"),
    # What only looks like one.
    ("24 drones of the army", None), ("12 brigades were sent", None), ("3 полковники", None),
    ("North Korean forces", None),
    ("On 24 December the army said", None), ("3000 soldiers", None), ("Russian air defence", None),
    ("збито 24 дрони", None), ("a 5 km strip", None), ("", None), ("полковник у відставці", None),
])  # fmt: skip
def test_what_counts_as_a_unit(text: str, expected: str | None) -> None:
    found = redact.units([text]).get(0)
    assert (found.replace(redact.MARKS["units"]["en"], "#") if found else None) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Ivan Petrenko, 34, was killed", "#, 34, was killed"),
    ("Олена Коваль, 56 років, загинула", "#, 56 років, загинула"),
    ("34-річний Іван Петренко", "34-річний #"), ("34-летняя Анна Иванова погибла", "34-летняя # погибла"),
    ("killed Olena Kovalenko (45) there", "killed # (45) there"), ("a 34-year-old Ivan Petrenko", "a 34-year-old #"),
    ("Sumy Oblast, 27 December 2024", None), ("Kursk Oblast, 12, 13", None), ("In Kharkiv City, 12 people", None),
    ("Volodymyr Zelensky said", None), ("Kyiv Independent, 2024-12-26", None), ("", None),
])  # fmt: skip
def test_what_counts_as_a_private_person(text: str, expected: str | None) -> None:
    found = redact.persons([text]).get(0)
    assert (found.replace(redact.MARKS["persons"]["en"], "#") if found else None) == expected


def test_columns_of_persons_are_left_out_even_when_asked_for() -> None:
    frame, fields, report = safety.screen(table(note=["a", "b", "c", "Anna"]), Safety(person_columns=("note",)),
                                          fields=("victim_name", "note", "radius_km"))  # fmt: skip
    assert fields == ("radius_km",)
    assert "[name withheld], 34, was killed" in frame["description"].tolist()
    assert {finding.row for finding in report.findings if finding.gate == "persons"} == {11, 12, 13, 14}
    page = Map("x", base=False).add_events(table(), fields=("victim_name",))
    assert "victim_name" not in page.contents()[1]


def test_the_rules_find_every_row_of_a_long_table() -> None:
    texts = [f"report {i}" for i in range(5000)]
    for row in (0, 17, 4999):
        texts[row] = f"{row} – the 72nd Brigade; Ivan Petrenko, 34, said"
    assert sorted(redact.units(texts)) == sorted(redact.persons(texts)) == [0, 17, 4999]


def test_a_delay_holds_back_what_is_newer_or_undated() -> None:
    settings = Safety(delay_days=3, allow_units=True)
    frame, _, report = safety.screen(table(), settings, as_of="2024-12-27")
    assert frame["source_row"].tolist() == [11, 12, 14]
    assert [str(finding) for finding in report.findings if finding.gate == "delay"] == [
        "row 13: is of 2024-12-27; held back, the delay allows 2024-12-24"
    ]
    bare = table(date_start=None, published_at=None)
    assert len(safety.screen(bare, settings, as_of="2024-12-27")[0]) == 0
    # A map dated ahead does not shorten the delay.
    today = pd.Timestamp.now(tz="UTC").date()
    assert safety.cutoff(settings, "2999-01-01") == today - pd.Timedelta(days=3)
    assert safety.cutoff(Safety(), "2024-12-27") is None


def test_control_newer_than_the_delay_is_refused(tmp_path: Path) -> None:
    areas = gpd.GeoDataFrame({"state": ["confirmed"], "side": ["RU"]}, geometry=[box(38, 48, 39, 49)], crs=4326)
    settings = Safety(delay_days=3)
    late = SimpleNamespace(areas=areas, front=None, band=None, date="2024-12-27")
    page = Map("x", as_of="2024-12-27", base=False, safety=settings).add_control(late)
    with pytest.raises(InputError, match="control speaks of 2024-12-27, the delay allows 2024-12-24"):
        page.save(tmp_path / "map.html")
    claims = pd.DataFrame({"status": ["used", "used", "future"], "date": ["2024-12-20", "2024-12-26", "2024-12-27"]})
    resting = SimpleNamespace(areas=areas, front=None, band=None, date="2024-12-24", claims=claims)
    report = safety.check(None, resting, settings, as_of="2024-12-27")
    assert [finding.row for finding in report.violations] == [2]
    fine = SimpleNamespace(areas=areas, front=None, band=None, date="2024-12-24", claims=claims[:1])
    assert safety.check(None, fine, settings, as_of="2024-12-27").ok
    assert list(tmp_path.iterdir()) == []


def test_positions_are_coarsened_to_a_fixed_grid_and_the_radius_says_so() -> None:
    settings = Safety(coarsen={"shelling": 10, "RU": 20}, allow_units=True)
    frame, _, report = safety.screen(table(), settings)
    before, after = table().geometry, frame.geometry
    geod = Geod(ellps="WGS84")
    for row, km in ((0, 10), (1, 20)):
        moved = geod.inv(before.iloc[row].x, before.iloc[row].y, after.iloc[row].x, after.iloc[row].y)[2] / 1000
        assert 0 < moved <= km * np.sqrt(0.5) * 1.01
        assert frame["radius_km"].iloc[row] == pytest.approx(table()["radius_km"].iloc[row] + km * np.sqrt(0.5))
        assert moved <= frame["radius_km"].iloc[row]
    assert after.iloc[2].equals(before.iloc[2])
    assert frame["precision"].tolist()[:2] == ["near", "near"]
    assert frame["why"].tolist()[0] == "Position rounded on purpose to a grid of 10 km."
    assert frame["place_admin"].tolist()[:2] == ["Donetsk Oblast", "Kursk Oblast"]
    assert frame["place_name"].isna().tolist() == [True, True, False, False]
    assert "Positions of 2 events are rounded on purpose" in " ".join(report.notes)
    assert report.layers[0]["coarsened"] == 2
    drawn = render(Map("x", base=False, safety=settings).add_events(table().iloc[:2]), "svg").decode()
    assert "Sudzha" not in drawn
    assert "grid of 10, 20 km" in drawn


def test_many_reports_of_one_place_tell_no_more_than_one() -> None:
    rng = np.random.default_rng(0)
    lon, lat = 37.81 + rng.normal(0, 1e-4, 500), 48.99 + rng.normal(0, 1e-4, 500)
    x, y = safety.snap(lon, lat, np.full(500, 10.0))
    assert len({*zip(x.tolist(), y.tolist(), strict=True)}) == 1


def test_areas_larger_than_the_grid_stay_and_smaller_ones_become_a_point() -> None:
    shapes = [box(36, 51, 38, 52), box(36, 51, 36.01, 51.01)]
    frame = gpd.GeoDataFrame({"precision": ["oblast", "near"]}, geometry=shapes, crs=4326)
    coarse = safety.screen(frame, Safety(coarsen_km=10))[0]
    assert coarse.geometry.iloc[0].equals(frame.geometry.iloc[0])
    assert coarse.geometry.iloc[1].geom_type == "Point"
    assert coarse.radius_km.iloc[1] > 7


def test_graphic_sources_are_named_and_not_linked() -> None:
    frame, _, report = safety.screen(table(), Safety())
    assert "https://c.example/3" not in frame["source_url"].tolist()
    assert [finding.row for finding in report.findings if finding.gate == "graphic"] == [13]
    assert (
        safety.screen(table(), Safety(allow_graphic_links=True))[0]["source_url"].tolist()[1] == "https://c.example/3"
    )


@pytest.mark.parametrize("gate", ["units", "persons", "graphic", "delay", "exact"])
def test_a_gate_set_to_refuse_stops_the_map_and_names_rows(gate: str, tmp_path: Path) -> None:
    settings = Safety(refuse=(gate,), delay_days=3 if gate == "delay" else 0, allow_units=gate == "exact")
    for name in ("map.html", "map.svg", "map.png", "map.pdf"):
        page = Map("x", base=False, as_of="2024-12-27", safety=settings).add_events(table())
        with pytest.raises(InputError, match=rf"safety gate refuses it: row 1\d: .*\[{gate}\]"):
            page.save(tmp_path / name)
    assert list(tmp_path.iterdir()) == []
    clean = table().iloc[:1]
    Map("x", base=False, as_of="2024-12-27", safety=settings).add_events(clean).save(tmp_path / "ok.html")


def test_a_page_that_would_contact_a_server_can_be_refused(tmp_path: Path) -> None:
    page = Map("x", base=False, tiles=["OpenStreetMap.Mapnik", "OpenTopoMap"], safety=Safety(refuse=("network",)))
    with pytest.raises(InputError, match=r"the page would contact .*openstreetmap"):
        page.save(tmp_path / "map.html")
    page.save(tmp_path / "map.svg")
    hosts = Map("x", base=False, tiles=["OpenStreetMap.Mapnik", "OpenTopoMap"]).contents()[-1]
    assert "tile.openstreetmap.org" in hosts
    assert "opentopomap.org" in hosts


def test_the_check_lists_what_a_map_would_reveal() -> None:
    report = safety.check(table(), settings=Safety(refuse=("units",)), as_of="2024-12-27", fields=("victim_name",))
    text = str(report)
    for part in (
        "events: 3 points (0 at exact positions of the source, 0 rounded), 0 areas, 0 without a place",
        "dates: 2024-12-20 to 2024-12-27", "links to: a.example, d.example", "street address: 13",
        "gate 'units': 3 rows", "row 12: is the position of a unit; held back", "refused: row 12",
    ):  # fmt: skip
        assert part in text, part
    assert not report.ok
    assert safety.check(table(), settings=OPEN).lines()[-1] == "may be written"


def test_the_default_gates_are_those_of_the_settings_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "geomap.toml").write_text('[safety]\nrefuse = ["units"]\n[side_colours]\nUA = "#005B99"\n', "utf-8")
    page = Map("x", base=False).add_events(table())
    with pytest.raises(InputError, match="row 12"):
        page.save("map.html")
    assert page._colours["UA"] == "#005B99"
    assert Map("x", base=False, side_colours={"UA": "#0072B2"})._colours["UA"] == "#0072B2"


@pytest.mark.parametrize(("text", "message"), [
    ("[safety]\ndelay = 3", "unknown setting 'safety.delay' in"), ("safety = 3", "make it a table: [safety]"),
    ("[safety]\ndelay_days = -1", "'safety.delay_days' in .* is -1; give a whole number of days"),
    ("[safety]\ndelay_days = true", "'safety.delay_days'"), ("[safety]\ncoarsen_km = 'x'", "'safety.coarsen_km'"),
    ("[safety]\ncoarsen_km = nan", "'safety.coarsen_km'"),
    ("[safety.coarsen]\nshell = 3", "'safety.coarsen.shell' in .* is no event type"),
    ("[safety.coarsen]\nshelling = 'x'", "'safety.coarsen.shelling' in .* give kilometres"),
    ("[safety]\ncoarsen = 3", "give a table such as"), ("[safety]\nallow_units = 'yes'", "give true or false"),
    ("[safety]\nrefuse = ['unit']", "'unit' is no gate; known: delay"),
    ("[safety]\nrefuse = 'units'", "a list of texts"),
    ("[side_colours]\nXX = '#000000'", "unknown setting 'side_colours.XX'"),
    ("[side_colours]\nUA = 'blue'", "'side_colours.UA' in .* is 'blue'"),
])  # fmt: skip
def test_wrong_settings_are_named(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "geomap.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=message.replace("[safety]", r"\[safety\]")):
        config.load(tmp_path / "geomap.toml")


def test_the_document_shows_settings_that_work_and_names_all_of_them(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "safety.md").read_text(encoding="utf-8")
    example = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    assert len(example) == 1
    (tmp_path / "geomap.toml").write_text(example[0], encoding="utf-8")
    settings = config.load(tmp_path / "geomap.toml")
    assert settings.safety.delay_days == 3
    assert settings.safety.coarsen == {"deployment": 20.0, "UA": 5.0}
    assert settings.safety.refuse == ("persons", "exact")
    assert settings.side_colours == {"UA": "#0072B2", "RU": "#D55E00"}
    for name in Safety.__dataclass_fields__:
        assert f"`{name}`" in text, name
    for gate in config.GATES:
        assert f"`{gate}`" in text, gate


def test_the_default_colours_are_told_apart_by_everyone() -> None:
    from geomap.render.symbols import SIDE_COLOURS

    assert colours.faults(SIDE_COLOURS) == []
    assert min(colours.difference(SIDE_COLOURS["UA"], SIDE_COLOURS["RU"], vision) for vision in colours.VISIONS) > 60
    assert colours.difference("#00aa00", "#dd2200") > 100
    assert colours.difference("#ffffff", "#000000") == pytest.approx(100, abs=0.1)
    assert colours.contrast("#ffffff", "#000000") == pytest.approx(21)


def test_colours_that_cannot_be_told_apart_are_warned_of() -> None:
    with pytest.warns(UserWarning, match="hard to tell apart with deuteranopia"):
        Map("x", base=False, side_colours={"UA": "#00aa00", "RU": "#dd2200"})
    with pytest.warns(UserWarning, match="faint on white"):
        Map("x", base=False, side_colours={"UA": "#ffd700"})


def _csv(folder: Path) -> Path:
    path = folder / "events.csv"
    path.write_text(
        "event_type,place,latitude,longitude,date,actor,description\n"
        "shelling,Lyman,48.99,37.81,2024-12-20,Russian forces,Shelling\n"
        "deployment,Lyman,48.98,37.80,2024-12-27,72nd Brigade,Moved in\n", encoding="utf-8",
    )  # fmt: skip
    return path


def test_the_command_checks_and_writes_nothing(tmp_path: Path) -> None:
    target = tmp_path / "map.html"
    found = CliRunner().invoke(command, [str(_csv(tmp_path)), "-o", str(target), "--check", "--delay-days", "3",
                                         "--as-of", "2024-12-27"])  # fmt: skip
    assert found.exit_code == 0, found.output
    assert "row 2: is of 2024-12-27; held back" in found.output
    assert not target.exists()


def test_the_command_writes_sheets_and_obeys_its_flags(tmp_path: Path) -> None:
    source, target = str(_csv(tmp_path)), tmp_path / "map.svg"
    done = CliRunner().invoke(command, [source, "-o", str(target), "--size", "column", "--coarsen", "shelling=10",
                                        "--side-colour", "RU=#AA3300", "--lang", "uk"])  # fmt: skip
    assert done.exit_code == 0, done.output
    text = " ".join(re.findall(r">([^<]+)</text>", target.read_text(encoding="utf-8")))
    assert "до сітки 10 км" in text
    assert "72nd" not in text
    refused = CliRunner().invoke(command, [source, "-o", str(tmp_path / "no.pdf"), "--refuse", "units"])
    assert isinstance(refused.exception, InputError)
    assert not (tmp_path / "no.pdf").exists()
    for wrong in (["--coarsen", "x"], ["--side-colour", "blue"]):
        assert CliRunner().invoke(command, [source, *wrong]).exit_code == 2
