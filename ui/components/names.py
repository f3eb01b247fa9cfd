"""How things are called on a page: States, kinds of text, places in a treaty, and the citation of a provision."""

from __future__ import annotations

import re

from index.contract import Review
from palermo.model.law import Kind, Law, LegalStatus
from palermo.model.provision import Provision
from palermo.model.state import states
from palermo.treaties.load import article, instruments
from palermo.treaties.reference import TreatyReference
from ui.components.html import Html, element

KINDS = {Kind.LAW: "Law", Kind.MODEL: "Model law", Kind.DIGEST: "Palermo digest"}
KINDS_PLURAL = {Kind.LAW: "laws", Kind.MODEL: "model laws", Kind.DIGEST: "laws with Palermo digests"}
STATUSES = {
    LegalStatus.ENACTED: "Law", LegalStatus.BILL: "Bill, not yet law", LegalStatus.REPEALED: "Repealed",
    LegalStatus.NONE: "No law: models and digests",
}  # fmt: skip
REVIEWS = {Review.REVIEWED: "A person has decided", Review.MACHINE: "Found by machine"}
_LEGAL_SYSTEMS = {
    "civil": "Civil law", "common": "Common law", "customary": "Customary law", "muslim": "Muslim law",
    "islamic": "Islamic law", "mixed": "Mixed",
}  # fmt: skip

_DESIGNATIONS = {"art": "art", "para": "§", "rule": "rule", "reg": "reg", "clause": "cl"}


def state_name(code: str) -> str:
    """The short English name of a State; its code where it is not among those known."""
    found = states().get(code)
    return found.name if found else code


def legal_system_name(system: str) -> str:
    """A family of legal systems, as it is called."""
    return _LEGAL_SYSTEMS.get(system, system.capitalize())


def kind_badge(kind: Kind) -> Html:
    """What sort of text this is, in words and in form."""
    return element("span", KINDS[kind], class_=f"badge badge-{kind.value}")


def designated(provision: Provision) -> str:
    """The number with the word before it as lawyers abbreviate it: `art 5`, `§ 129`, `s 467.11`."""
    form = re.match(r"[a-z]+", provision.eid.rsplit("__", 1)[-1])
    kind = form[0] if form else ""
    # An eId says `sec` also where the law prints a bare number: only in English is that surely a section.
    word = "s" if kind == "sec" and provision.language == "en" else _DESIGNATIONS.get(kind, "")
    return f"{word} {provision.number}".strip()


def citation(law: Law, provision: Provision) -> str:
    """Such as `Canada, Criminal Code, s 467.11`."""
    return ", ".join(part for part in (state_name(law.state), law.title, designated(provision)) if part)


def provision_title(provision: Provision, longest: int = 80) -> str:
    """The heading, with the number before it; the opening words, at most `longest`, where there is no heading."""
    heading = provision.heading or shortened(provision.text, longest)
    return f"{provision.number} {heading}".strip() or provision.eid


def shortened(words: str, longest: int = 80) -> str:
    """The first words, not more than `longest` characters."""
    words = " ".join(words.split())
    if len(words) <= longest:
        return words
    return words[:longest].rsplit(" ", 1)[0] + " …"


def place_label(target: str) -> str:
    """Where in its instrument a reference stands: `article 5(1)(a)(ii)`."""
    reference = TreatyReference.parse(target)
    below = "".join(f"({part})" for part in reference.paragraph)
    element_name = f", {reference.element.replace('-', ' ')}" if reference.element else ""
    return f"article {reference.article}{below}{element_name}"


def instrument_label(target: str) -> str:
    """The short name of the instrument that a reference belongs to."""
    return instruments()[TreatyReference.parse(target).instrument].short_name


def article_label(article_id: str) -> str:
    """Such as `Article 5: Criminalization of ... (Organized Crime Convention)`; UnknownIdError where there is none."""
    number = TreatyReference.parse(article_id).article
    return f"Article {number}: {article(article_id).heading} ({instrument_label(article_id)})"
