"""The least that taking in a folder can cost: its files read and parsed by the same libraries, and thrown away.

    python -m benchmarks.floor FOLDER --workers 2 [--markdown-it]

Prints one JSON object: files, bytes, and how many characters or nodes the libraries gave.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import io
import json
import multiprocessing
from collections.abc import Callable
from functools import partial
from pathlib import Path

import docx
import pypdfium2
from lxml import etree
from lxml import html as lxml_html

from ingest.deposit import find_deposits, open_deposit


def has_markdown_it() -> bool:
    """Whether markdown-it-py is there; other packages bring it along."""
    return importlib.util.find_spec("markdown_it") is not None


def parse(file: Path, markdown_it: bool = False) -> int:
    """Read one file and parse it as its ending says; a number that depends on the result, so that it is made.

    markdown_it: give Markdown and plain text to markdown-it-py rather than only cutting it into lines.
    """
    data = file.read_bytes()
    name = file.name.removesuffix(".gz").casefold()
    if file.suffix == ".gz":
        data = gzip.decompress(data)
    ending = name.rsplit(".", 1)[-1]
    if ending == "xml":
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, recover=True)
        root = etree.fromstring(data, parser)
        return 0 if root is None else sum(1 for _ in root.iter())
    if ending in ("html", "htm", "xhtml"):
        return sum(1 for _ in lxml_html.document_fromstring(data).iter())
    if ending == "json":
        return len(json.loads(data.decode("utf-8-sig")))
    if ending == "pdf":
        return _pdf_characters(data)
    if ending == "docx":
        return sum(len(paragraph.text) for paragraph in docx.Document(io.BytesIO(data)).paragraphs)
    text = data.decode("utf-8", errors="replace")
    return _markdown_tokens(text) if markdown_it else len(text.splitlines())


def _pdf_characters(data: bytes) -> int:
    pdf = pypdfium2.PdfDocument(data)
    try:
        return sum(len(page.get_textpage().get_text_range()) for page in pdf)
    finally:
        pdf.close()


def _markdown_tokens(text: str) -> int:
    from markdown_it import MarkdownIt

    return len(MarkdownIt("commonmark").parse(text))


def files_below(folder: Path) -> list[Path]:
    """The files that taking in the folder reads, the largest first, so that no process waits for one at the end."""
    files = [file for place in find_deposits([folder]) if isinstance(place, Path) for file in open_deposit(place).files]
    return sorted(files, key=lambda file: file.stat().st_size, reverse=True)


def main() -> None:
    """Parse every file below a folder on some processes."""
    arguments = argparse.ArgumentParser(description="Read and parse the files of a folder of deposits, no more.")
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--workers", type=int, default=2)
    arguments.add_argument("--markdown-it", action="store_true")
    given = arguments.parse_args()
    files = files_below(given.folder)
    work: Callable[[Path], int] = partial(parse, markdown_it=given.markdown_it)
    with multiprocessing.Pool(max(1, given.workers)) as pool:
        total = sum(pool.imap_unordered(work, files))
    print(json.dumps({"files": len(files), "bytes": sum(f.stat().st_size for f in files), "parsed": total}))


if __name__ == "__main__":
    main()
