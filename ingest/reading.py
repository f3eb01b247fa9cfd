"""One deposit read and split, without touching the catalogue: what a worker process does."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ingest.deposit import Deposit, open_deposit
from ingest.document import Document, Remark
from ingest.language import UNREADABLE, Language, ProvisionLanguages, law_language
from ingest.pdf.quality import PdfDocument
from ingest.readers import read_source
from ingest.readers.pdf import READER as PDF
from ingest.reading_quality import page_readings, provision_readings, reading_means
from ingest.source import Source
from ingest.split.assemble import Draft
from ingest.split.splitting import split
from ingest.storable import shown, storable_document
from palermo.errors import DepositError, InputError
from palermo.model.deposit import DepositMeta
from palermo.model.law import UNREAD
from palermo.model.reading_quality import HowRead, PageReading, ReadingQuality
from palermo.settings import Settings
from palermo.tagging.law_text import LawText, ProvisionText, law_titles
from palermo.tagging.tagged_law import TaggedLaw

Tagger = Callable[[LawText], TaggedLaw]
"""From a law to the tags and concepts of each of its provisions, which do not name the provision yet."""
LARGEST_FILE = 100 * 1024 * 1024
LARGEST_UNPACKED = 200 * 1024 * 1024
UNREAD_METHOD = "declared:unread"
"""The method of the language of a law none of whose words could be read."""
_BINARY = frozenset(("pdf", "rtf", "open-document", "word"))


@dataclass(slots=True)
class FileRead:
    """One source file: its bytes' hash and, where it could be read, its provisions."""

    name: str
    sha256: str
    size: int
    reader: str = UNREAD
    facts: dict[str, str] = field(default_factory=dict)
    drafts: list[Draft] = field(default_factory=list)
    language: Language | None = None
    pages: list[PageReading] = field(default_factory=list)
    readings: list[ReadingQuality | None] = field(default_factory=list)
    """How each provision was read; empty for formats without pages."""
    text_score: float | None = None
    is_unread_pdf: bool = False
    """Whether it is a PDF that could not be read, or not as a whole."""
    is_worth_another_reading: bool = False
    """Whether other means, such as character recognition, may read more of it or read it better."""

    @property
    def numbered(self) -> int:
        return len({draft.number for draft in self.drafts if draft.number})

    @property
    def letters(self) -> int:
        return sum(len(draft.text) for draft in self.drafts)

    @property
    def is_readable(self) -> bool:
        return self.language is not None and self.language.method != UNREADABLE


@dataclass(slots=True)
class Rendering:
    """A law in one language: the file it was read from, each provision's language, and what the tagger says."""

    file: FileRead
    language: Language
    languages: list[Language]
    tagged: TaggedLaw
    """The provisions' ids, which depend on what is held already, are still missing."""

    @property
    def readings(self) -> list[ReadingQuality | None]:
        """How each provision was read; None for formats without pages."""
        return self.file.readings or [None] * len(self.file.drafts)


@dataclass(slots=True)
class DepositRead:
    """A deposit with the renderings chosen, one a language; none of them where it was unchanged.

    A PDF that cannot be read has a rendering without provisions where nothing beside it can be read either.
    """

    deposit: Deposit
    fingerprint: str
    unchanged: bool = False
    files: list[FileRead] = field(default_factory=list)
    renderings: list[Rendering] = field(default_factory=list)
    unread_with: str | None = None
    """What could be used for reading, where a PDF or a page of one stayed unread or doubtful."""
    remarks: list[Remark] = field(default_factory=list)


@dataclass(slots=True, frozen=True)
class BeyondLimits:
    """Why the PDFs of a deposit are kept unread. reason: with what to do; least_bytes: a file that is smaller was made
    to take so much, and is refused."""

    reason: str
    least_bytes: int = 0


@dataclass(slots=True, frozen=True)
class ReadingTask:
    """What a worker gets: where the deposit lies, what tags a law (a function of a module, so that it can be
    sent), the fingerprints already held for its name, the size in bytes up to which a file is read, how many
    processes may be at work on it, and, where its PDFs were tried and are to be kept unread, why."""

    place: Path
    tagger: Tagger
    held: frozenset[str] = frozenset()
    largest_file: int = LARGEST_FILE
    processes: int = 1
    beyond_limits: BeyondLimits | None = None


