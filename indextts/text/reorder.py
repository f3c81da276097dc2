"""Between the two halves of a grammar: put the fields of each tagged token into spoken order.

The tagger writes ``money { currency: "元" value: "五" }`` in the order of the text; the verbaliser reads the fields in
the order in which they are said.
"""

from __future__ import annotations

import re

from indextts.text.language import Language

_SPOKEN: dict[Language, dict[str, tuple[str, ...]]] = {
    "zh": {
        "date": ("year", "month", "day"),
        "fraction": ("denominator", "numerator"),
        "measure": ("denominator", "numerator", "value"),
        "money": ("value", "currency"),
        "time": ("noon", "hour", "minute", "second"),
    },
    "en": {
        "date": ("preserve_order", "text", "day", "month", "year"),
        "money": ("integer_part", "fractional_part", "quantity", "currency_maj"),
    },
}
_FIELD = r'([A-Za-z_]+): "((?:[^"\\]++|\\.)*+)"'
_TOKEN = re.compile(rf" *([A-Za-z_]+) \{{ *+((?:{_FIELD} *+)*+)\}}", re.DOTALL)
_FIELDS = re.compile(_FIELD, re.DOTALL)


def reordered(tagged: str, path: Language) -> str:
    """The tagged text with every token's fields in spoken order; empty if it is not made of tokens.

    A field the order does not name is dropped; a token of a kind without an order, and one that says
    ``preserve_order``, keeps its own.
    """
    tokens: list[str] = []
    end = 0
    while match := _TOKEN.match(tagged, end):
        tokens.append(_in_order(match.group(1), dict(_FIELDS.findall(match.group(2))), path))
        end = match.end()
    return "" if tagged[end:].strip() else " ".join(tokens)


def _in_order(kind: str, fields: dict[str, str], path: Language) -> str:
    order = _SPOKEN[path].get(kind)
    if order is None or fields.get("preserve_order") == "true":
        order = tuple(fields)
    said = " ".join(f'{key}: "{fields[key]}"' for key in order if key in fields)
    return f"{kind} {{ {said} }}"
