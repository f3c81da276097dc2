"""Cut tokens into segments that the language model can speak in one go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indextts.errors import OptionError

SENTENCE_ENDS = (".", "!", "?", "▁.", "▁?", "▁...")
_COMMAS = (",", "▁,")
_HYPHENS = ("-",)
_QUOTES = ("'", "▁'")

Tokens = list[str]


def segments(
    tokens: Sequence[str],
    max_tokens: int = 120,
    quick_streaming_tokens: int = 0,
    *,
    duplicate_quotes: bool = False,
) -> list[Tokens]:
    """Cut at sentence ends, within them at commas and hyphens, and join again what fits.

    Args:
        tokens: pieces of one text.
        max_tokens: longest segment. A closing quote may make it one longer.
        quick_streaming_tokens: within so many tokens from the start segments are joined only to half that length, so
            that the first sound comes early.
        duplicate_quotes: say a closing quote after a sentence end twice, as the released system does.

    Returns:
        the segments in order; together they are ``tokens`` (apart from duplicated quotes).

    Raises:
        OptionError: ``max_tokens`` is below 1, or ``quick_streaming_tokens`` below 0.
    """
    if max_tokens < 1 or quick_streaming_tokens < 0:
        raise OptionError(
            f"max_tokens={max_tokens} and quick_streaming_tokens={quick_streaming_tokens} make no segments.",
            "Give at least 1 and 0.",
        )
    return _Cutter(max_tokens, quick_streaming_tokens, duplicate_quotes).cut(tokens, SENTENCE_ENDS)


class _Cutter:
    def __init__(self, longest: int, quick: int, duplicate_quotes: bool) -> None:
        self.longest = longest
        self.quick = quick
        self.duplicate_quotes = duplicate_quotes

    def cut(self, tokens: Sequence[str], splitters: tuple[str, ...]) -> list[Tokens]:
        return self._joined(self._parts(tokens, splitters))

    def _parts(self, tokens: Sequence[str], splitters: tuple[str, ...]) -> Iterator[Tokens]:
        part: Tokens = []
        place = 0
        while place < len(tokens):
            token = tokens[place]
            place += 1
            part.append(token)
            finer = _finer(token, splitters)
            if finer:
                yield from self.cut(part, finer)
            elif len(part) > self.longest:
                yield from (part[at : at + self.longest] for at in range(0, len(part), self.longest))
            elif token in splitters and len(part) > 2:
                if place < len(tokens) and tokens[place] in _QUOTES:
                    part.append(tokens[place])
                    place += 0 if self.duplicate_quotes else 1
                yield part
            else:
                continue
            part = []
        if part:
            yield part

    def _joined(self, parts: Iterator[Tokens]) -> list[Tokens]:
        joined: list[Tokens] = []
        seen = 0
        for part in parts:
            seen += len(part)
            both = len(joined[-1]) + len(part) if joined else self.longest + 1
            if (both <= self.longest and seen > self.quick) or both <= self.longest / 2:
                joined[-1].extend(part)
            else:
                joined.append(part)
        return joined


def _finer(token: str, splitters: tuple[str, ...]) -> tuple[str, ...]:
    """The marks at which a part that ends in ``token`` is cut first: its own, unless they are looked for already."""
    for marks in (_COMMAS, _HYPHENS):
        if token in marks and token not in splitters:
            return marks
    return ()
