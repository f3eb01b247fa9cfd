"""Manifests: what is wrong with one is said with the file, the line and what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from replica_server import HOST, ROOT, invented_source

from crawlers.manifest import read_manifest
from crawlers.source import source, source_ids
from crawlers.values import Found
from palermo.errors import DataError, UnknownIdError


def written(folder: Path, **changes: Any) -> Path:
    """The invented manifest in a file, with changes."""
    facts = invented_source().manifest.model_dump(mode="json", exclude_none=True) | changes
    file = folder / "aa_invented.yaml"
    file.write_text(yaml.safe_dump(facts, sort_keys=False), encoding="utf-8")
    return file


LAW = {"id": "lantern-act", "key": "1", "title": "Lantern Act"}
COUNTS = {"listed": {"floor": 1, "ceiling": 9}}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"id": "Not An Id"}, "id"),
        ({"id": "bb-other"}, "bb_other.yaml"),
        ({"state": "XXX"}, "'XXX' is the three-letter code of no State"),
        ({"hosts": ["127.0.0.1"]}, "no public host name"),
        ({"hosts": ["harbour.local"]}, "no public host name"),
        ({"hosts": ["localhost"]}, "hosts"),
        ({"addresses": {"page": f"https://{HOST}/"}}, "'law', the pattern by which a law is asked for, is missing"),
        ({"addresses": {"law": "https://elsewhere.example.net/{key}"}}, "its host is not among the hosts"),
        ({"addresses": {"law": "ftp://laws.example.org/{key}"}}, "write it like https://"),
        ({"lists": [f"https://{HOST}/list"]}, "counts: discovered"),
        ({"formats": ["papyrus"]}, "formats"),
        ({"encoding": "klingon"}, "'klingon' is no encoding"),
        ({"noise": ["("]}, "no regular expression"),
        ({"cadence": "sometimes"}, "cadence"),
        ({"counts": {"listed": {"floor": 9, "ceiling": 3}}}, "it lies below the floor"),
        ({"counts": {"listed": {"floor": 8, "ceiling": 9}}}, "let floor and ceiling enclose that"),
        ({"limits": {"seconds_between_requests": 0}}, "seconds_between_requests"),
        ({"untried": []}, "say which addresses and shapes were never tried"),
        ({"laws": [LAW, LAW], "counts": COUNTS}, "lantern-act stands there twice"),
        ({"laws": [{**LAW, "subjects": ["untoc:99"]}], "counts": COUNTS}, "'untoc:99' is no theme"),
        ({"laws": [{**LAW, "id": "../act"}], "counts": COUNTS}, "laws"),
        ({"laws": [{**LAW, "colour": "red"}], "counts": COUNTS}, "colour"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(DataError) as caught:
        read_manifest(written(tmp_path, **changes))
    assert said in str(caught.value)
    assert "aa_invented.yaml" in str(caught.value)


def test_a_mistake_is_named_with_its_line(tmp_path: Path) -> None:
    file = written(tmp_path, cadence="sometimes")
    line = 1 + [words.partition(":")[0] for words in file.read_text().splitlines()].index("cadence")
    with pytest.raises(DataError, match=f"line {line}: cadence"):
        read_manifest(file)


def test_a_sound_manifest_is_read(tmp_path: Path) -> None:
    assert read_manifest(written(tmp_path)) == invented_source().manifest


def test_addresses_are_filled_safely() -> None:
    addresses = {"law": f"https://{HOST}/law/{{key}}", "find": f"https://{HOST}/find?q={{words}}&p={{page}}"}
    manifest = invented_source(addresses=addresses).manifest
    assert manifest.address("law", key="a/b c?x=1#y") == f"https://{HOST}/law/a/b%20c%3Fx%3D1%23y"
    assert manifest.address("find", words="a/b&c", page="2") == f"https://{HOST}/find?q=a%2Fb%26c&p=2"
    with pytest.raises(DataError, match=r"nothing is known for \{page\}"):
        manifest.address("find", words="x")
    with pytest.raises(DataError, match="no address 'map'"):
        manifest.address("map")


def test_a_law_that_was_found_is_the_listed_one_where_there_is_one() -> None:
    here = invented_source(["lantern-act"])
    assert here.law_of(Found("lantern-act", "Another title")).title == "Lantern Act"
    found = here.law_of(Found("x/../../etc", "Öl & Seil: ../../etc/passwd"))
    assert (found.key, found.id.startswith("ol-seil-etc-passwd-")) == ("x/../../etc", True)
    assert here.law_of(Found("1", "قانون")).id.isalnum()
    assert here.law_of(Found("1", "A")).id != here.law_of(Found("2", "A")).id


def test_sources_are_found_by_their_files() -> None:
    assert source_ids() == sorted(
        file.stem.replace("_", "-") for file in (ROOT / "crawlers" / "sources").glob("*.yaml")
    )
    with pytest.raises(UnknownIdError, match="uk-legislation"):
        source("xx-nowhere")
