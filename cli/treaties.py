"""`palermo treaties`: check the knowledge base, and read what one article asks."""

from __future__ import annotations

import textwrap
from dataclasses import asdict
from typing import Annotated, Any

import typer

from cli.output import DONE, NOT_DONE, JsonOption, print_json, print_words, say
from palermo.errors import UnknownIdError
from palermo.starter import read_digests
from palermo.treaties.coverage import Coverage, coverage
from palermo.treaties.knowledge import KnowledgeBase, knowledge
from palermo.treaties.load import article as find_article
from palermo.treaties.load import exists, instruments
from palermo.treaties.model_provision import OWN_DRAFTING, ModelProvision, paragraphs
from palermo.treaties.reference import TreatyReference
from palermo.treaties.requirement import Requirement

treaties_app = typer.Typer(help="What the treaties ask, element by element.", no_args_is_help=True)

_WIDTH = 100


@treaties_app.command("check")
def check(as_json: JsonOption = False) -> None:
    """Check the reference data and say what it covers; exit status 2 where something is wrong or missing."""
    read_digests()
    found = coverage(knowledge())
    if as_json:
        print_json(asdict(found))
    else:
        print_words(_coverage_words(found))
    for gap in found.gaps:
        say(f"missing: {gap}")
    raise typer.Exit(NOT_DONE if found.gaps else DONE)


@treaties_app.command("show")
def show(
    reference: Annotated[str, typer.Argument(help="An article or paragraph, such as untoc:5 or untoc:5.1.a.i.")],
    as_json: JsonOption = False,
) -> None:
    """What an article or paragraph asks: requirements, elements, model provisions, model laws, digests."""
    base = knowledge()
    if not exists(reference) or "#" in reference:
        raise UnknownIdError(f"'{reference}' is no article or paragraph of {', '.join(instruments())}")
    asked = TreatyReference.parse(reference)
    below = [one for one in base.of_article(asked.article_id) if is_below(one.id, reference)]
    without = {name: one.why for name, one in base.not_requirements.items() if is_below(name, reference)}
    served = {one.id: one for requirement in below for one in base.model_provisions_for(requirement.id)}
    digests = [
        {"state": file.state, "law": law.title, "number": digest.number, "digest": digest.digest,
         "address": law.official_url}
        for file in read_digests() for law in file.laws for digest in law.digests
        if any(is_below(target, reference) or is_below(reference, target) for target in digest.targets)
    ]  # fmt: skip
    laws = base.model_laws_for(asked.article_id)
    if as_json:
        print_json({
            "reference": reference,
            "requirements": [one.model_dump(mode="json") for one in below],
            "not_requirements": without,
            "model_provisions": [one.model_dump(mode="json") for one in served.values()],
            "model_laws": [one.model_dump(mode="json") for one in laws],
            "digests": digests,
        })  # fmt: skip
        return
    article = find_article(reference)
    lines = [f"{asked.article_id}  {article.heading}", *_wrapped(article.statement, "  "), ""]
    for requirement in below:
        lines += [*_requirement_lines(requirement, base), ""]
    lines += [f"{name}: no requirement. {why}" for name, why in without.items()]
    if served:
        lines += ["", "Model provisions", *_wrapped(OWN_DRAFTING, "  ")]
        for provision in served.values():
            lines += ["", *_model_provision_lines(provision)]
    if laws:
        lines += ["", "Published model laws that serve the article"]
        lines += [f"  {law.title} ({law.year or 'year not found'}, {law.publisher})" for law in laws]
    if digests:
        lines += ["", "Digests of the starter library"]
        lines += [f"  {one['state']}  {one['law']}, {one['number']}" for one in digests]
    print_words("\n".join(lines))


def is_below(reference: str, above: str) -> bool:
    """Whether `reference` is `above` or one of its paragraphs."""
    return reference == above or reference.startswith(f"{above}.")


def _coverage_words(found: Coverage) -> str:
    lines = []
    for one in found.instruments:
        levels = ", ".join(f"{count} {level.replace('_', ' ')}" for level, count in one.levels.most_common())
        lines.append(
            f"{one.instrument}: {one.articles} articles, {one.paragraphs} paragraphs; {one.requirements} requirements "
            f"({levels}), {one.not_requirements} paragraphs that are none, {one.elements} elements; model provisions "
            f"for {one.with_model_provision} of {one.mandatory_needing_law} duties that need a law"
        )
    spoken = ", ".join(f"{language} {count}" for language, count in found.terms.items())
    lines.append(f"{found.concepts} concepts; with terms by language: {spoken}")
    lines.append(f"{found.model_provisions} model provisions, {found.model_laws} published model laws")
    lines.append("Nothing is missing." if not found.gaps else f"{len(found.gaps)} gaps, each named below.")
    return "\n".join(lines)


def _requirement_lines(one: Requirement, base: KnowledgeBase) -> list[str]:
    facts: dict[str, Any] = {
        "level": one.level.replace("_", " "),
        "cluster": one.cluster.value,
        "legislation": one.legislation.replace("_", " "),
    }
    lines = [f"{one.id}  {one.label}", "  " + "; ".join(f"{name}: {value}" for name, value in facts.items())]
    lines += _wrapped(one.statement, "  ")
    lines += [line for condition in one.conditions for line in _wrapped(f"Condition: {condition}", "  ")]
    for element in one.elements:
        by = f"  [{', '.join(base.concepts[name].name for name in element.concepts)}]" if element.concepts else ""
        lines += _wrapped(f"#{element.id} ({element.kind.replace('_', ' ')}): {element.test}{by}", "    ")
    if one.alternative_to:
        lines.append(f"  Alternative to: {', '.join(one.alternative_to)}")
    if one.see_also:
        lines.append(f"  See also: {', '.join(one.see_also)}")
    parallels = [f"UNCAC {number}" for number in one.uncac] + [f"FATF R.{number}" for number in one.fatf]
    if parallels:
        lines.append(f"  Parallels: {', '.join(parallels)}")
    return [*lines, *_wrapped(f"Look for: {one.look_for}", "  ")]


def _model_provision_lines(one: ModelProvision) -> list[str]:
    lines = [f"  {one.title}  [{one.id}; {one.tradition.replace('_', ' ')}; serves {', '.join(one.requirements)}]"]
    lines += [part for paragraph in paragraphs(one.text) for part in _wrapped(paragraph, "    ")]
    return [*lines, *_wrapped(f"Why: {one.why}", "    ")]


def _wrapped(words: str, indent: str) -> list[str]:
    return textwrap.wrap(words, _WIDTH, initial_indent=indent, subsequent_indent=indent) or [""]
