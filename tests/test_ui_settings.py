"""What the front end is started with, in a checkout and where Palermo is installed."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

import pytest
from streamlit import config

SETTINGS = tomllib.loads(files("ui").joinpath(".streamlit", "config.toml").read_text(encoding="utf-8"))
STYLE = files("ui").joinpath("style.css").read_text(encoding="utf-8")


def test_the_settings_lie_where_streamlit_looks_for_those_of_a_script(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(config, "_main_script_path", str(files("ui").joinpath("app.py")))
    assert str(files("ui").joinpath(".streamlit", "config.toml")) in config.get_config_files("config.toml")


def test_streamlit_knows_every_setting() -> None:
    known = set(config.get_config_options(force_reparse=False))
    assert {f"{section}.{name}" for section, values in SETTINGS.items() for name in values} <= known


def test_nothing_is_sent_to_anybody() -> None:
    assert SETTINGS["browser"]["gatherUsageStats"] is False
    assert SETTINGS["server"]["showEmailPrompt"] is False
    assert SETTINGS["client"]["showErrorLinks"] is False
    assert SETTINGS["runner"]["postScriptGC"] is False


def test_style_script_and_icon_load_nothing_from_elsewhere() -> None:
    for name in ("style.css", "links.js", "favicon.svg"):
        words = files("ui").joinpath(name).read_text(encoding="utf-8")
        addresses = re.findall(r"(?:https?:)?//[\w.-]+\.\w+|@import|url\(", words)
        assert set(addresses) <= {"http://www.w3.org"}, name


@pytest.mark.parametrize("ground", ["#ffffff", "--ground", "--found", "--digest-ground", "--model-ground"])
def test_text_stands_out_from_its_ground(ground: str) -> None:
    colours = dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6});", STYLE))
    texts = {
        "--digest-ground": ["--ink", "--digest"],
        "--model-ground": ["--ink", "--model"],
        "--found": ["--ink"],
    }
    for text in texts.get(ground, ["--ink", "--quiet", "--link"]):
        assert _contrast(colours[text], colours.get(ground, ground)) >= 4.5, (text, ground)


def _contrast(one: str, other: str) -> float:
    """As WCAG 2.2 defines it, between 1 and 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
