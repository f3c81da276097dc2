"""Byte-pair encoding with a rank file."""

from __future__ import annotations

import base64
import binascii
from pathlib import Path
from typing import TYPE_CHECKING

from indextts.errors import CheckpointError, ExtraMissingError
from indextts.text.v25.special import special_tokens

if TYPE_CHECKING:
    from tiktoken import Encoding

SPLIT_PATTERN = r"'(?:[stmd]|re|ve|ll)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
"""How text falls into words before the pairs are merged (Radford et al. 2019, GPT-2)."""


def read_ranks(file: Path) -> dict[bytes, int]:
    """Token bytes to rank, from lines of base64 and number.

    Raises:
        CheckpointError: the file is missing, or a line is malformed.
    """
    try:
        lines = file.read_bytes().splitlines()
        pairs = (line.split() for line in lines if line.strip())
        return {base64.b64decode(token, validate=True): int(rank) for token, rank in pairs}
    except (OSError, ValueError, binascii.Error) as error:
        raise CheckpointError(f"{file} cannot be read: {error}.", "Fetch it again with: indextts download.") from error


def encoding(file: Path) -> Encoding:
    """The encoding of a rank file, the special tokens behind its last rank.

    Raises:
        CheckpointError: the file is missing or damaged, or does not know every byte.
        ExtraMissingError: tiktoken is not installed.
    """
    try:
        import tiktoken
    except ImportError:
        raise ExtraMissingError("tiktoken is not installed.", "Run: pip install streamvoice[indextts]") from None
    ranks = read_ranks(file)
    complete = all(bytes([value]) in ranks for value in range(256))
    if not complete or sorted(ranks.values()) != list(range(len(ranks))):
        raise CheckpointError(f"{file} is not complete.", "Fetch it again with: indextts download.")
    special = {token: len(ranks) + place for place, token in enumerate(special_tokens())}
    return tiktoken.Encoding(file.stem, pat_str=SPLIT_PATTERN, mergeable_ranks=ranks, special_tokens=special)
