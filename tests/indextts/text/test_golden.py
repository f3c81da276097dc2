from pathlib import Path

import pytest

from indextts.verify.text import text_cases

pytest.importorskip("kaldifst")
pytest.importorskip("sentencepiece")


def test_recorded_cases(golden_folder: Path) -> None:
    checks = list(text_cases(golden_folder))
    assert len(checks) > 200
    assert [check for check in checks if not check.passed] == []


def test_the_library_differs_nowhere_in_the_recorded_cases(golden_folder: Path) -> None:
    shares = {check.what: check.detail for check in text_cases(golden_folder) if check.what in ("normalize", "tokens")}
    assert shares == {"normalize": "", "tokens": ""}
