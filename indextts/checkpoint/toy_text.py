"""Vocabularies for untrained models: real files of the real formats, which know a little English and Chinese."""

from __future__ import annotations

import base64
import io
from itertools import islice, product
from pathlib import Path

from indextts.errors import ExtraMissingError
from indextts.text.v25.special import special_tokens

SENTENCES = (
    "THE QUICK BROWN FOX JUMPS OVER THE LAZY DOG, AND THE DOG LOOKS UP!",
    "HELLO EVERYONE, WELCOME TO THE STREAM. WHAT SHALL WE PLAY TODAY?",
    "the quick brown fox jumps over the lazy dog; it's 10 past 9 - or 8:45.",
    "SHE SAID: 'PLEASE READ 0 1 2 3 4 5 6 7 8 9 ALOUD' ...",
    "你 好 ， 大 家 晚 上 好 ！ 今 天 我 们 玩 什 么 游 戏 ？",
    "欢 迎 来 到 直 播 间 ， 谢 谢 你 的 礼 物 。 我 很 高 兴 ！",
    "一 二 三 四 五 六 七 八 九 十 百 千 万 点 零 年 月 日",
    "XING2 ZHONG4 LE5 DE5 SHI4 BU4 YI1 WO3 NI3 TA1",
)


def write_bpe(path: Path, tokens: int) -> None:
    """Train a sentencepiece model of at most ``tokens`` pieces: 0 start, 1 end, 2 unknown.

    Raises:
        ExtraMissingError: sentencepiece is not installed.
    """
    try:
        import sentencepiece
    except ImportError as error:
        raise ExtraMissingError("sentencepiece is not installed.", "pip install streamvoice[indextts].") from error
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(SENTENCES * 4),
        model_writer=model,
        model_type="bpe",
        vocab_size=min(tokens, 400),
        character_coverage=1.0,
        bos_id=0,
        eos_id=1,
        unk_id=2,
        pad_id=-1,
        minloglevel=2,
        num_threads=1,
    )
    path.write_bytes(model.getvalue())


def write_ranks(path: Path, tokens: int) -> None:
    """Write a rank file in tiktoken's format: every byte, then pairs of bytes, ``tokens`` ids with the special ones."""
    single = [bytes([value]) for value in range(256)]
    pairs = (bytes(pair) for pair in product(range(256), repeat=2))
    ranked = [*single, *islice(pairs, tokens - len(special_tokens()) - len(single))]
    lines = (f"{base64.b64encode(token).decode('ascii')} {rank}\n" for rank, token in enumerate(ranked))
    path.write_text("".join(lines), encoding="ascii", newline="\n")
