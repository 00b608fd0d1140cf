"""The review page in a real browser: keyboard alone, decisions as CSV, and nothing from outside runs."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geomap.events.decisions import apply_decisions
from geomap.gazetteer.search import Gazetteer
from geomap.render.review import review_page
from geomap.resolve.locate import Resolver
from geomap.resolve.report import candidates, read_report

sys.path.insert(0, str(Path(__file__).parent))
from payloads import payloads

Visit = Callable[..., Any]

TEXT = (
    "Russia says it took Ivanivka in the Donetsk region.\n\n"
    "Ukraine's General Staff said on Friday that strikes near Kupiansk wounded at least three people.\n\n"
    "Drones hit Odesa overnight, the mayor said. Clashes went on near the village of Qwertivka."
)


@pytest.fixture(scope="module")
def resolver() -> Resolver:
    return Resolver(Gazetteer.open("shipped"))


@pytest.fixture(scope="module")
def drafts(resolver: Resolver) -> Any:
    return read_report(TEXT, published="2024-12-27", source="Press", resolver=resolver)


def open_review(visit: Visit, drafts: Any, resolver: Resolver) -> Any:
    return visit(review_page(drafts, candidates(drafts, resolver)), name="review.html")


def decisions(page: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(page.evaluate("geomapReview.table()"))))


def test_shows_text_mentions_and_drafts(visit: Visit, drafts: Any, resolver: Resolver) -> None:
    page = open_review(visit, drafts, resolver)
    assert page.inner_text(".text").startswith("Russia says it took Ivanivka")
    assert page.locator("mark.m-event.drawn").all_inner_texts() == [
        "Ivanivka",
        "Donetsk region",
        "Kupiansk",
        "Odesa",
        "Qwertivka",
    ]
    assert page.locator(".draft").count() == len(drafts) == 4
    assert page.inner_text(".draft.open blockquote") == "Russia says it took Ivanivka in the Donetsk region."
    assert page.locator(".draft.open .choices li").count() >= 2
    assert page.inner_text("mark.current") == "Ivanivka"


def test_keyboard_alone_decides(visit: Visit, drafts: Any, resolver: Resolver, tmp_path: Path) -> None:
    page = open_review(visit, drafts, resolver)
    page.keyboard.press("2")  # the second candidate
    page.keyboard.press("a")  # accept, moves on
    page.keyboard.press("r")  # reject the second draft
    page.keyboard.press("e")  # edit the third
    assert page.evaluate("document.activeElement.name") == "place"
    page.keyboard.press("End")
    page.keyboard.type(" port")
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    assert page.inner_text(".count") == "3 of 4 decided"
    rows = decisions(page)
    second = candidates(drafts, resolver)[0][1]
    assert [row["decision"] for row in rows] == ["accept", "reject", "accept"]
    assert rows[0]["place_id"] == second["id"]
    assert rows[2]["place"] == "Odesa port"
    with page.expect_download() as waiting:
        page.keyboard.press("s")
    path = tmp_path / "decisions.csv"
    waiting.value.save_as(path)
    decided = apply_decisions(drafts, path)
    assert decided.attrs["decisions"] == {"accepted": 2, "rejected": 1, "undecided": 1, "unknown": 0}
    assert len(decided) == 3
    assert list(decided["place"])[1] == "Odesa port"


def test_moves_with_arrows_and_tab(visit: Visit, drafts: Any, resolver: Resolver) -> None:
    page = open_review(visit, drafts, resolver)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert "Kupiansk" in page.inner_text(".draft.open .what")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") in ("BUTTON", "SUMMARY", "INPUT")


@pytest.mark.parametrize("attributes", [True, False])
def test_nothing_from_outside_runs(visit: Visit, resolver: Resolver, tmp_path: Path, attributes: bool) -> None:
    texts = payloads(tmp_path / "executed")
    attack = "\n".join(f"Shelling hit Kupiansk {text} near Ivanivka." for text in texts)
    drafts = read_report(attack, published="2024-12-27", source=" ".join(texts), url=texts[0], resolver=resolver)
    if attributes:
        for name in ("claimant", "place", "region", "quote", "why", "count_text", "event_type", "status"):
            drafts[name] = [texts[n % len(texts)] for n in range(len(drafts))]
    found = [
        [{"id": t, "name": t, "label": t, "lat": 48.0, "lon": 37.0, "admin": t, "probability": 0.5} for t in texts[:3]]
    ] * len(drafts)
    page = visit(review_page(drafts, found, title=texts[-1]), name="review.html")
    for _ in range(min(len(drafts), 12)):
        page.keyboard.press("a")
    assert page.evaluate("document.querySelectorAll('#gm-root script, #gm-root iframe, #gm-root img').length") == 0
    assert not (tmp_path / "executed").exists()


def test_empty_report(visit: Visit, resolver: Resolver) -> None:
    drafts = read_report("", resolver=resolver)
    page = visit(review_page(drafts, []), name="review.html")
    page.keyboard.press("a")
    assert "No happening" in page.inner_text(".side")
