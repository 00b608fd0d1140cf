"""The legend of exactly what is drawn, and the reports in words: blocks that flow through columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import shapely

from geomap.render.print import paint
from geomap.render.print.canvas import Canvas, width, wrap
from geomap.render.print.content import Content, Report
from geomap.render.print.paint import INK, PAPER, SAMPLE, SOFT
from geomap.render.print.words import WORDS, days
from geomap.render.symbols import SIDE_COLOURS, STATUS_ORDER

if TYPE_CHECKING:
    from geomap.render.map import Map


#: Heading, and samples with their texts.
Group = tuple[str, list[tuple[tuple[Any, ...], str]]]


@dataclass(slots=True)
class Line:
    """One line of a block, with or without a sample before it."""

    text: str
    """Words, short enough for the column."""
    size: float
    """Points."""
    bold: bool = False
    """Weight."""
    colour: str = INK
    """Colour."""
    sample: tuple[Any, ...] = ()
    """What to draw before the words."""
    indent: float = 0.0
    """Distance from the column's edge."""
    before: float = 0.0
    """Space above."""
    height: float = 0.0
    """Height of the line."""


@dataclass(slots=True)
class Block:
    """Lines that stay together in one column."""

    lines: list[Line] = field(default_factory=list)
    """The lines."""
    name: str = ""
    """Name in the drawing."""

    @property
    def high(self) -> float:
        """Height, points."""
        return sum(line.height + line.before for line in self.lines)


def groups(
    page: Map, words: Mapping[str, str], content: Content, areas: Sequence[tuple[str, Any]]
) -> list[Group]:  # fmt: skip
    """Return the legend: headings with samples and texts. ``areas``: (title, entry) of the shapes in the frame."""
    found: list[Group] = []
    ordered = sorted(areas, key=lambda pair: pair[1].get("sort", 0))
    control = [(title, entry) for title, entry in ordered if entry["group"] == "control"]
    change = [(title, entry) for title, entry in ordered if entry["group"] == "change"]
    other = [(title, entry) for title, entry in ordered if entry["group"] not in ("control", "change")]
    if control:
        found.append((words["control"], _states(control, words)))
    if change:
        found.append((words["change"], [(("style", entry["style"]), title) for title, entry in change]))
    counted = [spot.signs for spot in content.spots] + [region.signs for region in content.areas]
    signs = [sign for counts in counted for sign in counts]
    if signs:
        types: dict[str, int] = {}
        for kind, _, _ in signs:
            types[kind] = types.get(kind, 0) + 1
        by_count = sorted(types, key=lambda kind: (-types[kind], kind))
        found.append((
            words["by_type"].replace("{what}", words["col_type"]),
            [(("sign", kind, "confirmed", SAMPLE), words.get(f"type_{kind}", kind)) for kind in by_count],
        ))  # fmt: skip
        known = sorted({s for _, s, _ in signs}, key=lambda s: (STATUS_ORDER.index(s) if s in STATUS_ORDER else 99, s))
        found.append((
            words["by_status"],
            [(("sign", "other", status, SAMPLE), words.get(f"status_{status}", status)) for status in known],
        ))  # fmt: skip
        order = list(SIDE_COLOURS)
        sides = sorted({s for _, _, s in signs}, key=lambda s: (order.index(s) if s in order else 99, s))
        whose = [
            (("sign", "other", "confirmed", page._colours.get(s, page._colours["unknown"])), words.get(f"side_{s}", s))
            for s in sides
        ]
        found.append((words["by_side"], whose))
    unsure: list[tuple[tuple[Any, ...], str]] = []
    if any(spot.n > 1 for spot in content.spots):
        unsure.append((("several",), words["several"]))
    if content.discs:
        unsure.append((("disc",), words["discs"]))
    if content.areas:
        unsure.append((("style", {"kind": "region", "colour": SAMPLE}), words["region"]))
    if any(spot.doubt for spot in content.spots):
        unsure.append((("doubt",), words["ambiguous"]))
    if unsure:
        found.append((words["uncertainty"], unsure))
    if other:
        found.append((words["areas"], [(("style", entry["style"]), title) for title, entry in other]))
    return found


def _states(
    control: Sequence[tuple[str, Mapping[str, Any]]], words: Mapping[str, str]
) -> list[tuple[tuple[Any, ...], str]]:  # fmt: skip
    """Return the states of control; one that both sides have is one line with a sample for each."""
    of: dict[str, dict[str, Any]] = {}
    for _, entry in control:
        of.setdefault(entry["key"], {})[str(entry.get("said", ""))] = entry["style"]
    both = {key: styles for key, styles in of.items() if len(styles) > 1 and f"row_{key}" in words}
    order = list(SIDE_COLOURS)
    sides = sorted({side for styles in both.values() for side in styles},
                   key=lambda side: (order.index(side) if side in order else 99, side))  # fmt: skip
    lines: list[tuple[tuple[Any, ...], str]] = [(("codes", *sides), "")] if both else []
    for title, entry in control:
        key = entry["key"]
        if key not in both:
            lines.append((("style", entry["style"]), title))
        elif styles := of.pop(key, None):
            lines.append((("styles", *(styles.get(side) for side in sides)), words[f"row_{key}"]))
    if any(entry["key"] in ("confirmed", "inferred") for _, entry in control):
        lines.append((("blank",), words["state_no_data"]))
    return lines


