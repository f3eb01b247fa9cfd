"""Which of a document's numbered openings are its provisions: articles, sections, §§ or bare numbers."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from itertools import pairwise

from ingest.document import Block, BlockKind
from ingest.split.grammar import Mark, Role

EXPLICIT = ("article", "section", "paragraph sign", "rule", "counter")


def chain_length(keys: list[tuple[tuple[int, int | str], ...]]) -> int:
    """How many of the keys form the longest rising chain."""
    tails: list[tuple[tuple[int, int | str], ...]] = []
    for key in keys:
        place = bisect_left(tails, key)
        if place == len(tails):
            tails.append(key)
        else:
            tails[place] = key
    return len(tails)


def choose_families(blocks: list[Block], marks: dict[int, Mark]) -> tuple[set[str], set[str]]:
    """The groups whose marks open provisions, and those among the unit groups that open divisions here.

    A group's weight is the length of its rising chains, between divisions where numbering starts again, times
    the share of its marks that stand in such a chain: paragraphs numbered anew in each article weigh little.
    """
    runs: dict[str, list[list[tuple[tuple[int, int | str], ...]]]] = defaultdict(lambda: [[]])
    totals: Counter[str] = Counter()
    in_headings: Counter[str] = Counter()
    for place, mark in sorted(marks.items()):
        if mark.role is not Role.UNIT:
            for group in list(runs):
                if runs[group][-1]:
                    runs[group].append([])
            continue
        if mark.mention:
            continue
        runs[mark.group][-1].append(mark.number.key)
        totals[mark.group] += 1
        in_headings[mark.group] += blocks[place].kind is BlockKind.HEADING
    weight: dict[str, float] = {}
    for group, segments in runs.items():
        whole = chain_length([key for segment in segments for key in segment])
        parts = sum(chain_length(segment) for segment in segments if segment)
        best = max(whole, 0.8 * parts) if totals[group] else 0.0
        weight[group] = best * (best / totals[group]) if totals[group] else 0.0
    divisions = {group for group in EXPLICIT if totals[group] and _opens_no_text(group, blocks, marks)}
    explicit = {group: weight[group] for group in EXPLICIT if group in weight and group not in divisions}
    best_explicit = max(explicit.values(), default=0.0)
    bare = weight.get("bare", 0.0)
    if bare and (in_headings["bare"] > totals["bare"] * 0.7 or best_explicit < 3):
        bare_wins = bare > 2 * best_explicit
    else:
        bare_wins = bare > 6 * best_explicit
    if bare_wins and bare >= 2:
        return {"bare", "named"}, divisions | (set(EXPLICIT) if best_explicit < 3 else set())
    if not explicit or best_explicit <= 0:
        return ({"ordinal", "named"} if weight.get("ordinal", 0) >= 2 else {"named"}), divisions
    main = max(explicit, key=lambda group: explicit[group])
    chosen = {main, "named"}
    for group, value in explicit.items():
        # A second family stands beside the first only where it does not number anew within its provisions.
        restarts = sum(1 for a, b in pairwise(key for segment in runs[group] for key in segment) if b <= a)
        if group != main and value >= 1 and restarts <= max(1, totals[group] * 0.1) and not _inside(group, main, marks):
            chosen.add(group)
    return chosen, divisions


def _inside(group: str, main: str, marks: dict[int, Mark]) -> bool:
    """Whether most marks of `group` follow a mark of `main` within the same division: parts of provisions."""
    order = [m.group for _, m in sorted(marks.items()) if m.group in (group, main) and not m.mention]
    follows = sum(1 for a, b in pairwise(order) if a == main and b == group)
    return follows > order.count(group) * 0.5 and order.count(group) < order.count(main) * 3


def _opens_no_text(group: str, blocks: list[Block], marks: dict[int, Mark]) -> bool:
    """Whether most marks of a group are followed by another group's mark, with nothing but a title between."""
    total = empty = 0
    for place, mark in marks.items():
        if mark.group != group or mark.mention:
            continue
        total += 1
        title = len(mark.rest) < 200 and not mark.rest.endswith((".", ";", ":"))
        for after in range(place + 1, min(place + 4, len(blocks))):
            other = marks.get(after)
            if other and not other.mention:
                empty += other.group not in (group, "bare", "ordinal") and title
                break
            between = blocks[after]
            if between.kind is not BlockKind.HEADING and (len(between.text) > 150 or between.text.endswith((".", ";"))):
                break
    return empty > total * 0.6
