"""One tiny model per version for all tests of this folder; tests that change it copy it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from indextts.checkpoint.layout import Layout, Version, find
from indextts.checkpoint.random_weights import write_random
from indextts.checkpoint.tiny import tiny_config

torch.set_num_threads(1)  # tensors here are so small that threads only wait for each other


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Version], Layout]:
    made: dict[Version, Layout] = {}

    def get(version: Version) -> Layout:
        if version not in made:
            folder = tmp_path_factory.mktemp(f"v{version}")
            made[version] = write_random(folder, tiny_config(version), version=version, training_state=True)
        return made[version]

    return get


@pytest.fixture
def copy(tiny: Callable[[Version], Layout], tmp_path: Path) -> Callable[[Version], Layout]:
    def get(version: Version) -> Layout:
        return find(shutil.copytree(tiny(version).folder, tmp_path / f"copy{version}"))

    return get
