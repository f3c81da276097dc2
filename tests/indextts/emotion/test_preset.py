import shutil
from types import SimpleNamespace

import pytest

from indextts.assembly import text_emotion
from indextts.emotion.live import LiveEmotion
from indextts.emotion.qwen import QwenEmotion
from indextts.errors import CheckpointError
from indextts.loading import Loading
from indextts.presets import FAST, FASTEST, RELEASED


@pytest.mark.parametrize(("preset", "kind"), [(RELEASED, QwenEmotion), (FAST, LiveEmotion), (FASTEST, LiveEmotion)])
def test_a_faster_preset_reads_only_the_numbers(qwen_folder, tmp_path, preset, kind):
    folder = shutil.copytree(qwen_folder, tmp_path / "qwen")
    loading = Loading(tmp_path, device="cpu", preset=preset)
    reader = text_emotion(SimpleNamespace(qwen=folder, has_qwen=True, folder=tmp_path), loading)
    assert type(reader) is kind
    if kind is LiveEmotion:
        assert reader.scores("We won!") == reader.read(["We won!"])[0]


def test_a_missing_folder_is_told(tmp_path):
    with pytest.raises(CheckpointError, match="indextts download"):
        text_emotion(SimpleNamespace(qwen=tmp_path, has_qwen=False, folder=tmp_path), Loading(tmp_path, device="cpu"))
