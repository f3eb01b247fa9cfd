"""One page read from the shell: `python -m crawlers uk-legislation page.xml --law modern-slavery-act-2015`.

Prints what the source's `parse` makes of the saved pages of a listed law, or of a law with that key on the site;
without `--law`, what its `discover` makes of a saved list. Nothing is fetched.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from crawlers.answers import Answer
from crawlers.failures import CrawlFailure
from crawlers.manifest import ListedLaw
from crawlers.source import source
from crawlers.values import Fetched, Request
from palermo.errors import PalermoError


def read_page(source_id: str, law: str, pages: list[Path]) -> Any:
    """What the pages give, the first being the answer to the law's first request; CrawlFailure names what is wrong."""
    here = source(source_id)
    listed = here.manifest.law(law) or ListedLaw(id="a-law", key=law, title="A law")
    answers: list[Answer] = []
    waiting = [here.request(listed)]
    for page in pages:
        request = waiting.pop(0)
        answers.append(Answer(request, request.address, page.read_bytes(), encoding=here.manifest.encoding))
        if not waiting:
            found = here.read(answers, listed)
            if isinstance(found, Fetched):
                files = {file.name: f"{len(file.content):,} bytes" for file in found.files}
                return {name: value for name, value in asdict(found).items() if value is not None} | {"files": files}
            waiting = found
    return {"asks_for": [request.address for request in waiting]}


def read_list(source_id: str, page: Path) -> Any:
    """What a list names."""
    here = source(source_id)
    address = here.manifest.lists[0] if here.manifest.lists else here.manifest.addresses["law"]
    found = here.discover(Answer(Request(address), address, page.read_bytes(), encoding=here.manifest.encoding))
    return [{name: value for name, value in asdict(one).items() if value} for one in found]


def main() -> int:
    """Read the page named on the command line; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m crawlers", description=__doc__)
    parser.add_argument("source")
    parser.add_argument("page", type=Path, nargs="+")
    parser.add_argument("--law", help="the id of a listed law, or a key of the site")
    asked = parser.parse_args()
    try:
        found = read_page(asked.source, asked.law, asked.page) if asked.law else read_list(asked.source, asked.page[0])
    except CrawlFailure as failure:
        print(f"{failure.name}: {failure.reason}", file=sys.stderr)
        return 2
    except (PalermoError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    print(json.dumps(found, ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
