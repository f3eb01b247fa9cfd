"""Remarks as a person reads them: what one file says many times is one line with a count."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.document import Remark

_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|“[^”]*”|\d+")


def collapsed(remarks: Sequence[Remark], files: Sequence[str]) -> list[Remark]:
    """The remarks, each kind of remark on a file once, at its first place, with the number of further places.

    Two remarks are of a kind where they differ only in a number or in the words that they quote; files: the names that
    a place may start with.
    """
    first: dict[tuple[str, str], Remark] = {}
    counts: dict[tuple[str, str], int] = {}
    for remark in remarks:
        file = next((name for name in files if remark.place == name or remark.place.startswith(f"{name}, ")), None)
        kind = (file if file is not None else remark.place, _QUOTED.sub("", remark.message))
        first.setdefault(kind, remark)
        counts[kind] = counts.get(kind, 0) + 1
    return [_counted(remark, counts[kind] - 1) for kind, remark in first.items()]


def _counted(remark: Remark, others: int) -> Remark:
    if not others:
        return remark
    return Remark(remark.place, f"{remark.message} (and {others} more place{'s' if others > 1 else ''})")
