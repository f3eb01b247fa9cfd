"""What every search engine is asked: words from rare to common, phrases, selections, and malice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from index.contract import SearchEngine, SearchQuery


@dataclass(frozen=True, slots=True)
class Question:
    """Words, what is selected beside them, and always all facets and twenty hits with their snippets."""

    words: str
    states: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    article: str | None = None

    def query(self) -> SearchQuery:
        """As the contract of search has it."""
        return SearchQuery(self.words, states=self.states, languages=self.languages, article=self.article)

    def filters(self, aside: str = "") -> dict[str, tuple[str, ...]]:
        """What is selected, by field; without one of the fields."""
        chosen = {"state": self.states, "language": self.languages, "article": (self.article,) if self.article else ()}
        return {field: values for field, values in chosen.items() if values and field != aside}


class Asked(Protocol):
    """Whatever answers questions; it says how many matches there are."""

    def ask(self, question: Question) -> int:
        """Answer in full, and throw the answer away."""
        ...


@dataclass(frozen=True, slots=True)
class Ours:
    """One of our engines, asked."""

    engine: SearchEngine

    def ask(self, question: Question) -> int:
        """See Asked."""
        return self.engine.search(question.query()).total


_WORDS = (
    "smuggling", "extradition", "confiscation", "trafficking", "person", "offence", "nationality", "imprisonment",
    "tribunal", "infraction", "loi", "delito", "pena", "Gericht", "Freiheitsstrafe", "politiet", "zákona", "犯罪",
    "lantern", "warden",
)  # fmt: skip
_TWO_WORDS = (
    "criminal group", "money laundering", "witness protection", "firearms licence", "court order", "public officer",
    "person convicted", "mutual assistance", "produit crime", "tribunal correctionnel", "tráfico personas",
    "blanqueo capitales", "kriminelle Vereinigung", "trestný čin", "harbour warden",
)  # fmt: skip
_PHRASES = (
    '"proceeds of crime"', '"an offence"', '"mutual legal assistance"', '"in accordance with"', '"le juge"',
    '"de la loi"', '"produit du crime"', '"Ministerio Público"', '"trestný čin"', '"the warden"',
)  # fmt: skip
_IN_A_LANGUAGE = {
    "en": ("offence", "court", "criminal proceedings", "competent authority", "warden", '"an offence"'),
    "fr": ("peine", "tribunal", "infraction crime", "autorité judiciaire", "gardien", '"le juge"'),
    "es": ("pena", "tribunal", "delito prisión", "autoridad judicial", "guardián", '"la persona"'),
    "de": ("Strafe", "Gericht", "Straftat Verfahren", "zuständige Behörde", "Urteil", '"die Behörde"'),
}
_ARTICLES = ("untoc:5", "untoc:16", "untoc:12", "fap:10")


def questions(engine: SearchEngine) -> dict[str, list[Question]]:
    """The questions by kind. What they select is what the engine's index holds most of."""
    held = engine.search(SearchQuery("")).facets["language"]
    language = next((code for code in held if code in _IN_A_LANGUAGE), "en")
    states = engine.search(SearchQuery("", languages=(language,))).facets["state"]
    chosen = tuple(states)[:2]
    return {
        "one word": [Question(words) for words in _WORDS],
        "two words": [Question(words) for words in _TWO_WORDS],
        "a phrase": [Question(words) for words in _PHRASES],
        "words, two States and a language": [Question(w, chosen, (language,)) for w in _IN_A_LANGUAGE[language]],
        "browse an article": [Question("", article=article) for article in _ARTICLES],
    }


def hostile(vocabulary: list[str], many: int) -> dict[str, str]:
    """What nobody in good faith asks, by what it is. many: of what can be many."""
    some = max(1, many // 50)
    return {
        "many different words": " ".join(vocabulary[:many]),
        "many times a word": "law " * many,
        "a phrase of many words": f'"{" ".join(vocabulary[:many])}"',
        "many brackets": "(" * many + "law" + ")" * many,
        "many brackets left open": "(law OR " * many,
        "a beginning of one letter": "a*",
        "some beginnings": " ".join(f"{word[:2]}*" for word in vocabulary[:some]),
        "nothing, with two mistakes": "*~2",
        "some words with two mistakes": " ".join(f"{word}~2" for word in vocabulary[:some]),
        "some words near one another": " NEAR/50 ".join(vocabulary[:some]),
        "some alternatives left out": " ".join(f"-({word} OR {word}*)" for word in vocabulary[:some]),
        "the commonest words as a phrase": '"of the"',
        "a pattern that explodes": "(a+)+$ (.*)*x [^a]{1,9999} a{1,1000}{1,1000}",
        "control characters": "".join(map(chr, range(32))) * some,
        "a word of a hundred times as many letters": "a" * (100 * many),
    }
