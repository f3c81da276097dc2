from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from indextts.checkpoint.convert import convert
from indextts.checkpoint.layout import Layout, Version, base_name, find
from indextts.checkpoint.tiny import tiny_config
from indextts.errors import CheckpointError, ConfigError

Tiny = Callable[[Version], Layout]


@pytest.mark.parametrize("version", ["2", "2.5"])
def test_the_files_decide_the_version(tiny: Tiny, version: Version) -> None:
    layout = find(tiny(version).folder)
    assert layout.version == version
    assert layout.missing() == ()
    assert layout.config.gpt.spk_cond_mode == ("campplus" if version == "2.5" else "conformer_perceiver")
    assert layout.config.semantic_codec.downsample_scale == (2 if version == "2.5" else 1)


def test_a_copy_of_2_5_that_calls_itself_2_and_has_foreign_paths(copy: Tiny) -> None:
    folder = copy("2.5").folder
    settings = yaml.safe_load((folder / "config.yaml").read_text(encoding="utf-8"))
    settings |= {"version": 2.0, "gpt_checkpoint": "/mnt/train/exp7/gpt.pth", "codec_checkpoint": "D:\\x\\codec.pth"}
    (folder / "config.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    layout = find(folder)
    assert (layout.version, layout.gpt, layout.codec) == ("2.5", folder / "gpt.pth", folder / "codec.pth")


@pytest.mark.parametrize(
    ("name", "last"),
    [("/x/a.pth", "a.pth"), ("C:\\x\\a.pth", "a.pth"), ("q/", "q"), ("./q/a", "a")],
)
def test_the_last_part_of_a_path_of_any_system(name: str, last: str) -> None:
    assert base_name(name) == last


def test_auxiliary_models_bring_their_own_sizes(copy: Tiny) -> None:
    layout = copy("2")
    assert layout.config.w2v_bert.hidden_size == tiny_config().w2v_bert.hidden_size
    own = layout.bigvgan.parent / "config.json"
    own.write_text(json.dumps({"num_mels": 20, "upsample_initial_channel": 128}), encoding="utf-8")
    assert find(layout.folder).config.bigvgan.upsample_initial_channel == 128
    own.write_text("{", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"config\.json cannot be read"):
        find(layout.folder)


def test_auxiliary_models_may_be_elsewhere(copy: Tiny, tmp_path: Path) -> None:
    layout = copy("2")
    moved = layout.campplus.rename(tmp_path / "other.bin")
    with pytest.raises(CheckpointError, match=r"not complete: campplus_cn_common\.bin missing"):
        find(layout.folder)
    assert find(layout.folder, auxiliary={"campplus": moved}).campplus == moved
    with pytest.raises(CheckpointError, match="No auxiliary model is called vocoder"):
        find(layout.folder, auxiliary={"vocoder": moved})


def test_what_is_missing_is_named_with_what_to_do(copy: Tiny) -> None:
    layout = copy("2.5")
    layout.gpt.unlink()
    layout.tokenizer.unlink()
    with pytest.raises(CheckpointError, match=r"gpt\.pth, .*\.tiktoken missing\. Run: indextts download"):
        find(layout.folder)
    assert find(layout.folder, complete=False).missing() == (layout.gpt, layout.tokenizer)


def test_no_folder_and_no_configuration(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="no folder"):
        find(tmp_path / "none")
    with pytest.raises(ConfigError, match="no configuration"):
        find(tmp_path)


def test_another_configuration_file(tiny: Tiny, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    settings = yaml.safe_load((tiny("2").folder / "config.yaml").read_text(encoding="utf-8"))
    other.write_text(yaml.safe_dump(settings | {"emo_perceiver_dim": 48}), encoding="utf-8")
    assert find(tiny("2").folder, config=other).config.emo_perceiver_dim == 48


@pytest.mark.parametrize(("settings", "name"), [("version: 1.5\ngpt: {}\n", "1.5"), ("gpt: {}\n", "1.0 or 1.5")])
def test_older_versions_are_refused_in_one_sentence(tmp_path: Path, settings: str, name: str) -> None:
    (tmp_path / "config.yaml").write_text(settings, encoding="utf-8")
    (tmp_path / "bigvgan_generator.pth").touch()
    (tmp_path / "gpt.pth").touch()
    with pytest.raises(CheckpointError, match=f"holds IndexTTS {name}, and only versions 2 and 2.5"):
        find(tmp_path)


def test_conversions_are_preferred(copy: Tiny) -> None:
    layout = copy("2")
    written = {done.path for done in convert(layout.folder)}
    found = find(layout.folder)
    assert written == {found.gpt, found.s2mel, found.campplus, found.bigvgan}
    assert found.gpt == layout.folder / "gpt.safetensors"
