"""docs/vtube_studio.md says what there is."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from plugins.vtube_studio import VTubeStudio, VTubeStudioSettings
from plugins.vtube_studio.parameters import CUSTOM
from tests.fakes.outputs import FakePort
from tests.fakes.virtual_time import run
from tests.plugins.vtube_studio.puppeteer import connected

PAGE = (Path(__file__).parents[3] / "docs" / "vtube_studio.md").read_text("utf-8")


def test_its_example_is_a_section_that_holds() -> None:
    [section] = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    found = VTubeStudioSettings.model_validate(tomllib.loads(section)["plugins"]["vtube_studio"])
    assert [face.name for face in found.faces] == ["smile.exp3.json", "Wave"]


def test_every_setting_is_named() -> None:
    assert [name for name in VTubeStudioSettings.model_fields if not re.search(rf"\b{name}\b", PAGE)] == []


def test_an_empty_section_is_enough() -> None:
    assert VTubeStudio(VTubeStudioSettings()).name == "vtube_studio"


def test_parameters_and_acts_are_named() -> None:
    named = set(re.findall(r"`(Streamvoice\w+)`", PAGE))
    assert named < {parameter.name for parameter in CUSTOM}
    assert len(named) == 5

    async def acts() -> FakePort:
        async with connected() as made:
            return made.port

    offered = run(acts()).acts
    [told] = re.findall(r"\*\*Acts\*\*: (.*)", PAGE)
    assert set(re.findall(r"`(?:/stage vtube_studio )?(\w+)[^`]*`", told)) == set(offered)
