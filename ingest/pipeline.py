"""Deposits into the catalogue: find, read in worker processes, put each law in whole, report."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from catalogue.contents import VersionConcepts, VersionContents
from catalogue.store import Catalogue
from ingest.deposit import DATE, UNKNOWN_STATE, Deposit, Refused, deposit_name, find_deposits
from ingest.document import Remark
from ingest.reading import (
    LARGEST_FILE,
    BeyondLimits,
    DepositRead,
    ReadingTask,
    Rendering,
    Tagger,
    read_deposit,
    titles_of,
)
from ingest.reading_quality import reading_means
from ingest.remarks import collapsed
from ingest.storable import shown
from ingest.workers import MEMORY_BYTES, SECONDS, Cause, Failure, run_in_workers
from palermo.errors import InputError, PalermoError, UnknownIdError
from palermo.model.law import UNREAD, Law, SourceFile, Version, law_id
from palermo.model.provision import Provision
from palermo.model.reading_quality import HowRead, PageReading
from palermo.model.state import states
from palermo.settings import Settings

_THEN = ", then run palermo ingest again (--again tries it with the same limits)"
_MOST_MEMORY_FOR_A_BYTE = 200
"""Of a PDF: laws were seen to take up to 60, files that were made to fill the memory take thousands."""
_Identity = tuple[str, str, str | None]
"""Law, language and date: what a run takes from one deposit only."""


@dataclass(slots=True)
class IngestReport:
    """What a run did, in the fields that `palermo ingest --json` prints."""

    laws: int = 0
    versions: int = 0
    provisions: int = 0
    unchanged: int = 0
    failed: list[dict[str, str]] = field(default_factory=list)
    warnings: list[dict[str, str]] = field(default_factory=list)
    unread: list[dict[str, str]] = field(default_factory=list)
    """Deposits that are held without a word of theirs, each with the reason and what to do."""
    new_versions: list[str] = field(default_factory=list)
    renewed_versions: list[str] = field(default_factory=list)
    """Those that were held already and read anew."""


def ingest(
    paths: Sequence[Path], catalogue: Catalogue, tagger: Tagger, *, workers: int = 2, seconds: float = SECONDS,
    memory_bytes: int = MEMORY_BYTES, again: bool = False, progress: Callable[[int, int, str], None] | None = None,
    largest_file: int = LARGEST_FILE, leave_out: Path | None = None,
    after_each: Callable[[IngestReport], None] | None = None, before_renewing: Callable[[], None] | None = None,
) -> IngestReport:  # fmt: skip
    """Take in the deposits below `paths`; what cannot be used is named in the report, and the rest goes on.

    workers: reading processes, 0 for none; where there are fewer deposits, those to spare read pages of long PDFs;
    seconds, memory_bytes: what a single deposit may take; a PDF that takes more is held unread; again: read and split
    even what is unchanged, after better rules; progress: called with done, total and a name; largest_file: the size in
    bytes up to which a file is read; leave_out: a folder that holds no deposits; after_each: called with the report so
    far, once a deposit's law is safe in the catalogue; before_renewing: called before what is held of a version is
    replaced. What stayed unread is read again where other means are at hand.
    """
    report = IngestReport()
    places: list[Path] = []
    for found in find_deposits(paths, leave_out):
        if isinstance(found, Refused):
            report.failed.append({"path": found.path, "reason": found.reason})
        else:
            places.append(found)
    run = _Run(catalogue, report, again, before_renewing)
    held = {} if again else _worth_no_second_reading(catalogue)
    readers = min(workers, max(1, len(places)))
    processes = min(workers, os.cpu_count() or 1) // max(1, readers)
    tasks = [
        ReadingTask(place, tagger, frozenset(held.get(deposit_name(place), ())), largest_file, processes)
        for place in places
    ]
    results = run_in_workers(read_deposit, tasks, workers=readers, seconds=seconds, memory_bytes=memory_bytes)
    for done, (task, result) in enumerate(results, start=1):
        if isinstance(result, Failure) and result.is_limit:
            result = _read_but_for_pdfs(task, result, readers, seconds, memory_bytes)
        if isinstance(result, Failure):
            run.refuse(task.place, result.reason)
        else:
            run.take(result)
        if after_each:
            after_each(report)
        if progress:
            progress(done, len(tasks), shown(task.place.name))
    return report


def _read_but_for_pdfs(
    task: ReadingTask, failure: Failure, workers: int, seconds: float, memory_bytes: int
) -> DepositRead | Failure:
    """A deposit that ran into a limit, with its PDFs unread and its other files read; the failure where there is no
    PDF, or the other files run into it as well."""
    if failure.cause is Cause.TIME:
        beyond = BeyondLimits(f"{failure.reason}; give it more in PALERMO_SECONDS_FOR_A_DEPOSIT{_THEN}")
    else:
        more = f"{failure.reason}; give it more in PALERMO_MEGABYTES_FOR_A_DEPOSIT{_THEN}"
        beyond = BeyondLimits(more, memory_bytes // _MOST_MEMORY_FOR_A_BYTE)
    ((_, result),) = run_in_workers(
        read_deposit, [replace(task, beyond_limits=beyond)], min(workers, 1), seconds, memory_bytes
    )
    return failure if isinstance(result, Failure) and result.is_limit else result


def _worth_no_second_reading(catalogue: Catalogue) -> dict[str, set[str]]:
    """The fingerprints held by deposit, without those of which something stayed unread for want of today's means."""
    held = catalogue.fingerprints()
    not_all_read = catalogue.fingerprints_not_all_read()
    if not_all_read:
        settings = Settings()
        means = reading_means(settings.seconds_for_a_deposit, settings.megabytes_for_a_deposit)
        for deposit, found in not_all_read.items():
            held[deposit] -= {fingerprint for fingerprint, used in found if used != means}
    return held


