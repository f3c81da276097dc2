"""Pronunciations written into the text: ``<word|pronunciation>``."""

from __future__ import annotations

import re

ANNOTATION = re.compile(r"<([^<>|]+)\|([^<>|]+)>")
"""The word and how to say it; both stay on one level, so annotations do not nest."""
