"""The recorded cases small enough to be kept here."""

from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from indextts.verify import t2s
from indextts.verify.golden import Checks, Golden


@pytest.mark.parametrize("case", [t2s.emotion_conditioner, t2s.logits_processing])
def test_the_recorded_case_is_reproduced(case: Callable[[Golden], Checks], golden_folder: Path) -> None:
    with torch.inference_mode():
        checks = list(case(Golden(golden_folder, case.__name__)))
    assert checks
    assert [check for check in checks if not check.passed] == []
