"""Cost without a clock: calls are counted, so a busy machine changes nothing; only what never ends is stopped."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


def calls(run: Callable[[], object]) -> int:
    """How many functions, of Python and of C, `run` calls: the same number on every machine."""
    count = 0

    def count_one(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        if event in ("call", "c_call"):
            count += 1

    sys.setprofile(count_one)
    try:
        run()
    finally:
        sys.setprofile(None)
    return count


@contextmanager
def ends_within(seconds: int) -> Iterator[None]:
    """Stop what a regular expression spins on inside C, where no call is made to be counted.

    `seconds` is hundreds of times what the work needs: it tells quadratic from linear, not fast from slow.
    """

    def stop(number: int, frame: FrameType | None) -> None:
        raise AssertionError(f"still running after {seconds} s: not linear")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
