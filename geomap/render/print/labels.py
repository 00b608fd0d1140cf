"""Names that do not touch: neither each other, nor signs, nor the frame."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from geomap.render.print.canvas import SANS, width
from geomap.render.print.plane import Frame

Box = tuple[float, float, float, float]


class Boxes:
    """Rectangles taken on the sheet."""

    def __init__(self, frame: Frame) -> None:
        """Keep within ``frame``."""
        self.frame = frame
        self._cells: dict[tuple[int, int], list[Box]] = {}

    def _keys(self, box: Box) -> Iterable[tuple[int, int]]:
        for column in range(int(box[0] // 40), int(box[2] // 40) + 1):
            for row in range(int(box[1] // 40), int(box[3] // 40) + 1):
                yield column, row

    def free(self, box: Box) -> bool:
        """Return whether ``box`` (left, bottom, right, top) touches nothing and lies in the frame."""
        frame = self.frame
        if box[0] < frame.left or box[1] < frame.bottom or box[2] > frame.right or box[3] > frame.top:
            return False
        return not any(
            box[0] < other[2] and box[2] > other[0] and box[1] < other[3] and box[3] > other[1]
            for key in self._keys(box)
            for other in self._cells.get(key, ())
        )

    def take(self, box: Box) -> None:
        """Take ``box``."""
        for key in self._keys(box):
            self._cells.setdefault(key, []).append(box)

    def claim(self, box: Box) -> bool:
        """Take ``box`` when it is free; return whether it was."""
        if not self.free(box):
            return False
        self.take(box)
        return True


def place(
    boxes: Boxes, x: float, y: float, text: str, size: float, clear: float, *, bold: bool = False,
    italic: bool = False, centred: bool = False, pad: float = 1.0,
) -> tuple[float, float] | None:  # fmt: skip
    """Return where the baseline of ``text`` starts so that it touches nothing, or None; the room is then taken.

    ``clear`` is how far from ``x``, ``y`` the text must stay; with ``centred`` it is written on the point itself.
    """
    wide = width(text, size, SANS, bold, italic)
    up, down = size * 0.76, size * 0.24
    middle = y - size * 0.36
    diagonal = clear * 0.75
    if centred:
        tries: Sequence[tuple[float, float]] = [(x - wide / 2, middle)]
    else:
        tries = [
            (x + clear, middle), (x - clear - wide, middle),
            (x + diagonal, y + diagonal + down), (x + diagonal, y - diagonal - up),
            (x - diagonal - wide, y + diagonal + down), (x - diagonal - wide, y - diagonal - up),
            (x - wide / 2, y + clear + down), (x - wide / 2, y - clear - up),
        ]  # fmt: skip
    for left, base in tries:
        if boxes.claim((left - pad, base - down - pad * 0.5, left + wide + pad, base + up + pad * 0.5)):
            return left, base
    return None


def corner(frame: Frame, wide: float, high: float, xs: Sequence[float], ys: Sequence[float]) -> tuple[float, float]:
    """Return the lower left point of a box in the emptiest corner of the frame: upper right if all are equal."""
    px, py = np.asarray(xs, float), np.asarray(ys, float)
    best, fewest = (frame.right - wide, frame.top - high), None
    for left, bottom in (
        (frame.right - wide, frame.top - high), (frame.left, frame.top - high), (frame.right - wide, frame.bottom),
    ):  # fmt: skip
        inside = (px > left - 8) & (px < left + wide + 8) & (py > bottom - 8) & (py < bottom + high + 8)
        if fewest is None or int(inside.sum()) < fewest:
            best, fewest = (left, bottom), int(inside.sum())
    return best
