"""Deposits: what was fetched of a law, written to its folder whole or not at all, with where it came from."""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from crawlers.answers import Answer
from crawlers.manifest import ListedLaw, Manifest
from crawlers.values import Fetched, File
from palermo.errors import DepositError

DEPOSITS = "deposits"
"""The folder of all deposits that were crawled, within the folder of a library."""
META = "meta.json"
_FILE_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\.[a-z0-9]{1,5}")
_ABANDONED_AFTER_SECONDS = 3600
_NEW, _OLD = ".new-", ".old-"
"""Folders that begin with a dot are passed over when deposits are taken in."""


def folder_of(manifest: Manifest, law: ListedLaw) -> str:
    """The deposit's folder below that of all deposits, such as `gbr/bribery-act-2010`."""
    return f"{manifest.state.lower()}/{law.id}"


def facts_of(fetched: Fetched, law: ListedLaw, manifest: Manifest) -> dict[str, Any]:
    """What `meta.json` says of the law itself. The manifest's entry comes before what the page says of the same,
    so that a law keeps its identifier; its page alone says of which day the version is."""
    page = manifest.address("page", key=law.key) if "page" in manifest.addresses else None
    language = law.language or fetched.language or manifest.languages[0]
    facts = {
        "state": manifest.state, "subdivision": manifest.subdivision,
        "title": law.title, "native_title": law.native_title or fetched.native_title or fetched.title,
        "language": language, "kind": law.kind or fetched.kind or "act",
        "year": law.year or fetched.year, "identifier": law.identifier or fetched.identifier,
        "official_url": fetched.official_url or page or fetched.files[0].address, "publisher": manifest.publisher,
        "format": fetched.files[0].name.rpartition(".")[2], "licence": manifest.licence,
        "terms": manifest.terms, "version_date": fetched.version_date, "complete": fetched.complete,
        "files": [file.name for file in fetched.files], "subjects": list(law.subjects), **fetched.more,
    }  # fmt: skip
    return {name: value for name, value in facts.items() if value not in (None, [], "")}


def provenance_of(fetched: Fetched, answers: Sequence[Answer], manifest: Manifest) -> dict[str, Any]:
    """What `meta.json` says of how the law was fetched: when, from where, what the site said, what was allowed."""
    main = next((one for one in answers if one.address == fetched.files[0].address), answers[-1])
    return {
        "source_url": main.address, "fetched_at": main.fetched_at, "etag": main.headers.get("etag"),
        "last_modified": main.headers.get("last-modified"),
        "sha256": {file.name: hashlib.sha256(file.content).hexdigest() for file in fetched.files},
        "crawl": {
            "source": manifest.id, "source_version": manifest.version,
            "requests": [_request_of(answer) for answer in answers],
        },
    }  # fmt: skip


def _request_of(answer: Answer) -> dict[str, Any]:
    facts = {
        "address": answer.request.address, "body": answer.request.body, "redirects": list(answer.redirects),
        "final_address": answer.address, "status": answer.status, "content_type": answer.content_type,
        "etag": answer.headers.get("etag"), "last_modified": answer.headers.get("last-modified"),
        "sha256": hashlib.sha256(answer.body).hexdigest(), "fetched_at": answer.fetched_at, "robots": answer.robots,
    }  # fmt: skip
    return {name: value for name, value in facts.items() if value not in (None, [], "")}


def hash_without_noise(contents: Sequence[bytes], noise: Sequence[str]) -> str:
    """A hash of the contents one after another, without what the manifest says differs each time."""
    expressions = [re.compile(expression.encode(), re.DOTALL) for expression in noise]
    summary = hashlib.sha256()
    for content in contents:
        for expression in expressions:
            content = expression.sub(b"", content)
        summary.update(hashlib.sha256(content).digest())
    return summary.hexdigest()


def description_hash(manifest: Manifest, law: ListedLaw) -> str:
    """A hash of what the manifest says of a law and of its source: where it changes, the law is fetched anew."""
    said = (
        manifest.version, manifest.state, manifest.subdivision, manifest.publisher, manifest.licence, manifest.terms,
        manifest.addresses.get("page"), law.model_dump(mode="json", exclude={"starter", "unsure", "note", "subjects"}),
    )  # fmt: skip
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def write_deposit(top: Path, folder: str, meta: dict[str, Any], files: Sequence[File]) -> Path:
    """Write a deposit below `top`, in the place of the one that was there; its folder.

    Whoever looks sees the old deposit or the new one, never half of one. DepositError where the disk refuses, or a
    file has a name that is not of our making.
    """
    for file in files:
        if not _FILE_NAME.fullmatch(file.name):
            raise DepositError(folder, f"'{file.name}' is no name for a file: write it like law.xml or law-fr.xml")
    place = top / folder
    mark = f"{place.name}-{secrets.token_hex(4)}"
    new, old = place.parent / f"{_NEW}{mark}", place.parent / f"{_OLD}{mark}"
    try:
        new.mkdir(parents=True)
        for file in files:
            _write(new / file.name, file.content)
        _write(new / META, json.dumps(meta, ensure_ascii=False, indent=1).encode() + b"\n")
        if place.exists():
            place.rename(old)
        new.rename(place)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        if old.exists() and not place.exists():
            old.rename(place)
        shutil.rmtree(new, ignore_errors=True)
        raise DepositError(str(place), f"the deposit cannot be written: {error.strerror or error}") from error
    return place


def tidy(top: Path) -> None:
    """Mend what a crawl left that was killed while it wrote: half a deposit goes, an old one comes back.

    Only what is an hour old: younger folders may belong to a crawl that is at work.
    """
    oldest = time.time() - _ABANDONED_AFTER_SECONDS
    for left in [*top.glob(f"*/{_OLD}*"), *top.glob(f"*/{_NEW}*")]:
        if left.stat().st_mtime > oldest:
            continue
        place = left.parent / left.name.removeprefix(_OLD).rpartition("-")[0]
        if left.name.startswith(_OLD) and not place.exists():
            left.rename(place)
        else:
            shutil.rmtree(left, ignore_errors=True)


def _write(file: Path, content: bytes) -> None:
    with file.open("xb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())
