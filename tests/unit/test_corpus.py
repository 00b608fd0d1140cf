"""The labelled corpus keeps its own format: offsets, ids, references, dates, and no event in both splits."""

from __future__ import annotations

import csv
import json
from collections import Counter
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "data" / "corpus"
FILES = sorted(CORPUS.glob("*/*.json"))
LANGUAGES = {"en", "uk", "ru"}

KINDS = {"settlement", "oblast", "raion", "hromada", "country", "axis", "other"}
LEVELS = {"0": "country", "1": "oblast", "2": "raion", "3": "hromada"}
ROLES = {"event", "towards", "origin", "speaker", "background"}
RELATIONS = {"", "near", "outskirts", "direction", "between", "towards", "axis"}
SIDES = {"RU", "UA", "neutral", "unknown"}
STATUSES = {"claimed", "denied", "admitted", "reported", "confirmed", "disputed"}
PRECISIONS = {"day", "night", "week", "month", "publication", "unknown"}
TYPES = {
    "control_change", "ground_fighting", "air_strike", "drone_strike", "shelling", "strike", "casualties",
    "infrastructure", "deployment", "evacuation", "other",
}  # fmt: skip
HARD = {
    "namesake", "case_form", "region_vs_city", "near", "distance_direction", "between", "towards", "axis",
    "metonym_speaker", "person_like_place", "weapon_like_place", "old_name", "unknown_place", "headline_caps",
    "list_of_places", "denial", "admission", "number_bounds", "relative_date", "quote_nested", "demonym",
    "occupation_wording", "mixed_spelling",
}  # fmt: skip
FAR_DEGREES = 0.1
"""A gold point may differ from the gazetteer's by its error, not by a namesake's distance."""


@cache
def _table(name: str, key: str) -> dict[str, dict[str, str]]:
    with (ROOT / "data" / "gazetteer" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return {row[key]: row for row in csv.DictReader(stream)}


@cache
def _report(path: Path) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return report


def _span(event: dict[str, Any], published: str) -> tuple[date, date]:
    first, last = event["date"] or (published, published)
    return date.fromisoformat(first), date.fromisoformat(last)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_head_and_text(path: Path) -> None:
    report = _report(path)
    assert list(report) == [
        "id", "lang", "split", "published", "sources", "text", "mentions", "events", "hard",
    ]  # fmt: skip
    assert (report["id"], report["split"]) == (path.stem, path.parent.name)
    assert report["split"] in {"dev", "test"}
    assert report["lang"] in LANGUAGES
    assert path.stem.startswith(report["lang"] + "-")
    date.fromisoformat(report["published"])
    assert report["sources"]
    for source in report["sources"]:
        assert source["title"]
        assert source["url"].startswith("http")
        assert source["date"] == "" or date.fromisoformat((source["date"] + "-01-01")[:10])
    assert 60 <= len(report["text"].split()) <= 220
    assert path.read_text(encoding="utf-8") == json.dumps(report, ensure_ascii=False, indent=1) + "\n"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_mentions_match_text_and_gazetteer(path: Path) -> None:
    report, before = _report(path), 0
    settlements, admin = _table("settlements", "place_id"), _table("admin", "admin_id")
    for mention in report["mentions"]:
        assert mention["start"] >= before, "mentions are in order and do not overlap"
        before = mention["end"]
        assert mention["start"] < mention["end"]
        assert report["text"][mention["start"] : mention["end"]] == mention["text"]
        assert mention["kind"] in KINDS
        assert mention["role"] in ROLES
        assert mention["relation"] in RELATIONS
        assert mention["resolvable"] is bool(mention["place_id"]), mention
        if not mention["resolvable"]:
            continue
        row = settlements.get(mention["place_id"])
        if mention["kind"] in LEVELS.values():
            assert LEVELS[admin[mention["place_id"]]["level"]] == mention["kind"], mention
        else:
            assert row or mention["place_id"] in admin, mention
        if mention["kind"] != "settlement":
            assert mention["lat"] is None, "areas and axes have no point"
            assert mention["lon"] is None
        elif row and row["lat"] and mention["lat"] is not None:
            assert abs(float(row["lat"]) - mention["lat"]) < FAR_DEGREES, mention
            assert abs(float(row["lon"]) - mention["lon"]) < FAR_DEGREES, mention


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_events(path: Path) -> None:
    report = _report(path)
    assert report["events"]
    for event in report["events"]:
        assert event["type"] in TYPES
        assert 0 <= event["start"] < event["end"] <= len(report["text"])
        sentence = report["text"][event["start"] : event["end"]]
        assert isinstance(event["verb"], str)
        assert len(set(event["mentions"])) == len(event["mentions"])
        for index in event["mentions"]:
            assert 0 <= index < len(report["mentions"])
        assert event["claimant_side"] in SIDES
        assert event["status"] in STATUSES
        assert event["favours"] in {"RU", "UA", ""}
        assert event["date_precision"] in PRECISIONS
        assert event["date_precision"] in (
            {"unknown", "publication"} if event["date"] is None else PRECISIONS - {"unknown"}
        )
        first, last = _span(event, report["published"])
        assert first <= last <= date.fromisoformat(report["published"])
        for number in event["numbers"]:
            assert number["text"] in sentence
            assert number["of"]
            low, high = number["low"], number["high"]
            assert low is not None or high is not None
            assert low is None or high is None or low <= high


def test_no_event_in_both_splits() -> None:
    """Same place, same kind and meeting days (spans up to three days; longer spans only when equal)."""
    spans: dict[str, list[tuple[str, str, date, date, str]]] = {"dev": [], "test": []}
    for report in map(_report, FILES):
        for event in report["events"]:
            first, last = _span(event, report["published"])
            for index in event["mentions"]:
                mention = report["mentions"][index]
                place = mention["place_id"] or mention["text"].casefold()
                spans[report["split"]].append((place, event["type"], first, last, report["id"]))
    short = timedelta(days=2)
    shared = [
        (one, other)
        for one in spans["dev"]
        for other in spans["test"]
        if one[:2] == other[:2]
        and (
            one[2:4] == other[2:4]
            or (max(one[3] - one[2], other[3] - other[2]) <= short and one[2] <= other[3] and other[2] <= one[3])
        )
    ]
    assert shared == []


def test_hard_cases_are_known_and_frequent_enough() -> None:
    reports = [_report(path) for path in FILES]
    present = {report["lang"] for report in reports}
    assert present <= LANGUAGES
    counts = Counter(case for report in reports for case in set(report["hard"]))
    wanted = HARD if present - {"en"} else HARD - {"case_form"}
    least = 5 if present == LANGUAGES else 1
    assert {case: counts[case] for case in wanted if counts[case] < least} == {}
