"""How well geomap reads reports: an open corpus, coded headlines, speed, robustness; peers in the same run.

    python benchmarks/report_bench.py --corpus data/corpus/dev
    python benchmarks/report_bench.py --headlines headlines.csv
    python benchmarks/report_bench.py --speed --peers path/to/python

Nothing is downloaded. ``--headlines`` takes a CSV with ``name,admin1,country,date,lat,lon,headline``; ``--peers`` names
a Python interpreter with local-geocode, geotext or natasha installed; what is not installed is left out.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import subprocess
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from geomap.gazetteer.names import normalise
from geomap.resolve.geocode import make_resolver
from geomap.resolve.rank import distance_km
from geomap.resolve.report import read_report
from geomap.resolve.report_regions import name_index
from geomap.text.dates import parse_published
from geomap.text.report import read_text


def overlap(a: Any, b: Any) -> bool:
    """True when two spans share at least half of the shorter one."""
    shared = min(a["end"], b["end"]) - max(a["start"], b["start"])
    return bool(shared * 2 >= min(a["end"] - a["start"], b["end"] - b["start"]) and shared > 0)


class Score:
    """Counts of right answers, per measure."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.total: Counter[str] = Counter()

    def add(self, name: str, right: bool) -> None:
        """Count one answer."""
        self.total[name] += 1
        self.right[name] += right

    def share(self, name: str) -> str:
        """Return the share as text."""
        return f"{self.right[name] / self.total[name]:.3f} ({self.total[name]})" if self.total[name] else "–"

    def f1(self, name: str) -> str:
        """Return F1 from hits and the sizes of both sides."""
        hits = self.right[name]
        sizes = self.total[f"{name} gold"] + self.total[f"{name} ours"]
        return f"{2 * hits / sizes:.3f}" if sizes else "–"


def score_report(gold: dict[str, Any], resolver: Any, score: Score, misses: list[str] | None = None) -> None:
    """Compare one report of the corpus with our reading."""
    drafts = read_report(gold["text"], published=gold["published"], resolver=resolver)
    ours = drafts.attrs["mentions"]
    say = misses.append if misses is not None else lambda _: None
    exact = {(m["start"], m["end"]) for m in ours}
    score.right["strict"] += sum((m["start"], m["end"]) in exact for m in gold["mentions"])
    used: set[int] = set()
    pairs = []
    for mention in gold["mentions"]:
        found = next((n for n, m in enumerate(ours) if n not in used and overlap(m, mention)), None)
        if found is not None:
            used.add(found)
        pairs.append((mention, ours[found] if found is not None else None))
    for name in ("strict", "mention", "role"):
        score.total[f"{name} gold"] += len(gold["mentions"])
        score.total[f"{name} ours"] += len(ours)
    for mention, mine in pairs:
        score.right["mention"] += mine is not None
        score.right["role"] += mine is not None and mine["role"] == mention["role"]
        if mine is None:
            say(f"{gold['id']} missed {mention['text']!r} ({mention['kind']}, {mention['role']})")
        elif mine["role"] != mention["role"]:
            say(f"{gold['id']} role {mention['text']!r}: {mine['role']}, not {mention['role']}")
        score_place(mention, mine, score, say, gold["id"])
    for n, mine in enumerate(ours):
        if n not in used:
            say(f"{gold['id']} spurious {mine['text']!r} ({mine['kind']}, {mine['role']})")
    score_events(gold, drafts, score, say)


