"""What is quoted or a title is not what the writer feels: "Happy" by Pharrell, 《悲惨世界》."""

from __future__ import annotations

import re

_QUOTED = re.compile(r"《[^《》\n]{1,40}》|「[^「」\n]{1,60}」|『[^『』\n]{1,60}』|\"[^\"\n]{1,80}\"")
_LETTER = re.compile(r"[^\W\d_]")
_ENOUGH = 8
_ENOUGH_CJK = 4
"""Letters outside the quotes from which on the rest says enough by itself."""


def unquoted(text: str) -> str:
    """A cleaned text without what stands in quotation marks, unless too little would be left."""
    rest = _QUOTED.sub(" ", text)
    if len(rest) == len(text):
        return text
    enough = _ENOUGH if rest.isascii() else _ENOUGH_CJK
    return rest if len(_LETTER.findall(rest)) >= enough else text
