"""Kokoro's names (a :class:`~engine.voices.family.Family`)."""

from __future__ import annotations

from engine.voices.kokoro import catalog
from engine.voices.kokoro.files import check_installed, present
from engine.voices.kokoro.style import load_style, parse
from engine.voices.kokoro.voice import KokoroVoice
from engine.voices.settings import VoiceSettings


def names() -> list[tuple[str, str]]:
    """See :class:`~engine.voices.family.Family`."""
    return [(f"kokoro:{name}", catalog.about(name)) for name in present()]


def check(name: str) -> None:
    """See :class:`~engine.voices.family.Family`."""
    parse(name or catalog.DEFAULT)
    check_installed()


def load(name: str, settings: VoiceSettings) -> KokoroVoice:
    """See :class:`~engine.voices.family.Family`."""
    return KokoroVoice.load(load_style(name or catalog.DEFAULT), settings.kokoro.threads)