def score_place(mention: dict[str, Any], mine: dict[str, Any] | None, score: Score, say: Any, name: str) -> None:
    """Is it the right place: within 5 km, or the same area; unresolved where there is none."""
    if not mention["resolvable"]:
        if mention["kind"] != "other":
            score.add(
                "honest",
                mine is not None and mine["status"] in ("unresolved", "known_without_coordinates", "ambiguous"),
            )
        return
    if mention["kind"] == "other":
        return
    right = False
    if mine is not None:
        if (
            mention["lat"] is not None
            and mine.get("lat") is not None
            and mention["kind"] == "settlement"
            and mine["relation"] not in ("direction", "between")
        ):
            right = distance_km(mention["lat"], mention["lon"], mine["lat"], mine["lon"]) <= 5
        right = right or mine["place_id"] == mention["place_id"]
    score.add("place", right)
    if not right and mine is not None:
        say(
            f"{name} place {mention['text']!r}: {mine.get('place_name')} ({mine.get('place_admin')}) "
            f"[{mine['status']}], not {mention['place_id']}"
        )


def score_events(gold: dict[str, Any], drafts: Any, score: Score, say: Any) -> None:
    """Match happenings by sentence, then type; compare what is said of them."""
    rows = drafts.drop(columns="geometry").drop_duplicates("happening").to_dict("records")
    used: set[int] = set()
    for event in gold["events"]:
        near = [
            (row["event_type"] == event["type"], -n, n) for n, row in enumerate(rows)
            if n not in used and overlap({"start": row["quote_start"], "end": row["quote_end"]}, event)
        ]  # fmt: skip
        score.add("event found", bool(near))
        quote = gold["text"][event["start"] : event["end"]][:70]
        if not near:
            say(f"{gold['id']} no event {event['type']} {quote!r}")
            continue
        row = rows[max(near)[2]]
        used.add(max(near)[2])
        said = f"{gold['id']} {quote!r}"
        for name, mine, theirs in (
            ("type", row["event_type"], event["type"]), ("status", row["claim_status"], event["status"]),
            ("side", row["claimant_side"], event["claimant_side"]), ("favours", row["favours"], event["favours"] or ""),
            ("date", [row["date_start"], row["date_end"]] if row["date_start"] else None, event["date"]),
        ):  # fmt: skip
            score.add(name, mine == theirs)
            if mine != theirs:
                say(
                    f"{said} {name}: {mine}, not {theirs} ({row['claimant']!r} {row['verb']!r} / "
                    f"{event['claimant']!r} {event['verb']!r})"
                )
        counted = {(n["low"], n["high"]) for n in event["numbers"]}
        if counted:
            mine = {(c.low, c.high) for c in _counts(row)}
            score.add("numbers", counted <= mine)
            if not counted <= mine:
                say(f"{said} numbers: {sorted(mine, key=str)}, not {sorted(counted, key=str)}")
    score.total["events ours"] += len(rows)
    score.right["events ours"] += len(used)


def _counts(row: dict[str, Any]) -> list[Any]:
    from geomap.text.numbers import find_counts
    from geomap.text.sentences import lower

    return find_counts(row["quote"], lower(row["quote"]))


