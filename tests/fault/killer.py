"""Kill writers at random moments. Run as ``python killer.py FOLDER SUFFIX KILLS``; prints what was left behind.

One process imports everything, then forks one writer after another and kills each with SIGKILL. A writer
replaces one file by two tables of different length in turn, so that every moment of the work is hit.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import sqlite3
import sys
import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio.raw  # noqa: F401

from geomap.export import write

ROWS = (400, 6000)


def table(rows: int) -> gpd.GeoDataFrame:
    numbers = np.arange(rows)
    return gpd.GeoDataFrame(
        {
            "event_id": numbers.astype(str),
            "place": [f"place {number}" for number in numbers],
            "note": ["x" * 200] * rows,
        },
        geometry=gpd.points_from_xy(30 + numbers / 1e4, 50 + numbers / 1e4),
        crs=4326,
    )


def state(path: Path) -> str:
    """Return which whole table the file holds, or ``broken``."""
    if path.suffix != ".gpkg":
        return hashlib.sha256(path.read_bytes()).hexdigest()
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        sound = database.execute("pragma integrity_check").fetchone()[0] == "ok"
        count = database.execute("select count(*) from events").fetchone()[0]
    return str(count) if sound else "broken"


def in_child(work) -> int:
    pid = os.fork()
    if pid == 0:
        try:
            work()
        finally:
            os._exit(0)
    return pid


def main(folder: Path, suffix: str, kills: int) -> None:
    path = folder / f"events{suffix}"
    tables = [table(rows) for rows in ROWS]
    begun = time.monotonic()
    whole = []
    for turn in tables:
        os.waitpid(in_child(lambda turn=turn: write(turn, path)), 0)
        whole.append(state(path))
    span = time.monotonic() - begun

    heard, told = os.pipe()

    def forever() -> None:
        os.write(told, b"!")
        while True:
            for turn in tables:
                write(turn, path)

    chance = random.Random(20241227)
    seen: list[int] = []
    broken = interrupted = done = 0
    # On a busy machine a kill may come between two writes; go on until enough have come in the middle of one.
    while done < kills or (interrupted < kills // 2 and done < 10 * kills):
        done += 1
        pid = in_child(forever)
        os.read(heard, 1)
        time.sleep(chance.uniform(0, 1) * span)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        try:
            seen.append(whole.index(state(path)))
        except (ValueError, OSError, sqlite3.Error):
            broken += 1
        for left in folder.glob("*.part"):
            interrupted += 1
            shutil.rmtree(left) if left.is_dir() else left.unlink()
    print(json.dumps({"broken": broken, "whole": len(seen), "kills": done, "interrupted": interrupted}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
