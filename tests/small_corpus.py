"""A small corpus of an invented instrument: everything that the knowledge base reads, and nothing that is real."""

from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from palermo.concepts import load as concepts_load
from palermo.treaties import knowledge as knowledge_module
from palermo.treaties import load as treaties_load
from palermo.treaties import reference

INSTRUMENTS = "- pier\n"
THEMES = "boats:\n  name: Boats\n  about: What boats do at a pier.\n"
PIER = """\
id: pier
name: Convention on Piers
short_name: Pier Convention
adopted: 2001-02-03
resolution: A/RES/1/1
in_force: 2003-02-03
depositary: The keeper of the piers
treaty_collection: I-1
articles:
- {number: 1, heading: Purpose, theme: boats, statement: "Says what the Convention on piers is for."}
- number: 2
  heading: Lanterns
  theme: boats
  statement: Asks that every boat at a pier shows a lantern.
  paragraphs: ['1', 1.a, 1.b, '2']
"""
REQUIREMENTS = """\
instrument: pier
articles:
  - article: 1
    requirements: []
    not_requirements:
      - paragraph: ""
        why: States the purpose of the Convention.
  - article: 2
    requirements:
      - id: pier:2.1.a
        label: Lantern on every boat
        statement: Make it an offence to moor a boat without a lantern.
        level: mandatory
        conditions: [Boats of war may be left out (pier:2.2).]
        alternative_to: ["pier:2.1.b"]
        cluster: I
        legislation: needed
        see_also: ["pier:2.2"]
        uncac: [15]
        fatf: ["3", 30]
        look_for: An offence of mooring without a lantern.
        elements:
          - {id: lantern, kind: object, test: "A lantern is required.", concepts: [lantern]}
          - {id: night, kind: circumstance, test: "It applies at night.", level: optional,
             no_concept: The law need not name the night.}
      - id: pier:2.1.b
        label: Bell on every boat
        statement: Make it an offence to moor a boat without a bell.
        level: mandatory
        alternative_to: ["pier:2.1.a"]
        cluster: I
        legislation: may_be_needed
        look_for: An offence of mooring without a bell.
        elements:
          - {id: bell, kind: object, test: "A bell is required.", concepts: [bell, lantern]}
      - id: pier:2.2
        label: Boats of war
        statement: States may leave out boats of war.
        level: optional
        cluster: IV
        legislation: not_needed
        look_for: An exception for boats of war.
        elements:
          - {id: war, kind: person, test: "Boats of war are left out.", concepts: [lantern]}
    not_requirements:
      - paragraph: "1"
        why: Opening words; the offences stand in the subparagraphs.
"""
CONCEPTS = """\
lantern:
  name: Lantern
  definition: A light that a boat carries.
  defined_in: pier:2.1.a
  articles: [pier:2]
bell:
  name: Bell
  definition: A bell that a boat carries.
"""
TERMS = {
    "ar": "*فانوس*", "en": "lantern*", "es": "farol*", "fr": "lanterne*", "ru": "фонар*", "zh": "灯笼",
}  # fmt: skip
MODEL_PROVISIONS = """\
provisions:
  - id: lantern-on-boats
    title: Lantern on boats
    requirements: ["pier:2.1.a"]
    tradition: any
    text: |
      (1) A person commits an offence who moors a boat without
      a lantern [at night].
      (2) The penalty is ____.
    why: Boats that cannot be seen are run into, so each of them carries a light.
    parts:
      - {words: "without a lantern", element: "pier:2.1.a#lantern", note: "See pier:2.2."}
    traps: ["Writing `lamp` instead."]
    decide_first: ["Whether a bell is enough."]
    related_offences: [Mooring without a bell]
    penalty: {maximum_years_at_least: 4, note: "As for other offences at piers."}
    translations:
      fr: {title: Lanterne des bateaux, text: "(1) Commet une infraction quiconque amarre un bateau sans lanterne."}
"""
MODEL_LAWS = """\
model_laws:
  - id: model-pier-law
    title: Model Pier Law
    kind: model law
    publisher: The keeper of the piers
    serves: ["pier:2"]
    confirmed: false
"""


def write_corpus(folder: Path) -> Path:
    """Write the small corpus; `PALERMO_REFERENCE_DATA` can name its folder."""
    written = {
        "treaties/instruments.yaml": INSTRUMENTS, "treaties/themes.yaml": THEMES, "treaties/pier.yaml": PIER,
        "treaties/requirements/pier.yaml": REQUIREMENTS, "concepts/concepts.yaml": CONCEPTS,
        "model_provisions/pier.yaml": MODEL_PROVISIONS, "model_laws.yaml": MODEL_LAWS,
    }  # fmt: skip
    for language, term in TERMS.items():
        written[f"concepts/terms/{language}.yaml"] = (
            f'language: {language}\nterms:\n  lantern:\n    terms: ["{term}"]\n'
        )
    for name, words in written.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(words, encoding="utf-8")
    (folder / "starter").mkdir(exist_ok=True)
    shutil.copy(str(files("corpus").joinpath("states.csv")), folder)
    return folder


def forget_what_was_read() -> None:
    """Reference data is read once in a process; after this it is read anew."""
    for read_once in (
        reference.instrument_ids, reference._parse, treaties_load.instruments, treaties_load.themes,
        treaties_load._all_references, concepts_load.concepts, concepts_load.languages, concepts_load.terms,
        concepts_load.lexicon, knowledge_module.knowledge,
    ):  # fmt: skip
        read_once.cache_clear()


def use_corpus(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Have Palermo read `folder`; call `forget_what_was_read` once more when the test is over."""
    patch.setenv("PALERMO_REFERENCE_DATA", str(folder))
    forget_what_was_read()