def legend_blocks(found: Iterable[Group], room: float, size: float) -> list[Block]:
    """Return the legend's groups as blocks for a column of ``room`` points."""
    blocks = []
    for heading, items in found:
        block = Block(name="legend")
        indent = size * (3.1 * max([1, *(len(sample) - 1 for sample, _ in items if sample[0] == "codes")]) + 0.4)
        for number, text in enumerate(wrap(heading, room, size, bold=True)):
            block.lines.append(Line(text, size, True, before=0 if number else size * 0.9, height=size * 1.5))
        for sample, label in items:
            for number, text in enumerate(wrap(label, room - indent, size) or [""]):
                high = size * (1.7 if number == 0 else 1.2)
                block.lines.append(Line(text, size, False, INK, () if number else sample, indent, 0, high))
        blocks.append(block)
    return blocks


def _note(report: Report, words: Mapping[str, str], lang: str, room: float, size: float) -> Block:
    block = Block(name="report")
    say = words.get(f"say_{report.status}", words["say_unknown"])
    who = report.claimant
    said = say.replace("{who}", who) if who else words["say_nobody"]
    body = f"{said} {report.text}".strip() if report.text else said
    reason = ""
    if report.reason:
        reason = words.get(f"reason_{report.reason}", words["reason_none"])
    for number, text in enumerate(wrap(report.place or words["no_place"], room, size, bold=True)):
        block.lines.append(Line(text, size, True, before=0 if number else size * 0.6, height=size * 1.3))
    block.lines += [Line(text, size, height=size * 1.3) for text in wrap(body, room, size)]
    when = days(*report.days, lang=lang) if report.days else words["date_unknown"]
    tail = " · ".join(part for part in (when, report.source, reason) if part)
    small = size * 0.9
    block.lines += [Line(text, small, colour=SOFT, height=small * 1.3) for text in wrap(tail, room, small)]
    return block


def report_blocks(
    content: Content, words: Mapping[str, str], lang: str, room: float, size: float, most: int = 24
) -> list[Block]:  # fmt: skip
    """Return the first reports on the map and those without a place, in words."""
    blocks = []
    for heading, reports in ((WORDS[lang]["what"], content.reports), (words["not_on_map"], content.unplaced)):
        if not reports:
            continue
        shown = [report for report in reports[:most] if report.status]
        notes = [_note(report, words, lang, room, size) for report in shown]
        if not notes:
            continue
        head = [Line(text, size, True, before=size, height=size * 1.5) for text in wrap(heading, room, size, bold=True)]
        notes[0].lines[:0] = head
        blocks += notes
    return blocks


def flow(blocks: Sequence[Block], columns: int, high: float) -> list[list[Block]] | None:
    """Return the blocks column by column, or None when they need more than ``columns`` of height ``high``."""
    result: list[list[Block]] = [[]]
    used = 0.0
    for block in blocks:
        lead = block.lines[0].before if not result[-1] and block.lines else 0.0
        if used + block.high - lead > high and result[-1]:
            result.append([])
            used = 0.0
            lead = block.lines[0].before
        if len(result) > columns or block.high - lead > high + 0.01:
            return None
        result[-1].append(block)
        used += block.high - lead
    return result


def balance(blocks: Sequence[Block], columns: int) -> float:
    """Return the least height in which ``blocks`` fit into ``columns``."""
    high = max([sum(block.high for block in blocks) / columns, *(block.high for block in blocks)], default=0.0)
    while blocks and flow(blocks, columns, high) is None:
        high += 2
    return high


def fit(
    fixed: Sequence[Block], notes: Sequence[Block], total: int, high: float, columns: int, more: str, size: float
) -> list[Block]:  # fmt: skip
    """Return ``fixed`` and as many of ``notes`` as fit, with a line that counts those of ``total`` left out."""
    kept = list(notes)
    while True:
        left_out = total - len(kept)
        tail = []
        if left_out:
            text = more.replace("{n}", str(left_out))
            tail = [Block([Line(text, size, colour=SOFT, before=size * 0.5, height=size * 1.3)])]
        blocks = [*fixed, *kept, *tail]
        if flow(blocks, columns, high) is not None:
            return blocks
        if not kept:
            return list(fixed)
        kept.pop()


