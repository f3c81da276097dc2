"""English contractions with "is", written out because the grammars keep them."""

from __future__ import annotations

import re

_CONTRACTED = re.compile("(what|where|who|which|how|here|there|it|he|she|that|this)'s", re.IGNORECASE)


def written_out(text: str) -> str:
    """``it's`` is ``it is``, the case kept. As in the released system, a longer word may end in one of them."""
    return _CONTRACTED.sub(r"\1 is", text)
