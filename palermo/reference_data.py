"""Reading the reference data that ships in `corpus/`, with errors that the lawyer who edits it can act on."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from palermo.errors import DataError

# libyaml reads ten times faster; PyYAML is built without it on a few platforms.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Model = TypeVar("Model", bound=BaseModel)


def corpus_file(*path: str) -> Traversable:
    """A file of the corpus that ships, such as `corpus_file("treaties", "untoc.yaml")`."""
    return files("corpus").joinpath(*path)


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
