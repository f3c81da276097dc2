import base64
from pathlib import Path

import pytest

from indextts.text.glossary import Glossary
from indextts.text.v25.tokenizer import MultilingualTokenizer

MERGED = [b"th", b"in", b"er", b" t", b"the", b"aa", b"aaaa", "字".encode()[:2], "字".encode()]


def rank_lines(tokens: list[bytes]) -> str:
    return "".join(f"{base64.b64encode(token).decode()} {rank}\n" for rank, token in enumerate(tokens))


@pytest.fixture(scope="session")
def ranks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every byte and a few merges, in the format of the official rank file."""
    file = tmp_path_factory.mktemp("ranks") / "tiny.tiktoken"
    file.write_text(rank_lines([bytes([value]) for value in range(256)] + MERGED), encoding="ascii")
    return file


@pytest.fixture(scope="session")
def multilingual(ranks: Path) -> MultilingualTokenizer:
    pytest.importorskip("tiktoken")
    pytest.importorskip("kaldifst")
    return MultilingualTokenizer(ranks, Glossary({}))
