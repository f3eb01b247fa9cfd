"""One deposit read and split, without touching the catalogue: what a worker process does."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
from dataclasses import dataclass, field
from pathlib import Path

from ingest.deposit import Deposit, open_deposit
from ingest.document import Document, Remark
from ingest.language import Language, ProvisionLanguages, law_language
from ingest.readers import read_source
from ingest.source import Source
from ingest.split.assemble import Draft
from ingest.split.splitting import split
from palermo.errors import DepositError, InputError

LARGEST_FILE = 100 * 1024 * 1024
_LARGEST_UNPACKED = 200 * 1024 * 1024


@dataclass(slots=True)
class FileRead:
    """One source file: its bytes' hash and, where it could be read, its provisions."""

    name: str
    sha256: str
    size: int
    reader: str
    facts: dict[str, str] = field(default_factory=dict)
    drafts: list[Draft] = field(default_factory=list)
    language: Language | None = None

    @property
    def numbered(self) -> int:
        return len({draft.number for draft in self.drafts if draft.number})

    @property
    def letters(self) -> int:
        return sum(len(draft.text) for draft in self.drafts)


@dataclass(slots=True)
class Rendering:
    """A law in one language: the file it was read from, and each provision's language."""

    file: FileRead
    language: Language
    languages: list[Language]


@dataclass(slots=True)
class DepositRead:
    """A deposit with the renderings chosen, one a language; none of them where it was unchanged."""

    deposit: Deposit
    fingerprint: str
    unchanged: bool = False
    files: list[FileRead] = field(default_factory=list)
    renderings: list[Rendering] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


@dataclass(slots=True, frozen=True)
class ReadingTask:
    """What a worker gets: where the deposit lies, and the fingerprints already held for its name."""

    place: Path
    held: frozenset[str] = frozenset()


def read_deposit(task: ReadingTask) -> DepositRead:
    """Read and split a deposit. InputError where nothing in it can be used."""
    deposit = open_deposit(task.place)
    remarks = list(deposit.remarks)
    data: dict[Path, bytes] = {}
    for file in deposit.files:
        try:
            data[file] = _bytes(file)
        except (InputError, OSError) as error:
            remarks.append(Remark(file.name, _reason(error)))
    if not data:
        raise DepositError(str(task.place), "; ".join(f"{r.place}: {r.message}" for r in remarks))
    fingerprint = _fingerprint(deposit, data)
    if fingerprint in task.held:
        return DepositRead(deposit, fingerprint, unchanged=True)
    read = DepositRead(deposit, fingerprint, remarks=remarks)
    for file in _readable_order(deposit.files):
        if file in data:
            read.files.append(_read_file(file, data[file], deposit, read))
    read.renderings = _choose(read)
    if not read.renderings:
        reasons = "; ".join(f"{r.place}: {r.message}" for r in remarks) or "no words were found in it"
        raise DepositError(str(task.place), reasons)
    return read


def _bytes(file: Path) -> bytes:
    size = file.stat().st_size
    if size > LARGEST_FILE:
        raise InputError(file.name, f"has {size // 2**20} MB, more than the {LARGEST_FILE // 2**20} MB that are read")
    return file.read_bytes()


def _reason(error: BaseException) -> str:
    if isinstance(error, InputError):
        return error.reason
    if isinstance(error, OSError) and error.strerror:
        return f"cannot be read: {error.strerror}"
    return f"{type(error).__name__}: {error}"


def _fingerprint(deposit: Deposit, data: dict[Path, bytes]) -> str:
    """Hash over the files and the description, whatever the order of its fields."""
    summary = {"meta": deposit.facts, "files": {f.name: hashlib.sha256(d).hexdigest() for f, d in data.items()}}
    return hashlib.sha256(json.dumps(summary, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _readable_order(files: tuple[Path, ...]) -> list[Path]:
    """Formats with structure first: a PDF is only read where nothing better gives provisions."""
    return sorted(files, key=lambda file: file.suffix.casefold() == ".pdf")


def _read_file(file: Path, data: bytes, deposit: Deposit, read: DepositRead) -> FileRead:
    sha256 = hashlib.sha256(data).hexdigest()
    found = FileRead(file.name, sha256, len(data), "unread")
    if file.suffix.casefold() == ".pdf" and any(other.numbered > 1 for other in read.files):
        found.reader = "pdf"
        return found
    try:
        document = read_source(Source(file.name.removesuffix(".gz"), _unpacked(file.name, data), deposit.facts))
        drafts = split(document)
    except InputError as error:
        read.remarks.append(Remark(file.name, error.reason))
        return found
    except (ValueError, KeyError, IndexError, AttributeError, TypeError, RecursionError) as error:
        # A reader met something its author did not foresee: the file is kept, the rest goes on.
        read.remarks.append(Remark(file.name, f"could not be read ({type(error).__name__}: {error}); please report it"))
        return found
    found.reader, found.facts, found.drafts = document.reader, document.facts, drafts
    read.remarks += [Remark(f"{file.name}, {r.place}" if r.place else file.name, r.message) for r in document.warnings]
    declared = _declared_language(deposit, document)
    found.language = law_language(declared, [d.text for d in drafts], read.remarks, file.name) if drafts else None
    return found


def _declared_language(deposit: Deposit, document: Document) -> str | None:
    """The deposit's word for a single file; the document's own where the deposit holds several files."""
    own = document.facts.get("language", "").split("-")[0].casefold() or None
    return deposit.meta.language or own


def _unpacked(name: str, data: bytes) -> bytes:
    """The bytes of a gzip file, up to a limit that no law reaches; other files as they are."""
    if not name.endswith(".gz") and data[:2] != b"\x1f\x8b":
        return data
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
            plain = packed.read(_LARGEST_UNPACKED + 1)
    except (OSError, EOFError) as error:
        raise InputError(name, f"the gzip file is damaged: {error}") from error
    if len(plain) > _LARGEST_UNPACKED:
        raise InputError(name, f"unpacks to more than {_LARGEST_UNPACKED // 2**20} MB; it was not read")
    return plain


def _choose(read: DepositRead) -> list[Rendering]:
    """For each language the file with the most numbered provisions, then the most words.

    A second file in another language is a version of its own only where it is split as well as the first:
    pages about a law are not the law.
    """
    best: dict[str, FileRead] = {}
    for file in read.files:
        if not file.language or not file.drafts:
            continue
        other = best.get(file.language.code)
        if other is None or (file.numbered, file.letters) > (other.numbered, other.letters):
            best[file.language.code] = file
    ranked = sorted(best.values(), key=lambda f: (f.numbered, f.letters), reverse=True)
    chosen = [f for f in ranked if f is ranked[0] or f.numbered >= max(3, ranked[0].numbered * 0.5)]
    for file in read.files:
        if chosen and file not in chosen:
            used = chosen[0].name
            read.remarks.append(Remark(file.name, f"kept beside the text that was read from {used}"))
    renderings = []
    for file in chosen:
        assert file.language is not None
        texts = [draft.text for draft in file.drafts]
        finder = ProvisionLanguages(file.language, texts)
        renderings.append(Rendering(file, file.language, [finder.of(text) for text in texts]))
    return renderings
