"""What docs/obs.md shows is what there is."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from plugins.obs import ObsSettings
from plugins.obs.reaction_settings import Reaction

PAGE = (Path(__file__).parents[3] / "docs" / "obs.md").read_text("utf-8")


def test_the_profile_of_the_page_is_valid_and_shows_every_setting() -> None:
    section = tomllib.loads(re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)[0])["plugins"]["obs"]
    ObsSettings.model_validate(section)
    assert set(section) == set(ObsSettings.model_fields)
    for name, part in section.items():
        if isinstance(part, dict):
            assert set(part) == set(type(getattr(ObsSettings(), name)).model_fields), name
    assert set(section["reactions"]["on"]["happy"]) == set(Reaction.model_fields)


def test_the_page_s_defaults_are_the_defaults() -> None:
    section = tomllib.loads(re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)[0])["plugins"]["obs"]
    default = ObsSettings().model_dump()
    for name, part in section.items():
        for key, value in part.items() if isinstance(part, dict) else []:
            if not isinstance(value, dict | list):
                assert default[name][key] == value, f"{name}.{key}"
