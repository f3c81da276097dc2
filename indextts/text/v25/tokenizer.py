"""Text to byte-pair tokens, in segments (version 2.5)."""

from __future__ import annotations

from pathlib import Path

from indextts.errors import OptionError
from indextts.text.glossary import FILE_NAME, Glossary, read_glossary
from indextts.text.limits import readable
from indextts.text.v25.byte_pairs import encoding
from indextts.text.v25.languages import code_of
from indextts.text.v25.normalizer import normalise_for
from indextts.text.v25.segments import text_segments

TEXT_POSITIONS = 602
"""Rows of the model's text position table; two are for start and stop."""
STOP_ID = 1
"""Ends every segment."""


class MultilingualTokenizer:
    """The byte-pair encoding behind the front end.

    Args:
        ranks: the ``.tiktoken`` file.
        glossary: the user's pronunciations; none reads ``glossary.yaml`` next to the ranks, if it is there.

    Raises:
        CheckpointError: the rank file is missing or damaged.
        ConfigError: the glossary is malformed.
        ExtraMissingError: tiktoken is not installed.
    """

    def __init__(self, ranks: Path, glossary: Glossary | None = None) -> None:
        self._encoding = encoding(ranks)
        self.glossary = read_glossary(ranks.parent / FILE_NAME) if glossary is None else glossary

    @property
    def vocabulary(self) -> int:
        """Number of tokens, special ones included."""
        return self._encoding.n_vocab

    def normalize(self, text: str, lang: str, *, read_numbers: bool = True) -> str:
        """Text as it will be spoken; see :func:`indextts.text.v25.normalizer.normalise_for`."""
        return normalise_for(text, lang, self.glossary, read_numbers=read_numbers)

    def ids(self, text: str) -> list[int]:
        """Token ids; names of special tokens are recognised anywhere."""
        if "<|" not in text:
            return self._encoding.encode_ordinary(text)  # many times faster: no set of special tokens is handed over
        return self._encoding.encode(text, allowed_special="all")

    def segments(self, text: str, lang: str, max_tokens: int = 120, *, normalize: bool = True) -> list[list[int]]:
        """Normalise, cut, encode.

        Args:
            text: at most 20,000 characters.
            lang: code of the language, in any case.
            max_tokens: longest segment, its language prefix included, its stop not.
            normalize: write numbers and the like as words.

        Returns:
            ids per segment: ``<|lang|>``, a blank, the text, and id 1.

        Raises:
            TextError: nothing to say in the text, or too long.
            OptionError: ``lang`` is no code, or ``max_tokens`` is below 1.
        """
        if max_tokens < 1:
            raise OptionError(f"max_tokens={max_tokens} makes no segments.", "Give at least 1.")
        prefix = f"<|{code_of(lang)}|> "
        budget = max(1, min(max_tokens, TEXT_POSITIONS - 2) - len(self.ids(prefix)))
        spoken = readable(self.normalize(readable(text), lang, read_numbers=normalize))
        parts = text_segments(spoken, lambda part: len(self.ids(part)), budget)
        return [[*self.ids(prefix + part), STOP_ID] for part in parts]
