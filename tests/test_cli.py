"""The command line as a person and a script use it: help, JSON, exit statuses, pipes."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import typer
from click import Group
from deposit_maker import ENGLISH, make_deposit, take_in

from cli.main import app, run
from index.contract import FACETS

ROOT = Path(__file__).resolve().parent.parent
HEAVY = ("streamlit", "tantivy", "sqlalchemy", "alembic", "lxml", "pypdfium2", "docx", "striprtf", "odfdo",
         "langdetect", "py3langid", "charset_normalizer", "numpy", "pandas", "yaml")  # fmt: skip
DONE, SOME_FAILED, NOT_DONE = 0, 1, 2
ARTICLES = "\n\n".join(f"Section {n}. Lanterns of pier {n}\n{ENGLISH.splitlines()[1]}" for n in range(4, 200))


class Result(NamedTuple):
    """What a command left behind."""

    returncode: int
    stdout: str
    stderr: str


def palermo(*arguments: str | Path, library: Path | None = None, **more: str) -> Result:
    """A command, run here: starting an interpreter for each would take most of the time."""
    out = io.TextIOWrapper(io.BytesIO(), encoding=more.pop("encoding", "utf-8"))
    error = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(error):
        for name in [name for name in os.environ if name.startswith("PALERMO_")]:
            patch.delenv(name)
        if library is not None:
            patch.setenv("PALERMO_LIBRARY", str(library))
        for name, value in {"PALERMO_WORKERS": "0", "COLUMNS": "200", **more}.items():
            patch.setenv(name, value)
        patch.setattr(sys, "argv", ["palermo", *map(str, arguments)])
        try:
            run()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
        out.flush()
    return Result(code, out.buffer.getvalue().decode("utf-8"), error.getvalue())  # type: ignore[attr-defined]


def every_command(group: Group | None = None, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The path of every command and group, the top one first."""
    found = group or typer.main.get_command(app)
    yield path
    for name, command in getattr(found, "commands", {}).items():
        yield from every_command(command, (*path, name))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two laws of two States, long enough to fill a pipe."""
    top = tmp_path_factory.mktemp("library")
    make_deposit(top / "gold" / "and" / "lantern-act", files={"law.txt": f"{ENGLISH}\n\n{ARTICLES}"})
    make_deposit(top / "gold" / "can" / "lantern-act", state="CAN")
    assert take_in(top / "held", top / "gold").failed == []
    return top / "held"


def document(result: Result) -> Any:
    """The one JSON document on standard output."""
    assert "Traceback" not in result.stderr, result.stderr
    return json.loads(result.stdout)


def test_help_is_light() -> None:
    """Under half a second is a matter of what is imported: asserted as that, since machines are busy."""
    code = (
        "import sys; from cli.main import run\n"
        f"for command in {[*every_command()]!r}:\n"
        " sys.argv = ['palermo', *command, '--help']\n"
        " try: run()\n"
        " except SystemExit as end: assert not end.code\n"
        f" heavy = [name for name in {HEAVY!r} if name in sys.modules]\n"
        " assert not heavy, (command, heavy)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False, cwd=ROOT
    )  # fmt: skip
    assert (result.returncode, result.stderr) == (DONE, "")


@pytest.mark.parametrize("command", list(every_command()), ids=" ".join)
def test_every_command_has_help(command: tuple[str, ...]) -> None:
    result = palermo(*command, "--help")
    assert (result.returncode, result.stderr) == (DONE, "")
    assert f"Usage: palermo {' '.join(command)}".strip() in result.stdout
    if command not in ((), ("export",), ("sources",), ("new-source",)) and command[0] != "treaties":
        assert "--library" in result.stdout


def test_no_command_and_wrong_ones() -> None:
    assert palermo().returncode == NOT_DONE
    for arguments in (["nonsense"], ["search", "--nonsense"], ["ingest"], ["search", "--limit", "-1"]):
        result = palermo(*arguments)
        assert (result.returncode, result.stdout) == (NOT_DONE, ""), arguments
        assert "Traceback" not in result.stderr


def test_ingest_tells_what_it_did(tmp_path: Path) -> None:
    make_deposit(tmp_path / "d" / "good")
    done = palermo("ingest", tmp_path / "d", "--library", tmp_path / "library")
    assert (done.returncode, done.stdout) == (DONE, "")
    assert "1 laws taken in (1 versions, 3 provisions), 0 unchanged, 0 failed, 0 warnings" in done.stderr
    make_deposit(tmp_path / "d" / "bad\nname", files={"law.txt": b""})
    some = palermo("ingest", tmp_path / "d", "--json", library=tmp_path / "library")
    assert some.returncode == SOME_FAILED
    report = document(some)
    assert set(report) == {"laws", "versions", "provisions", "unchanged", "failed", "unread", "warnings"}
    assert (report["laws"], report["unchanged"]) == (0, 1)
    assert report["failed"] == [{"path": str(tmp_path / "d" / "bad\nname"), "reason": "law.txt: the file is empty"}]
    assert [line for line in some.stderr.splitlines() if line.startswith("failed: ")] == [
        f"failed: {tmp_path / 'd'}/bad\\nname: law.txt: the file is empty"
    ]
    none = palermo("ingest", tmp_path / "d" / "bad\nname", tmp_path / "gone", "--json", library=tmp_path / "library")
    assert none.returncode == NOT_DONE
    assert [failure["path"] for failure in document(none)["failed"]] == [
        str(tmp_path / "gone"), str(tmp_path / "d" / "bad\nname")
    ]  # fmt: skip


def test_bytes_in_names_do_not_break_the_output(tmp_path: Path) -> None:
    if os.name == "nt":
        pytest.skip("names of files are text there")
    folder = os.fsencode(tmp_path) + b"/d/\xff"
    os.makedirs(folder)
    (Path(os.fsdecode(folder)) / "law.txt").write_text("")
    result = palermo("ingest", tmp_path / "d", "--json", library=tmp_path / "library", encoding="ascii")
    assert result.returncode == NOT_DONE
    assert "\ufffd" in document(result)["failed"][0]["path"]
    assert "Traceback" not in result.stderr


def test_search_prints_the_contract(library: Path) -> None:
    result = palermo(
        "search", "lantern", "--state", "can", "--language", "en", "--kind", "law", "--json", library=library
    )
    assert result.returncode == DONE
    answer = document(result)
    assert {"total", "hits", "facets"} <= set(answer)
    assert answer["total"] == len(answer["hits"]) == 3
    assert set(answer["facets"]) == set(FACETS) >= {"state", "language", "article", "instrument", "kind"}
    assert answer["facets"]["state"]["CAN"] == 3
    for hit in answer["hits"]:
        assert set(hit) >= {"id", "law", "law_title", "state", "language", "number", "heading", "score", "snippet",
                            "highlights", "tags"}  # fmt: skip
        for start, end in hit["highlights"]:
            assert hit["snippet"][start:end].casefold().startswith("lantern")
    tagged = document(palermo("search", "--article", "untoc:5", "--limit", "1", "--json", library=library))
    assert tagged["total"] >= 2
    assert len(tagged["hits"]) == 1
    assert "untoc:5" in {tag["article"] for tag in tagged["hits"][0]["tags"]}
    assert document(palermo("search", "", "--limit", "0", "--json", library=library))["total"] == 202
    assert palermo("search", "lantern", library=library).stdout.count("Lantern") >= 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["search", "x", "--article", "untoc:999"], "untoc:999"),
        (["search", "x", "--article", "nonsense"], "nonsense"),
        (["search", "x", "--requirement", "uncac:5"], "uncac"),
        (["search", "x", "--kind", "poem"], "'poem' is no kind of text"),
        (["search", "x", "--instrument", "uncac"], "'uncac' is no instrument"),
        (["search", "x", "--state", "XQX"], "XQX"),
        (["compare", "CAN", "--article", "untoc:5"], "2 to 6"),
        (["compare", "CAN", "XQX", "--article", "untoc:5"], "XQX"),
        (["compare", "CAN", "AND", "--article", "untoc:999"], "999"),
        (["export", "provisions", "--format", "pdf"], "'pdf' is no format"),
        (
            ["export", "provisions", "--out", "/nowhere/at/all.jsonl"],
            "/nowhere/at/all.jsonl cannot be written",
        ),
        (["evaluate", "/nowhere"], "holds no labels"),
    ],
)
def test_wrong_use_is_one_line_and_status_2(library: Path, arguments: list[str], said: str) -> None:
    result = palermo(*arguments, library=library)
    assert (result.returncode, result.stdout) == (NOT_DONE, "")
    assert result.stderr.startswith("palermo: ")
    assert result.stderr.count("\n") == 1
    assert said in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [["search", "x"], ["compare", "CAN", "FRA", "--article", "untoc:5"], ["export", "provisions"], ["reindex"],
     ["evaluate", "."]],
    ids=lambda arguments: arguments[0],
)  # fmt: skip
def test_a_library_that_is_not_there(tmp_path: Path, arguments: list[str]) -> None:
    result = palermo(*arguments, "--library", tmp_path / "none")
    assert (result.returncode, result.stdout) == (NOT_DONE, "")
    assert "there is no library in" in result.stderr
    assert not (tmp_path / "none").exists()


def test_a_setting_that_makes_no_sense_is_named(tmp_path: Path) -> None:
    folder = make_deposit(tmp_path / "law")
    result = palermo("ingest", folder, library=tmp_path / "library", PALERMO_WORKERS="many")
    assert (result.returncode, result.stdout) == (NOT_DONE, "")
    assert result.stderr.startswith("palermo: PALERMO_WORKERS: ")
    assert "Traceback" not in result.stderr


def test_compare_prints_a_column_a_state(library: Path) -> None:
    result = palermo("compare", "can", "FRA", "--article", "untoc:5", "--json", library=library)
    found = document(result)
    assert (result.returncode, found["article"]) == (DONE, "untoc:5")
    assert [(column["state"], len(column["provisions"])) for column in found["states"]] == [
        ("CAN", 1),
        ("FRA", 0),
    ]
    assert "no law of this State is held" in found["states"][1]["reason"]
    assert "Canada" in palermo("compare", "CAN", "FRA", "--article", "untoc:5", library=library).stdout


def test_export_keeps_its_contract(library: Path, tmp_path: Path) -> None:
    printed = palermo("export", "provisions", "--format", "jsonl", library=library, encoding="ascii")
    out = tmp_path / "out.jsonl"
    written = palermo("export", "provisions", "--out", out, library=library)
    assert (printed.returncode, written.returncode, written.stdout) == (DONE, DONE, "")
    assert out.read_text(encoding="utf-8") == printed.stdout
    assert list(tmp_path.iterdir()) == [out]
    lines = [json.loads(line) for line in printed.stdout.splitlines()]
    assert len(lines) == 202
    assert len({line["id"] for line in lines}) == 202
    assert {line["deposit"] for line in lines} == {"and/lantern-act", "can/lantern-act"}
    tags = [(line, tag) for line in lines for tag in line["tags"]]
    assert len([tag for _, tag in tags if tag["method"] == "explicit-reference/1"]) == 2
    for line, tag in tags:
        assert tag["evidence"]
        for evidence in tag["evidence"]:
            assert line["text"][evidence["start"] : evidence["end"]] == evidence["quote"]
    for line in lines:
        assert isinstance(line["number"], str)
        assert isinstance(line["heading"], str)
        assert all(isinstance(step, str) for step in line["path"])
        assert line["text"]


def test_evaluate_counts_what_was_found(library: Path) -> None:
    gold = library.parent / "gold"
    for law, numbers in (("and/lantern-act", ["1", "2", "150", "999"]), ("can/lantern-act", ["3"])):
        lines = [json.dumps({"provision": number, "tags": ["untoc:5"]}) for number in numbers]
        (gold / law / "gold.jsonl").write_text("\n".join(lines) + "\n")
    result = palermo("evaluate", gold, "--json", library=library)
    found = document(result)
    assert result.returncode == DONE
    assert found["segmentation"] == {"gold": 5, "found": 4, "recall": 0.8}
    assert found["segmentation_by_language"] == {"en": {"gold": 5, "found": 4, "recall": 0.8}}
    assert found["lost"] == ["and/lantern-act#999"]
    assert "0.8" in palermo("evaluate", gold, library=library).stdout
    (gold / "can" / "lantern-act" / "gold.jsonl").write_text("[1]\n{")
    broken = palermo("evaluate", gold, library=library)
    assert (broken.returncode, broken.stdout) == (NOT_DONE, "")
    assert "the labels cannot be read" in broken.stderr


def test_doctor_and_reindex(library: Path, tmp_path: Path) -> None:
    found = {finding["name"]: finding for finding in document(palermo("doctor", "--json", library=library))}
    assert found["library"]["found"]
    assert "2 laws of 2 States, 202 provisions" in found["library"]["detail"]
    assert found["tantivy"]["needed"]
    take_in(tmp_path, library.parent / "gold")
    _empty_the_index(tmp_path)
    behind = {finding["name"]: finding for finding in document(palermo("doctor", "--json", library=tmp_path))}
    assert not behind["library"]["found"]
    assert behind["library"]["remedy"] == "palermo reindex"
    assert "2 versions are not in the index" in palermo("doctor", library=tmp_path).stdout
    again = palermo("reindex", library=tmp_path)
    assert (again.returncode, again.stdout) == (DONE, "")
    assert "202 provisions are in the search index" in again.stderr
    assert document(palermo("search", "lantern", "--json", library=tmp_path))["total"] == 202
    assert palermo("doctor", library=tmp_path / "none").returncode == DONE


def _empty_the_index(library: Path) -> None:
    from library import open_library

    with open_library(library) as opened:
        opened.engine.remove_versions(opened.engine.held())
        opened.engine.commit()


@pytest.mark.skipif(os.name == "nt", reason="needs a shell with pipes")
@pytest.mark.parametrize(
    "command",
    ["export provisions", "search --limit 200", "search --limit 1 --json"],
)  # fmt: skip
def test_a_reader_that_has_seen_enough_is_no_error(library: Path, command: str) -> None:
    run = f"{sys.executable} -c 'from cli.main import run; run()'"
    result = subprocess.run(
        ["bash", "-c", f"{run} {command} | true; echo ${{PIPESTATUS[0]}}"], capture_output=True, text=True, check=False,
        env={**os.environ, "PALERMO_LIBRARY": str(library), "PYTHONPATH": str(ROOT)}, cwd=ROOT,
    )  # fmt: skip
    assert result.stderr == ""
    assert result.stdout.strip() in (("0",) if "--json" in command or "export" in command else ("0", "1"))
