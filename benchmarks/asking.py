"""A process of its own that opens an index and asks it: how soon it answers, its memory, when it sees a change.

    python -m benchmarks.asking ours FOLDER [--questions FILE]
    python -m benchmarks.asking bare FOLDER [--questions FILE]
    python -m benchmarks.asking ours FOLDER --until WORD

It prints a JSON object; or "ready", and when the word is found the monotonic clock.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from benchmarks.bare_tantivy import BareTantivy
from benchmarks.questions import Asked, Ours, Question
from index.contract import SearchQuery
from index.embedded.engine import TantivyEngine

_LONGEST = 60.0
_BETWEEN_LOOKS = 0.002


def open_and_ask(name: str, folder: Path, questions: list[Question]) -> dict[str, float]:
    """Seconds until the index is open and until it has answered once; memory after all questions, in bytes."""
    before = _memory("RssAnon")
    started = time.perf_counter()
    asked: Asked = Ours(TantivyEngine(folder)) if name == "ours" else BareTantivy(folder)
    opened = time.perf_counter()
    asked.ask(Question(""))
    answered = time.perf_counter()
    for question in questions:
        asked.ask(question)
    return {
        "open": opened - started,
        "answered": answered - started,
        "own": _memory("RssAnon") - before,
        "together": _memory("VmRSS"),
    }


def watch(folder: Path, word: str) -> float:
    """The monotonic clock when the word is found in the index; TimeoutError after a minute."""
    engine = TantivyEngine(folder)
    engine.search(SearchQuery(word, limit=1))
    print("ready", flush=True)
    deadline = time.monotonic() + _LONGEST
    while not engine.search(SearchQuery(word, limit=1, exact=True)).total:
        if time.monotonic() > deadline:
            raise TimeoutError(f"'{word}' was not found within {_LONGEST:.0f} seconds")
        time.sleep(_BETWEEN_LOOKS)
    return time.monotonic()


def _memory(kind: str) -> int:
    """Bytes of this process's memory, of which RssAnon is its own and no mapped file; 0 where no system says."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{kind}:"))


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.asking", description=__doc__)
    parser.add_argument("name", choices=["ours", "bare"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--questions", type=Path)
    parser.add_argument("--until", metavar="WORD")
    given = parser.parse_args()
    if given.until:
        print(watch(given.folder, given.until), flush=True)
        return
    questions = [Question(**each) for each in json.loads(given.questions.read_text("utf-8"))] if given.questions else []
    print(json.dumps(open_and_ask(given.name, given.folder, questions)))


if __name__ == "__main__":
    main()
