from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from indextts.checkpoint.assign import fold_weight_norm
from indextts.checkpoint.check import FileReport, check
from indextts.checkpoint.convert import convert
from indextts.checkpoint.layout import Layout, Version
from indextts.checkpoint.reading import read

Tiny = Callable[[Version], Layout]


def report_of(folder: Path, name: str) -> FileReport:
    return next(file for file in check(folder).files if file.name == name)


@pytest.mark.parametrize("version", ["2", "2.5"])
def test_a_complete_folder_passes(tiny: Tiny, version: Version) -> None:
    report = check(tiny(version).folder)
    assert report.passed
    assert report.version == version
    assert {file.name for file in report.files} == {*tiny(version).files(), "qwen"}
    assert all(file.tensors for file in report.files if file.name not in ("qwen", "tokenizer"))


@pytest.mark.parametrize(
    ("name", "page"),
    [("gpt", "IndexTeam/IndexTTS-2"), ("campplus", "funasr/campplus"), ("codec", "amphion/MaskGCT")],
)
def test_a_missing_file_is_told_with_where_to_get_it(copy: Tiny, name: str, page: str) -> None:
    layout = copy("2")
    layout.files()[name].unlink()
    assert report_of(layout.folder, name).problem == f"missing; get it from https://huggingface.co/{page}"
    assert not check(layout.folder).passed


def test_missing_misshaped_and_further_tensors(copy: Tiny) -> None:
    layout = copy("2")
    weights = read(layout.gpt)
    del weights["final_norm.bias"]
    weights["mel_head.bias"] = torch.zeros(3)
    weights["more"] = torch.zeros(1)
    torch.save(weights, layout.gpt)
    report = report_of(layout.folder, "gpt")
    assert "1 missing (final_norm.bias); 1 of another shape (mel_head.bias)" in report.problem
    assert report.note == "1 more tensors, not used"


def test_the_vocoder_may_come_folded(copy: Tiny) -> None:
    layout = copy("2")
    torch.save({"generator": fold_weight_norm(read(layout.bigvgan))}, layout.bigvgan)
    assert report_of(layout.folder, "bigvgan").problem == ""


def test_training_state_is_no_problem(copy: Tiny) -> None:
    assert report_of(copy("2").folder, "s2mel").note == ""


@pytest.mark.parametrize("name", ["gpt", "w2v_bert", "speaker_matrix", "tokenizer"])
@pytest.mark.parametrize("version", ["2", "2.5"])
def test_a_damaged_file_is_a_finding_not_an_end(copy: Tiny, version: Version, name: str) -> None:
    layout = copy(version)
    layout.files()[name].write_bytes(b"\xff\xfe broken")
    report = check(layout.folder)
    assert [file.name for file in report.files if file.problem] == [name]


def test_a_tokenizer_of_another_model_is_noticed(copy: Tiny) -> None:
    layout = copy("2.5")
    with layout.tokenizer.open("ab") as file:
        file.write(b"".join(b"AAAA %d\n" % rank for rank in range(256, 300)))
    assert "do not belong together" in report_of(layout.folder, "tokenizer").problem


def test_a_converted_folder_passes(copy: Tiny) -> None:
    layout = copy("2")
    for _ in convert(layout.folder, remove=True):
        pass
    assert check(layout.folder).passed
    assert not layout.gpt.exists()
