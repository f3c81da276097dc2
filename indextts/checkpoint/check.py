"""Look at every file, key and shape of a model folder without reading its weights."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from indextts.checkpoint.expected import expected, folded
from indextts.checkpoint.layout import Layout, Version, find
from indextts.checkpoint.reading import entries_of
from indextts.checkpoint.shapes.layers import Shapes
from indextts.checkpoint.sources import origin
from indextts.checkpoint.stored import Entry, index, shape_mismatch
from indextts.errors import CheckpointError
from indextts.text.v25.special import special_tokens


@dataclass(frozen=True)
class FileReport:
    """One file.

    Attributes:
        name: what it is in the layout.
        path: where it is, or should be.
        bytes: its size; 0 if it is not there.
        tensors: how many of the wanted tensors it holds.
        problem: what is wrong, in one line; empty if nothing is.
        note: what is worth knowing and harmless.
    """

    name: str
    path: Path
    bytes: int
    tensors: int = 0
    problem: str = ""
    note: str = ""


@dataclass(frozen=True)
class Report:
    """The whole folder."""

    folder: Path
    version: Version
    files: tuple[FileReport, ...]

    @property
    def passed(self) -> bool:
        """Whether the model can be loaded."""
        return not any(file.problem for file in self.files)


def check(model_dir: Path | str) -> Report:
    """Check a folder.

    Raises:
        CheckpointError: there is no such folder, or it holds an older version.
        ConfigError: its configuration is missing or broken.
    """
    layout = find(model_dir, complete=False)
    return Report(layout.folder, layout.version, tuple(_reports(layout)))


def _reports(layout: Layout) -> Iterator[FileReport]:
    shapes = expected(layout)
    for name, path in layout.files().items():
        if not path.is_file():
            yield FileReport(name, path, 0, problem=f"missing; get it from {_origin(layout, path)}")
        elif name == "tokenizer":
            yield _tokenizer(layout, path)
        else:
            yield _weights(name, path, shapes[name])
    note = "" if layout.has_qwen else "not there: emotion from text needs it"
    yield FileReport("qwen", layout.qwen, _size(layout.qwen / "model.safetensors"), note=note)


def _origin(layout: Layout, path: Path) -> str:
    inside = path.relative_to(layout.folder).as_posix() if path.is_relative_to(layout.folder) else path.name
    return origin(layout.version, inside)


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _weights(name: str, path: Path, shapes: Shapes) -> FileReport:
    try:
        entries: dict[str, Entry] = {"": index(path)} if "" in shapes else entries_of(path)
    except CheckpointError as error:
        return FileReport(name, path, _size(path), problem=str(error))
    if name == "bigvgan" and "conv_pre.weight" in entries:
        shapes = folded(shapes)
    difference = shape_mismatch(entries, shapes)
    count = len(entries.keys() & shapes.keys())
    note = f"{len(difference.unexpected)} more tensors, not used" if difference.unexpected else ""
    wrong = replace(difference, unexpected=())
    problem = f"{wrong}; fetch it again: indextts download" if wrong else ""
    return FileReport(name, path, _size(path), count, problem, note)


def _tokenizer(layout: Layout, path: Path) -> FileReport:
    try:
        ids = _ranks(path) + len(special_tokens()) if layout.version == "2.5" else _pieces(path)
    except (OSError, ValueError, RuntimeError):
        return FileReport("tokenizer", path, _size(path), problem=f"damaged; get it from {_origin(layout, path)}")
    rows = layout.config.gpt.number_text_tokens + 1
    problem = f"{ids} ids for {rows} rows of the model: they do not belong together" if ids > rows else ""
    return FileReport("tokenizer", path, _size(path), problem=problem, note="" if problem else f"{ids} ids")


def _ranks(path: Path) -> int:
    lines = path.read_bytes().split(b"\n")
    return sum(1 for line in lines if line and base64.b64decode(line.split()[0], validate=True))


def _pieces(path: Path) -> int:
    from sentencepiece import SentencePieceProcessor

    return int(SentencePieceProcessor(model_file=str(path)).vocab_size())
