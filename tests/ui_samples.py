"""A small library for the front end: the digests that ship, and invented laws with everything a page must bear."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

import ui
from catalogue.contents import VersionContents
from library import Library, open_library
from library.starter import add_starter
from palermo.model.law import Kind, Law, SourceFile, Version
from palermo.model.provision import Provision
from palermo.model.tag import Evidence, Tag

APP = Path(ui.__file__).parent / "app.py"
HOSTILE = "<script>alert('river')</script><img src=x onerror=alert(1)> & \"quoted\""
ACT, CODE, MODEL = (
    "/akn/ad/act/2019/river-act",
    "/akn/uy/act/2001/harbour-code",
    "/akn/un/model/2012/bridge-law",
)
ENGLISH, FRENCH = f"{ACT}/en@2024-01-01", f"{ACT}/fr@2024-01-01"
ARABIC = f"{CODE}/ar@"
OLD = f"{ACT}/en@2019-01-01"
FLOW = f"The river is called quellwasser.\n(1) It flows {HOSTILE}.\n(a) In winter;\n(b) in summer."
_shared: dict[str, Any] = {}


def fill(folder: Path) -> None:
    """Make the library in `folder`."""
    with open_library(folder) as library:
        add_starter(library)
        act = Law(
            id=ACT, state="AND", title=f"River Act {HOSTILE}", native_title="Loi sur la rivière", year=2019,
            publisher="The Invented Gazette", official_url="javascript:alert(2)", licence=HOSTILE,
        )  # fmt: skip
        old = _version(act, OLD, "en", "2019-01-01", [("1", "Old name of the river", "The river has no name.")])
        new = _version(act, ENGLISH, "en", "2024-01-01", [
            ("1", f"Name {HOSTILE}", FLOW),
            ("2", "Band of smugglers", "Whoever joins a band of river smugglers is punished with 4 years."),
            ("3", "", "A provision without a heading."),
        ])  # fmt: skip
        french = _version(act, FRENCH, "fr", "2024-01-01", [("1", "Nom", "La rivière se nomme quellwasser.")])
        _put(library, act, old)
        _put(library, act, new, french)
        code = Law(id=CODE, state="URY", title="Harbour Code", official_url="https://gazette.example/harbour")
        _put(library, code, _version(code, ARABIC, "ar", None, [("7", "الميناء", "الميناء مفتوح للجميع")]))
        model = Law(id=MODEL, state="UNO", kind=Kind.MODEL, title="Model Bridge Law")
        _put(
            library,
            model,
            _version(model, f"{MODEL}/en@2012", "en", "2012", [("4", "Bridges", "A bridge is kept open.")]),
        )
        library.bring_index_up_to_date()


def opened(view: str, **parameters: str | list[str]) -> AppTest:
    """The front end at an address; the library is the one that PALERMO_LIBRARY names."""
    app = AppTest.from_file(str(APP), default_timeout=20)
    app._page_hash = calc_hash(view) if view else ""  # what the address's last part becomes in a real session
    app._bidi_component_manager = _shared.get("components")  # looks through every installed package, once is enough
    for name, value in parameters.items():
        app.query_params[name] = value
    app.run()
    _shared["components"] = app._bidi_component_manager
    return app


def html(app: AppTest) -> str:
    """All HTML of a page, the style sheet and the script of the frame left out."""
    assert not app.exception, app.exception
    return "\n".join(each.body for each in app.html if not each.body.startswith(("<style", "<script")))


def words(app: AppTest) -> str:
    """What a reader reads on a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", html(app)).split())


def headings(app: AppTest) -> list[int]:
    """The levels of the headings in order."""
    main = "\n".join(e.body for e in app.main.get("html") if not e.body.startswith(("<style", "<script")))
    return [int(level) for level in re.findall(r"<h([1-6])[ >]", main)]


def _version(
    law: Law, version_id: str, language: str, date: str | None, parts: list[tuple[str, str, str]]
) -> VersionContents:
    data = version_id.encode()
    sha256 = hashlib.sha256(data).hexdigest()
    source = SourceFile(file="law.html", sha256=sha256, size=len(data), format="html", fetched_at=None)
    version = Version(
        id=version_id, law=law.id, language=language, language_method="declared", language_confidence=1.0,
        version_date=date, deposit="invented/law", fingerprint=sha256, sources=(source,),
    )  # fmt: skip
    provisions = [
        Provision(
            id=f"{version_id}#sec_{number}", version=version_id, order=place, eid=f"sec_{number}", number=number,
            heading=heading, path=(f"Part {HOSTILE}",), text=text, notes=("Amended in 2020.",), language=language,
            language_method="declared", language_confidence=1.0, source_file="law.html", source_place=f"line {place}",
        )
        for place, (number, heading, text) in enumerate(parts)
    ]  # fmt: skip
    tags = [
        Tag(provision=each.id, target="untoc:5.1.a.ii", grade="implements", score=0.9, method="explicit-reference/1",
            evidence=(Evidence(start=0, end=14, quote=each.text[:14]),))
        for each in provisions if "smugglers" in each.text
    ]  # fmt: skip
    return VersionContents(version, provisions, tags)


def _put(library: Library, law: Law, *contents: VersionContents) -> None:
    blobs = {
        hashlib.sha256(content.version.id.encode()).hexdigest(): content.version.id.encode() for content in contents
    }
    library.catalogue.put(law, list(contents), blobs)
