"""Deposits: finding them, and reading what their `meta.json` says, field by field."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ingest.document import Remark
from palermo.errors import DepositError
from palermo.model.deposit import DepositMeta

META = "meta.json"
DOCUMENT_ENDINGS = frozenset("xml html htm xhtml pdf docx doc rtf md markdown txt json gz".split())
_NEVER = frozenset((META, "readme.md", "license", "license.txt", "package.json"))
DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


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


@dataclass(slots=True, frozen=True)
class Refused:
    """A path that could not be taken in, with the reason in a sentence."""

    path: str
    reason: str


def find_deposits(paths: Iterable[Path]) -> Iterator[Path | Refused]:
    """The deposits below the paths, in the order of their names: folders with a `meta.json`, or single files.

    In a tree without any `meta.json` every document is a deposit of its own. Links out of the tree are not
    followed.
    """
    for path in paths:
        if not path.exists():
            yield Refused(str(path), "there is no such file or folder")
        elif path.is_file():
            yield path.parent if path.name == META else path
        else:
            yield from _in_folder(path)


def _in_folder(top: Path) -> Iterator[Path | Refused]:
    folders: list[Path] = []
    loose: list[Path] = []
    trouble: list[Refused] = []

    def note(error: OSError) -> None:
        trouble.append(Refused(str(error.filename), f"the folder cannot be read: {error.strerror}"))

    for folder, names, files in os.walk(top, onerror=note, followlinks=False):
        names.sort()
        if META in files:
            folders.append(Path(folder))
            names.clear()
            continue
        loose += [
            Path(folder) / name
            for name in sorted(files)
            if name.rsplit(".", 1)[-1].casefold() in DOCUMENT_ENDINGS and name.casefold() not in _NEVER
        ]
    yield from trouble
    yield from folders or loose
    if not folders and not loose:
        yield Refused(str(top), "it holds no deposit (a folder with meta.json) and no document of a known kind")


def open_deposit(place: Path) -> Deposit:
    """The deposit at `place`, with its description checked; DepositError where nothing can be made of it."""
    if place.is_file():
        return Deposit(place, f"{place.parent.resolve().name}/{place.stem}", (place,), DepositMeta())
    facts = _read_meta(place / META)
    remarks: list[Remark] = []
    meta = _checked(facts, remarks)
    resolved = place.resolve()
    files = tuple(_files(resolved, meta, remarks))
    if not files:
        raise DepositError(str(place), "none of its source files is there; name them under \"files\" in meta.json")
    return Deposit(place, f"{resolved.parent.name}/{resolved.name}", files, meta, facts, remarks)


def _read_meta(file: Path) -> dict[str, Any]:
    try:
        raw = file.read_bytes()
        facts = json.loads(raw.decode("utf-8-sig"))
    except OSError as error:
        raise DepositError(str(file), f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise DepositError(str(file), "is not UTF-8; save it as UTF-8") from error
    except (json.JSONDecodeError, RecursionError) as error:
        where = f"line {error.lineno}, column {error.colno}: " if isinstance(error, json.JSONDecodeError) else ""
        raise DepositError(str(file), f"{where}is no valid JSON; correct it") from error
    if not isinstance(facts, dict):
        raise DepositError(str(file), "must hold one JSON object with the fields of the law")
    return facts


def _checked(facts: dict[str, Any], remarks: list[Remark]) -> DepositMeta:
    """The description without the fields that are wrong; each of them is a remark."""
    usable = dict(facts)
    date = usable.get("version_date")
    if isinstance(date, str) and (found := DATE.match(date.strip())):
        usable["version_date"] = found[0]
    if isinstance(usable.get("state"), str):
        usable["state"] = usable["state"].strip().upper()
    for _ in range(len(usable) + 1):
        try:
            return DepositMeta.model_validate(usable)
        except ValidationError as error:
            for problem in error.errors():
                name = str(problem["loc"][0])
                if name in usable:
                    value = usable.pop(name)
                    remarks.append(Remark(f"{META}: {name}", f"{value!r:.80} was left out: {problem['msg']}"))
    return DepositMeta()


def _files(folder: Path, meta: DepositMeta, remarks: list[Remark]) -> Iterator[Path]:
    names = meta.files or sorted(
        entry.name
        for entry in folder.iterdir()
        if entry.name.casefold() not in _NEVER and entry.name.rsplit(".", 1)[-1].casefold() in DOCUMENT_ENDINGS
    )
    for name in names:
        file = folder / name
        if not file.resolve().is_relative_to(folder):
            remarks.append(Remark(name, "lies outside the deposit's folder; it was not opened"))
        elif not file.is_file():
            remarks.append(Remark(name, "is named in meta.json but is not there"))
        else:
            yield file
