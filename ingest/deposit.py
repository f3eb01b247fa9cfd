"""Deposits: finding them, and reading what their `meta.json` says, field by field."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ingest.document import Remark
from ingest.storable import shown, storable_data
from palermo.errors import DepositError, UnknownIdError
from palermo.model.deposit import DepositMeta
from palermo.model.state import state, states

META = "meta.json"
UNKNOWN_STATE = "ZZZ"
"""Laws are held under this code where nothing says whose they are; no State has it."""
DOCUMENT_ENDINGS = frozenset("xml html htm xhtml pdf docx doc rtf odt fodt md markdown txt json gz".split())
DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_NEVER = frozenset((META, "readme.md", "license", "license.txt", "package.json"))
_LARGEST_META = 10_000_000
_ADVICE = {
    "language": "write the code of ISO 639, such as fr",
    "version_date": "write the day like 2019-06-01, or the year and month, or the year",
    "files": 'write a list of names of files, such as ["law.xml"]',
}


@dataclass(slots=True)
class Deposit:
    """A folder with source files, or a single file.

    name: the last two folders (`can/criminal-code`), or the folder and stem of a single file; files: the
    source files in the order in which `meta.json` names them; facts: `meta.json` as it stands.
    """

    place: Path
    name: str
    files: tuple[Path, ...]
    meta: DepositMeta
    facts: dict[str, Any] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    def name_of(self, file: Path) -> str:
        """A file's name within the deposit, with the folders below the deposit's own; of a single file its own."""
        top = self.place.resolve()
        is_below = file.is_relative_to(top) and file != self.place
        return shown(file.relative_to(top).as_posix() if is_below else file.name)


@dataclass(slots=True, frozen=True)
class Refused:
    """A path that could not be taken in, with the reason in a sentence."""

    path: str
    reason: str


def find_deposits(paths: Iterable[Path], leave_out: Path | None = None) -> Iterator[Path | Refused]:
    """The deposits below the paths, in the order of their names: folders with a `meta.json`, or single files.

    In a tree without any `meta.json` every document is a deposit of its own. Links out of the tree are not
    followed, hidden folders and the folder `leave_out` (the library itself) are passed over. A deposit that
    lies below two of the paths comes once.
    """
    passed_over = leave_out.resolve() if leave_out else None
    seen: set[Path] = set()
    for path in paths:
        for found in _below(path, passed_over):
            if isinstance(found, Path):
                real = found.resolve()
                if real in seen:
                    continue
                seen.add(real)
            yield found


def _below(path: Path, leave_out: Path | None) -> Iterator[Path | Refused]:
    try:
        if path.is_dir():
            yield from _in_folder(path, leave_out)
        elif path.is_file():
            yield path.parent if path.name == META else path
        elif path.exists():
            yield Refused(shown(path), "is neither a folder nor a file")
        else:
            yield Refused(shown(path), "there is no such file or folder")
    except OSError as error:
        yield Refused(shown(path), f"cannot be looked at: {error.strerror}")


def _in_folder(top: Path, leave_out: Path | None) -> Iterator[Path | Refused]:
    folders: list[Path] = []
    loose: list[Path] = []
    trouble: list[Refused] = []

    def note(error: OSError) -> None:
        trouble.append(Refused(shown(error.filename), f"the folder cannot be read: {error.strerror}"))

    real = top.resolve()
    for folder, names, files in os.walk(top, onerror=note, followlinks=False):
        names[:] = sorted(
            name
            for name in names
            if not name.startswith(".") and not (leave_out and (Path(folder) / name).resolve() == leave_out)
        )
        if META in files:
            folders.append(Path(folder))
            names.clear()
            continue
        loose += [Path(folder) / name for name in sorted(files) if _is_document(Path(folder) / name, inside=real)]
    yield from trouble
    yield from folders or loose
    if not folders and not loose and not trouble:
        yield Refused(shown(top), "it holds no deposit (a folder with meta.json) and no document of a known kind")


def _is_document(file: Path, inside: Path) -> bool:
    """Whether a file looks like a document, is a real file, and lies within the folder: no pipe, no link away."""
    name = file.name.casefold()
    if name in _NEVER or name.rsplit(".", 1)[-1] not in DOCUMENT_ENDINGS:
        return False
    return file.is_file() and file.resolve().is_relative_to(inside)


def deposit_name(place: Path) -> str:
    """The last two folders of a deposit, or the folder and stem of a single file."""
    if place.is_file():
        return shown(f"{place.parent.resolve().name}/{place.stem}")
    resolved = place.resolve()
    return shown(f"{resolved.parent.name}/{resolved.name}")


def open_deposit(place: Path) -> Deposit:
    """The deposit at `place`, with its description checked; DepositError where nothing can be made of it."""
    name = deposit_name(place)
    remarks: list[Remark] = []
    if place.is_file():
        return Deposit(place, name, (place,), DepositMeta(), {}, remarks)
    facts = _read_meta(place.resolve() / META)
    meta = _checked(facts, remarks)
    try:
        files = tuple(_files(place.resolve(), meta, remarks))
    except OSError as error:
        raise DepositError(shown(place), f"the folder cannot be read: {error.strerror}") from error
    if not files:
        said = "; ".join(f"{remark.place}: {remark.message}" for remark in remarks)
        advice = 'none of its source files is there; name them under "files" in meta.json'
        raise DepositError(shown(place), f"{advice} ({said})" if said else advice)
    return Deposit(place, name, files, meta, facts, remarks)


def _read_meta(file: Path) -> dict[str, Any]:
    try:
        if not file.is_file() or not file.resolve().is_relative_to(file.parent):
            raise DepositError(META, "is no file in the deposit's folder; it was not opened")
        if file.stat().st_size > _LARGEST_META:
            raise DepositError(META, f"has more than {_LARGEST_META:,} bytes; it should only describe the law")
        raw = file.read_bytes()
        facts = json.loads(raw.decode(json.detect_encoding(raw)))
    except OSError as error:
        raise DepositError(META, f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise DepositError(META, "is not UTF-8; save it as UTF-8") from error
    except (ValueError, RecursionError) as error:  # ValueError also for a number of thousands of digits
        where = f"line {error.lineno}, column {error.colno}: " if isinstance(error, json.JSONDecodeError) else ""
        raise DepositError(META, f"{where}no valid JSON; correct it") from error
    if not isinstance(facts, dict):
        raise DepositError(META, "must hold one JSON object with the fields of the law")
    return dict(storable_data(facts))


def _checked(facts: dict[str, Any], remarks: list[Remark]) -> DepositMeta:
    """The description without the fields that are wrong; each of them is a remark."""
    usable = _in_form(facts)
    meta = DepositMeta()
    for _ in range(len(usable) + 1):
        try:
            meta = DepositMeta.model_validate(usable)
            break
        except ValidationError as error:
            for name, problem in {str(p["loc"][0]): p["msg"] for p in error.errors()}.items():
                usable.pop(name, None)
                remarks.append(_left_out(name, facts.get(name), _advice(name, facts.get(name), problem)))
    for name, problem in _impossible(meta):
        remarks.append(_left_out(name, facts.get(name), problem))
        meta = meta.model_copy(update={name: None})
    return meta


def _in_form(facts: dict[str, Any]) -> dict[str, Any]:
    """`can` as `CAN`, `EN-CA` as `en`, a moment such as `2019-06-01T00:00:00Z` as its day."""
    usable = {name: value.strip() if isinstance(value, str) else value for name, value in facts.items()}
    given, language, moment = usable.get("state"), usable.get("language"), usable.get("version_date")
    if isinstance(given, str):
        usable["state"] = given.upper()
    if isinstance(language, str):
        usable["language"] = re.split("[-_]", language)[0].lower()
    if isinstance(moment, str) and (found := DATE.match(moment)):
        usable["version_date"] = found[0]
    return usable


def _left_out(name: str, value: Any, problem: str) -> Remark:
    words = json.dumps(value, ensure_ascii=False)
    words = words if len(words) <= 80 else words[:77] + "..."
    return Remark(f"{META}: {name}", f"{words} was left out: {problem}")


def _advice(name: str, value: Any, problem: str) -> str:
    if name != "state" or not isinstance(value, str):
        return _ADVICE.get(name, problem)
    try:
        return f"write {state(value).iso3}"
    except UnknownIdError as error:
        return str(error)


def _impossible(meta: DepositMeta) -> Iterator[tuple[str, str]]:
    """Fields that have the right form, but say what cannot be, each with the problem."""
    if meta.state is not None and meta.state not in states():
        yield "state", _advice("state", meta.state, "")
    if meta.year is not None and not 1000 <= meta.year <= 2200:
        yield "year", "a law's year lies between 1000 and 2200"
    if meta.version_date is not None:
        try:
            date.fromisoformat(meta.version_date + "0000-01-01"[len(meta.version_date) :])
        except ValueError:
            yield "version_date", "there is no such day; write it like 2019-06-01"


def _files(folder: Path, meta: DepositMeta, remarks: list[Remark]) -> Iterator[Path]:
    if not meta.files:
        yield from sorted(entry for entry in folder.iterdir() if _is_document(entry, inside=folder))
        return
    for name in dict.fromkeys(meta.files):
        file = folder / name
        try:
            if not file.resolve().is_relative_to(folder):
                remarks.append(Remark(name, "lies outside the deposit's folder; it was not opened"))
            elif not file.is_file():
                remarks.append(Remark(name, "is named in meta.json but is not there"))
            else:
                yield file
        except (OSError, RuntimeError, ValueError) as error:  # RuntimeError: links in a loop
            remarks.append(Remark(name, f"cannot be opened: {getattr(error, 'strerror', None) or error}"))
