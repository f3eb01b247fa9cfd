"""`palermo treaties`: check the knowledge base, and read what one article asks."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.output import DONE, NOT_DONE, JsonOption, print_json, print_words, say
from palermo.errors import UnknownIdError

treaties_app = typer.Typer(help="What the treaties ask, element by element.", no_args_is_help=True)


@treaties_app.command("check")
def check(as_json: JsonOption = False) -> None:
    """Check the reference data and say what it covers; exit status 2 where something is wrong or missing."""
    from dataclasses import asdict

    from cli.treaty_printing import coverage_words
    from palermo.starter import read_digests
    from palermo.treaties.coverage import coverage
    from palermo.treaties.knowledge import knowledge

    read_digests()
    found = coverage(knowledge())
    if as_json:
        print_json(asdict(found))
    else:
        print_words(coverage_words(found))
    for gap in found.gaps:
        say(f"missing: {gap}")
    raise typer.Exit(NOT_DONE if found.gaps else DONE)


@treaties_app.command("show")
def show(
    reference: Annotated[str, typer.Argument(help="An article or paragraph, such as untoc:5 or untoc:5.1.a.i.")],
    as_json: JsonOption = False,
) -> None:
    """What an article or paragraph asks: requirements, elements, model provisions, model laws, digests."""
    from cli.treaty_printing import article_words
    from palermo.starter import read_digests
    from palermo.treaties.knowledge import knowledge
    from palermo.treaties.load import article as find_article
    from palermo.treaties.load import exists, instruments
    from palermo.treaties.reference import TreatyReference

    base = knowledge()
    if not exists(reference) or "#" in reference:
        raise UnknownIdError(f"'{reference}' is no article or paragraph of {', '.join(instruments())}")
    article_id = TreatyReference.parse(reference).article_id
    below = [one for one in base.of_article(article_id) if is_below(one.id, reference)]
    without = {name: one for name, one in base.not_requirements.items() if is_below(name, reference)}
    served = {one.id: one for requirement in below for one in base.model_provisions_for(requirement.id)}
    laws = base.model_laws_for(article_id)
    digests = [
        {"state": file.state, "law": law.title, "number": digest.number, "digest": digest.digest,
         "address": law.official_url}
        for file in read_digests() for law in file.laws for digest in law.digests
        if any(is_below(target, reference) or is_below(reference, target) for target in digest.targets)
    ]  # fmt: skip
    if as_json:
        print_json({
            "reference": reference,
            "requirements": [one.model_dump(mode="json") for one in below],
            "not_requirements": {name: one.why for name, one in without.items()},
            "model_provisions": [one.model_dump(mode="json") for one in served.values()],
            "model_laws": [one.model_dump(mode="json") for one in laws],
            "digests": digests,
        })  # fmt: skip
        return
    print_words(
        article_words(article_id, find_article(reference), below, without, list(served.values()), laws, digests, base)
    )


def is_below(reference: str, above: str) -> bool:
    """Whether `reference` is `above` or one of its paragraphs."""
    return reference == above or reference.startswith(f"{above}.")
