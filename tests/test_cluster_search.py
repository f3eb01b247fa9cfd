"""What the cluster finds is what the embedded engine finds, however it is asked: on a real server."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
from elasticsearch import Elasticsearch
from index_samples import an_entry, filled, find, ids

from index.cluster import reading
from index.cluster.engine import ElasticsearchEngine
from index.cluster.mapping import mappings
from index.conditions import (
    Alike,
    All,
    AnyOf,
    Anything,
    Beginning,
    Condition,
    Is,
    Ranked,
    Run,
    Weighted,
    Word,
    Years,
)
from index.contract import IndexEntry, SearchEngine, Sort
from index.fields import COUNTED_FIELDS, FORM, fields_of
from index.reader import Counts, Order, Page
from palermo.settings import Settings

pytest_plugins = ["index_engines"]

OpenAgain = Callable[[], ElasticsearchEngine]
WORDS = "boat boats raft robber robbers band lock dawn river rivers ship keeper bridge barge pike otter".split()
STATES = ("CAN", "FRA", "NAM")


def random_entries(count: int, random_: random.Random, headings: tuple[int, int] = (0, 2)) -> Iterator[IndexEntry]:
    for number in range(count):
        state = random_.choice(STATES)
        yield an_entry(
            " ".join(random_.choices(WORDS, k=random_.randint(1, 12))), str(number), state=state,
            heading=" ".join(random_.choices(WORDS, k=random_.randint(*headings))), year=random_.choice([None, 1990, 2001]),
            law=f"/akn/{state.lower()}/act/{random_.randint(1990, 1993)}/x",
            targets=random_.choice([(), (("untoc:5.1", "implements"),), (("untoc:6.1.b", "touches"),)]),
            text_concepts=random_.choice([(), (("piracy", 3),)]),
        )  # fmt: skip


def random_condition(random_: random.Random, depth: int = 3) -> Condition:
    def parts(least: int) -> tuple[Condition, ...]:
        return tuple(random_condition(random_, depth - 1) for _ in range(random_.randint(least, 3)))

    field, word = random_.choice(["heading_words", "text_words"]), random_.choice(WORDS)
    weight = random_.choice([0.5, 1.0, 2.0])
    if depth and random_.random() < 0.6:
        return random_.choice(
            [
                lambda: All(parts(1)),
                lambda: AnyOf(parts(0)),
                lambda: AnyOf(found := parts(2), len(found) - 1),
                lambda: Weighted(random_condition(random_, depth - 1), weight),
                lambda: Ranked(random_condition(random_, depth - 1), parts(0), parts(0)),
            ]
        )()
    return random_.choice(
        [
            lambda: Anything(),
            lambda: Word(field, word, weight),
            lambda: Word("text_concepts", random_.choice(["piracy", "slavery"]), weight),
            lambda: Run(field, tuple(random_.choices(WORDS, k=2)), weight),
            lambda: Run(field, tuple(random_.choices(WORDS, k=random_.randint(2, 3))), weight, random_.randint(1, 4)),
            lambda: Beginning(field, word[:3], weight),
            lambda: Alike(field, f"{word[:-1]}x", random_.randint(1, 2), weight),
            lambda: Is("state", tuple(random_.sample(STATES, random_.randint(1, 2))), random_.choice([0.0, 3.0])),
            lambda: Is("target", ("untoc:5",), 1.0),
            lambda: Years(*random_.choice([(1991, None), (None, 1995), (1980, 2020)])),
        ]
    )()


def meets(entry: dict[str, Any], condition: Condition) -> bool:
    """Whether an entry with these fields meets the condition, by what `index.conditions` says of it."""
    match condition:
        case Anything():
            return True
        case Word(field, token):
            return token in entry.get(field, "").split()
        case Run(field, tokens, _, slop):
            return runs(entry.get(field, "").split(), tokens, slop)
        case Beginning(field, letters):
            return any(token.startswith(letters) for token in entry.get(field, "").split())
        case Alike(field, token, distance):
            return any(alike(token, other, distance) for other in entry.get(field, "").split())
        case Is(field, values):
            held = entry.get(field, ())
            return not set(values).isdisjoint([held] if isinstance(held, str) else held)
        case Years(first, last):
            return "year" in entry and (first or 0) <= entry["year"] <= (last or 9999)
        case All(parts):
            return all(meets(entry, part) for part in parts)
        case AnyOf(parts, at_least):
            return bool(parts) and sum(meets(entry, part) for part in parts) >= at_least
        case Weighted(part):
            return meets(entry, part)
        case Ranked(must, _, must_not):
            return meets(entry, must) and not any(meets(entry, part) for part in must_not)


def runs(words: list[str], tokens: tuple[str, ...], slop: int) -> bool:
    """Whether the tokens follow one another, with no more than so many words between them in all."""
    places = [[place for place, word in enumerate(words) if word == token] for token in tokens]
    return any(
        list(found) == sorted(set(found)) and found[-1] - found[0] - len(found) + 1 <= slop
        for found in itertools.product(*places)
    )


def alike(one: str, other: str, distance: int) -> bool:
    """Whether so many letters changed, left out, put in or exchanged with the next make one of the other."""
    rows = [list(range(len(other) + 1))]
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            row.append(min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (a != b)))
            if i > 1 and j > 1 and a == other[j - 2] and b == one[i - 2]:
                row[-1] = min(row[-1], rows[-2][j - 2] + 1)
        rows.append(row)
    return one[0] == other[0] and rows[-1][-1] <= distance


def test_every_condition_finds_what_it_says(open_in_cluster: OpenAgain) -> None:
    random_ = random.Random(3)
    entries = list(random_entries(60, random_))
    engine = open_in_cluster()
    filled(engine, *entries)
    view = engine._current()
    fields = {entry.id: fields_of(entry) for entry in entries}
    in_place = sorted(fields, key=lambda each: str(fields[each]["place"]))
    found_something = 0
    for _ in range(300):
        condition = random_condition(random_)
        page, (counted,) = view.look_up(Page(condition, Order.PLACE, 0, 100), [Counts(condition, COUNTED_FIELDS)])
        expected = [each for each in in_place if meets(fields[each], condition)]
        assert [kept.id for _, kept in page] == expected, condition
        found_something += 0 < len(expected) < len(entries)
        for field in COUNTED_FIELDS:
            values = [fields[each].get(field, ()) for each in expected]
            assert counted[field] == Counter(itertools.chain(*([v] if isinstance(v, str) else v for v in values)))
    assert found_something > 80


def test_words_score_alike_on_both_engines(
    open_in_folder: Callable[[], SearchEngine], open_in_cluster: OpenAgain
) -> None:
    entries = list(random_entries(200, random.Random(5), headings=(1, 3)))
    engines = [filled(engine, *entries) for engine in (open_in_folder(), open_in_cluster())]
    for words in (
        "boat",
        "robbers OR raft",
        '"lock dawn"',
        "rob*",
        "boats -raft",
        "article 12",
        "barge OR (robber AND lock)",
    ):
        expected, found = ({hit.id: hit.score for hit in find(e, words, limit=200).hits} for e in engines)
        assert found == pytest.approx(expected, rel=0.03), words


@pytest.mark.parametrize("sort", Sort)
def test_pages_beyond_what_the_server_looks_at_are_walked_to(
    open_in_cluster: OpenAgain, monkeypatch: pytest.MonkeyPatch, sort: Sort
) -> None:
    engine = filled(open_in_cluster(), *random_entries(40, random.Random(7)))
    whole = ids(find(engine, "boat OR river OR lock", limit=100, sort=sort))
    assert len(whole) > 20
    monkeypatch.setattr(reading, "_WINDOW", 7)
    for offset, limit in ((0, 5), (3, 5), (5, 20), (15, 8), (len(whole) - 2, 10), (len(whole), 5), (500, 1)):
        page = ids(find(engine, "boat OR river OR lock", limit=limit, offset=offset, sort=sort))
        assert page == whole[offset : offset + limit]


def test_several_shards_answer_like_one(open_in_cluster: OpenAgain, cluster_settings: Settings) -> None:
    entries = list(random_entries(80, random.Random(11)))
    whole = filled(open_in_cluster(), *entries)
    divided = cluster_settings.model_copy(
        update={"elasticsearch_index": f"{cluster_settings.elasticsearch_index}-f-divided", "elasticsearch_shards": 3}
    )
    with closing(ElasticsearchEngine(divided)) as parts:
        filled(parts, *entries)
        with Elasticsearch(divided.elasticsearch_url or "") as client:
            (index,) = client.indices.get(index=f"{divided.elasticsearch_index}-f{FORM}-*").values()
        assert index["settings"]["index"]["number_of_shards"] == "3"
        for words in ("boat", "robbers OR raft", '"lock dawn"', ""):
            one, three = (find(engine, words, limit=100) for engine in (whole, parts))
            assert ids(one) == ids(three)
            assert [hit.score for hit in three.hits] == pytest.approx([hit.score for hit in one.hits])
            assert (one.total, one.facets) == (three.total, three.facets)
        assert parts.held() == whole.held()
        assert parts._current().frequencies("text_words", WORDS) == whole._current().frequencies("text_words", WORDS)


def test_a_reader_that_slept_long_finds_again_what_is_there(open_in_cluster: OpenAgain) -> None:
    engine = filled(open_in_cluster(), an_entry("A boat", "1"))
    assert find(engine, "boat").total == 1
    engine._current().close()  # as the server does after a while
    assert find(engine, "boat").total == 1
    engine._current().close()
    assert engine.held() == {an_entry().version}


def test_facets_of_everything_are_remembered_until_the_next_commit(
    open_in_cluster: OpenAgain, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader, writer = open_in_cluster(), open_in_cluster()
    filled(writer, an_entry("A boat", "1"))
    counted: list[int] = []
    look_up = reading.View.look_up
    monkeypatch.setattr(
        reading.View,
        "look_up",
        lambda view, page, counts: (counted.append(len(counts)), look_up(view, page, counts))[1],
    )
    assert [find(reader).total for _ in range(3)] == [1, 1, 1]
    assert counted[0] > 0
    assert counted[-2:] == [0, 0]
    filled(writer, an_entry("A raft", "1", law="/akn/can/act/1999/rafts"))
    assert find(reader).total == 2


def test_what_is_odd_about_an_entry_does_not_stop_it(open_in_cluster: OpenAgain) -> None:
    word = "x" * 300
    odd = [
        an_entry(f"A {word} on the river", "1", heading="half a character \ud83d"),
        an_entry("A text \ud83d with half a character\x00 and other \x01signs\u2028", "2"),
        an_entry("9" * 40_000, "3", law_title="y" * 40_000, path=("z" * 500,)),
        an_entry("Nothing odd but its number", "§" + "7" * 40_000, id="number", order=4),
        an_entry("", "", id="nothing at all", order=5),
    ]
    engine = filled(open_in_cluster(), *odd)
    assert find(engine).total == len(odd)
    assert find(engine, word).hits[0].snippet.startswith("A xxx")
    assert ids(find(engine, f'"{word} on the"')) == ["CAN/en/1"]
    assert ids(find(engine, '"half a character and"')) == ["CAN/en/2"]
    assert find(engine, "half").hits[-1].snippet.startswith("A text \ud83d")


@pytest.mark.parametrize(
    "words",
    [
        "".join("boat AND (river OR " for _ in range(20)) + "lock",
        "".join("boat NOT (river NOT " for _ in range(20)) + "lock",
        "".join(f"-(a{number} OR -(b " for number in range(20)) + "lock",
        " ".join(f"word{number}~" for number in range(60)),
        " ".join(f"{letter}*" for letter in "abcdefghijklmnopqrstuvwxyz" * 3),
        " NEAR/50 ".join(WORDS),
        "犯罪組織" * 200,
    ],
)
def test_the_hardest_questions_are_answered(open_in_cluster: OpenAgain, words: str) -> None:
    engine = filled(open_in_cluster(), *random_entries(20, random.Random(13)))
    result = find(engine, words)
    assert len(result.hits) == min(result.total, 20)


def test_every_field_of_an_entry_has_its_place() -> None:
    entry = next(random_entries(1, random.Random(1)))
    kept = mappings()
    assert kept["dynamic"] == "strict"
    assert fields_of(entry).keys() <= kept["properties"].keys()
