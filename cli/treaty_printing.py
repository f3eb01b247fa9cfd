"""What `palermo treaties` says, in lines for a person."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence

from palermo.treaties.article import Article
from palermo.treaties.coverage import Coverage
from palermo.treaties.knowledge import KnowledgeBase
from palermo.treaties.model_law import ModelLaw
from palermo.treaties.model_provision import OWN_DRAFTING, ModelProvision, paragraphs
from palermo.treaties.requirement import NotARequirement, Requirement

_WIDTH = 100


def coverage_words(found: Coverage) -> str:
    """What the knowledge base covers."""
    lines = []
    for one in found.instruments:
        most_first = sorted(one.levels.items(), key=lambda item: -item[1])
        levels = ", ".join(f"{count} {level.replace('_', ' ')}" for level, count in most_first)
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


def article_words(
    article_id: str, article: Article, requirements: Sequence[Requirement], without: Mapping[str, NotARequirement],
    served: Sequence[ModelProvision], laws: Sequence[ModelLaw], digests: Sequence[Mapping[str, str]],
    base: KnowledgeBase,
) -> str:  # fmt: skip
    """What an article or a paragraph asks, and what answers to it."""
    lines = [f"{article_id}  {article.heading}", *_wrapped(article.statement, "  "), ""]
    for requirement in requirements:
        lines += [*_requirement_lines(requirement, base), ""]
    for name, one in without.items():
        lines += _wrapped(f"{name}: no requirement. {one.why}", "")
    if served:
        lines += ["", "Model provisions", *_wrapped(OWN_DRAFTING, "  ")]
        for provision in served:
            lines += ["", *_model_provision_lines(provision)]
    if laws:
        lines += ["", "Published model laws that serve the article"]
        lines += [f"  {law.title} ({law.year or 'year not found'}, {law.publisher})" for law in laws]
    if digests:
        lines += ["", "Digests of the starter library"]
        lines += [f"  {one['state']}  {one['law']}, {one['number']}" for one in digests]
    return "\n".join(lines)


def _requirement_lines(one: Requirement, base: KnowledgeBase) -> list[str]:
    facts: dict[str, str] = {
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
