"""Documentation is tested: its Python runs, and the commands, targets, options and files it names are there."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from benchmarks.__main__ import BENCHMARKS
from cli.main import app
from ingest.readers import READERS
from palermo.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
COMMAND_LINE = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
_CODE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SHOWN = re.compile(r"`([^`\n]+)`|^    (\S.*)$", re.MULTILINE)


def words_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    """The fenced blocks of a page in one language."""
    return [code for name, code in _CODE.findall(text) if name == language]


def shown(text: str) -> Iterator[str]:
    """What a page shows as code: in back quotes, indented or fenced."""
    for found in _SHOWN.finditer(_CODE.sub("", text)):
        yield found[1] or found[2]
    for _, code in _CODE.findall(text):
        yield from code.splitlines()


def commands(text: str) -> set[str]:
    """The commands of Palermo that a page shows, such as `export provisions`."""
    found = set()
    for code in shown(text):
        for one in re.finditer(r"(?:^|[\s;&|])palermo ((?:export )?[a-z]+(?:-[a-z]+)*)\b", code):
            found.add(one[1])
    return found


def targets(text: str) -> set[str]:
    """The targets of the Makefile that a page shows."""
    return {one for code in shown(text) for one in re.findall(r"(?:^|[;&|]\s*)make ([a-z-]+)\b", code)}


def links(text: str) -> set[str]:
    """The files that a page links to."""
    found = re.findall(r"\]\(([^)\s#]+)(?:#[^)]*)?\)", _CODE.sub("", text))
    return {link for link in found if "://" not in link and not link.startswith("mailto:")}


def every_command() -> dict[str, set[str]]:
    """Each command of the command line with its options."""
    found = {}
    top = typer.main.get_command(app)
    for name, command in top.commands.items():  # type: ignore[attr-defined]
        below = getattr(command, "commands", None)
        for path, one in {f"{name} {each}": below[each] for each in below}.items() if below else [(name, command)]:
            options = {option for parameter in one.params for option in parameter.opts if option.startswith("--")}
            found[path] = options - {"--help"}
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_names_is_there(page: Path) -> None:
    text = words_of(page)
    groups = {name.split()[0] for name in every_command()}
    assert commands(text) <= {*every_command(), *groups}
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert targets(text) <= set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    assert [link for link in sorted(links(text)) if not (page.parent / link).exists()] == []


@pytest.mark.parametrize(
    "page", [page for page in PAGES if blocks(words_of(page), "python")], ids=lambda page: page.name
)
def test_the_python_of_a_page_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PALERMO_WORKERS", "0")
    names: dict[str, object] = {"__name__": "page"}
    for block in blocks(words_of(page), "python"):
        exec(compile(block, str(page), "exec"), names)


def test_the_readme_has_python_to_run() -> None:
    assert len(blocks(words_of(ROOT / "README.md"), "python")) >= 3


@pytest.mark.parametrize("command", sorted(every_command()))
def test_every_command_and_option_is_documented(command: str) -> None:
    section = re.search(rf"^## palermo {command}\n(.*?)(?=^## |\Z)", COMMAND_LINE, re.MULTILINE | re.DOTALL)
    assert section, f"docs/command-line.md has no section '## palermo {command}'"
    assert [option for option in sorted(every_command()[command]) if option not in section[1]] == []


def test_every_documented_command_is_there() -> None:
    assert set(re.findall(r"^## palermo (.+)$", COMMAND_LINE, re.MULTILINE)) <= set(every_command())


def test_every_setting_is_documented() -> None:
    names = [f"PALERMO_{name.upper()}" for name in Settings.model_fields]
    assert [name for name in names if f"`{name}`" not in COMMAND_LINE] == []


def test_every_reader_is_documented() -> None:
    formats = words_of(ROOT / "docs" / "formats.md")
    assert [reader.name for reader in READERS if f"`{reader.name}`" not in formats] == []


def test_every_benchmark_is_documented() -> None:
    performance = words_of(ROOT / "docs" / "performance.md")
    assert [name for name in BENCHMARKS if f"`{name}`" not in performance] == []


def test_every_room_is_in_the_architecture() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    architecture = words_of(ROOT / "docs" / "ARCHITECTURE.md")
    rooms = project["tool"]["uv"]["build-backend"]["module-name"]
    assert [room for room in rooms if f"`{room}/`" not in architecture] == []


def test_files_that_the_architecture_names_are_there() -> None:
    for page in (ROOT / "docs" / "ARCHITECTURE.md", ROOT / "docs" / "splitting.md", ROOT / "CONTRIBUTING.md"):
        named = re.findall(r"`([a-z_]+/[\w./-]*\w+\.(?:py|yaml|csv|toml))`", words_of(page))
        assert [name for name in named if not (ROOT / name).is_file()] == []


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(file.name[:4]) for file in sorted((ROOT / "docs" / "decisions").glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_change_log_names_the_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert f"## [{project['project']['version']}]" in words_of(ROOT / "CHANGELOG.md")


def test_the_search_for_names_can_fail() -> None:
    text = "Run `palermo conjure X`, then\n\n    make gold\n\nand see [there](nowhere.md)."
    assert commands(text) == {"conjure"}
    assert targets(text) == {"gold"}
    assert links(text) == {"nowhere.md"}