def read_deposit(task: ReadingTask) -> DepositRead:
    """Read and split a deposit. InputError where nothing in it can be used, and there is no PDF to be kept unread."""
    deposit = open_deposit(task.place)
    remarks = list(deposit.remarks)
    data: dict[Path, bytes] = {}
    for file in deposit.files:
        try:
            data[file] = _bytes(file, task.largest_file)
        except (InputError, OSError) as error:
            remarks.append(Remark(deposit.name_of(file), _reason(error)))
    if not data:
        raise _refusal(task.place, remarks)
    fingerprint = _fingerprint(deposit, data)
    if fingerprint in task.held:
        return DepositRead(deposit, fingerprint, unchanged=True)
    if task.beyond_limits and not any(_may_be_pdf(deposit.name_of(file), given) for file, given in data.items()):
        raise DepositError(shown(task.place), task.beyond_limits.reason)
    read = DepositRead(deposit, fingerprint, remarks=remarks)
    remarks += _wrong_hashes(deposit, data)
    for file in _readable_order(deposit.files):
        if file in data:
            read.files.append(_read_file(file, data[file], read, task))
    read.renderings = [_rendering(deposit, file, language, task.tagger) for file, language in _choose(read)]
    if not read.renderings:
        kept = next((file for file in read.files if file.is_unread_pdf), None)
        if kept is None:
            raise _refusal(task.place, remarks)
        declared = deposit.meta.language
        language = Language(declared, UNREAD_METHOD, 0.0) if declared else Language("und", UNREAD, 0.0)
        read.renderings = [_rendering(deposit, kept, language, task.tagger)]
    if any(file.is_worth_another_reading for file in read.files):
        settings = Settings()
        read.unread_with = reading_means(settings.seconds_for_a_deposit, settings.megabytes_for_a_deposit)
    return read


def titles_of(meta: DepositMeta, facts: dict[str, str]) -> tuple[str | None, str | None]:
    """A law's title and its native title, from its description or else from what the source says of itself."""
    own, own_native = facts.get("title"), facts.get("native_title")
    return meta.title or meta.native_title or own or own_native, meta.native_title or own_native or own


def _rendering(deposit: Deposit, file: FileRead, language: Language, tagger: Tagger) -> Rendering:
    texts = [draft.text for draft in file.drafts]
    finder = ProvisionLanguages(language, texts)
    languages = [finder.of(text) for text in texts]
    title, native = titles_of(deposit.meta, file.facts)
    law = LawText(
        law_titles(language.code, title or "", native),
        [
            ProvisionText(draft.heading, draft.path, draft.text, its_language.code)
            for draft, its_language in zip(file.drafts, languages, strict=True)
        ],
    )
    return Rendering(file, language, languages, tagger(law))


def _refusal(place: Path, remarks: list[Remark]) -> DepositError:
    reasons = "; ".join(dict.fromkeys(f"{remark.place}: {remark.message}" for remark in remarks))
    return DepositError(shown(place), reasons or "no words were found in it")


def _bytes(file: Path, largest: int) -> bytes:
    size = file.stat().st_size
    if size > largest:
        most = f"{largest // 2**20} MB" if largest >= 2**20 else f"{largest} bytes"
        raise InputError(shown(file.name), f"has {size:,} bytes; up to {most} are read")
    return file.read_bytes()


def _reason(error: BaseException) -> str:
    if isinstance(error, InputError):
        return error.reason
    if isinstance(error, OSError) and error.strerror:
        return f"cannot be read: {error.strerror}"
    return f"{type(error).__name__}: {error}"


