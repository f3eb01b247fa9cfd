"""What a question cites: places in the Convention and its Protocols, and provisions of national laws."""

from __future__ import annotations

from palermo.asking.national_citations import NationalCitation, national_citation
from palermo.asking.treaty_citations import TreatyCitation, treaty_citation, treaty_citations_in

__all__ = ["NationalCitation", "TreatyCitation", "national_citation", "treaty_citation", "treaty_citations_in"]
