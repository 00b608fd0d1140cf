"""Reading GeoNames dumps: what is taken, what is refused."""

from __future__ import annotations

import zipfile

import pytest
from installing import dump as write_dump
from installing import feature

from geomap.errors import InputError, InputFileError, SchemaError
from geomap.gazetteer.install import dump


def archive(tmp_path, members, name="UA.zip"):
    path = tmp_path / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as stream:
        for member, content in members:
            stream.writestr(member, content)
    return path


GOOD = feature(1, "Vesniane", 48.5, 37.2) + "\n"


@pytest.mark.parametrize("packed", [True, False])
def test_rows_are_read(tmp_path, packed):
    folder = write_dump(
        tmp_path,
        [
            feature(7, "Vesniane", 48.5, 37.2, names="Весняне,Весеннее", population=120),
            feature(3, "Dachne", 48.6, 37.3, code="PPLA3"),
        ],
        packed=packed,
    )
    found = dump.read(dump.find(folder, "UA"), "UA")
    assert [one.id for one in found] == [3, 7]
    assert found[1].names == ("Vesniane", "Весняне", "Весеннее")
    assert (found[1].lat, found[1].lon, found[1].population, found[1].admin1) == (48.5, 37.2, 120, "05")


def test_parts_of_towns_and_places_that_are_no_more_are_left_out(tmp_path):
    codes = ["PPL", "PPLX", "PPLH", "PPLCH", "PPLQ", "PPLW", "PPLA2", "PPLL"]
    rows = [feature(n, f"Place {n}", 48.5, 37.2, code=code) for n, code in enumerate(codes)]
    rows += [feature(50, "Station", 48.5, 37.2, code="RSTN", kind="S"),
             feature(51, "Donetsk Oblast", 48.5, 37.8, code="ADM1", kind="A")]  # fmt: skip
    path = dump.find(write_dump(tmp_path, rows), "UA")
    assert {one.code for one in dump.read(path, "UA")} == {"PPL", "PPLQ", "PPLW", "PPLA2", "PPLL", "ADM1"}
    assert "RSTN" in {one.code for one in dump.read(path, "UA", ("S",))}
    assert {"PPLX", "PPLH"} <= {one.code for one in dump.read(path, "UA", ("PPLX", "PPLH"))}


def test_look_alike_letters_are_put_right(tmp_path):
    row = feature(1, "Vesniane", 48.5, 37.2, names="Вeсняне,Beсняне")  # Latin e and B inside Cyrillic words
    (found,) = dump.read(dump.find(write_dump(tmp_path, [row]), "UA"), "UA")
    assert found.names == ("Vesniane", "Весняне")


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ([("../UA.txt", GOOD)], "leads out of a folder"),
        ([("UA.txt", GOOD), ("..\\evil.txt", "x")], "leads out of a folder"),
        ([("/UA.txt", GOOD)], "leads out of a folder"),
        ([("C:UA.txt", GOOD)], "leads out of a folder"),
        ([("UA.txt", GOOD), ("RU.txt", GOOD)], "must hold UA.txt and nothing else"),
        ([("RU.txt", GOOD)], "must hold UA.txt and nothing else"),
        ([("readme.txt", "x")], "but holds nothing"),
        ([("UA.txt", b"\0" * 3_000_000)], "would unfold from"),
    ],
)
def test_doubtful_archives_are_refused(tmp_path, members, message):
    with pytest.raises(InputError, match=message):
        dump.read(archive(tmp_path, members), "UA")


def test_an_archive_larger_than_it_says_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(dump, "LARGEST", 100)
    with pytest.raises(InputError, match="would unfold"):
        dump.read(archive(tmp_path, [("UA.txt", GOOD * 3)]), "UA")
    (tmp_path / "UA.txt").write_text(GOOD * 3, encoding="utf-8")
    with pytest.raises(InputError, match="line 2: too long"):
        dump.read(tmp_path / "UA.txt", "UA")


def test_damaged_archives_are_refused(tmp_path):
    path = archive(tmp_path, [("UA.txt", "".join(feature(n, f"Place {n}", 48, 37) + "\n" for n in range(200)))])
    whole = path.read_bytes()
    for broken in (b"", b"PK\x03\x04 no zip", whole[: len(whole) // 2], whole[:200] + b"\xff" * 40 + whole[240:]):
        path.write_bytes(broken)
        with pytest.raises(InputError, match="damaged"):
            dump.read(path, "UA")


def test_all_bad_rows_are_named(tmp_path):
    rows = [
        feature(1, "Vesniane", 48.5, 37.2),
        "2\tshort",
        feature(3, "Dachne", 95, 37.2),
        feature(4, "Dachne", 48, 237.2),
        feature(5, "Dachne", 48, 37).replace("48.00000", "north"),
        feature(6, "", 48, 37),
        feature(7, "Dachne", float("nan"), 37),
    ]
    with pytest.raises(SchemaError) as caught:
        dump.read(dump.find(write_dump(tmp_path, rows), "UA"), "UA")
    assert [fault.split(":")[0] for fault in caught.value.faults] == [f"line {n}" for n in range(2, 8)]
    assert "2 columns instead of 19" in caught.value.faults[0]
    assert "latitude '95.00000' is not between -90 and 90" in caught.value.faults[1]


def test_bytes_that_are_no_text(tmp_path):
    (tmp_path / "UA.txt").write_bytes(GOOD.encode() + b"\xff\xfe\n")
    with pytest.raises(SchemaError, match="line 2: not UTF-8"):
        dump.read(tmp_path / "UA.txt", "UA")
    (tmp_path / "UA.txt").write_bytes(b"\n\n")
    with pytest.raises(InputError, match="holds no place"):
        dump.read(tmp_path / "UA.txt", "UA")


def test_what_is_missing_is_named(tmp_path):
    with pytest.raises(InputFileError, match=r"no PL.zip or PL.txt"):
        dump.find(tmp_path, "PL")
    with pytest.raises(InputFileError, match=r"admin1CodesASCII"):
        dump.read_units(tmp_path / "admin1CodesASCII.txt")
    (tmp_path / "admin1CodesASCII.txt").write_text("<html>not found</html>", encoding="utf-8")
    with pytest.raises(InputError, match="line 1: not a row"):
        dump.read_units(tmp_path / "admin1CodesASCII.txt")


def test_codes_are_checked():
    assert dump.check_country("ua") == "UA"
    for wrong in ("", "UKR", "../", "U1"):
        with pytest.raises(InputError, match="two-letter"):
            dump.check_country(wrong)
    assert dump.check_features(["s", " pplx ", ""]) == ("PPLX", "S")
    with pytest.raises(InputError, match="not a GeoNames feature"):
        dump.check_features(["S;R"])
