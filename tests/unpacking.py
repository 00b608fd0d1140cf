"""Decodes the payloads of a page as the browser does."""

from __future__ import annotations

import base64
import gzip
import json
from typing import Any

import numpy as np


def unpack(payload: str) -> dict[str, Any]:
    """Decode a payload as the browser does."""
    data = gzip.decompress(base64.b64decode(payload))
    size = int.from_bytes(data[:4], "little")
    header = json.loads(data[4 : 4 + size])
    columns = {}
    for name, (kind, offset, count, delta) in header["columns"].items():
        at = 4 + size + offset
        if delta:
            planes = np.frombuffer(data, "u1", 4 * count, at).reshape(4, count)
            folded = np.ascontiguousarray(planes.T).view("<u4").reshape(-1).astype(np.int64)
            columns[name] = np.cumsum((folded >> 1) ^ -(folded & 1))
        else:
            columns[name] = np.frombuffer(data, "<" + kind, count, at)
    return {**header, "columns": columns}


def texts(payload: str) -> dict[str, Any]:
    """Decode a payload of texts as the browser does: a list of the texts of all rows for each column."""
    header = unpack(payload)
    stored = header["columns"]
    columns = {}
    for number, name in enumerate(header["texts"]):
        data, lengths = stored[f"bytes{number}"].tobytes(), stored[f"lengths{number}"].tolist()
        starts = [0, *np.cumsum(np.asarray(lengths, np.int64) + 1).tolist()]
        values = [data[at : at + length].decode() for at, length in zip(starts, lengths, strict=False)]
        codes = stored.get(f"codes{number}")
        columns[name] = values if codes is None else [values[code] for code in codes.tolist()]
    return {**header, "columns": columns}


def reasons(payload: str) -> list[str]:
    """Return why each row is not drawn."""
    header = unpack(payload)
    return [header["reasons"][code] for code in header["columns"]["reason"].tolist()]
