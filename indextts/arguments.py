"""Checks of single arguments that several classes share."""

from __future__ import annotations

import math
from numbers import Integral, Real

from indextts.errors import OptionError


def number(name: str, value: object) -> None:
    """Insist on a number that is finite.

    Raises:
        OptionError: it is something else.
    """
    if isinstance(value, bool) or not isinstance(value, Real) or not math.isfinite(value):
        raise OptionError(f"{name} is {value!r}.", "Give a number.")


def whole_number(name: str, value: object) -> None:
    """Insist on an integer.

    Raises:
        OptionError: it is something else.
    """
    if isinstance(value, bool) or not isinstance(value, Integral):
        raise OptionError(f"{name} is {value!r}.", "Give a whole number.")
