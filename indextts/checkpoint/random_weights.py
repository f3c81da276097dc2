"""Write an untrained model in the official layout: for tests (tiny) and for measuring speed (full size).

    layout = write_random(folder, tiny_config("2"))                   # tests: well under a second
    layout = write_random(folder, ModelConfig())                      # full size, 7.7 GB
    layout = write_random(folder, full_config("2.5"), version="2.5")

The text emotion model is not written: it is an ordinary transformers folder, see ``qwen_emo_path``.
"""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import torch
import yaml
from torch import Tensor

from indextts.checkpoint.initial import initial
from indextts.checkpoint.layout import AUXILIARY, Layout, Version, find
from indextts.checkpoint.shapes.bigvgan import bigvgan_shapes
from indextts.checkpoint.shapes.campplus import campplus_shapes
from indextts.checkpoint.shapes.codec import codec_shapes
from indextts.checkpoint.shapes.gpt import gpt_shapes
from indextts.checkpoint.shapes.layers import INTEGER_KEYS, Shapes
from indextts.checkpoint.shapes.s2mel import s2mel_shapes
from indextts.checkpoint.shapes.w2v_bert import w2v_bert_shapes
from indextts.checkpoint.toy_text import write_bpe, write_ranks
from indextts.checkpoint.writing import write_safetensors, write_torch
from indextts.config import ModelConfig

PIECE = 4 * 2**20
"""Values drawn at a time."""
TEXT_TOKENS_V25 = 60509
RANKS = "multilingual_zh_ja_yue_char_del.tiktoken"


def full_config(version: Version = "2") -> ModelConfig:
    """The released configuration."""
    config = ModelConfig()
    if version == "2":
        return config
    return config.model_copy(update={"gpt": config.gpt.model_copy(update={"number_text_tokens": TEXT_TOKENS_V25})})


def write_random(
    folder: Path,
    config: ModelConfig | None = None,
    *,
    version: Version = "2",
    seed: int = 0,
    training_state: bool = False,
) -> Layout:
    """Write every file that speaking needs.

    Args:
        folder: made if needed; files in it are replaced.
        config: sizes of the parts; by default the released ones.
        version: which files.
        seed: the same seed gives the same values.
        training_state: put into ``s2mel.pth`` twice its weights of optimiser state, as the official file has.

    Returns:
        The layout of the folder.
    """
    config = config or full_config(version)
    values = _Values(seed)
    (folder / AUXILIARY / "w2v-bert-2.0").mkdir(parents=True, exist_ok=True)
    (folder / AUXILIARY / "bigvgan").mkdir(exist_ok=True)
    _write_settings(folder, config, version)
    layout = find(folder, complete=False)
    config = layout.config
    write_torch(layout.gpt, _empty(gpt_shapes(config)), values.of("gpt", gpt_shapes(config)))
    _write_s2mel(layout.s2mel, config, values, training_state=training_state)
    _write_codec(layout, values)
    _write_auxiliary(layout, values)
    _write_small(layout, values)
    (write_bpe if version == "2" else write_ranks)(layout.tokenizer, config.gpt.number_text_tokens)
    return find(folder)


class _Values:
    """Starting values, each key from its own generator: the same whatever else is written."""

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def of(self, file: str, shapes: Shapes) -> Callable[[str], Iterable[Tensor]]:
        """Key to pieces, for the writers; a key beyond ``shapes`` is left as the file has it."""
        return lambda key: self._pieces(f"{file}/{key}", key, shapes[key]) if key in shapes else ()

    def _pieces(self, name: str, key: str, shape: tuple[int, ...]) -> Iterator[Tensor]:
        start = initial(key, shape)
        if isinstance(start, Tensor):
            yield start.to(_dtype(key)).reshape(-1)
            return
        generator = torch.Generator().manual_seed(zlib.crc32(name.encode()) + self._seed)
        count = math.prod(shape)
        for done in range(0, count, PIECE):
            yield torch.randn(min(PIECE, count - done), generator=generator) * start


def _dtype(key: str) -> torch.dtype:
    return torch.int64 if key.endswith(INTEGER_KEYS) else torch.float32


def _empty(shapes: Shapes) -> dict[str, Tensor]:
    return {key: torch.empty(shape, dtype=_dtype(key)) for key, shape in shapes.items()}


def _write_s2mel(path: Path, config: ModelConfig, values: _Values, *, training_state: bool) -> None:
    groups = s2mel_shapes(config)
    tree: dict[str, object] = {"net": {group: _empty(shapes) for group, shapes in groups.items()}}
    if training_state:
        state = {index: _empty({"exp_avg": s, "exp_avg_sq": s}) for index, s in enumerate(groups["cfm"].values())}
        tree |= {"optimizer": {"state": state}, "epoch": 1, "iters": 1}
    flat = {f"net.{group}.{key}": shape for group, shapes in groups.items() for key, shape in shapes.items()}
    write_torch(path, tree, values.of("s2mel", flat))


def _write_codec(layout: Layout, values: _Values) -> None:
    shapes = codec_shapes(layout.config.semantic_codec)
    if layout.version == "2":
        _write_flat_safetensors(layout.codec, shapes, values)
    else:
        below = {f"model.{key}": shape for key, shape in shapes.items()}
        write_torch(layout.codec, {"model": _empty(shapes)}, values.of("codec", below))


def _write_flat_safetensors(path: Path, shapes: Shapes, values: _Values) -> None:
    tensors = {key: (_dtype(key), shape) for key, shape in shapes.items()}
    write_safetensors(path, tensors, values.of(path.parent.name, shapes))


def _write_auxiliary(layout: Layout, values: _Values) -> None:
    _write_flat_safetensors(layout.w2v_bert, w2v_bert_shapes(layout.config.w2v_bert), values)
    style = campplus_shapes(layout.config.campplus)
    write_torch(layout.campplus, _empty(style), values.of("campplus", style))
    vocoder = bigvgan_shapes(layout.config.bigvgan)
    below = {f"generator.{key}": shape for key, shape in vocoder.items()}
    write_torch(layout.bigvgan, {"generator": _empty(vocoder)}, values.of("bigvgan", below))


def _write_small(layout: Layout, values: _Values) -> None:
    config, rows = layout.config, sum(layout.config.emo_num)
    stats: Shapes = {"mean": (config.w2v_bert.hidden_size,), "var": (config.w2v_bert.hidden_size,)}
    write_torch(layout.w2v_stats, _empty(stats), values.of("stats", stats))
    for path, width in (
        (layout.speaker_matrix, config.s2mel.style_encoder.dim),
        (layout.emotion_matrix, config.gpt.model_dim),
    ):
        bare: Shapes = {"": (rows, width)}
        write_torch(path, torch.empty(rows, width), values.of(path.name, bare))


def _write_settings(folder: Path, config: ModelConfig, version: Version) -> None:
    settings = config.model_dump(mode="json", by_alias=True, exclude={"w2v_bert", "bigvgan", "version"})
    settings |= {"version": float(version)}
    (folder / "config.yaml").write_text(yaml.safe_dump(settings, sort_keys=False), encoding="utf-8", newline="\n")
    if version == "2.5":
        (folder / RANKS).touch()  # the files decide the version
    for name, section in (("w2v-bert-2.0", config.w2v_bert), ("bigvgan", config.bigvgan)):
        text = json.dumps(section.model_dump(mode="json"), indent=2)
        (folder / AUXILIARY / name / "config.json").write_text(text, encoding="utf-8", newline="\n")
