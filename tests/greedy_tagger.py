"""A tagger that takes what a test says, for `test_beyond_limits`; importable by reading processes."""

from __future__ import annotations

import os
import time

from palermo.tagging.law_text import LawText
from palermo.tagging.tagged_law import TaggedLaw

TAKES = "PALERMO_TEST_TAKES"
"""What it takes for a law with provisions that speak of oil: `30 seconds`, `3000 megabytes` or `an abort`."""


def tag_greedily(law: LawText) -> TaggedLaw:
    """No tags, after some time or memory was spent on the words of the law."""
    amount, what = os.environ.get(TAKES, "0 seconds").split()
    if any("oil" in provision.text for provision in law.provisions):
        if what == "seconds":
            time.sleep(float(amount))
        elif what == "megabytes":
            bytearray(int(amount) * 1_000_000)
        else:
            os.abort()
    return TaggedLaw([()] * len(law.provisions), [None] * len(law.provisions), "none/1")
