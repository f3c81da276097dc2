"""Which files make a model, where they lie, and of which version they are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Literal, TypeVar

from pydantic import ValidationError

from indextts.config import BigVGANConfig, ModelConfig, Section, W2VBertConfig, read_config
from indextts.errors import CheckpointError, ConfigError

Version = Literal["2", "2.5"]
AUXILIARY = "hf_cache"
"""Folder, inside the model's, of the four models that come from elsewhere."""
AUXILIARY_MODELS = ("w2v_bert", "codec", "campplus", "bigvgan")
CONVERTIBLE = ("gpt", "s2mel", "codec", "campplus", "bigvgan")
"""Files that :mod:`indextts.checkpoint.convert` writes as safetensors beside the original."""
OLD_FILES = ("dvae.pth", "bigvgan_generator.pth", "unigram_12000.vocab")
"""Files that only versions 1.0 and 1.5 have."""
S = TypeVar("S", bound=Section)


@dataclass(frozen=True)
class Layout:
    """A model folder: its version, its configuration, the path of every file.

    ``config`` is complete: the vocoder's and the speech encoder's own configuration files are read in, and what makes
    version 2.5 is set. Weight paths name the safetensors conversion where there is one. Files need not exist;
    :meth:`missing` lists those that do not.
    """

    folder: Path
    version: Version
    config: ModelConfig
    gpt: Path
    s2mel: Path
    codec: Path
    w2v_stats: Path
    speaker_matrix: Path
    emotion_matrix: Path
    tokenizer: Path
    """``bpe.model``, or the ``.tiktoken`` ranks of version 2.5."""
    w2v_bert: Path
    campplus: Path
    bigvgan: Path
    qwen: Path
    """Folder of the text emotion model; optional."""

    def files(self) -> dict[str, Path]:
        """Name to path of every file that speaking needs."""
        names = [field.name for field in fields(self) if field.name not in ("folder", "version", "config", "qwen")]
        return {name: getattr(self, name) for name in names}

    def missing(self) -> tuple[Path, ...]:
        """The files that are not there."""
        return tuple(path for path in self.files().values() if not path.is_file())

    @property
    def has_qwen(self) -> bool:
        """Whether the text emotion model is there."""
        return (self.qwen / "config.json").is_file()


def find(
    model_dir: Path | str,
    *,
    config: Path | str | None = None,
    auxiliary: Mapping[str, Path | str] | None = None,
    complete: bool = True,
) -> Layout:
    """Look at a model folder.

    Args:
        model_dir: folder in the official layout.
        config: configuration file; by default ``config.yaml`` in the folder.
        auxiliary: other places for ``w2v_bert``, ``codec`` (version 2), ``campplus`` and ``bigvgan`` files.
        complete: insist that every file is there.

    Raises:
        CheckpointError: no such folder, a version before 2, or (``complete``) a file is missing.
        ConfigError: the configuration is missing or broken.
    """
    folder = Path(model_dir)
    if not folder.is_dir():
        raise CheckpointError(f"There is no folder {folder}.", f"Fetch the model: indextts download {folder}.")
    settings = read_config(folder / "config.yaml" if config is None else Path(config))
    _refuse_old(folder, settings)
    version = _version(folder, settings)
    layout = _conversions(_relocated(_official(folder, version, settings), auxiliary or {}))
    missing = layout.missing()
    if complete and missing:
        names = ", ".join(path.name for path in missing)
        raise CheckpointError(f"{folder} is not complete: {names} missing.", f"Run: indextts download {folder}.")
    return replace(layout, config=complete_config(layout.config, version, layout.w2v_bert, layout.bigvgan))


def complete_config(config: ModelConfig, version: Version, w2v_bert: Path, bigvgan: Path) -> ModelConfig:
    """Add what the auxiliary models' own ``config.json`` files say, and what version 2.5 implies."""
    update: dict[str, Section] = {
        "w2v_bert": _own(w2v_bert.parent / "config.json", config.w2v_bert, W2VBertConfig),
        "bigvgan": _own(bigvgan.parent / "config.json", config.bigvgan, BigVGANConfig),
    }
    if version == "2.5":
        style = {"spk_cond_mode": "campplus", "style_dim": config.s2mel.style_encoder.dim}
        update["gpt"] = config.gpt.model_copy(update=style)
        update["semantic_codec"] = config.semantic_codec.model_copy(update={"downsample_scale": 2})
    return config.model_copy(update=update)


def _own(path: Path, default: S, section: type[S]) -> S:
    if not path.is_file():
        return default
    try:
        return section.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, ValidationError) as error:
        raise ConfigError(f"{path} cannot be read.", "Fetch it again with: indextts download.") from error


def _refuse_old(folder: Path, config: ModelConfig) -> None:
    if "s2mel" not in config.model_fields_set and any((folder / name).exists() for name in OLD_FILES):
        raise CheckpointError(
            f"{folder} holds IndexTTS {config.version or '1.0 or 1.5'}, and only versions 2 and 2.5 are supported.",
            "Fetch one: indextts download DIR.",
        )


def _version(folder: Path, config: ModelConfig) -> Version:
    """By the files, since some copies of 2.5 call themselves 2.0."""
    newer = any(folder.glob("*.tiktoken")) or any(
        (folder / name).exists() for name in ("codec.pth", "codec.safetensors")
    )
    return "2.5" if newer or config.gpt.spk_cond_mode == "campplus" else "2"


def _official(folder: Path, version: Version, config: ModelConfig) -> Layout:
    auxiliary = folder / AUXILIARY
    ranks = next(iter(sorted(folder.glob("*.tiktoken"))), folder / "multilingual_zh_ja_yue_char_del.tiktoken")
    older = version == "2"
    return Layout(
        folder=folder,
        version=version,
        config=config,
        gpt=folder / base_name(config.gpt_checkpoint),
        s2mel=folder / base_name(config.s2mel_checkpoint),
        codec=auxiliary / "semantic_codec_model.safetensors" if older else folder / base_name(config.codec_checkpoint),
        w2v_stats=folder / base_name(config.w2v_stat),
        speaker_matrix=folder / base_name(config.spk_matrix),
        emotion_matrix=folder / base_name(config.emo_matrix),
        tokenizer=folder / "bpe.model" if older else ranks,
        w2v_bert=auxiliary / "w2v-bert-2.0" / "model.safetensors",
        campplus=auxiliary / "campplus_cn_common.bin",
        bigvgan=auxiliary / "bigvgan" / "bigvgan_generator.pt",
        qwen=folder / base_name(config.qwen_emo_path),
    )


def base_name(name: str) -> str:
    """The last part of a path of any system: some copies of the configuration hold another machine's paths."""
    return PurePosixPath(PureWindowsPath(name).as_posix()).name


def _relocated(layout: Layout, auxiliary: Mapping[str, Path | str]) -> Layout:
    unknown = auxiliary.keys() - {"w2v_bert", "codec", "campplus", "bigvgan"}
    if unknown:
        raise CheckpointError(
            f"No auxiliary model is called {min(unknown)}.", "Use w2v_bert, codec, campplus, bigvgan."
        )
    return replace(layout, **{name: Path(path) for name, path in auxiliary.items()})  # type: ignore[arg-type] # only paths


def _conversions(layout: Layout) -> Layout:
    """Prefer the safetensors conversion beside a file."""
    converted = {name: getattr(layout, name).with_suffix(".safetensors") for name in CONVERTIBLE}
    return replace(layout, **{name: path for name, path in converted.items() if path.is_file()})
