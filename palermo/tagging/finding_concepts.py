"""Method `concept-terms/1`: which concepts speak in the heading and the text of each provision of a law.

The terms are those of `corpus/concepts/terms/`. Of a text, the first `LONGEST_READ` characters are looked at, as the
tagger does. A change that finds others gets a new number, so that libraries find theirs anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from palermo.concepts.load import concepts, lexicon
from palermo.model.concepts_found import ConceptsFound
from palermo.tagging.law_text import LawText
from palermo.tagging.signals import Signals, signals

METHOD = "concept-terms/1"


def find_concepts(law: LawText) -> list[ConceptsFound | None]:
    """The concepts of each provision, as the tagger gives them beside its tags; for texts that it does not tag.

    They are in the law's order, their `provision` empty, None where no concept speaks. DataError where the terms of a
    language are not valid.
    """
    known = list(concepts())
    return concepts_found(signals(law, known, lexicon), known)


def concepts_found(found: Signals, known: Sequence[str]) -> list[ConceptsFound | None]:
    """The concepts of each provision among signals whose columns stand for the concepts `known`."""
    result: list[ConceptsFound | None] = []
    for row, hits in enumerate(found.hits):
        heading = sorted(known[int(column)] for column in np.flatnonzero(found.heading[row]))
        text = sorted(Counter(hit.concept for hit in hits).items())
        spoken = heading or text
        result.append(ConceptsFound(provision="", heading=tuple(heading), text=tuple(text)) if spoken else None)
    return result
