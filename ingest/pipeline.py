"""Deposits into the catalogue: find, read in worker processes, put each law in whole, report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from catalogue.contents import VersionContents
from catalogue.store import Catalogue
from ingest.deposit import DATE, Deposit, Refused, find_deposits
from ingest.reading import DepositRead, ReadingTask, Rendering, read_deposit
from ingest.workers import Failure, run_in_workers
from palermo.errors import InputError, PalermoError, UnknownIdError
from palermo.model.law import Law, SourceFile, Version, law_id
from palermo.model.provision import Provision
from palermo.model.state import states
from palermo.model.tag import Tag

Tagger = Callable[[Provision], Iterable[Tag]]
_UNKNOWN_STATE = "ZZZ"


@dataclass(slots=True)
class IngestReport:
    """What a run did, in the fields that `palermo ingest --json` prints."""

    laws: int = 0
    versions: int = 0
    provisions: int = 0
    unchanged: int = 0
    failed: list[dict[str, str]] = field(default_factory=list)
    warnings: list[dict[str, str]] = field(default_factory=list)
    new_versions: list[str] = field(default_factory=list)


def ingest(
    paths: Sequence[Path], catalogue: Catalogue, tagger: Tagger, *, workers: int = 2, seconds: float = 120.0,
    again: bool = False, progress: Callable[[int, int, str], None] | None = None,
) -> IngestReport:  # fmt: skip
    """Take in the deposits below `paths`; what cannot be used is named in the report, and the rest goes on.

    workers: reading processes, 0 for none; seconds: the time a single deposit may take; again: read and
    split even what is unchanged, after better rules; progress: called with done, total and a name.
    """
    report = IngestReport()
    places: list[Path] = []
    for found in find_deposits(paths):
        if isinstance(found, Refused):
            report.failed.append({"path": found.path, "reason": found.reason})
        else:
            places.append(found)
    held = {} if again else catalogue.fingerprints()
    identities: dict[tuple[str, str, str | None], Path] = {}
    tasks = [ReadingTask(place, _held(place, held)) for place in places]
    results = run_in_workers(read_deposit, tasks, workers=min(workers, max(1, len(tasks))), seconds=seconds)
    for done, (task, result) in enumerate(results, start=1):
        try:
            if isinstance(result, Failure):
                report.failed.append({"path": str(task.place), "reason": _plain(result.reason, task.place)})
            else:
                _take(result, catalogue, tagger, identities, report, again)
        except PalermoError as error:
            reason = error.reason if isinstance(error, InputError) else str(error)
            report.failed.append({"path": str(task.place), "reason": reason})
        if progress:
            progress(done, len(tasks), task.place.name)
    return report


def _held(place: Path, held: dict[str, set[str]]) -> frozenset[str]:
    name = f"{place.parent.resolve().name}/{place.stem}" if place.is_file() else "/".join(place.resolve().parts[-2:])
    return frozenset(held.get(name, ()))


def _plain(reason: str, place: Path) -> str:
    return reason.removeprefix(f"{place}: ")


def _take(
    read: DepositRead, catalogue: Catalogue, tagger: Tagger, identities: dict[tuple[str, str, str | None], Path],
    report: IngestReport, again: bool,
) -> None:  # fmt: skip
    """Put one deposit's law into the catalogue and count it in the report."""
    deposit = read.deposit
    if read.unchanged:
        report.unchanged += 1
        _claim(_law(deposit, {}), deposit.meta.language or "", deposit, identities, report)
        return
    for remark in read.remarks:
        report.warnings.append({"path": f"{deposit.place}: {remark.place}", "message": remark.message})
    law = _law(deposit, read.renderings[0].file.facts)
    contents = []
    for rendering in read.renderings:
        if _claim(law, deposit.meta.language or rendering.language.code, deposit, identities, report):
            contents.append(_contents(read, rendering, law, catalogue, tagger))
    if not contents:
        return
    blobs = {f.sha256: (_path(deposit, f.name)).read_bytes() for f in read.files}
    new = catalogue.put(law, contents, blobs)
    renewed = []
    if again:
        for content in contents:
            if content.version.id not in new:
                catalogue.renew(content)
                renewed.append(content.version.id)
    if new or renewed:
        report.laws += 1
        report.versions += len(new) + len(renewed)
        taken = {*new, *renewed}
        report.provisions += sum(len(c.provisions) for c in contents if c.version.id in taken)
        report.new_versions += [*new, *renewed]
    else:
        report.unchanged += 1


