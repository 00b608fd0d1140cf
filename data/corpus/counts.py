"""Prints what the corpus holds: reports, mentions, events per language and split, and reports per hard case."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

CORPUS = Path(__file__).parent


def main() -> None:
    """Print the counts as Markdown tables."""
    kinds = ("reports", "mentions", "unresolvable", "events")
    counts: Counter[tuple[str, str, str]] = Counter()
    hard: Counter[tuple[str, str]] = Counter()
    for path in sorted(CORPUS.glob("*/*.json")):
        report = json.loads(path.read_text(encoding="utf-8"))
        key = (report["lang"], report["split"])
        counts[(*key, "reports")] += 1
        counts[(*key, "mentions")] += len(report["mentions"])
        counts[(*key, "unresolvable")] += sum(not mention["resolvable"] for mention in report["mentions"])
        counts[(*key, "events")] += len(report["events"])
        hard.update((case, report["lang"]) for case in set(report["hard"]))
    languages = sorted({key[0] for key in counts})
    print(f"| language | split | {' | '.join(kinds)} |\n|---|---|{'---|' * len(kinds)}")
    for key in sorted({key[:2] for key in counts}):
        print(f"| {key[0]} | {key[1]} | {' | '.join(str(counts[(*key, kind)]) for kind in kinds)} |")
    print(f"\n| hard case | {' | '.join(languages)} |\n|---|{'---|' * len(languages)}")
    for case in sorted({case for case, _ in hard}):
        print(f"| {case} | {' | '.join(str(hard[case, language]) for language in languages)} |")


if __name__ == "__main__":
    main()
