from __future__ import annotations

import math
import re
from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from indextts import devices
from indextts.checkpoint.layout import complete_config
from indextts.checkpoint.random_weights import full_config
from indextts.checkpoint.shapes.bigvgan import bigvgan_shapes
from indextts.checkpoint.shapes.campplus import campplus_shapes
from indextts.checkpoint.shapes.codec import codec_shapes
from indextts.checkpoint.shapes.gpt import gpt_shapes
from indextts.checkpoint.shapes.layers import Shapes
from indextts.checkpoint.shapes.s2mel import s2mel_shapes
from indextts.checkpoint.shapes.w2v_bert import w2v_bert_shapes
from indextts.config import ModelConfig
from indextts.devices import REFERENCE_PARTS, SPEECH_PARTS, peak_bytes, pick_device, plan
from indextts.errors import OptionError

GIGABYTE = 1_000_000_000


def values(shapes: Shapes, *patterns: str) -> int:
    rule = re.compile("|".join(patterns) or ".*")
    return sum(math.prod(shape) for key, shape in shapes.items() if rule.match(key))


def test_the_table_of_sizes_is_that_of_the_released_model() -> None:
    config = ModelConfig()
    gpt, w2v_bert = gpt_shapes(config), w2v_bert_shapes(config.w2v_bert)
    newer = gpt_shapes(complete_config(full_config("2.5"), "2.5", Path("none"), Path("none")))
    conditioners = ("conditioning_encoder", "perceiver_encoder", "emo_")
    measured = {
        "features": values(w2v_bert) - values(w2v_bert, r"encoder\.layers\.(1[7-9]|2\d)\."),
        "style": values(campplus_shapes(config.campplus)),
        "codec": values(codec_shapes(config.semantic_codec)),
        "conditioners": values(gpt, *conditioners) - values(gpt, r".*pos_enc"),
        "lm": values(newer, r"gpt\.", "text_emb", "mel_", "text_pos", "final", "lang", "spk"),
        "flow": sum(values(shapes) for shapes in s2mel_shapes(config).values()),
        "vocoder": values(bigvgan_shapes(config.bigvgan)),
    }
    for part, count in measured.items():
        assert devices.PARAMETERS[part] == pytest.approx(count, rel=0.03), part


def test_the_best_device_is_first(monkeypatch: pytest.MonkeyPatch) -> None:
    for there, expected in (({"cuda", "mps", "cpu"}, "cuda"), ({"mps", "cpu"}, "mps"), ({"xpu", "cpu"}, "xpu")):
        monkeypatch.setattr(devices, "_available", there.__contains__)
        assert pick_device().type == expected
    monkeypatch.setattr(devices, "_available", {"cpu"}.__contains__)
    assert pick_device() == torch.device("cpu")


def test_a_device_that_is_not_here_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "_available", {"cpu", "cuda"}.__contains__)
    monkeypatch.setattr(devices, "_count", lambda _: 1)
    assert pick_device("cpu").type == "cpu"
    assert pick_device("cuda:0").type == "cuda"
    for name in ("mps", "cuda:1", "xpu"):
        with pytest.raises(OptionError, match="is not here"):
            pick_device(name)
    with pytest.raises(OptionError, match="no kind of device"):
        pick_device("tpu9")


@pytest.mark.parametrize(("gigabytes", "dtype"), [(6, torch.bfloat16), (8, torch.float32), (8, torch.bfloat16)])
def test_the_model_fits_small_cards_with_every_part_of_speech_resident(gigabytes: int, dtype: torch.dtype) -> None:
    placements = plan(gigabytes * GIGABYTE, language=dtype, flow=dtype, vocoder=dtype, text_emotion=True)
    assert peak_bytes(placements) <= gigabytes * GIGABYTE
    assert all(item.stays for item in placements if item.part in SPEECH_PARTS)


def test_with_room_everything_stays() -> None:
    for memory in (None, 80 * GIGABYTE):
        placements = plan(memory, text_emotion=True)
        assert all(item.stays for item in placements)
    assert {item.part for item in plan(None)} == {*SPEECH_PARTS, *REFERENCE_PARTS}


@given(st.integers(0, 40), st.booleans(), st.sampled_from([torch.float32, torch.bfloat16]))
def test_what_stays_leaves_room_for_the_largest_visitor(gigabytes: int, text: bool, dtype: torch.dtype) -> None:
    placements = plan(gigabytes * GIGABYTE, language=dtype, flow=dtype, vocoder=dtype, text_emotion=text)
    if any(item.stays for item in placements):
        staying = tuple(item for item in placements if item.stays or item.part not in SPEECH_PARTS)
        assert peak_bytes(staying) <= gigabytes * GIGABYTE