def draw(canvas: Canvas, columns: Sequence[Sequence[Block]], x: float, top: float, room: float, gap: float,
         colours: Mapping[str, str]) -> None:  # fmt: skip
    """Draw columns of blocks downwards from ``top``."""
    for number, blocks in enumerate(columns):
        left, y = x + number * (room + gap), top
        for position, block in enumerate(blocks):
            for index, line in enumerate(block.lines):
                y -= 0 if position == 0 and index == 0 else line.before
                base = y - line.height * 0.5 - line.size * 0.36
                if line.sample:
                    _sample(canvas, line, left, y - line.height / 2, colours)
                canvas.text(left + line.indent, base, line.text, line.size, bold=line.bold, colour=line.colour,
                            name=block.name)  # fmt: skip
                y -= line.height


def _sample(canvas: Canvas, line: Line, left: float, middle: float, colours: Mapping[str, str]) -> None:
    size = line.size
    wide, high = size * 2.8, size * 1.25
    centre = left + wide / 2
    match line.sample:
        case ("style", style):
            drawn = paint.area_style(style, colours)
            if drawn.open:
                curve = [(left + 1, middle - high * 0.3), (left + wide * 0.35, middle + high * 0.3),
                         (left + wide * 0.65, middle), (left + wide - 1, middle + high * 0.25)]  # fmt: skip
                paint.area(canvas, shapely.LineString(curve), drawn, "sample")
            else:
                box = shapely.box(left + 0.5, middle - high / 2, left + wide - 0.5, middle + high / 2)
                paint.area(canvas, box, drawn, "sample", step=2.8)
        case ("styles", *styles):
            for number, style in enumerate(styles):
                if style is not None:
                    x = left + number * size * 3.1
                    box = shapely.box(x + 0.5, middle - high / 2, x + wide - 0.5, middle + high / 2)
                    paint.area(canvas, box, paint.area_style(style, colours), "sample", step=2.8)
        case ("codes", *sides):
            for number, side in enumerate(sides):
                x = centre + number * size * 3.1
                canvas.text(x, middle - size * 0.3, side, size * 0.86, bold=True, colour=SOFT, align="center")
        case ("blank",):
            box = shapely.box(left + 0.5, middle - high / 2, left + wide - 0.5, middle + high / 2)
            canvas.shape(box, line=SOFT, stroke=0.5, name="sample")
        case ("sign", kind, status, colour):
            paint.sign(canvas, centre, middle, kind, status, colour, size * 0.55, "sample")
        case ("several",):
            paint.bubble(canvas, centre, middle, size * 0.66, "3", "sample")
        case ("disc",):
            paint.disc(canvas, shapely.Point(centre, middle).buffer(size * 0.68), SAMPLE, "sample")
        case ("doubt",):
            paint.sign(canvas, centre, middle, "other", "claimed", SAMPLE, size * 0.42, "sample")
            paint.doubt(canvas, centre, middle, size * 0.42, "sample")


def pill(canvas: Canvas, x: float, y: float, signs: Sequence[tuple[Any, int]], r: float, colours: Mapping[str, str],
         label: str = "", size: float = 0.0, edge: str = "") -> None:  # fmt: skip
    """Draw a few signs side by side on a white plate, each with its count; with ``label``, a region's name."""
    wide = pill_width(signs, r, label, size)
    plate = shapely.LineString([(x - wide / 2 + r * 1.5, y), (x + wide / 2 - r * 1.5, y)]).buffer(r * 1.5, quad_segs=8)
    canvas.shape(plate, fill=PAPER, alpha=0.94, line=edge or SOFT, stroke=0.6, dash=(4, 2.4) if edge else ())
    left = x - wide / 2 + r * 0.7
    for (kind, status, side), count in signs:
        paint.sign(canvas, left + r, y, kind, status, colours.get(side, colours["unknown"]), r,
                   f"sign-{status}" if status.isalpha() else "sign")  # fmt: skip
        left += 2.45 * r
        if count > 1:
            text = f"×{count}"
            canvas.text(left, y - r * 0.5, text, r * 1.4, bold=True)
            left += width(text, r * 1.4, bold=True) + r * 0.5
    if label:
        canvas.text(left + r * 0.2, y - size * 0.36, label, size, italic=True, name="region")


def pill_width(signs: Sequence[tuple[Any, int]], r: float, label: str, size: float) -> float:
    """Return the width of a pill, points."""
    wide = (
        1.4 * r
        + sum(2.45 * r + (width(f"×{count}", r * 1.4, bold=True) + r * 0.5 if count > 1 else 0) for _, count in signs)
        - 0.45 * r
    )
    return wide + (width(label, size, italic=True) + r * 1.1 if label else 0)
