"""Labels out of reviews: what people confirmed, added or regraded, in the form in which taggers are measured."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from library.labels import RELATED
from library.opening import Library
from library.reviewing import Concerned, ListedReview, Standing, listed
from palermo.errors import UsageError
from palermo.model.law import Kind
from palermo.model.review import Decision, Review
from palermo.model.tag import Grade, Status
from palermo.treaties.reference import TreatyReference

CORE = "core"
_BASIS = "Decisions of reviewers, exported by Palermo"
_LABELS, _META = "gold.jsonl", "meta.json"


@dataclass(slots=True)
class LabelsWritten:
    """How many labels were written, for how many laws; and which decisions gave none, with the reason."""

    laws: int = 0
    labels: int = 0
    left_out: list[str] = field(default_factory=list)


def write_labels(library: Library, folder: Path) -> LabelsWritten:
    """Write `<state>/<law>/gold.jsonl`, and `meta.json` beside it, for the laws that people decided on.

    A label is on an article, as in the collections that taggers are measured with: `core` where the provision
    implements it, `related` where it touches it. Only labelled provisions count as examined, for who decided on one
    link has not looked at the rest of the law. Left out are decisions whose words changed, digests, and provisions
    without a number. Labels of an earlier export go. UsageError where a file cannot be written, or where
    something else lies in the folder of a law.
    """
    written = LabelsWritten()
    laws: dict[str, list[tuple[Review, Concerned]]] = {}
    for each in listed(library):
        if each.review.decision is Decision.REJECTED or each.standing is Standing.SUPERSEDED:
            continue
        reason = _why_not(each)
        if each.concerned is None or reason:
            written.left_out.append(f"{each.review.target} on {each.review.provision}: {reason}")
        else:
            laws.setdefault(each.concerned.version.deposit, []).append((each.review, each.concerned))
    for deposit in laws:
        if any((folder / deposit).glob("*")) and not _is_ours(folder / deposit):
            raise UsageError(f"{folder / deposit} holds something else already: name another folder with --out")
    try:
        _remove_earlier(folder)
        for deposit, reviews in sorted(laws.items()):
            labels = list(_labels(library, reviews))
            _write(folder / deposit, labels, _meta(reviews[0][1]))
            written.laws, written.labels = written.laws + 1, written.labels + len(labels)
    except OSError as error:
        raise UsageError(f"{error.filename} cannot be written: {error.strerror}; name another with --out") from error
    return written


def _why_not(each: ListedReview) -> str:
    """Why a decision gives no label; empty where it gives one."""
    if each.standing is not Standing.STANDS or each.concerned is None:
        return each.standing.value
    if each.concerned.law.kind is Kind.DIGEST:
        return "a digest is no text of a law"
    return "" if each.concerned.provision.number else "the provision has no number"


def _labels(library: Library, reviews: Sequence[tuple[Review, Concerned]]) -> Iterator[dict[str, Any]]:
    """The lines for one law, in its order."""
    provisions = {concerned.provision.id: concerned.provision for _, concerned in reviews}
    tags = library.catalogue.tags_of(provisions)
    for provision in sorted(provisions.values(), key=lambda one: (one.version, one.order)):
        notes = [(review.target, review.note) for review, concerned in reviews if concerned.provision == provision]
        confirmed = [tag for tag in tags[provision.id] if tag.status is Status.CONFIRMED]
        core = {tag.article for tag in confirmed if tag.grade is Grade.IMPLEMENTS}
        for grade, articles in ((CORE, core), (RELATED, {tag.article for tag in confirmed} - core)):
            if articles:
                why = dict.fromkeys(note for target, note in notes if note and _article(target) in articles)
                yield {
                    "provision": provision.number, "tags": sorted(articles), "why": "; ".join(why), "grade": grade,
                }  # fmt: skip


def _meta(concerned: Concerned) -> dict[str, Any]:
    law, version = concerned.law, concerned.version
    return {
        "state": law.state, "title": law.title, "native_title": law.native_title, "language": version.language,
        "kind": law.type, "year": law.year, "identifier": law.identifier, "version_date": version.version_date,
        "gold_scope": [], "labels_basis": _BASIS,
    }  # fmt: skip


def _article(target: str) -> str:
    return TreatyReference.parse(target).article_id


def _write(folder: Path, labels: Sequence[dict[str, Any]], meta: dict[str, Any]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    lines = "".join(json.dumps(label, ensure_ascii=False) + "\n" for label in labels)
    # First what says that the labels are ours: an export that is ended in between can be done again.
    (folder / _META).write_text(json.dumps(meta, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (folder / _LABELS).write_text(lines, encoding="utf-8")


def _remove_earlier(folder: Path) -> None:
    for file in folder.glob(f"*/*/{_LABELS}"):
        if _is_ours(file.parent):
            file.unlink()
            (file.parent / _META).unlink()


def _is_ours(folder: Path) -> bool:
    try:
        meta = json.loads((folder / _META).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(meta, dict) and meta.get("labels_basis") == _BASIS
