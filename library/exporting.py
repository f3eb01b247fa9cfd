"""Export of everything that is held, one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, TextIO

from catalogue.export import ExportRow
from library.opening import Library
from library.searching import tag_as_json
from library.text_quality import as_json as reading_as_json
from palermo.errors import UsageError


def provision_lines(library: Library) -> Iterator[dict[str, Any]]:
    """Every provision of the current versions as the contract of `palermo export provisions` has it, in a
    stable order, one at a time."""
    with closing(library.catalogue.export_rows()) as rows:
        for row in rows:
            yield _as_json(row)


def write_provisions(library: Library, out: TextIO) -> int:
    """Write the lines to `out`; their number."""
    count = 0
    for line in provision_lines(library):
        out.write(json.dumps(line, ensure_ascii=False) + "\n")
        count += 1
    return count


def write_provisions_to(library: Library, file: Path) -> int:
    """Write the lines to a file, which is there whole or not at all; their number. UsageError where the file cannot
    be written."""
    part = file.with_name(f"{file.name}.part")
    try:
        with part.open("w", encoding="utf-8") as out:
            count = write_provisions(library, out)
        part.replace(file)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise UsageError(f"{file} cannot be written: {error.strerror}; name another file with --out") from error
    return count


def _as_json(row: ExportRow) -> dict[str, Any]:
    provision, law, version = row.provision, row.law, row.version
    source = next((s for s in version.sources if s.file == provision.source_file), version.sources[0])
    return {
        "id": provision.id, "law": law.id, "kind": law.kind.value, "deposit": version.deposit, "state": law.state,
        "language": provision.language, "version_date": version.version_date, "number": provision.number,
        "heading": provision.heading, "path": list(provision.path), "text": provision.text,
        "notes": list(provision.notes),
        "source": {"file": source.file, "place": provision.source_place, "sha256": source.sha256, "url": source.url,
                   "fetched_at": source.fetched_at},
        "reading": reading_as_json(provision.reading), "tags": [tag_as_json(tag) for tag in row.tags],
    }  # fmt: skip
