"""Tests of the model library need its extra; without it they are not collected, except where CI has to run them."""

import importlib.util
import os
from pathlib import Path

import pytest

collect_ignore_glob: list[str] = []
if importlib.util.find_spec("torch") is None and not os.environ.get("CI"):
    collect_ignore_glob = ["*"]


@pytest.fixture(scope="session")
def golden_folder() -> Path:
    """Recorded tensors of the released system, small cases only."""
    return Path(__file__).parent.parent / "data" / "golden"