class _Run:
    """What one run takes in, deposit after deposit, and has to remember between them."""

    def __init__(
        self, catalogue: Catalogue, report: IngestReport, again: bool, before_renewing: Callable[[], None] | None
    ) -> None:
        self._catalogue, self._report, self._again = catalogue, report, again
        self._before_renewing = before_renewing or (lambda: None)
        self._first: dict[_Identity, Path] = {}
        self._held: dict[str, list[Version]] = {}
        for version in catalogue.current_versions():
            self._held.setdefault(version.deposit, []).append(version)

    def refuse(self, place: Path, reason: str) -> None:
        """Name a deposit that did not go in, with the reason in one line."""
        path = shown(place)
        plain = " ".join(shown(reason).removeprefix(f"{path}: ").split())
        self._report.failed.append({"path": path, "reason": plain})

    def take(self, read: DepositRead) -> None:
        """Put one deposit's law into the catalogue and count it in the report."""
        place = read.deposit.place
        try:
            self._take(read)
        except PalermoError as error:
            self.refuse(place, error.reason if isinstance(error, InputError) else str(error))
        except OSError as error:
            self.refuse(place, f"changed while it was read: {error}")
        except Exception as error:
            # A law that was read, but not as its author foresaw: it costs itself, the rest goes on.
            self.refuse(place, f"could not be taken in ({type(error).__name__}: {error}); please report it")

    def _take(self, read: DepositRead) -> None:
        deposit, report = read.deposit, self._report
        if read.unchanged:
            if not self._is_taken(self._identities_held(read), deposit):
                report.unchanged += 1
                self._say_what_is_unread(deposit)
            return
        law, remarks = _law(deposit, read.renderings[0].file.facts)
        read.remarks += remarks
        for remark in collapsed(read.remarks, [file.name for file in read.files]):
            place = f"{shown(deposit.place)}: {remark.place}"
            report.warnings.append({"path": place, "message": remark.message})
        contents = [_contents(read, each, law, self._catalogue) for each in read.renderings]
        versions = [content.version for content in contents]
        if not self._is_taken([(v.law, v.language, v.version_date) for v in versions], deposit):
            self._put(read, law, contents)

    def _put(self, read: DepositRead, law: Law, contents: list[VersionContents]) -> None:
        catalogue, report = self._catalogue, self._report
        is_unread = all(content.version.is_unread for content in contents)
        if is_unread and self._is_held_with_words(read):
            return
        if not is_unread:
            self._withdraw_other_readings(read.deposit, contents)
        blobs = {file.sha256: _path(read.deposit, file.name).read_bytes() for file in read.files}
        new = catalogue.put(law, contents, blobs)
        renewed = [content.version.id for content in contents if content.version.id not in new and self._renew(content)]
        if is_unread:
            report.unread.append(_unread(read.deposit, [(remark.place, remark.message) for remark in read.remarks]))
        if not new and not renewed:
            report.unchanged += 1
            return
        taken = {*new, *renewed}
        report.laws += 1
        report.versions += len(taken)
        report.provisions += sum(len(c.provisions) for c in contents if c.version.id in taken)
        report.new_versions += new
        report.renewed_versions += renewed

    def _renew(self, content: VersionContents) -> bool:
        """Replace what is held of a version where it was to be read again, and not less can be read now; whether
        something of it changed."""
        catalogue, version = self._catalogue, content.version
        held = catalogue.version(version.id)
        if not self._again and held.unread_with in (None, version.unread_with):
            return False
        if _loses_words(held, version) or _unread_pages(content.pages) > _unread_pages(catalogue.pages(version.id)):
            words = "less of it could be read than is held, which was kept; see palermo doctor for what is missing"
            self._report.warnings.append({"path": version.deposit, "message": words})
            return False
        changes = self._again or list(content.provisions) != catalogue.provisions(version.id)
        if changes:
            self._before_renewing()
        catalogue.renew(content)
        return changes

    def _is_held_with_words(self, read: DepositRead) -> bool:
        """Whether the same bytes are held and could be read then: they are kept as they were read, and counted."""
        held = [v for v in self._held.get(read.deposit.name, []) if v.fingerprint == read.fingerprint]
        if not any(not version.is_unread for version in held):
            return False
        words = "cannot be read with the means at hand; the words that were read before are kept"
        self._report.warnings.append({"path": shown(read.deposit.place), "message": words})
        self._report.unchanged += 1
        return True

    def _say_what_is_unread(self, deposit: Deposit) -> None:
        for version in self._held.get(deposit.name, []):
            if version.is_unread:
                self._report.unread.append(_unread(deposit, self._catalogue.remarks(version.id)))

    def _withdraw_other_readings(self, deposit: Deposit, contents: list[VersionContents]) -> None:
        """The same bytes of the same deposit, now described as another law or found in another language: the
        earlier description was corrected, and the law is read no longer under it.

        Before the put, so that a run that is ended between the two does it again.
        """
        given = {(content.version.law, content.version.language) for content in contents}
        texts = {content.version.sources[0].sha256 for content in contents}
        for held in self._held.get(deposit.name, []):
            if (held.law, held.language) not in given and held.sources[0].sha256 in texts:
                self._catalogue.withdraw(held.id)

    def _identities_held(self, read: DepositRead) -> list[_Identity]:
        """What an unchanged deposit gave when it was taken in."""
        held = [v for v in self._held.get(read.deposit.name, []) if v.fingerprint == read.fingerprint]
        if held:
            return [(version.law, version.language, version.version_date) for version in held]
        meta = read.deposit.meta
        return [(_law(read.deposit, {})[0].id, meta.language or "und", meta.version_date)]

    def _is_taken(self, identities: list[_Identity], deposit: Deposit) -> bool:
        """Whether another deposit of the run is this law in one of these languages already; that is a failure."""
        for identity in identities:
            first = self._first.setdefault(identity, deposit.place)
            if first != deposit.place:
                advice = "give one of them another identifier or version_date"
                self.refuse(deposit.place, f"is the same law, language and date as {shown(first)}; {advice}")
                return True
        return False


