import json
from pathlib import Path

import pytest

from indextts.verify.golden import Check
from indextts.verify.text import library_decides, text_cases


@pytest.fixture(scope="module")
def checks(golden_folder: Path) -> list[Check]:
    pytest.importorskip("kaldifst")
    pytest.importorskip("sentencepiece")
    return list(text_cases(golden_folder))


def test_recorded_cases(checks: list[Check]) -> None:
    assert len(checks) > 200
    assert [check for check in checks if not check.passed] == []


def test_the_library_differs_nowhere_in_the_recorded_cases(checks: list[Check]) -> None:
    shares = {check.what: check.detail for check in checks if check.what.endswith("by the library")}
    assert shares == {"normalize by the library": "", "tokens by the library": ""}


@pytest.mark.parametrize(
    ("text", "library"),
    [
        ("你好，世界。", False),
        ("It's fine, ok?", False),
        ("End.", False),
        ("Dr. Who", True),
        ("5个", True),
        ("a+b", True),
    ],
)
def test_who_decides(text: str, library: bool) -> None:
    assert library_decides(text) == library


def test_a_wrong_expectation_fails(golden_folder: Path, tmp_path: Path) -> None:
    record = json.loads((golden_folder / "text_cases.json").read_text(encoding="utf-8"))
    record["normalize"] = [{"in": "5", "chinese_path": True, "out": "six"}]
    record["pinyin"] = [{"in": "ju2", "out": "ju2"}]
    record["cjk_split"], record["segments"], record["tokenizer"]["cases"] = [], [], []
    (tmp_path / "text_cases.json").write_text(json.dumps(record), encoding="utf-8")
    (tmp_path / "tiny_bpe.model").write_bytes((golden_folder / "tiny_bpe.model").read_bytes())
    assert [check.what for check in text_cases(tmp_path) if not check.passed] == [
        *("normalize by the library", "pinyin 0")
    ]
