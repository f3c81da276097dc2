"""Where the official files come from, and under which licences."""

from __future__ import annotations

from dataclasses import dataclass

from indextts.checkpoint.layout import AUXILIARY, Version


@dataclass(frozen=True)
class Repository:
    """A model repository: its ids on the Hugging Face hub and on ModelScope, and its licence."""

    hub: str
    modelscope: str
    licence: str

    @property
    def page(self) -> str:
        """Its page on the hub."""
        return f"https://huggingface.co/{self.hub}"


@dataclass(frozen=True)
class Wanted:
    """A file to fetch.

    Attributes:
        repository: where it is.
        remote: its path there; ``*`` stands for anything.
        local: its path in the model's folder; empty: the same as there.
        optional: whether the model speaks without it.
    """

    repository: Repository
    remote: str
    local: str = ""
    optional: bool = False


MODEL: dict[Version, Repository] = {
    "2": Repository("IndexTeam/IndexTTS-2", "IndexTeam/IndexTTS-2", "bilibili Model Use License Agreement"),
    "2.5": Repository("IndexTeam/IndexTTS-2.5", "IndexTeam/IndexTTS-2.5", "bilibili Model Use License Agreement"),
}
W2V_BERT = Repository("facebook/w2v-bert-2.0", "AI-ModelScope/w2v-bert-2.0", "MIT")
MASKGCT = Repository("amphion/MaskGCT", "amphion/MaskGCT", "CC BY-NC 4.0: not for commercial use")
CAMPPLUS = Repository("funasr/campplus", "iic/speech_campplus_sv_zh-cn_16k-common", "Apache 2.0")
BIGVGAN = Repository("nvidia/bigvgan_v2_22khz_80band_256x", "nv-community/bigvgan_v2_22khz_80band_256x", "MIT")
BOTH = ("config.yaml", "gpt.pth", "s2mel.pth", "wav2vec2bert_stats.pt", "feat1.pt", "feat2.pt")
OWN: dict[Version, tuple[str, ...]] = {"2": (*BOTH, "bpe.model"), "2.5": (*BOTH, "codec.pth", "*.tiktoken")}
QWEN_FILES = "qwen0.6bemo4-merge/*"
LICENCE_FILES = "*LICENSE*"


def wanted(version: Version, *, text_emotion: bool = True) -> tuple[Wanted, ...]:
    """Every file of a version, the one model after the other.

    Args:
        version: of the model.
        text_emotion: the 1.2 GB model that reads the emotion out of text as well.
    """
    own = [Wanted(MODEL[version], name) for name in OWN[version]]
    extras = (LICENCE_FILES, QWEN_FILES) if text_emotion else (LICENCE_FILES,)
    own += [Wanted(MODEL[version], name, optional=True) for name in extras]
    w2v = [
        Wanted(W2V_BERT, name, f"{AUXILIARY}/w2v-bert-2.0/{name}", optional=name.startswith("pre"))
        for name in ("config.json", "preprocessor_config.json", "model.safetensors")
    ]
    codec = [Wanted(MASKGCT, "semantic_codec/model.safetensors", f"{AUXILIARY}/semantic_codec_model.safetensors")]
    vocoder = [Wanted(BIGVGAN, name, f"{AUXILIARY}/bigvgan/{name}") for name in ("config.json", "bigvgan_generator.pt")]
    style = [Wanted(CAMPPLUS, "campplus_cn_common.bin", f"{AUXILIARY}/campplus_cn_common.bin")]
    return (*own, *w2v, *(codec if version == "2" else ()), *style, *vocoder)


def origin(version: Version, local: str) -> str:
    """The page from which a local file (relative path) comes."""
    found = [item.repository for item in wanted(version) if local in (item.local, item.remote)]
    return (found[0] if found else MODEL[version]).page