def _unread(deposit: Deposit, remarks: Sequence[tuple[str, str]]) -> dict[str, str]:
    """A deposit whose words could not be read, with the reason in one line: what is said of its files."""
    files = tuple(deposit.name_of(file) for file in deposit.files)
    reasons = dict.fromkeys(": ".join(each) for each in remarks if each[0].startswith(files))
    return {"path": shown(deposit.place), "reason": "; ".join(reasons)}


def _loses_words(held: Version, read: Version) -> bool:
    """Whether the file that the words held were read from could not be read now, be there words of another or not."""
    unread = {source.file for source in read.sources if source.format == UNREAD}
    return not held.is_unread and held.sources[0].file in unread


def _unread_pages(pages: Sequence[PageReading]) -> int:
    return sum(page.how is HowRead.UNREAD for page in pages)


def _path(deposit: Deposit, name: str) -> Path:
    return next(file for file in deposit.files if deposit.name_of(file) == name)


def _law(deposit: Deposit, facts: dict[str, str]) -> tuple[Law, list[Remark]]:
    """The law from its deposit's description, completed from what the source says about itself; and what
    neither of them says."""
    meta = deposit.meta
    remarks = []
    code = meta.state or _state_of(facts)
    if code is None:
        code = UNKNOWN_STATE
        words = f"nothing says whose law this is; it is held under {code}. Name the State in meta.json, such as CAN"
        remarks.append(Remark("state", words))
    title, native_title = titles_of(meta, facts)
    if not title:
        title = deposit.name.split("/")[-1]
        words = f"nothing says the title; the name '{title}' stands for it. Give one in meta.json"
        remarks.append(Remark("title", words))
    year = meta.year or _year(facts.get("year"))
    identifier = meta.identifier or facts.get("identifier")
    kind = meta.kind or facts.get("kind") or "act"
    iso2 = states()[code].iso2.lower() if code in states() else code.lower()
    law = Law(
        id=law_id(iso2, kind, year, identifier, title), kind=meta.text_kind, state=code, subdivision=meta.subdivision,
        title=title, native_title=native_title, type=kind,
        year=year, identifier=identifier, publisher=meta.publisher or facts.get("publisher"),
        official_url=meta.official_url or facts.get("official_url"), licence=meta.licence,
    )  # fmt: skip
    return law, remarks


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


