from pathlib import Path

import pytest

from indextts.text.glossary import Glossary
from indextts.text.tokenizer import Tokenizer


@pytest.fixture(scope="session")
def tokenizer(golden_folder: Path) -> Tokenizer:
    pytest.importorskip("sentencepiece")
    pytest.importorskip("kaldifst")
    return Tokenizer(golden_folder / "tiny_bpe.model", Glossary({}))
