"""Reading the reference data that ships in `corpus/`, with errors that the lawyer who edits it can act on."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from palermo.errors import DataError

# libyaml reads ten times faster; PyYAML is built without it on a few platforms.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Model = TypeVar("Model", bound=BaseModel)


def corpus_file(*path: str) -> Traversable:
    """A file of the corpus, such as `corpus_file("treaties", "untoc.yaml")`.

    The corpus is the one that ships, or the folder that `PALERMO_REFERENCE_DATA` names: a copy that a lawyer edits.
    It is read once, so the variable counts as it stands when Palermo starts.
    """
    edited = os.environ.get("PALERMO_REFERENCE_DATA")
    if edited and not Path(edited).is_dir():
        raise DataError(f"{edited}: there is no such folder. Correct PALERMO_REFERENCE_DATA, or leave it unset.")
    root: Traversable = Path(edited) if edited else files("corpus")
    return root.joinpath(*path)


def read_yaml(file: Traversable) -> Any:
    """What a YAML file holds; DataError names the file, the line and the column."""
    try:
        words = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{file}: cannot be read: {error}. Restore the file, saved as UTF-8.") from error
    try:
        return yaml.load(words, Loader=_Loader)  # noqa: S506 (a safe loader, whichever of the two)
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a date such as 2000-13-45
        mark = getattr(error, "problem_mark", None)
        place = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        problem = getattr(error, "problem", None) or error
        raise DataError(f"{file}{place}: no valid YAML: {problem}. Correct the line.") from error


def checked(model: type[Model], data: Any, place: str) -> Model:
    """`data` as a `model`; DataError names `place` and each field that is wrong."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        found = "; ".join(_where(problem["loc"], data) + problem["msg"] for problem in error.errors())
        raise DataError(f"{place}: {found}. Correct the entry.") from error


def read_checked(model: type[Model], file: Traversable) -> Model:
    """A whole file as a `model`; DataError names the file, the line and each field that is wrong."""
    data = read_yaml(file)
    try:
        return model.model_validate(data)
    except ValidationError as error:
        found = "; ".join(
            f"line {line_of(file, problem['loc'])}: {_where(problem['loc'], data)}{problem['msg']}"
            for problem in error.errors()
        )
        raise DataError(f"{file}, {found}. Correct the entry.") from error


def read_by_id(model: type[Model], file: Traversable) -> dict[str, Model]:
    """A file of entries by id, each as a `model` with its `id`; DataError names the file and the entry."""
    entries = read_yaml(file)
    if not isinstance(entries, dict):
        raise DataError(f"{file}: a list of entries by id is expected. Write each as 'id:' with its fields below.")
    return {
        name: checked(model, {"id": name, **entry} if isinstance(entry, dict) else entry, f"{file}: {name}")
        for name, entry in entries.items()
    }


def line_of(file: Traversable, path: Sequence[int | str]) -> int:
    """The line on which the entry at `path` stands, or the nearest entry above it; counted from 1."""
    node = yaml.compose(file.read_text(encoding="utf-8"), Loader=_Loader)
    line = 1
    for step in path:
        below = None
        if isinstance(node, yaml.MappingNode):
            below = next(((key, value) for key, value in node.value if key.value == str(step)), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            below = (node.value[step], node.value[step])
        if below is None:
            break
        line, node = below[0].start_mark.line + 1, below[1]
    return line


def _where(path: tuple[int | str, ...], data: Any) -> str:
    """`articles[6] (number 7).heading: `: a place in a list is named by the entry's own id or number too."""
    words = ""
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            data = None
        if isinstance(step, int):
            words += f"[{step}]"
            known = next((k for k in ("id", "number") if isinstance(data, dict) and k in data), None)
            if known:
                words += f" ({known} {data[known]})"
        else:
            words += f".{step}" if words else step
    return f"{words}: " if words else ""
