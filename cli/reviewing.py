"""`palermo review`, `palermo reviews` and `palermo export labels`: what people decide on tags."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from cli.options import LibraryOption
from cli.output import JsonOption, print_json, print_words, say
from palermo.errors import UsageError

if TYPE_CHECKING:
    from library.reviewing import ListedReview

Choice = TypeVar("Choice", bound=StrEnum)


def review(
    provision: Annotated[str, typer.Argument(help="The id of a provision, as search and export give it.")],
    target: Annotated[str, typer.Argument(help="An article or paragraph, such as untoc:5.1.a.ii.")],
    decision: Annotated[str, typer.Option(help="confirmed, rejected, added or regraded.")],
    grade: Annotated[str | None, typer.Option(help="implements or touches, if added or regraded.")] = None,
    note: Annotated[str, typer.Option(help="Why.")] = "",
    reviewer: Annotated[
        str | None, typer.Option(envvar="PALERMO_REVIEWER", help="Who decides.", show_default="the login")
    ] = None,
    quote: Annotated[str, typer.Option(help="The words it stands on; the whole text if left out.")] = "",
    library: LibraryOption = None,
) -> None:
    """Confirm, reject, add or regrade the link of a provision to a place in a treaty."""
    from library import open_library
    from library.reviewing import decide
    from palermo.model.review import Decision
    from palermo.model.tag import Grade

    decided = _one_of(Decision, decision, "decision")
    graded = None if grade is None else _one_of(Grade, grade, "grade")
    with open_library(library, create=False) as opened:
        kept = decide(
            opened, provision, target, decided, grade=graded, note=note, reviewer=reviewer or _login(), quote=quote
        )
    say(f"{target} on {provision}: {decision} by {kept.review.reviewer}")
    if kept.warning:
        say(f"warning: {kept.warning}")


def reviews(library: LibraryOption = None, as_json: JsonOption = False) -> None:
    """All decisions of people, the oldest first, and which of them have to be looked at again."""
    from library import open_library
    from library.reviewing import as_json as reviews_as_json
    from library.reviewing import listed

    with open_library(library, create=False) as opened:
        found = listed(opened)
    if as_json:
        print_json(reviews_as_json(found))
    else:
        print_words("\n".join([*map(_in_words, found), f"{len(found)} decisions"]))


def export_labels(
    library: LibraryOption = None,
    out: Annotated[Path, typer.Option(help="The folder to write into.")] = Path("labels"),
) -> None:
    """The links that people confirmed, added or regraded, as labels to measure taggers with."""
    from library import open_library
    from library.review_labels import write_labels

    with open_library(library, create=False) as opened:
        written = write_labels(opened, out)
    for reason in written.left_out:
        say(f"left out: {reason}")
    say(f"{written.labels} labels for {written.laws} laws written to {out}")


def _one_of(choices: type[Choice], given: str, what: str) -> Choice:
    try:
        return choices(given)
    except ValueError:
        raise UsageError(f"'{given}' is no {what}: choose one of {', '.join(choices)}") from None


def _login() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container's user may have no name; which of the two depends on the Python
        return ""


def _in_words(one: ListedReview) -> str:
    made = one.review
    grade = f" ({made.grade})" if made.grade else ""
    lines = [
        f"{made.decided_at:%Y-%m-%d %H:%M} {made.reviewer}: {made.target} {made.decision}{grade}; {one.standing}",
        f"  {made.provision}",
    ]
    if one.concerned and one.concerned.provision.id != made.provision:
        lines.append(f"  now {one.concerned.provision.id}")
    return "\n".join([*lines, f"  {made.note}"] if made.note else lines)
