"""Strings of a file from a stranger: a terminal obeys control characters, and readers believe turned text."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator

_JOINERS = frozenset("\u200c\u200d")
"""Parts of Persian and Indian names, though nothing is printed for them."""


def is_printable(text: str) -> bool:
    """Whether it is of characters that can be shown in a line; the empty one is."""
    return all(sign.isprintable() or sign in _JOINERS for sign in text)


def printed(text: str, most: int) -> str:
    """What of a text can be shown, in one line of at most ``most`` characters."""
    line = " ".join(text.split())
    return "".join(sign for sign in line if is_printable(sign))[:most].strip()


def _checked(text: str) -> str:
    if not is_printable(text):
        raise ValueError("it holds characters that cannot be shown")
    return text


def _utc(moment: datetime) -> datetime:
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError as error:
        raise ValueError("no calendar has this date in UTC") from error


Printable = Annotated[str, AfterValidator(_checked)]
"""A field that is refused unless it :func:`is_printable`."""
Moment = Annotated[datetime, AfterValidator(_utc)]
"""A field with a time, brought to UTC; one without a zone is taken as UTC."""
