from __future__ import annotations

from collections.abc import Callable

import pytest
import torch

from indextts.checkpoint.convert import convert
from indextts.checkpoint.layout import Layout, Version, find
from indextts.checkpoint.reading import read
from indextts.errors import CheckpointError

Tiny = Callable[[Version], Layout]


@pytest.mark.parametrize("version", ["2", "2.5"])
def test_a_conversion_holds_the_same_and_less(copy: Tiny, version: Version) -> None:
    layout = copy(version)
    before = {name: read(getattr(layout, name)) for name in ("gpt", "codec", "campplus", "bigvgan")}
    flow = read(layout.s2mel, group="cfm")
    sizes = {done.path.name: (done.bytes_before, done.bytes_after) for done in convert(layout.folder)}
    after = find(layout.folder)
    for name, tensors in before.items():
        converted = read(getattr(after, name))
        assert converted.keys() == tensors.keys()
        assert all(torch.equal(converted[key], tensors[key]) for key in tensors)
    assert all(torch.equal(value, flow[key]) for key, value in read(after.s2mel, group="cfm").items())
    assert sizes["s2mel.safetensors"][1] < sizes["s2mel.safetensors"][0] / 2  # the rest was training state
    assert list(convert(layout.folder)) == []


def test_half_size(copy: Tiny) -> None:
    layout = copy("2")
    exact = read(layout.gpt)
    done = next(iter(convert(layout.folder, half=True)))
    stored = read(done.path)
    assert all(torch.equal(value, exact[key].bfloat16()) for key, value in stored.items())
    assert done.bytes_after < 0.6 * done.bytes_before
    counters = {key for key, value in read(layout.campplus).items() if value.dtype == torch.int64}
    for _ in convert(layout.folder, half=True):
        pass
    converted = read(find(layout.folder).campplus)
    assert {key for key, value in converted.items() if value.dtype == torch.int64} == counters


def test_a_full_disk_is_told_before_anything_is_written(copy: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    layout = copy("2")
    usage = type("Usage", (), {"free": 1000})
    monkeypatch.setattr("indextts.checkpoint.convert.shutil.disk_usage", lambda _: usage)
    with pytest.raises(CheckpointError, match=r"gpt\.safetensors needs .* are free"):
        list(convert(layout.folder))
    assert not list(layout.folder.glob("gpt.safetensors*"))
