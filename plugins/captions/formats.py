"""One caption as the text of a subtitle file. Pure.

The times are written by pysubs2. The rest is ours: pysubs2 writes whole files, where this one must be right after every
caption; it reads ASS orders in a text, where chat has no orders to give; and it knows no ``<v Name>``.
"""

from __future__ import annotations

import re

from pysubs2.formats.subrip import SubripFormat
from pysubs2.formats.webvtt import WebVTTFormat

from plugins.captions.cues import Cue

JOINER = "\u2060"
"""Seen by nobody; takes the meaning from what players would read as a tag, an order or a time."""
_ORDER = re.compile(r"(?<=<)(?=\s*[a-zA-Z/!?])|(?<=\{)(?=\s*[\\a-zA-Z])|(?<=--)(?=>)|(?<=\d:)(?=\d\d:\d\d[,.]\d)")
_VTT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})

HEADS = {"srt": "", "vtt": "WEBVTT\n\n"}
"""What a file begins with."""


def text(kind: str, cue: Cue, number: int, names: bool) -> str:
    """``cue`` as the ``number``-th of a file of this ``kind``; the speaker is named in VTT where ``names``."""
    return _srt(cue, number) if kind == "srt" else _vtt(cue, names)


def _srt(cue: Cue, number: int) -> str:
    start, end = (SubripFormat.ms_to_timestamp(ms) for ms in _span_ms(cue))
    lines = "\n".join(_ORDER.sub(JOINER, line) for line in cue.lines)
    return f"{number}\n{start} --> {end}\n{lines}\n\n"


def _vtt(cue: Cue, names: bool) -> str:
    start, end = (WebVTTFormat.ms_to_timestamp(ms) for ms in _span_ms(cue))
    lines = "\n".join(line.translate(_VTT) for line in cue.lines)
    voice = f"<v {_name(cue.speaker)}>" if names and cue.speaker else ""
    return f"{start} --> {end}\n{voice}{lines}\n\n"


def _name(speaker: str) -> str:
    """A name that ends with "--" would make an arrow of the tag's end, and no line with an arrow is text."""
    return speaker.translate(_VTT) + (JOINER if speaker.endswith("-") else "")


def _span_ms(cue: Cue) -> tuple[int, int]:
    start = round(cue.start_s * 1000)
    return start, max(start + 1, round(cue.end_s * 1000))
