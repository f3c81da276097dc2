from pathlib import Path

import pytest

from indextts.verify import features
from indextts.verify.golden import Golden


@pytest.mark.parametrize("name", ["mel", "kaldi_fbank"])
def test_agrees_with_the_recorded_tensors(golden_folder: Path, name: str) -> None:
    checks = list(getattr(features, name)(Golden(golden_folder, name)))
    assert checks
    assert [check for check in checks if not check.passed] == []