def _contents(read: DepositRead, rendering: Rendering, law: Law, catalogue: Catalogue) -> VersionContents:
    deposit, meta = read.deposit, read.deposit.meta
    date = meta.version_date or _date(rendering.file.facts.get("version_date"))
    version_id = _version_id(law.id, rendering.language.code, date, read.fingerprint, catalogue)
    address = deposit.facts.get("source_url")
    url = address if isinstance(address, str) and address.strip() else meta.official_url
    sources = tuple(
        SourceFile(
            file=file.name, sha256=file.sha256, size=file.size,
            format=file.reader, url=url, fetched_at=meta.fetched_at,
        )
        for file in [rendering.file, *(f for f in read.files if f is not rendering.file)]
    )  # fmt: skip
    version = Version(
        id=version_id, law=law.id, language=rendering.language.code, language_method=rendering.language.method,
        language_confidence=rendering.language.confidence, version_date=date, deposit=deposit.name,
        fingerprint=read.fingerprint, sources=sources, complete=meta.complete,
        text_score=rendering.file.text_score, unread_with=read.unread_with,
    )  # fmt: skip
    provisions = [
        Provision(
            id=f"{version_id}#{draft.eid}", version=version_id, order=order, eid=draft.eid, number=draft.number,
            heading=draft.heading, path=draft.path, text=draft.text, notes=tuple(draft.notes),
            language=language.code, language_method=language.method, language_confidence=language.confidence,
            source_file=rendering.file.name, source_place=draft.place, reading=reading,
        )
        for order, (draft, language, reading) in enumerate(
            zip(rendering.file.drafts, rendering.languages, rendering.readings, strict=True)
        )
    ]  # fmt: skip
    tagged = rendering.tagged
    tags = [
        tag.model_copy(update={"provision": provision.id})
        for provision, found in zip(provisions, tagged.tags, strict=True)
        for tag in found
    ]
    concepts = VersionConcepts.of(provisions, tagged.concepts, tagged.concepts_method)
    remarks = [(remark.place, remark.message) for remark in read.remarks]
    return VersionContents(version, provisions, tags, remarks, concepts, rendering.file.pages)


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
    unread = f"{len(report.unread)} held but unread, " if report.unread else ""
    return (
        f"{report.laws} laws taken in ({report.versions} versions, {report.provisions} provisions), "
        f"{unread}{report.unchanged} unchanged, {counts['failed']} failed, {counts['warnings']} warnings"
    )
