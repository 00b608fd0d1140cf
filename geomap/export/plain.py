"""Values that every format can hold: dates as ISO text, missing as None, lists as lists."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any

import numpy as np
import pandas as pd

_SURROGATE = re.compile("[\ud800-\udfff]")


def column_values(series: pd.Series[Any], then: Callable[[Any], Any] | None = None) -> list[Any]:
    """Return a column as plain Python values, each passed through ``then``; whole days lose their time.

    Distinct values are converted once where the type of the column allows it.
    """
    answer = plain if then is None else lambda value: then(plain(value))
    if series.dtype == object and pd.api.types.infer_dtype(series, skipna=False) != "string":
        return [answer(value) for value in series.tolist()]
    codes, distinct = pd.factorize(series)
    values = [answer(value) for value in np.asarray(distinct, dtype=object).tolist()]
    values.append(answer(None))
    return [values[code] for code in codes.tolist()]


def plain(value: Any) -> Any:
    """Return one value as JSON knows it.

    NaN, infinity, NaT and NA become None; enumerations their value; tuples and sets lists; half surrogate pairs U+FFFD.
    """
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, str):
        return value if value.isascii() else _SURROGATE.sub("\ufffd", value)
    if isinstance(value, (bool, int)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() and value.tzinfo is None else value.isoformat()
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, np.generic):
        return plain(pd.Timestamp(value)) if isinstance(value, np.datetime64) else plain(value.item())
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(entry) for entry in value]
    if isinstance(value, (set, frozenset)):
        return sorted((plain(entry) for entry in value), key=str)
    return plain(str(value))