def corpus(folder: Path, resolver: Any, verbose: bool) -> None:
    """Print the measures of every language of a corpus folder."""
    scores: dict[str, Score] = defaultdict(Score)
    misses: list[str] = []
    for path in sorted(folder.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        for name in (gold["lang"], "all"):
            score_report(gold, resolver, scores[name], misses if verbose and name == "all" else None)
        scores[gold["lang"]].total["reports"] += 1
        scores["all"].total["reports"] += 1
    print(f"corpus {folder}")
    for name, score in sorted(scores.items()):
        print(
            f"  {name}: {score.total['reports']} reports; mention F1 strict {score.f1('strict')} overlap "
            f"{score.f1('mention')}; role F1 {score.f1('role')}; "
            f"place <=5 km {score.share('place')}; unknown kept unresolved {score.share('honest')}"
        )
        print(
            "      events "
            + "; ".join(
                f"{key} {score.share(key)}"
                for key in ("event found", "type", "status", "side", "favours", "date", "numbers", "events ours")
            )
        )
    for line in misses:
        print("   -", line)


def names_it(row: dict[str, str], resolver: Any) -> bool:
    """True when the headline holds some form of a settlement within 5 km of the coded point."""
    import re

    store = resolver.gazetteer.store
    words = re.findall(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*", row["headline"])
    for size in (3, 2, 1):
        for at in range(len(words) - size + 1):
            part = words[at : at + size]
            if not part[0][0].isupper():
                continue
            for number, _ in store.by_form(normalise(" ".join(part))):
                for bearer in store.bearers(number):
                    record = store.record(bearer.place)
                    if (
                        record.kind in ("city", "town", "settlement", "village") and record.lat is not None
                            and record.lon is not None
                        and not record.approximate and distance_km(record.lat, record.lon, float(row["lat"]),
                            float(row["lon"])) <= 5
                    ):  # fmt: skip
                        return True
    return False


def headlines(path: Path, resolver: Any, limit: int, verbose: bool) -> None:
    """Share of headlines that name the coded place for which it is among the drawn ones within 5 km."""
    with path.open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    random.Random(1).shuffle(rows)
    answers: dict[tuple[str, str], list[tuple[float, float]]] = {}
    causes: Counter[str] = Counter()
    shown = 0
    total = right = 0
    for row in rows[:limit]:
        if not names_it(row, resolver):
            continue
        total += 1
        key = (row["headline"], row["date"])
        if key not in answers:
            drafts = read_report(row["headline"], published=row["date"], resolver=resolver)
            drawn = [
                (m["lat"], m["lon"])
                for m in drafts.attrs["mentions"]
                if m["role"] == "event" and m.get("lat") is not None
            ]
            answers[key] = drawn
            answers[key, "all"] = drafts.attrs["mentions"]  # type: ignore[index]
        if any(distance_km(lat, lon, float(row["lat"]), float(row["lon"])) <= 5 for lat, lon in answers[key]):
            right += 1
            continue
        mentions: Any = answers[key, "all"]  # type: ignore[index]
        near = [
            m
            for m in mentions
            if m.get("lat") is not None and distance_km(m["lat"], m["lon"], float(row["lat"]), float(row["lon"])) <= 5
        ]
        cause = (
            f"role {near[0]['role']}"
            if near
            else "no mention"
            if not mentions
            else "other place"
            if any(m["drawn"] for m in mentions)
            else "nothing drawn"
        )
        causes[cause] += 1
        if verbose and shown < 60:
            shown += 1
            print(
                f"   - {cause}: {row['name']} | {row['headline'][:230]} | "
                f"{[(m['text'], m['role'], m.get('place_name')) for m in mentions]}"
            )
    print(
        f"headlines: {right}/{total} = {right / max(total, 1):.3f} of those that name the coded place; misses by "
        f"cause {dict(causes)}"
    )


SAMPLE = (
    "Russian forces have captured the village of Ivanivka in the Donetsk region, Moscow said on Friday. Ukraine's "
    "General Staff denied it and "
    "reported 12 clashes near Pokrovsk. У ніч на 27 грудня російські війська атакували Харків дронами, повідомив "
    "Генштаб: двоє людей поранені. "
    "По данным губернатора, под Суджей в Курской области погибли более 10 военнослужащих. "
)


def speed(resolver: Any) -> None:
    """Reports a second, linearity, robustness."""
    index = name_index(resolver.gazetteer)
    report = (SAMPLE * 3)[:800]
    day = parse_published("2024-12-27")
    read_text(report, index, published=day)
    best = 0.0
    for _ in range(5):
        started = time.process_time()
        for _ in range(200):
            read_text(report, index, published=day)
        best = max(best, 200 / (time.process_time() - started))
    print(f"speed: {best:.0f} reports/s of 800 characters (mentions, roles, claims, dates, numbers), one core")
    started = time.process_time()
    for _ in range(20):
        read_report(report, published="2024-12-27", resolver=resolver)
    print(f"speed: {20 / (time.process_time() - started):.0f} reports/s with places resolved into a table")
    for size in (100_000, 1_000_000, 10_000_000):
        text = (SAMPLE * (size // len(SAMPLE) + 1))[:size]
        started = time.process_time()
        found = read_text(text, index, published=day)
        seconds = time.process_time() - started
        print(f"length {size:>10,}: {seconds:.2f} s, {size / seconds / 1e6:.2f} MB/s, {len(found.mentions)} mentions")
    nested = "«" * 1000 + "Росія захопила Іванівку" + "»" * 1000
    print(f"1,000 nested quotes: {len(read_text(nested, index, published=day).mentions)} mentions")


def mutate(resolver: Any, count: int) -> None:
    """Read ``count`` mutated reports; an error ends the run."""
    index = name_index(resolver.gazetteer)
    day = parse_published("2024-12-27")
    rng = random.Random(7)
    letters = "аіїєыъАЯ'’ʼ\"«»()[]-–—.,:;!?\n\t\0\u200b\ud83d\ude00İıß0123456789 abcXYZ%°/\\"
    started = time.process_time()
    for _ in range(count):
        at = rng.randrange(len(SAMPLE) - 120)
        chars = list(SAMPLE[at : at + rng.randrange(1, 120)])
        for _ in range(rng.randrange(1, 8)):
            where = rng.randrange(len(chars) + 1)
            if chars and rng.random() < 0.4:
                del chars[min(where, len(chars) - 1)]
            else:
                chars.insert(where, rng.choice(letters))
        read_text("".join(chars), index, published=day)
    print(f"mutations: {count} read without an error in {time.process_time() - started:.0f} s")


PEER = """
import json, sys, time
text = json.load(sys.stdin)
def run(name, make):
    try:
        started = time.process_time(); call = make(); load = time.process_time() - started
        call(text)
        n, started = 0, time.process_time()
        while time.process_time() - started < 2: call(text); n += 1
        rate = n / (time.process_time() - started)
        print(f"peer {name}: {rate:.0f} reports/s, load {load:.1f} s, found {call(text)}")
    except ImportError as error:
        print(f"peer {name}: not installed ({error})")
    except Exception as error:
        print(f"peer {name}: {type(error).__name__}: {error}")
def local():
    from geocode.geocode import Geocode
    g = Geocode(); g.load()
    return lambda t: [f["name"] for f in g.decode(t)]
def geotext():
    from geotext import GeoText
    return lambda t: GeoText(t).cities
def natasha():
    from natasha import Segmenter, NewsEmbedding, NewsNERTagger, Doc
    s, n = Segmenter(), NewsNERTagger(NewsEmbedding())
    def call(t):
        d = Doc(t); d.segment(s); d.tag_ner(n); return [x.text for x in d.spans if x.type == "LOC"]
    return call
run("local-geocode", local); run("geotext", geotext); run("natasha", natasha)
"""


def peers(python: str) -> None:
    """Run what is installed beside another interpreter on the same 800 characters."""
    answer = subprocess.run(
        [python, "-c", PEER], input=json.dumps((SAMPLE * 3)[:800]), text=True, capture_output=True, check=False
    )
    print(answer.stdout.strip() or answer.stderr.strip()[-500:])


def main() -> None:
    """Run what the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, action="append", default=[])
    parser.add_argument("--headlines", type=Path)
    parser.add_argument("--limit", type=int, default=1_000_000)
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--mutate", type=int, default=0)
    parser.add_argument("--peers", metavar="PYTHON")
    parser.add_argument("-v", "--verbose", action="store_true")
    arguments = parser.parse_args()
    resolver = make_resolver("shipped")
    for folder in arguments.corpus:
        corpus(folder, resolver, arguments.verbose)
    if arguments.headlines:
        headlines(arguments.headlines, resolver, arguments.limit, arguments.verbose)
    if arguments.speed:
        speed(resolver)
    if arguments.mutate:
        mutate(resolver, arguments.mutate)
    if arguments.peers:
        peers(arguments.peers)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