def _claim(
    law: Law, language: str, deposit: Deposit, identities: dict[tuple[str, str, str | None], Path],
    report: IngestReport,
) -> bool:  # fmt: skip
    """Whether this deposit is the first of the run to be this law in this language at this date."""
    identity = (law.id, language, deposit.meta.version_date)
    first = identities.setdefault(identity, deposit.place)
    if first == deposit.place:
        return True
    reason = f"is the same law, language and date as {first}; give one of them another identifier or version_date"
    report.failed.append({"path": str(deposit.place), "reason": reason})
    return False


def _path(deposit: Deposit, name: str) -> Path:
    return next(file for file in deposit.files if file.name == name)


def _law(deposit: Deposit, facts: dict[str, str]) -> Law:
    """The law from its deposit's description, completed from what the source says about itself."""
    meta = deposit.meta
    code = meta.state or _state_of(facts) or _UNKNOWN_STATE
    iso2 = states()[code].iso2.lower() if code in states() else code.lower()
    title = meta.title or meta.native_title or facts.get("title") or deposit.name.split("/")[-1]
    year = meta.year or _year(facts.get("year"))
    identifier = meta.identifier or facts.get("identifier")
    kind = meta.kind or facts.get("kind") or "act"
    return Law(
        id=law_id(iso2, kind, year, identifier, title), kind=meta.text_kind, state=code, subdivision=meta.subdivision,
        title=title, native_title=meta.native_title or facts.get("native_title") or facts.get("title"), type=kind,
        year=year, identifier=identifier, publisher=meta.publisher or facts.get("publisher"),
        official_url=meta.official_url or facts.get("official_url"), licence=meta.licence,
    )  # fmt: skip


def _state_of(facts: dict[str, str]) -> str | None:
    """The State that the source itself names, by its two- or three-letter code."""
    code = facts.get("state", facts.get("country", "")).upper()
    if code in states():
        return code
    return next((state.iso3 for state in states().values() if state.iso2 == code), None)


def _year(words: str | None) -> int | None:
    return int(words) if words and words.isdigit() and 1000 <= int(words) <= 2200 else None


def _date(words: str | None) -> str | None:
    found = DATE.match(words or "")
    return found[0] if found else None


def _contents(
    read: DepositRead, rendering: Rendering, law: Law, catalogue: Catalogue, tagger: Tagger
) -> VersionContents:
    deposit, meta = read.deposit, read.deposit.meta
    date = meta.version_date or _date(rendering.file.facts.get("version_date"))
    version_id = _version_id(law.id, rendering.language.code, date, read.fingerprint, catalogue)
    sources = tuple(
        SourceFile(
            file=file.name, sha256=file.sha256, size=file.size,
            format=file.reader, url=deposit.facts.get("source_url") or meta.official_url, fetched_at=meta.fetched_at,
        )
        for file in [rendering.file, *(f for f in read.files if f is not rendering.file)]
    )  # fmt: skip
    version = Version(
        id=version_id, law=law.id, language=rendering.language.code, language_method=rendering.language.method,
        language_confidence=rendering.language.confidence, version_date=date, deposit=deposit.name,
        fingerprint=read.fingerprint, sources=sources, complete=meta.complete,
    )  # fmt: skip
    provisions = [
        Provision(
            id=f"{version_id}#{draft.eid}", version=version_id, order=order, eid=draft.eid, number=draft.number,
            heading=draft.heading, path=draft.path, text=draft.text, notes=tuple(draft.notes),
            language=language.code, language_method=language.method, language_confidence=language.confidence,
            source_file=rendering.file.name, source_place=draft.place,
        )
        for order, (draft, language) in enumerate(zip(rendering.file.drafts, rendering.languages, strict=True))
    ]  # fmt: skip
    tags = [tag for provision in provisions for tag in tagger(provision)]
    remarks = [(remark.place, remark.message) for remark in read.remarks]
    return VersionContents(version, provisions, tags, remarks)


def _version_id(law: str, language: str, date: str | None, fingerprint: str, catalogue: Catalogue) -> str:
    """Law, language and date; a mark of the bytes behind it where other bytes already have that address."""
    plain = f"{law}/{language}@{date or ''}"
    try:
        held = catalogue.version(plain)
    except UnknownIdError:
        return plain
    return plain if held.fingerprint == fingerprint else f"{plain}~{fingerprint[:8]}"


def summary(report: IngestReport) -> str:
    """One line for a person."""
    counts = Counter(failed=len(report.failed), warnings=len(report.warnings))
    return (
        f"{report.laws} laws taken in ({report.versions} versions, {report.provisions} provisions), "
        f"{report.unchanged} unchanged, {counts['failed']} failed, {counts['warnings']} warnings"
    )
