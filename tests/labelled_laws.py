"""Invented laws with labels, big enough to learn from and small enough to do it in a moment."""

from __future__ import annotations

import json
from pathlib import Path

from deposit_maker import make_deposit

SUBJECTS = {
    "untoc:23": ("Obstruction of justice", "Whoever uses threats or intimidation against a witness to induce false "
                 "testimony obstructs justice and is punished with imprisonment."),
    "untoc:6": ("Money laundering", "Whoever converts the proceeds of crime to conceal their illicit origin is guilty of "
                "money laundering and liable to imprisonment."),
    "untoc:12": ("Confiscation", "The court orders the confiscation of the proceeds of crime and of property that was "
                 "used to commit the offence; it may be seized and frozen."),
    "untoc:16": ("Extradition", "Extradition is granted to a requesting State for an extraditable offence; the person "
                 "sought is surrendered."),
}  # fmt: skip
OTHER = (
    (
        "Keepers of lanterns",
        "Every keeper of a harbour lights the lantern before the sun goes down and watches over it.",
    ),
    ("Oil", "The oil for the lantern is bought by the harbour and kept in a dry place until it is needed."),
    ("Boats", "A boat is moored with two ropes, and nobody walks on the pier while the tide comes in."),
)
LAWS = (("AND", "pier-act"), ("CAN", "harbour-act"), ("FRA", "quay-act"), ("URY", "tide-act"))
ROUNDS = 5


def make_labelled_laws(folder: Path, laws: tuple[tuple[str, str], ...] = LAWS) -> Path:
    """Deposits with labels: in each law every subject comes several times, each time between others."""
    for state, name in laws:
        words, labels, number = [], [], 0
        for _ in range(ROUNDS):
            for article, (heading, text) in SUBJECTS.items():
                number += 1
                words.append(f"Section {number}. {heading}\n{text}")
                labels.append({"provision": str(number), "tags": [article], "why": "invented"})
                number += 1
                heading, text = OTHER[number % len(OTHER)]
                words.append(f"Section {number}. {heading}\n{text}")
        place = make_deposit(
            folder / state.lower() / name, files={"law.txt": "\n\n".join(words)}, state=state, gold_scope="all"
        )
        lines = "".join(json.dumps(label) + "\n" for label in labels)
        (place / "gold.jsonl").write_text(lines, encoding="utf-8")
    return folder
