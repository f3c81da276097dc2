"""Text to sentencepiece tokens (version 2)."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from indextts.errors import CheckpointError, ExtraMissingError
from indextts.text.cjk import spaced
from indextts.text.glossary import FILE_NAME, Glossary, read_glossary
from indextts.text.limits import accepted
from indextts.text.normalizer import normalise

log = logging.getLogger(__name__)


class Tokenizer:
    """The sentencepiece model behind the normaliser.

    Args:
        model: ``bpe.model``.
        glossary: the user's pronunciations; none reads ``glossary.yaml`` next to the model, if it is there.

    Raises:
        CheckpointError: the model file is missing or damaged.
        ConfigError: the glossary is malformed.
        ExtraMissingError: sentencepiece is not installed.
    """

    def __init__(self, model: Path, glossary: Glossary | None = None) -> None:
        try:
            from sentencepiece import SentencePieceProcessor
        except ImportError:
            raise ExtraMissingError(
                "sentencepiece is not installed.", "Run: pip install streamvoice[indextts]"
            ) from None
        self._pieces = SentencePieceProcessor()
        try:
            self._pieces.LoadFromSerializedProto(model.read_bytes())
        except (OSError, RuntimeError) as error:
            raise CheckpointError(
                f"{model} cannot be read: {error}.", "Fetch it again with: indextts download."
            ) from error
        self.glossary = read_glossary(model.parent / FILE_NAME) if glossary is None else glossary

    def normalize(self, text: str) -> str:
        """Text as it will be spoken; see :func:`indextts.text.normalizer.normalise`."""
        return normalise(text, self.glossary)

    def tokens(self, text: str) -> list[str]:
        """Normalise and cut into pieces of the vocabulary. A single character is taken as it is.

        Raises:
            TextError: the text is too long.
        """
        text = accepted(text)
        if len(text.strip()) > 1:
            text = spaced(self.normalize(text))
        pieces: list[str] = self._pieces.Encode(text, out_type=str)
        return pieces

    def ids(self, tokens: Sequence[str]) -> list[int]:
        """Vocabulary numbers; a piece outside the vocabulary gets the unknown one, and is logged."""
        unknown: int = self._pieces.unk_id()
        numbers = {token: int(self._pieces.PieceToId(token)) for token in set(tokens)}
        strange = sorted(token for token, number in numbers.items() if number == unknown)
        if strange:
            log.warning("The vocabulary does not hold: %s", " ".join(token[:10] for token in strange[:10]))
        return [numbers[token] for token in tokens]