def _fingerprint(deposit: Deposit, data: dict[Path, bytes]) -> str:
    """Hash over the files and the description, whatever the order of its fields."""
    # A single file is the same whatever it is called.
    names = {file: "." if file == deposit.place else deposit.name_of(file) for file in data}
    files = {names[file]: hashlib.sha256(given).hexdigest() for file, given in data.items()}
    summary = {"meta": deposit.facts, "files": files}
    return hashlib.sha256(json.dumps(summary, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _wrong_hashes(deposit: Deposit, data: dict[Path, bytes]) -> Iterator[Remark]:
    """Files that are not what the description says was served: damaged on the way, or changed by hand."""
    said = deposit.meta.sha256
    for file, given in data.items():
        name = deposit.name_of(file)
        expected = said.get(name) if isinstance(said, dict) else said if len(data) == 1 else None
        if expected and expected.strip().casefold() != hashlib.sha256(given).hexdigest():
            yield Remark(name, "its bytes are not those whose sha256 meta.json gives; fetch it again")


def _readable_order(files: tuple[Path, ...]) -> list[Path]:
    """Formats with structure first: a PDF is only read where nothing better gives provisions."""
    return sorted(files, key=lambda file: file.suffix.casefold() == ".pdf")


def _read_file(file: Path, data: bytes, read: DepositRead, task: ReadingTask) -> FileRead:
    deposit = read.deposit
    name = deposit.name_of(file)
    found = FileRead(name, hashlib.sha256(data).hexdigest(), len(data))
    if file.suffix.casefold() == ".pdf" and any(other.numbered > 1 for other in read.files):
        found.reader = "pdf"
        return found
    # A reader sees the declared language only where it is one.
    facts = {**deposit.facts, "language": deposit.meta.language}
    try:
        source = Source(name.removesuffix(".gz"), _unpacked(name, data), facts, task.processes)
        if task.beyond_limits and PDF.knows(source):
            return _kept_unread(found, task.beyond_limits, read)
        document = read_source(source)
        if document.reader not in _BINARY and source.is_page_without_end:
            document.warn("", "the page has no end: it may be cut off; compare it with the official one")
        storable_document(document)
        drafts = split(document)
    except InputError as error:
        read.remarks.append(Remark(name, error.reason))
        if _is_pdf(name, data):
            found.is_unread_pdf = found.is_worth_another_reading = True
        return found
    except MemoryError:
        raise
    except Exception as error:
        # A reader met something its author did not foresee: the file is kept, the rest goes on.
        what = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        read.remarks.append(Remark(name, f"could not be read ({what}); please report it"))
        return found
    found.facts = document.facts
    read.remarks += [Remark(f"{name}, {r.place}" if r.place else name, r.message) for r in document.warnings]
    if isinstance(document, PdfDocument):
        found.pages, found.text_score = page_readings(document.pages), document.score
        found.is_unread_pdf = bool(document.unread_pages)
        found.is_worth_another_reading = any(
            page.is_doubtful and page.how is not HowRead.RECOGNISED for page in found.pages
        )
    if not any(draft.text.strip() for draft in drafts):
        if not document.warnings:
            read.remarks.append(Remark(name, "no words were found in it"))
        return found
    if found.pages:
        found.readings = provision_readings(drafts, document.blocks, found.pages, data)
    found.reader, found.drafts = document.reader, drafts
    texts = [draft.text for draft in drafts]
    found.language = _language(deposit, document, texts, read.remarks, name)
    return found


def _kept_unread(found: FileRead, beyond: BeyondLimits, read: DepositRead) -> FileRead:
    if found.size < beyond.least_bytes:
        words = f"{beyond.reason.split(';')[0]}, though it has only {found.size:,} bytes: it was made to, or is damaged"
        read.remarks.append(Remark(found.name, words))
        return found
    read.remarks.append(Remark(found.name, beyond.reason))
    found.is_unread_pdf = found.is_worth_another_reading = True
    return found


def _may_be_pdf(name: str, data: bytes) -> bool:
    """Whether it is a PDF, or its packed name says so."""
    return _is_pdf(name, data) or name.casefold().endswith(".pdf.gz")


def _is_pdf(name: str, data: bytes) -> bool:
    """Whether the bytes are those of a PDF, damaged or locked as it may be."""
    return PDF.knows(Source(name, data, {}))


def _language(deposit: Deposit, document: Document, texts: list[str], remarks: list[Remark], name: str) -> Language:
    """The deposit's word is for its main file: a second one may say of itself that it is in another language."""
    declared, own = deposit.meta.language, document.facts.get("language", "").split("-")[0].casefold()
    if not (2 <= len(own) <= 3 and own.isascii() and own.isalpha()):
        return law_language(declared, texts, remarks, name)
    if declared and own != declared and len(deposit.files) > 1:
        doubts: list[Remark] = []
        found = law_language(own, texts, doubts, name)
        if not doubts and found.confidence > 0.9:
            return found
    return law_language(declared or own, texts, remarks, name)


def _unpacked(name: str, data: bytes) -> bytes:
    """The bytes of a gzip file, up to a limit that no law reaches; other files as they are."""
    if not name.endswith(".gz") and data[:2] != b"\x1f\x8b":
        return data
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
            plain = packed.read(LARGEST_UNPACKED + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(name, f"the gzip file is damaged: {error}") from error
    if len(plain) > LARGEST_UNPACKED:
        raise InputError(name, f"unpacks to more than {LARGEST_UNPACKED // 2**20} MB; it was not read")
    return plain


def _choose(read: DepositRead) -> list[tuple[FileRead, Language]]:
    """For each language the best file: one that can be read, then the one with the most numbered provisions,
    then one in the declared language, then the most words.

    A second file in another language is a version of its own only where it is split as well as the first:
    pages about a law are not the law.
    """
    declared = read.deposit.meta.language

    def worth(file: FileRead) -> tuple[bool, int, bool, int]:
        found = file.language
        in_declared = found is not None and declared in (None, found.code) and found.confidence > 0.9
        return file.is_readable, file.numbered, in_declared, file.letters

    best: dict[str, FileRead] = {}
    for file in read.files:
        if file.language and (other := best.get(file.language.code, file)):
            best[file.language.code] = max(other, file, key=worth)
    ranked = sorted(best.values(), key=worth, reverse=True)
    chosen = [
        file
        for file in ranked
        if file is ranked[0] or (file.is_readable and file.numbered >= max(3, ranked[0].numbered * 0.5))
    ]
    if chosen:
        read.remarks += _left_aside(read.files, chosen)
    return [(file, file.language) for file in chosen if file.language]


def _left_aside(files: list[FileRead], chosen: list[FileRead]) -> Iterator[Remark]:
    """A word on each file that the text was not read from, and a warning where that was the law itself."""
    used = chosen[0]
    lost = [file.name for file in files if (file.drafts and not file.is_readable) or file.reader == UNREAD]
    for file in files:
        if file not in chosen and file.name not in lost:
            yield Remark(file.name, f"kept beside the text that was read from {used.name}")
    others = [name for name in lost if name != used.name]
    if others and used.is_readable and not used.numbered:
        yield Remark(
            ", ".join(others),
            f"unread: OCR or a readable copy is needed. Only the words of {used.name} are held, without numbered "
            "provisions; they may be about the law and not the law itself",
        )
