from __future__ import annotations

import os
import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from indextts.checkpoint.layout import Layout, Version
from indextts.checkpoint.reading import entries_of, read, read_tensor
from indextts.checkpoint.stored import Stored
from indextts.checkpoint.writing import write_safetensors, write_torch
from indextts.errors import CheckpointError


def same(left: dict[str, Tensor], right: dict[str, Tensor]) -> bool:
    return left.keys() == right.keys() and all(
        left[key].dtype == right[key].dtype and torch.equal(left[key], right[key]) for key in left
    )


def saved(tmp_path: Path, value: Any, name: str = "a.pth", **options: Any) -> Path:
    torch.save(value, tmp_path / name, **options)
    return tmp_path / name


@pytest.mark.parametrize("container", [None, "model", "net", "generator"])
def test_weights_are_found_in_every_container(tmp_path: Path, container: str | None) -> None:
    weights = {"module.a.weight": torch.randn(3, 4), "b": torch.tensor(7)}
    path = saved(tmp_path, weights if container is None else {container: weights, "epoch": 3})
    assert same(read(path), {"a.weight": weights["module.a.weight"], "b": weights["b"]})


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16, torch.float64, None])
def test_the_dtype_changes_floating_point_only(tmp_path: Path, dtype: torch.dtype | None) -> None:
    weights = {"a": torch.randn(5, 3), "count": torch.arange(4)}
    tensors = read(saved(tmp_path, weights), dtype=dtype)
    assert same(tensors, {"a": weights["a"].to(dtype or torch.float32), "count": weights["count"]})


def test_a_group_and_its_neighbours(tmp_path: Path) -> None:
    net = {"cfm": {"module.x": torch.ones(2)}, "gpt_layer": {"0.weight": torch.zeros(1)}}
    path = saved(tmp_path, {"net": net, "optimizer": {"state": {0: {"exp_avg": torch.ones(9)}}}})
    assert same(read(path, group="cfm"), {"x": torch.ones(2)})
    assert read(path).keys() == {"cfm.x", "gpt_layer.0.weight"}
    with pytest.raises(CheckpointError, match="no weights of ema"):
        read(path, group="ema")


def test_keys_are_chosen_by_patterns(tmp_path: Path) -> None:
    path = saved(tmp_path, {"a.x": torch.ones(1), "a.y": torch.ones(1), "b.x": torch.ones(1)})
    assert read(path, keys=(r"a\..*",)).keys() == {"a.x", "a.y"}
    assert read(path, unused=(r".*\.x",)).keys() == {"a.y"}
    with pytest.raises(CheckpointError, match="none of the weights"):
        read(path, keys=("c",))


def test_views_and_shared_storage_come_out_as_they_were(tmp_path: Path) -> None:
    base = torch.arange(24.0).view(4, 6)
    weights = {"part": base[1:3], "turned": base.T, "step": base[:, ::2], "none": torch.empty(0, 3), "base": base}
    path = saved(tmp_path, weights)
    assert same(read(path), {key: value.contiguous() for key, value in weights.items()})
    assert same(read(path, dtype=torch.float16), {key: value.half().contiguous() for key, value in weights.items()})


def test_the_old_format_is_read_as_well(tmp_path: Path) -> None:
    weights = {"a": torch.randn(3)}
    assert same(read(saved(tmp_path, weights, _use_new_zipfile_serialization=False)), weights)


def test_a_file_with_values_that_nothing_refers_to(tmp_path: Path) -> None:
    path = saved(tmp_path, {"a": torch.ones(5)})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("a/data/7", b"more")
    assert same(read(path, dtype=torch.float16), {"a": torch.ones(5).half()})


def test_a_bare_tensor(tmp_path: Path) -> None:
    tensor = torch.randn(3, 2)
    assert torch.equal(read_tensor(saved(tmp_path, tensor)), tensor)
    assert read_tensor(saved(tmp_path, tensor), dtype=torch.float16).dtype == torch.float16
    with pytest.raises(CheckpointError, match="should hold one tensor"):
        read_tensor(saved(tmp_path, {"a": tensor}))
    with pytest.raises(CheckpointError, match="should hold named tensors"):
        read(saved(tmp_path, tensor))


class Evil:
    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, ("evil-was-here",)


def test_code_in_a_file_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = saved(tmp_path, {"a": torch.ones(1), "b": Evil()})
    (tmp_path / "plain.pth").write_bytes(pickle.dumps(Evil(), protocol=2))
    for file in (path, tmp_path / "plain.pth"):
        with pytest.raises(CheckpointError, match="not opened"):
            read(file)
    assert not (tmp_path / "evil-was-here").exists()


@given(st.binary(max_size=200), st.sampled_from(["a.pth", "a.safetensors"]))
def test_any_bytes_give_one_clear_error(tmp_path_factory: pytest.TempPathFactory, data: bytes, name: str) -> None:
    path = tmp_path_factory.getbasetemp() / name
    path.write_bytes(data)
    with pytest.raises(CheckpointError):
        read(path)


@pytest.mark.parametrize("name", ["gpt", "codec"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.999])
def test_a_truncated_file_is_told(copy: Callable[[Version], Layout], name: str, share: float) -> None:
    path = copy("2").files()[name]
    with path.open("r+b") as file:
        file.truncate(int(path.stat().st_size * share))
    with pytest.raises(CheckpointError, match=rf"{path.name} is (damaged or )?incomplete"):
        read(path)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="no file"):
        read(tmp_path / "gpt.pth")
    with pytest.raises(CheckpointError, match="damaged"):
        read(tmp_path)


def test_places_point_at_the_values(tiny: Callable[[Version], Layout]) -> None:
    path = tiny("2").gpt
    weights = torch.load(path, weights_only=True)
    raw = path.read_bytes()
    for key, entry in entries_of(path).items():
        assert isinstance(entry, Stored)
        assert raw[entry.offset : entry.offset + weights[key].nbytes] == weights[key].numpy().tobytes()


SHAPES = st.lists(st.integers(0, 5), max_size=3).map(tuple)
DTYPES = st.sampled_from([torch.float32, torch.float16, torch.bfloat16, torch.int64])


@given(st.dictionaries(st.text("abc.", min_size=1, max_size=5), st.tuples(DTYPES, SHAPES), min_size=1, max_size=4))
@settings(max_examples=40)
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, specification: dict[str, tuple[torch.dtype, tuple[int, ...]]]
) -> None:
    folder = tmp_path_factory.getbasetemp()
    weights = {key: torch.randn(shape).mul(9).to(dtype) for key, (dtype, shape) in specification.items()}
    write_safetensors(folder / "w.safetensors", specification, lambda key: [weights[key].view(-1)])
    write_torch(
        folder / "w.pth", {key: torch.empty_like(value) for key, value in weights.items()}, lambda key: [weights[key]]
    )
    assert same(read(folder / "w.safetensors"), weights)
    assert same(read(folder / "w.pth"), weights)
    half = {key: value.half() if value.is_floating_point() else value for key, value in weights.items()}
    assert same(read(folder / "w.safetensors", dtype=torch.float16), half)
    assert same(read(folder / "w.pth", dtype=torch.float16), half)


def test_an_interrupted_write_leaves_nothing(tmp_path: Path) -> None:
    def broken(_: str) -> list[Tensor]:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        write_safetensors(tmp_path / "a.safetensors", {"a": (torch.float32, (2,))}, broken)
    assert list(tmp_path.iterdir()) == []
